"""The words of one language: sentences from the catalogue, times and names as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from meeting.model import Person

LANGUAGES = ("da", "en")
LOCALES = {"da": "da-DK", "en": "en-GB"}  # as documents name their language
DAYS = {"da": "EEEE 'den' d. MMMM", "en": "EEEE d MMMM"}


@dataclass(frozen=True, slots=True)
class Words:
    """A translator as a value: English sentences are the ids, `zone` is the meeting's."""

    language: str
    zone: ZoneInfo
    catalogue: Mapping[str, str]

    def __call__(self, sentence: str, **values: str | int) -> str:
        """Give the sentence in this language with its placeholders filled."""
        return self.catalogue.get(sentence, sentence).format_map(values)

    def text(self, sentence: str) -> str:
        """Translate what may or may not be in the catalogue, such as a meeting's own questions."""
        return self.catalogue.get(sentence, sentence)

    def count(self, one: str, many: str, number: int) -> str:
        """Give the sentence for one or for many; `{n}` is the number."""
        return self(one if number == 1 else many, n=number)

    def number(self, value: float, digits: int = 1) -> str:
        """Write a number with so many digits after the comma, or the point in English."""
        text = f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
        return text.replace(".", ",") if self.language == "da" else text

    def time(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime("%H.%M" if self.language == "da" else "%H:%M")

    def date(self, at: datetime) -> str:
        return self.day(at.astimezone(self.zone).date())

    def day(self, day: calendar_day) -> str:
        return f"{day.day}/{day.month}-{day.year}"

    def long_day(self, at: datetime) -> str:
        """Give weekday and date in words, as a letter has them."""
        return self._spelled(at, f"{DAYS[self.language]} y")

    def other_day(self, at: datetime, now: datetime) -> str:
        """Give weekday and date where it is not today, else nothing."""
        here, there = (moment.astimezone(self.zone).date() for moment in (now, at))
        return "" if here == there else self._spelled(at, DAYS[self.language])

    def _spelled(self, at: datetime, form: str) -> str:
        day = at.astimezone(self.zone).date()
        return format_date(day, form, self.locale.replace("-", "_"))

    @property
    def locale(self) -> str:
        """Name the language as documents do."""
        return LOCALES[self.language]

    def person(self, person: Person) -> str:
        """Name a person with the organisation they speak for."""
        name = person.name or self("Participant")
        return f"{name} ({person.organisation})" if person.organisation else name

    def people(self, people: tuple[Person, ...]) -> str:
        return self.together(tuple(map(self.person, people)))

    def together(self, names: tuple[str, ...]) -> str:
        *rest, last = names or ("",)
        return f"{', '.join(rest)} {self('and')} {last}" if rest else last
