"""Who gets a question: addressed, then topic, then who is speaking, then the host; never nobody."""

from collections.abc import Iterable
from dataclasses import replace

from meeting.commands import AskQuestion
from meeting.ids import PersonId
from meeting.item import Item
from meeting.model import ANSWERERS, Meeting
from meeting.question import Question, Route, RouteKind, plain


def route(meeting: Meeting, asked: AskQuestion) -> Route:
    """Choose by the strongest reason there is, among those who are there.

    Of several people whom one word addresses, those whose item has the topic get it, then those
    whose item is on; people who share one item answer together, and where that leaves a doubt the
    host gets it.
    """
    return present(meeting, _best(meeting, asked), asked.topic)


def present(meeting: Meeting, found: Route, topic: str | None) -> Route:
    """Put substitutes in place of those who are away; with nobody left, a host has the mailbox."""
    away = tuple(person for person in found.to if person in meeting.absent)
    if not away:
        return found
    names = tuple(meeting.person(person).name or "" for person in away)
    there = [stand_in for person in found.to if (stand_in := _stand_in(meeting, person))]
    if there:
        return replace(found, to=tuple(dict.fromkeys(there)), instead_of=names)
    mailbox = meeting.plan.mailboxes.get(topic or "") or _mailbox(meeting, away)
    kind = RouteKind.HOST if mailbox is None else RouteKind.MAILBOX
    return replace(found, to=_hosts(meeting), kind=kind, detail=mailbox, instead_of=names)


def without(meeting: Meeting, question: Question, person: PersonId) -> Route:
    """Choose who has a question that this person says is not theirs: never that one again."""
    name = meeting.person(person).name
    others = tuple(one for one in question.route.to if one != person)
    next_best = tuple(one for one in question.route.otherwise if one != person)
    hosts = tuple(one for one in _hosts(meeting) if one != person)
    any_host = tuple(one for one in meeting.plan.hosts if one != person)[:1]
    to = others or next_best or hosts or any_host or question.route.to
    return present(meeting, Route(to, RouteKind.RETURNED, name), question.topic)


def _best(meeting: Meeting, asked: AskQuestion) -> Route:
    otherwise = _speakers(_items_on(meeting, asked.next_topic))
    if asked.addressed_as is not None:
        return _addressed(meeting, asked, asked.addressed_as)
    if before := asked.before or _answered_before(meeting, asked.text):
        return Route(before, RouteKind.ANSWERED_BEFORE, otherwise=otherwise)
    topic = asked.topic
    if items := _items_on(meeting, topic):
        # An item without speakers is the host's own.
        to = _speakers(items) or meeting.plan.hosts[:1]
        others = tuple(person for person in otherwise if person not in to)
        words = _topic_words(meeting, topic)
        return Route(to, RouteKind.TOPIC, words, asked.score, otherwise=others)
    if meeting.item is not None and meeting.item.speakers:
        return Route(meeting.item.speakers, RouteKind.ON_NOW, meeting.item.title)
    return _host(meeting, None)


def _answered_before(meeting: Meeting, text: str) -> tuple[PersonId, ...]:
    """Find who answered the same words in this meeting, and still answers here."""
    by = meeting.answerers.get(plain(text))
    return (by,) if by is not None and meeting.roles(by) & ANSWERERS else ()


def _stand_in(meeting: Meeting, person: PersonId) -> PersonId | None:
    """Follow substitutes until one is there; a circle of absent people ends with nobody."""
    tried: set[PersonId] = set()
    found: PersonId | None = person
    while found is not None and found in meeting.absent:
        if found in tried:
            return None
        tried.add(found)
        found = meeting.person(found).substitute
    return found


def _mailbox(meeting: Meeting, away: Iterable[PersonId]) -> str | None:
    boxes = (meeting.person(person).mailbox for person in away)
    return next((box for box in boxes if box), None)


def _hosts(meeting: Meeting) -> tuple[PersonId, ...]:
    """Give the first host who is there; a meeting without any has its first host all the same."""
    there = tuple(host for host in meeting.plan.hosts if host not in meeting.absent)
    return (there or meeting.plan.hosts)[:1]


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
    return Route(_hosts(meeting), RouteKind.HOST, detail)
