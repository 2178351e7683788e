"""A log that is read back makes the state it made when it happened."""

from datetime import timedelta
from functools import reduce
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from store_examples import MARCH, START

from bot.stores.tinydb_store import TinyDbStore
from meeting.events import (
    Change,
    Event,
    MeetingPlanned,
    PersonJoined,
    TopicProposed,
    VoteCast,
    VoteWithdrawn,
)
from meeting.evolve import begin, evolve, fold
from meeting.ids import CommandId, PersonId, QuestionId
from meeting.model import Meeting, Person, Plan

PLANNED = MeetingPlanned(
    Plan(MARCH, "ABCD", "series", "March", "da", "Europe/Copenhagen", START, (), (), (), ())
)
PEOPLE = st.sampled_from([PersonId("a"), PersonId("b"), PersonId("c")])
QUESTIONS = st.sampled_from([QuestionId("q1"), QuestionId("q2")])
VOTES = st.builds(VoteCast, QUESTIONS, PEOPLE)
OTHERS = st.builds(TopicProposed, st.just("more time")) | st.builds(
    PersonJoined, st.builds(Person, PEOPLE, st.just("Bo"))
)


def logged(batches: list[tuple[int, list[Event]]]) -> list[Change]:
    """Number the batches; the clock that made them may have gone backwards."""
    first = Change(CommandId("plan"), START, None, (PLANNED,))
    return [first] + [
        Change(CommandId(f"c{number}"), START + timedelta(seconds=late), None, tuple(events))
        for number, (late, events) in enumerate(batches)
    ]


def one_by_one(log: list[Change]) -> Meeting:
    return reduce(evolve, log[1:], begin(log[0]))


@given(st.lists(st.tuples(st.integers(-5, 5), st.lists(VOTES | OTHERS, max_size=2)), max_size=30))
def test_folding_a_log_is_evolving_it_change_by_change(
    batches: list[tuple[int, list[Event]]],
) -> None:
    log = logged(batches)

    assert fold(log) == one_by_one(log)
    assert fold([]) is None


def test_a_vote_that_was_withdrawn_and_given_again_counts_once() -> None:
    given, withdrawn = (
        VoteCast(QuestionId("q"), PersonId("a")),
        VoteWithdrawn(QuestionId("q"), PersonId("a")),
    )
    log = logged([(0, [event]) for event in (given, withdrawn, given, given)])
    state = fold(log)

    assert state is not None
    assert state == one_by_one(log)
    assert dict(state.votes[QuestionId("q")]) == {"a": True}
    assert state.version == 5


async def test_what_was_stored_folds_to_the_same_state(tmp_path: Path) -> None:
    log = logged([(n, [VoteCast(QuestionId("q"), PersonId(str(n)))]) for n in range(50)])
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, 0, log)
    await store.close()

    store = TinyDbStore(tmp_path)
    assert fold(await store.read(MARCH)) == one_by_one(log)
    await store.close()
