"""The page to look back at: what the meeting left, and the series' other meetings."""

from dataclasses import dataclass

from markupsafe import Markup

from dialogs.words import Words
from meeting.model import Meeting, Phase
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.series_views import run_view
from web.drawing.sheet import Sheet

BEFORE = frozenset({Phase.PLANNED, Phase.OPEN})


@dataclass(frozen=True, slots=True)
class Edition:
    """Another meeting of the series; `path` is where its record is, for those who can open it."""

    title: str
    day: str
    questions: int
    answered: int
    path: str


def records(sheet: Sheet) -> Markup:
    """Offer the files once there is something to tell, in the meeting's language and the other."""
    danish = sheet.meeting.plan.language == "da"
    return sheet.part(
        "records",
        there=sheet.meeting.phase not in BEFORE,
        closed=sheet.meeting.phase is Phase.CLOSED,
        other="en" if danish else "da",
        in_other=sheet.words("in English") if danish else sheet.words("in Danish"),
        fewest=FEWEST_RESPONDENTS,
    )


def looking_back(sheet: Sheet) -> dict[str, object]:
    """Give what the page is drawn from."""
    record = sheet.seen.record
    if record is None:
        return {"body": Markup(), "editions": ()}
    editions = tuple(
        _edition(
            other,
            sheet.words,
            sheet.address(other) if other.plan.meeting in record.known else None,
        )
        for other in record.others
    )
    return {"body": record.body, "editions": editions}


def _edition(meeting: Meeting, words: Words, address: str | None) -> Edition:
    found = run_view(meeting)
    return Edition(
        title=meeting.plan.title,
        day=words.date(meeting.plan.start),
        questions=found.asked,
        answered=found.answered,
        path=f"{address}/record" if address else "",
    )
