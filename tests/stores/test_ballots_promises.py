"""What ballots promise, in memory and on disk."""

import asyncio

import pytest
from store_examples import APRIL, MARCH

from bot.ports import Ballots
from meeting.ids import BallotKey, MeetingId, PollId

A, B = BallotKey("a"), BallotKey("b")
P1, P2 = PollId("poll-1"), PollId("poll-2")


async def test_ballots_are_read_as_they_were_put(ballots: Ballots) -> None:
    await ballots.put(MARCH, {A: {"q1": ("5",), "q2": ("x", "y")}, B: {}})

    assert await ballots.read(MARCH) == {A: {"q1": ("5",), "q2": ("x", "y")}, B: {}}


async def test_a_later_ballot_takes_the_place_of_the_earlier(ballots: Ballots) -> None:
    await ballots.put(MARCH, {A: {"q1": ("5",), "q2": ("1",)}, B: {"q1": ("2",)}})
    await ballots.put(MARCH, {A: {"q1": ("3",)}})

    assert await ballots.read(MARCH) == {A: {"q1": ("3",)}, B: {"q1": ("2",)}}


async def test_ballots_come_back_in_the_order_of_their_keys(ballots: Ballots) -> None:
    for key in ("c", "a", "b"):
        await ballots.put(MARCH, {BallotKey(key): {}})

    assert [*await ballots.read(MARCH)] == ["a", "b", "c"]


async def test_ballots_put_at_once_are_all_kept(ballots: Ballots) -> None:
    await asyncio.gather(
        *(ballots.put(MARCH, {BallotKey(str(n)): {"q": (str(n),)}}) for n in range(100))
    )

    assert await ballots.read(MARCH) == {str(n): {"q": (str(n),)} for n in range(100)}


async def test_a_meeting_has_one_secret_of_its_own(ballots: Ballots) -> None:
    first, again, other = await asyncio.gather(
        ballots.secret(MARCH), ballots.secret(MARCH), ballots.secret(APRIL)
    )
    await ballots.put(MARCH, {A: {}})

    assert first == again == await ballots.secret(MARCH)
    assert first != other
    assert len(first) == 32


async def test_destroying_leaves_neither_ballots_nor_secret(ballots: Ballots) -> None:
    secret = await ballots.secret(MARCH)
    await ballots.put(MARCH, {A: {}})
    await ballots.put(APRIL, {B: {}})
    await ballots.destroy(MARCH)
    await ballots.destroy(MARCH)

    assert await ballots.read(MARCH) == {}
    assert await ballots.read(APRIL) == {B: {}}
    assert await ballots.secret(MARCH) != secret


async def test_a_meeting_without_ballots_has_none(ballots: Ballots) -> None:
    assert await ballots.read(MARCH) == {}


async def test_an_unusable_id_is_refused(ballots: Ballots) -> None:
    with pytest.raises(ValueError, match="cannot name a file"):
        await ballots.put(MeetingId(""), {A: {}})
    with pytest.raises(ValueError, match="cannot name a file"):
        await ballots.secret(MeetingId("x" * 300))


async def test_what_is_not_json_fails_its_caller_alone(ballots: Ballots) -> None:
    _, refused = await asyncio.gather(
        ballots.put(MARCH, {A: {"q": ("1",)}}),
        ballots.put(MARCH, {B: {"q": ("\ud83d",)}}),
        return_exceptions=True,
    )

    assert isinstance(refused, ValueError)
    assert await ballots.read(MARCH) == {A: {"q": ("1",)}}


async def test_each_poll_has_a_box_of_its_own_beside_the_evaluations(ballots: Ballots) -> None:
    await ballots.put(MARCH, {A: {"useful": ("5",)}})
    await ballots.put(MARCH, {A: {P1: ("1",)}}, poll=P1)
    await ballots.put(MARCH, {A: {P2: ("2",)}}, poll=P2)
    secrets = [await ballots.secret(MARCH, poll=poll) for poll in (None, P1, P2)]

    await ballots.destroy(MARCH, poll=P1)

    assert await ballots.read(MARCH) == {A: {"useful": ("5",)}}
    assert await ballots.read(MARCH, poll=P1) == {}
    assert await ballots.read(MARCH, {A}, poll=P2) == {A: {P2: ("2",)}}
    assert len(set(secrets)) == 3
    assert await ballots.secret(MARCH, poll=P2) == secrets[2]
    assert await ballots.secret(MARCH, poll=P1) != secrets[1]


async def test_no_meeting_gets_at_the_box_of_anothers_poll(ballots: Ballots) -> None:
    await ballots.put(MARCH, {A: {P1: ("1",)}}, poll=P1)

    for name in ("march.poll-1", "march%poll:poll-1", "march%2Epoll-1", "march/poll-1"):
        assert await ballots.read(MeetingId(name)) == {}


async def test_a_ballot_is_replaced_by_another_and_is_gone(ballots: Ballots) -> None:
    await ballots.put(MARCH, {A: {"q1": ("5",)}, B: {"q1": ("2",)}})
    secret = await ballots.secret(MARCH)
    await ballots.replace(MARCH, A, {BallotKey("c"): {"q1": ("5",)}})

    assert await ballots.read(MARCH) == {B: {"q1": ("2",)}, BallotKey("c"): {"q1": ("5",)}}
    assert await ballots.secret(MARCH) == secret


async def test_replacing_a_ballot_that_is_not_there_changes_no_other(ballots: Ballots) -> None:
    await ballots.put(MARCH, {B: {"q1": ("2",)}})
    await ballots.replace(MARCH, A, {})

    assert await ballots.read(MARCH) == {B: {"q1": ("2",)}}
