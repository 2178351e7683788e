"""A meeting's records as files: what each kind is, what it is called, and how it is made."""

import re
from enum import StrEnum

from bot.reports import calendar, paper_docx, paper_html, questions_csv, workbook
from bot.reports.account import Account
from bot.reports.minutes import minutes
from meeting.ids import MeetingId

UNNAMED = re.compile(r"[^a-z0-9-]+")


class Kind(StrEnum):
    DOCX = "docx"
    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"
    ICS = "ics"


TYPES = {
    Kind.DOCX: paper_docx.TYPE,
    Kind.HTML: paper_html.TYPE,
    Kind.XLSX: workbook.TYPE,
    Kind.CSV: "text/csv",
    Kind.ICS: calendar.TYPE,
}


def written(kind: Kind, account: Account, page: str) -> bytes:
    """Write one; `page` is the address of the meeting's page. It may take a while."""
    words = account.words
    match kind:
        case Kind.DOCX:
            return paper_docx.paper_docx(minutes(account), words)
        case Kind.HTML:
            return paper_html.paper_html(minutes(account), words).encode()
        case Kind.XLSX:
            return workbook.workbook(account)
        case Kind.CSV:
            return questions_csv.questions_csv(account.questions, words)
        case Kind.ICS:
            return calendar.calendar(account.meeting, page, words, host=True)


def file_name(meeting: MeetingId, kind: str) -> str:
    """Name a file after its meeting, in letters that every system takes."""
    return f"{UNNAMED.sub('-', meeting.casefold())[:80].strip('-') or 'meeting'}.{kind}"
