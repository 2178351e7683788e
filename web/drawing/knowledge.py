"""The knowledge base's page: what waits, what could be learned, entries with their forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.base.lessons import Suggestion
from bot.base.shelf import Row, Shelf, Waiting
from dialogs.entry_fields import read_entry
from dialogs.fields import MalformedError
from dialogs.words import Words
from meeting.entry import ANSWER_TYPES, Entry, Writing, seen_as
from meeting.ids import EntryId, PersonId
from meeting.rules.entries import organisations
from web.drawing.sheet import Parts, Sheet

NEW = Entry(EntryId(""), question="", answer="", topic="")  # the empty form
KINDS = {
    "dato": "a date",
    "beløb": "an amount",
    "antal": "a number",
    "sted": "a place",
    "person": "a person",
    "link": "a link",
    "ja/nej": "yes or no",
}
FIELDS = (
    ("question", "Question"),
    ("alt", "Other ways to ask, one a line"),
    ("answer", "Answer"),
    ("topic", "Topic"),
    ("source", "Source"),
    ("links", "Links, one a line"),
    ("owner", "Who stands by it"),
    ("valid_until", "Valid until"),
    ("answer_type", "The answer is"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A field that would read otherwise."""

    name: str
    before: str
    after: str


def knowledge(sheet: Sheet) -> Parts:
    found = sheet.seen.shelf
    if found is None:
        raise ValueError("the knowledge base's page needs a shelf")
    return {
        "knowledge": sheet.part(
            "knowledge",
            shelf=found,
            waiting=[(one, _changes(one, sheet.words), _who(sheet, one)) for one in found.waiting],
            suggested=[(one, _about(one, found)) for one in found.suggestions],
            rows=[(row, _history(sheet, row)) for row in found.rows],
            gone=[(entry, _line(sheet, by)) for entry, by in found.taken_out],
            upload=sheet.part("upload", upload=sheet.seen.upload) if sheet.seen.upload else "",
            **choices(sheet),
        )
    }


def choices(sheet: Sheet) -> dict[str, object]:
    """Give what an entry's form offers to choose from."""
    return {
        "blank": NEW,
        "nothing": seen_as(None),
        "topics": sheet.meeting.plan.topics,
        "owners": organisations(sheet.meeting),
        "kinds": [(name, sheet.words(KINDS[name])) for name in ANSWER_TYPES],
    }


def rewritten(kept: Mapping[str, str]) -> dict[str, object]:
    """Give a refused form back as it was filled in, so that nobody has to write it again."""
    try:
        entry = read_entry({"question": "", "answer": "", "topic": "", **kept})
    except MalformedError as error:
        entry = read_entry({"question": "", "answer": "", "topic": "", **kept, error.field: ""})
    return {"written": entry, "written_seen": kept.get("seen", "")}


def _changes(waiting: Waiting, words: Words) -> list[Change]:
    """Give the fields that would change; all that are filled in where the entry is new."""
    if waiting.entry is None:
        return []
    found = []
    for name, label in FIELDS:
        before = _text(waiting.before, name, words) if waiting.before else ""
        after = _text(waiting.entry, name, words)
        if before != after:
            found.append(Change(words(label), before, after))
    return found


def _text(entry: Entry, name: str, words: Words) -> str:
    value = getattr(entry, name)
    if name == "answer_type":
        return ", ".join(words(KINDS[one]) for one in value)
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")


def _about(suggestion: Suggestion, shelf: Shelf) -> str:
    return shelf.titles.get(suggestion.entry, "") if suggestion.entry is not None else ""


def _history(sheet: Sheet, row: Row) -> list[str]:
    return [_line(sheet, writing) for writing in row.history]


def _who(sheet: Sheet, waiting: Waiting) -> str:
    return _line(sheet, waiting.writing)


def _line(sheet: Sheet, writing: Writing) -> str:
    words = sheet.words
    when = f"{words.date(writing.at)} {words.time(writing.at)}"
    name = _name(sheet, writing.by)
    if writing.dropped:
        return words("{when}: dropped by {name}", when=when, name=name)
    if writing.entry is None:
        return words("{when}: taken out by {name}", when=when, name=name)
    if not writing.approved:
        return words("{when}: proposed by {name}", when=when, name=name)
    return words("{when}: written by {name}", when=when, name=name)


def _name(sheet: Sheet, person: PersonId | None) -> str:
    known = sheet.meeting.people.get(person) if person is not None else None
    return sheet.words.person(known) if known is not None else sheet.words("somebody")
