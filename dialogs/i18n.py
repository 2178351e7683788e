"""Reads the catalogues at start: the only input of `dialogs`, done once."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from dialogs.words import LANGUAGES, Words


@cache
def catalogue(language: str) -> dict[str, str]:
    """Read one language's sentences. English is the source: its ids are its sentences."""
    if language == "en":
        return {}
    with files("dialogs").joinpath("locale", f"{language}.po").open("rb") as po:
        found = read_po(po, locale=language)
    return {str(message.id): str(message.string) for message in found if message.id}


@cache
def words(language: str, zone: str) -> Words:
    """Give the words for a language ("da" where it is unknown) and an IANA zone name."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Words(known, ZoneInfo(zone), catalogue(known))
