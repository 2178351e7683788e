"""Reads an entry of the knowledge base from what a form sends."""

from datetime import date

from dialogs.fields import Data, MalformedError, text_of, values
from meeting.entry import Entry
from meeting.ids import EntryId

NEW = EntryId("")  # an entry that gets its id when it is saved


def entry_of(data: Data) -> EntryId:
    return EntryId(text_of(data, "entry"))


def read_entry(data: Data) -> Entry:
    """Read an entry; ways to ask and links stand one a line. Raises MalformedError."""
    return Entry(
        id=EntryId(_optional(data, "entry")),
        question=text_of(data, "question"),
        answer=text_of(data, "answer"),
        topic=text_of(data, "topic"),
        alt=_lines(data, "alt"),
        source=_optional(data, "source"),
        links=_lines(data, "links"),
        agenda=_optional(data, "agenda"),
        owner=_optional(data, "owner"),
        valid_until=_day(data, "valid_until"),
        answer_type=values(data.get("answer_type"), "answer_type"),
    )


def _optional(data: Data, field: str) -> str:
    return text_of(data, field) if data.get(field) else ""


def _lines(data: Data, field: str) -> tuple[str, ...]:
    given = data.get(field)
    if isinstance(given, list):
        return values(given, field)
    lines = (line.strip() for line in _optional(data, field).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _day(data: Data, field: str) -> date | None:
    text = _optional(data, field)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise MalformedError(field) from None
