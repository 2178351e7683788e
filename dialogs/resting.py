"""What a known answer rests on, in words: why it was found, where it stands, who stands by it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from dialogs.words import Words
from meeting.question import Answer


def resting(answer: Answer, words: Words) -> tuple[str, ...]:
    """Give it part by part, the words first that it was found by."""
    return tuple(_parts(answer, words))


def _parts(answer: Answer, words: Words) -> Iterator[str]:
    basis = answer.basis
    if basis is not None and basis.words:
        yield words("Found by: {words}", words=", ".join(basis.words))
    if answer.source:
        yield words("Source: {source}", source=answer.source)
    if basis is not None and basis.owner:
        yield words("{organisation} stands by it", organisation=basis.owner)
    if basis is not None and basis.valid_until is not None:
        day = datetime.combine(basis.valid_until, time(12), UTC)
        yield words("Valid until {date}", date=words.date(day))
