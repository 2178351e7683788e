"""What stands in a log where words or people were; words in the meeting's language."""

from meeting.ids import PersonId

MARKS = {"da": "[slettet]", "en": "[deleted]"}
STAND_IN = "gone-"


def mark_in(language: str) -> str:
    return MARKS.get(language, MARKS["en"])


def is_mark(text: str) -> bool:
    """Tell whether nothing is left of a text, so that nothing is made of it."""
    return text in MARKS.values()


def is_stand_in(person: PersonId) -> bool:
    """Tell whether this is nobody any more."""
    return person.startswith(STAND_IN)
