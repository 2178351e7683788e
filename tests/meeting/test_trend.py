"""The core questions over three editions: what is compared, what is left out, what is marked."""

import pytest

from meeting.core import CORE_EVALUATION
from meeting.trend import FEW, Trend, figure, trends
from tests.meeting.editions import run, three_editions

USEFUL, RECOMMEND, GOT, *_ = CORE_EVALUATION


def trend_of(question: str, *editions: list[dict[str, str]]) -> Trend:
    meetings = [run(number, 0, answers) for number, answers in enumerate(editions)]
    return next(one for one in trends(meetings[-1], meetings) if one.question.id == question)


@pytest.mark.parametrize(
    ("question", "counts", "expected"),
    [
        (USEFUL, {"1": 1, "5": 3}, 4.0),
        (USEFUL, {"3": 2}, 3.0),
        (USEFUL, {}, None),
        (RECOMMEND, {"10": 3, "9": 1, "8": 4, "7": 1, "6": 1}, 30.0),
        (RECOMMEND, {"0": 5}, -100.0),
        (GOT, {"yes": 3, "partly": 1}, 0.75),
        (GOT, {"no": 2}, 0.0),
        (GOT, {}, None),
    ],
)
def test_each_core_question_has_a_figure_of_its_own(question, counts, expected):
    assert figure(question, counts) == expected


def test_three_editions_are_compared_oldest_first_with_their_runs_taken_together():
    meetings = three_editions()

    found = {one.question.id: one for one in trends(meetings[-1], meetings)}

    assert [*found] == ["useful", "recommend", "got_answer"]
    points = found["useful"].points
    assert [point.title for point in points] == [
        "Programledermøde januar 2020",
        "Programledermøde februar 2020",
        "Programledermøde marts 2020",
    ]
    assert [(point.answers, point.runs) for point in points] == [(31, 1), (60, 2), (78, 2)]
    assert found["useful"].change is not None
    assert found["useful"].change > 0


def test_a_run_of_four_answers_is_in_no_figure_so_that_nobody_can_subtract_it():
    with_four, without = three_editions(), three_editions()
    small = next(one for one in with_four if one.evaluation.responses == 4)

    one = trends(with_four[-1], with_four)
    other = trends(without[-1], [m for m in without if m.plan.meeting != small.plan.meeting])

    assert one == other


def test_an_edition_of_too_few_answers_has_no_figure_and_is_compared_with_nothing():
    found = trend_of("useful", [{"useful": "5"}] * 6, [{"useful": "1"}] * 4, [{"useful": "4"}] * 6)

    assert [point.value for point in found.points] == [5.0, None, 4.0]
    assert found.change == -1.0


def test_few_answers_are_marked():
    found = trend_of("useful", [{"useful": "5"}] * (FEW - 1), [{"useful": "5"}] * FEW)

    assert [point.few for point in found.points] == [True, False]


def test_an_edition_is_not_compared_with_later_ones_or_with_another_series():
    meetings = three_editions()

    found = trends(meetings[0], meetings)

    assert [len(one.points) for one in found] == [1, 1, 1]
    assert [one.change for one in found] == [None, None, None]
