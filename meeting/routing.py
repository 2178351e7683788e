"""Who gets a question: addressed, then topic, then who is speaking, then the host; never nobody."""

from collections.abc import Iterable

from meeting.commands import AskQuestion
from meeting.model import Item, Meeting, PersonId, Route, RouteKind


def route(meeting: Meeting, asked: AskQuestion) -> Route:
    """Choose by the strongest reason there is.

    Of several people whom one word addresses, those whose item has the topic get it, then those
    whose item is on; people who share one item answer together, and where that leaves a doubt the
    host gets it.
    """
    if asked.addressed_as is not None:
        return _addressed(meeting, asked, asked.addressed_as)
    topic = asked.topic
    if items := _items_on(meeting, topic):
        # An item without speakers is the host's own.
        to = _speakers(items) or meeting.plan.hosts[:1]
        return Route(to, RouteKind.TOPIC, _topic_words(meeting, topic))
    if meeting.item is not None and meeting.item.speakers:
        return Route(meeting.item.speakers, RouteKind.ON_NOW, meeting.item.title)
    return _host(meeting, None)


def _addressed(meeting: Meeting, asked: AskQuestion, word: str) -> Route:
    people = asked.addressed
    to = people if asked.everyone else _of_several(meeting, people, asked.topic)
    if to:
        return Route(to, RouteKind.ADDRESSED, word)
    return _host(meeting, word if people else None)


def _topic_words(meeting: Meeting, topic: str | None) -> str | None:
    return None if topic is None else meeting.plan.topics.get(topic, topic)


def _of_several(
    meeting: Meeting, candidates: tuple[PersonId, ...], topic: str | None
) -> tuple[PersonId, ...]:
    if len(candidates) <= 1:
        return candidates
    for items in (_items_on(meeting, topic), _current(meeting), meeting.plan.items):
        if chosen := _together(candidates, items):
            return chosen
    return ()


def _together(candidates: tuple[PersonId, ...], items: Iterable[Item]) -> tuple[PersonId, ...]:
    """Give the candidates among the items' speakers, if they all stand for one item."""
    shares = [
        share
        for item in items
        if (share := tuple(person for person in item.speakers if person in candidates))
    ]
    return shares[0] if len(shares) == 1 else ()


def _items_on(meeting: Meeting, topic: str | None) -> tuple[Item, ...]:
    if topic is None:
        return ()
    return tuple(item for item in meeting.plan.items if topic in item.topics)


def _current(meeting: Meeting) -> tuple[Item, ...]:
    return () if meeting.item is None else (meeting.item,)


def _speakers(items: Iterable[Item]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(person for item in items for person in item.speakers))


def _host(meeting: Meeting, detail: str | None) -> Route:
    return Route(meeting.plan.hosts[:1], RouteKind.HOST, detail)
