"""The draft of a meeting that a document gives, in the shape that `import --json` prints."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from knowledge.deck.people import Person

Json = str | int | None | list["Json"] | Mapping[str, "Json"]


class DeckFault(ValueError):  # noqa: N818  a fault of the document, not of the program
    """Give the document cannot be used at all; the message is one sentence for the person."""


@dataclass(frozen=True, slots=True)
class Item:
    """Times are `HH:MM`; an end that the document does not give is none."""

    start: str
    end: str | None
    title: str
    speakers: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    start: str
    end: str | None
    sound_check: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    organisation: str
    seats: int = 1


@dataclass(frozen=True, slots=True)
class Roster:
    date: str | None
    participants: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    address: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    id: str | None
    title: str
    due: str | None = None
    previous_due: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Give a question with the answer that stands under it."""

    question: str
    answer: str
    topic: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was read, and what the reader was unsure of."""

    title: str
    language: str
    programmes: tuple[Programme, ...] = ()
    rosters: tuple[Roster, ...] = ()
    hosts: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    links: tuple[Link, ...] = ()
    tasks: tuple[Task, ...] = ()
    next_programme: tuple[str, ...] = ()
    faq: tuple[Pair, ...] = ()
    doubts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Plain lists and objects, field for field."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: object) -> Json:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"a draft holds no {type(value).__name__}")
