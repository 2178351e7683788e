"""Every event comes back equal, and what is not understood is said."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_examples import START, vote

from bot.stores import codec
from meeting.events import BallotCast, Change, Event, FollowUpPromised
from meeting.ids import CommandId, PersonId, QuestionId

MOMENTS = st.datetimes(timezones=st.just(UTC))
YEARS = timedelta(days=36500)
LEAVES: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: MOMENTS,
    date: st.dates(),
    timedelta: st.timedeltas(-YEARS, YEARS),
}


@cache
def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Make any value that a field with this type may hold."""
    kind = getattr(kind, "__supertype__", kind)
    inside = get_args(kind)
    if kind in LEAVES:
        return LEAVES[kind]
    if get_origin(kind) is tuple:
        return st.lists(any_of(inside[0]), max_size=3).map(tuple)
    if get_origin(kind) is Mapping:
        return st.dictionaries(any_of(inside[0]), any_of(inside[1]), max_size=3)
    if inside:
        return st.one_of([any_of(part) for part in inside])
    return any_instance(kind)


@cache
def any_instance(kind: Any) -> st.SearchStrategy[Any]:
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: any_of(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_event_comes_back_equal(kind: type, data: st.DataObject) -> None:
    event = data.draw(any_instance(kind))
    change = Change(CommandId("c"), START, None, (event, event))

    back = codec.decode(codec.encode(change))

    assert back == change
    assert {type(event) for event in back.events} == {kind}


@given(any_instance(Change))
def test_every_change_comes_back_equal_and_on_one_line(change: Change) -> None:
    line = codec.encode(change)

    assert codec.decode(line) == change
    assert b"\n" not in line
    assert codec.from_json(codec.to_json(change)) == change


def test_a_moment_in_another_zone_is_kept_as_the_same_moment_in_utc() -> None:
    there = START.astimezone(timezone(timedelta(hours=2)))

    back = codec.decode(codec.encode(replace(vote(0), at=there)))

    assert back.at == START
    assert back.at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        codec.encode(replace(vote(0), at=datetime(2026, 3, 30, 10, 0)))
    promise = FollowUpPromised(QuestionId("q"), PersonId("p"), datetime(2026, 4, 1))
    with pytest.raises(ValueError, match="no time zone"):
        codec.encode(replace(vote(0), events=(promise,)))


def test_half_a_surrogate_and_a_huge_number_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be stored"):
        codec.encode(replace(vote(0), by=PersonId("\ud83d")))
    with pytest.raises(ValueError, match="cannot be stored"):
        codec.written(2**64)


def test_the_stored_form_is_the_one_that_is_written_down() -> None:
    assert codec.encode(vote(7)) == (
        b'{"id":"vote:p:7","at":"2026-03-30T08:00:07+00:00","by":"p7",'
        b'"events":[["VoteCast",{"question":"q1","person":"p7"}]]}'
    )


def test_a_field_that_came_later_takes_its_default() -> None:
    old = stored(events=[["BallotCast", {}]])

    assert codec.decode(old).events == (BallotCast(),)


def test_a_nested_field_that_came_later_takes_its_default() -> None:
    route = {"to": ["p1"], "kind": "host"}
    old = stored(events=[["QuestionQueued", {"question": "q1", "route": route}]])

    assert codec.decode(old).events[0].route.detail is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"events": [["VoteBought", {}]]}, "change c: 'VoteBought' is not known"),
        ({"events": [["VoteCast", {"question": "q", "person": "p", "price": 1}]]}, "price"),
        ({"events": [["VoteCast", {"question": "q"}]]}, "person"),
        ({"events": [["VoteCast", None]]}, "change c: "),
        ({"events": [["VoteCast"]]}, "change c: "),
        ({"events": [["AnswerRated", {"question": "q", "person": "p", "got": "?"}]]}, "Got"),
        ({"events": [[["VoteCast"], {}]]}, "change c: "),
        ({"events": None}, "change c: "),
        ({"at": "yesterday"}, "yesterday"),
        ({"at": 5}, "change c: "),
        ({"events": [["EvaluationClosed", {"responses": 1, "counts": ""}]]}, "change c: "),
    ],
)
def test_what_is_not_understood_is_said_with_the_change_it_is_in(line: Any, said: str) -> None:
    with pytest.raises(codec.UnreadableError) as caught:
        codec.decode(stored(**line))

    assert said in str(caught.value)


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"\xff", b'{"id":"c"}', b"{}"])
def test_what_is_not_a_change_is_unreadable(line: bytes) -> None:
    with pytest.raises(codec.UnreadableError):
        codec.decode(line)


def stored(**parts: Any) -> bytes:
    whole = {"id": "c", "at": "2026-03-30T08:00:00+00:00", "by": None, "events": []}
    return orjson.dumps({**whole, **parts})
