"""The March 2020 meeting, both runs and the next month's: nothing asked is forgotten."""

from pathlib import Path

import pytest

from bot.stores.codec import to_json
from bot.stores.memory import MemoryStore
from bot.stores.tinydb_store import TinyDbStore
from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.question import OPEN, QuestionState
from meeting.question_views import mine_view
from meeting.viewer import Viewer
from tests.march import TOWNS, March
from tests.stores.conftest import in_a_database


async def history(march: March) -> list[object]:
    """Everything that the store holds of the three meetings."""
    return [
        [to_json(change) for change in await march.store.read(plan.meeting)] for plan in march.plans
    ]


@pytest.fixture
async def played() -> March:
    march = March(MemoryStore())
    await march.play()
    return march


def left(meeting: Meeting) -> list[QuestionState]:
    return [question.state for question in meeting.questions.values()]


async def test_no_question_is_lost_and_every_open_one_has_owner_and_date(played):
    meetings = [played.meeting(number) for number in range(3)]
    asked = sum(len(questions) for questions in played.asked.values())

    assert asked >= 60
    for meeting in meetings:
        assert set(played.asked[meeting.plan.meeting]) <= set(meeting.questions)
        numbers = sorted(question.number for question in meeting.questions.values())
        assert numbers == list(range(1, len(numbers) + 1))
        for question in meeting.questions.values():
            assert question.state not in OPEN | {QuestionState.SUGGESTED}
            if question.state in {QuestionState.FOLLOW_UP, QuestionState.CARRIED}:
                assert None not in (question.owner, question.due)


async def test_all_ends_are_reached(played):
    ends = {state for number in range(3) for state in left(played.meeting(number))}

    assert ends == {
        QuestionState.ANSWERED,
        QuestionState.FOLLOW_UP,
        QuestionState.DECLINED,
        QuestionState.MERGED,
        QuestionState.WITHDRAWN,
        QuestionState.CARRIED,
    }


async def test_what_goes_on_is_carried_once_and_not_by_way_of_each_run(played):
    april = played.meeting(2)
    texts = [q.text for q in april.questions.values() if q.origin is not None]

    assert len(texts) == len(set(texts)) >= 3


async def test_people_of_the_first_run_get_what_was_answered_in_later_ones(played):
    first = played.meeting(0)
    back = [
        question
        for question in first.questions.values()
        if question.answer and (question.answer.text or "").startswith("Svar fra senere")
    ]

    assert len(back) >= 3
    own = {view.id for town in TOWNS for view in mine_view(first, Viewer(PersonId(f"p-{town}")))}
    assert {question.id for question in back if question.asker is not None} <= own


async def test_histories_are_equal_over_both_stores(request, played, tmp_path: Path):
    expected = await history(played)
    journal = TinyDbStore(tmp_path / "meetings")
    march = March(journal)
    await march.play()
    assert await history(march) == expected
    await journal.close()

    async with in_a_database(request) as stores:
        shared = March(stores.store)
        await shared.play()
        assert await history(shared) == expected
