"""What people of a rehearsal ask: as the knowledge base has it, or about what is on the agenda."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from dialogs.words import Words
from knowledge.search import Knowledge
from meeting.entry import Entry
from meeting.item import Item
from meeting.model import Meeting
from meeting.question import Show

KNOWN, AGAIN = 0.5, 0.35  # shares: asked as the base has it; asked once more in other words
TRIES = 6  # to find something that nobody has asked
HASTY = 0.3  # share of those who write without capitals and marks
ANONYMOUS, ORGANISATION, ADDRESSED = 0.25, 0.4, 0.55  # shares, each with those before it


class Way(StrEnum):
    """How a question comes in."""

    CHAT = "chat"
    ADDRESSED = "addressed"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question and how it is put; `again` is how somebody else would ask the same."""

    text: str
    way: Way
    show: Show
    again: str | None


def thought(meeting: Meeting, base: Knowledge | None, speech: Words, random: Random) -> Asking:
    """Say what comes to mind at this point of the meeting."""
    item = meeting.item or random.choice(meeting.plan.items)
    asked = {question.text.casefold() for question in meeting.questions.values()}
    for _ in range(TRIES):
        text, again = _known(base, item, random) or _about(meeting, item, speech, random)
        if text.casefold() not in asked:
            break
    if random.random() > AGAIN:
        again = None
    match random.random():
        case chance if chance < ANONYMOUS:
            return Asking(text, Way.FORM, Show.ANONYMOUS, again)
        case chance if chance < ORGANISATION:
            return Asking(text, Way.FORM, Show.ORGANISATION, again)
        case chance if chance < ADDRESSED and (named := _addressee(meeting, item, random)):
            addressed = speech("to {name}: {question}", name=named, question=text)
            return Asking(addressed, Way.ADDRESSED, Show.NAME, again)
        case _:
            return Asking(text, Way.CHAT, Show.NAME, again)


def _known(base: Knowledge | None, item: Item, random: Random) -> tuple[str, str | None] | None:
    """Take a question of the base, one about the item's topics where there are some."""
    if base is None or not base.entries or random.random() >= KNOWN:
        return None
    entries: Sequence[Entry] = [one for one in base.entries if one.topic in item.topics]
    entry = random.choice(entries or base.entries)
    first, *rest = random.sample(entry.phrasings, len(entry.phrasings))
    return _typed(first, random), rest[0] if rest else None


def _typed(text: str, random: Random) -> str:
    """Write as people do in a hurry, now and then."""
    return text.rstrip("?").lower() if random.random() < HASTY else text


def _about(meeting: Meeting, item: Item, speech: Words, random: Random) -> tuple[str, str | None]:
    topics = [meeting.plan.topics[id_] for id_ in item.topics if id_ in meeting.plan.topics]
    topic = random.choice(topics) if topics else item.title
    return random.choice(SAYINGS)(topic, speech)


def _addressee(meeting: Meeting, item: Item, random: Random) -> str | None:
    speakers = [meeting.person(person) for person in item.speakers]
    names = [name for one in speakers for name in (one.organisation, *one.aliases[:1]) if name]
    return random.choice(names) if names else None


def _more(topic: str, speech: Words) -> tuple[str, str | None]:
    return (
        speech("When will we hear more about {topic}?", topic=topic),
        speech("Do you know when we will hear more about {topic}?", topic=topic),
    )


def _whom(topic: str, speech: Words) -> tuple[str, str | None]:
    return (
        speech("Whom do we write to with questions about {topic}?", topic=topic),
        speech("Whom should we write to with our questions about {topic}?", topic=topic),
    )


def _deadline(topic: str, speech: Words) -> tuple[str, str | None]:
    return (
        speech("Is there a deadline for {topic} that we must know of?", topic=topic),
        speech("Which deadline for {topic} must we know of?", topic=topic),
    )


def _slides(topic: str, speech: Words) -> tuple[str, str | None]:
    return speech("Do we get the slides about {topic} afterwards?", topic=topic), None


def _now(topic: str, speech: Words) -> tuple[str, str | None]:
    return speech("Is there something about {topic} that we must do now?", topic=topic), None


def _where(topic: str, speech: Words) -> tuple[str, str | None]:
    return speech("Where do we find more about {topic}?", topic=topic), None


SAYINGS: tuple[Callable[[str, Words], tuple[str, str | None]], ...] = (
    *(_more, _whom, _deadline),
    *(_slides, _now, _where),
)
