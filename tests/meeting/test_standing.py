"""How a promise stands: kept, open, late, or on its way to the next meeting."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.ids import PersonId, QuestionId
from meeting.promises import Standing, standing
from meeting.question import Answer, Question, QuestionState, Route, RouteKind, Show

DUE = datetime(2020, 4, 6, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWNER = PersonId("keld")


def question(
    state: QuestionState,
    *,
    due: datetime | None = DUE,
    owner: PersonId | None = OWNER,
    answered: datetime | None = None,
) -> Question:
    return Question(
        id=QuestionId("q1"),
        number=1,
        text="Hvornår?",
        asker=None,
        show=Show.ANONYMOUS,
        shown_as=None,
        organisation=None,
        item=None,
        route=Route((OWNER,), RouteKind.HOST),
        state=state,
        asked_at=DUE - 24 * HOUR,
        answer=Answer("Nu.", answered, OWNER) if answered else None,
        owner=owner,
        due=due,
    )


@pytest.mark.parametrize(
    ("promise", "now", "expected"),
    [
        (question(QuestionState.FOLLOW_UP), DUE - HOUR, Standing.OPEN),
        (question(QuestionState.FOLLOW_UP), DUE, Standing.OPEN),
        (question(QuestionState.FOLLOW_UP), DUE + HOUR, Standing.LATE),
        (question(QuestionState.FOLLOW_UP, due=None), DUE + HOUR, Standing.OPEN),
        (question(QuestionState.CARRIED), DUE + HOUR, Standing.CARRIED),
        (question(QuestionState.ANSWERED, answered=DUE), DUE + HOUR, Standing.KEPT),
        (question(QuestionState.ANSWERED, answered=DUE + HOUR), DUE + HOUR, Standing.KEPT_LATE),
        (question(QuestionState.ANSWERED, due=None, answered=DUE), DUE, Standing.KEPT),
        (question(QuestionState.ANSWERED, due=None, owner=None, answered=DUE), DUE, None),
        (question(QuestionState.DECLINED), DUE, None),
        (question(QuestionState.QUEUED, due=None, owner=None), DUE, None),
    ],
)
def test_a_promise_stands_as_its_answer_and_its_date_say(promise, now, expected):
    assert standing(promise, now) is expected
