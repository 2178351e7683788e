"""What a text must be to be kept."""

from meeting.refusals import Reason, RefusedError

LONGEST_TEXT = 2000  # characters of one question or answer: a card and a phone screen must hold it
LONGEST_NAME = 100  # characters
LONGEST_TOPIC = 200  # characters


def check_text(text: str, *, field: str = "text", most: int = LONGEST_TEXT) -> None:
    if not text.strip():
        raise RefusedError(Reason.EMPTY_TEXT, field=field)
    if len(text) > most:
        raise RefusedError(Reason.LONG_TEXT, field=field, most=most)
