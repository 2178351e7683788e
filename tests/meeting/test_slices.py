"""No result of fewer than five leaves the server, whatever people answer."""

from itertools import pairwise

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from bot.reports.state import state_json
from dialogs.i18n import words
from meeting import commands as c
from meeting.evaluation import Kind
from meeting.ids import BallotKey
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.scales import values_of
from meeting.trend import trends
from meeting.viewer import Viewer
from meeting.views import evaluation_view, view
from tests.given import ANNA, METTE, START, command, demo_plan, done, given
from tests.meeting.editions import run

ASKED = [one for one in demo_plan().evaluation if one.kind is not Kind.TEXT]
WORDS = words("da", "Europe/Copenhagen")
BALLOT = st.fixed_dictionaries(
    {}, optional={one.id: st.sampled_from(values_of(one)) for one in ASKED}
).filter(bool)


def shown(ballots: list[dict[str, str]]) -> Meeting:
    deeds = [
        (ANNA, c.CastBallot(BallotKey(f"b{n}"), {id_: (v,) for id_, v in one.items()}))
        for n, one in enumerate(ballots)
    ]
    return given((METTE, c.OpenEvaluation()), *deeds, (METTE, c.ShowResults()))


def counted(meeting: Meeting) -> dict[str, dict[str, int]]:
    return evaluation_view(meeting, Viewer(ANNA)).results or {}


@settings(deadline=None, max_examples=30)
@for_all(
    st.lists(st.tuples(st.integers(0, 30), BALLOT), min_size=20, max_size=60), st.integers(0, 20)
)
def test_what_others_see_moves_by_five_answers_to_a_question_and_so_does_the_close(ballots, late):
    """Also while people add to what they answered, and wherever a host shows the results."""
    meeting, seen = given((METTE, c.OpenEvaluation())), dict[str, list[int]]()
    for number, (who, answers) in enumerate(ballots):
        cast = c.CastBallot(BallotKey(f"b{who}"), {id_: (v,) for id_, v in answers.items()})
        meeting = done(meeting, command(ANNA, cast))
        if number == late:
            meeting = done(meeting, command(METTE, c.ShowResults()))
        for id_, counts in counted(meeting).items():
            seen.setdefault(id_, [0]).append(sum(counts.values()))
    meeting = done(meeting, command(METTE, c.CloseEvaluation()))
    for id_, counts in counted(meeting).items():
        seen.setdefault(id_, [0]).append(sum(counts.values()))

    for sizes in seen.values():
        steps = [after - before for before, after in pairwise(sizes) if after != before]
        assert min(steps) >= FEWEST_RESPONDENTS


@settings(deadline=None, max_examples=30)
@for_all(st.lists(BALLOT, max_size=12))
def test_after_the_close_others_see_exactly_the_questions_that_five_have_answered(ballots):
    meeting = done(shown(ballots), command(METTE, c.CloseEvaluation()))

    results = counted(meeting)

    answered = {one.id: sum(one.id in ballot for ballot in ballots) for one in ASKED}
    assert {*results} == {id_ for id_, n in answered.items() if n >= FEWEST_RESPONDENTS}
    assert all(sum(results[id_].values()) == answered[id_] for id_ in results)


@settings(deadline=None, max_examples=30)
@for_all(st.lists(BALLOT, max_size=4), st.integers(0, 3), BALLOT)
def test_below_five_one_persons_answers_change_nothing_that_others_get(ballots, which, other):
    changed = [other if n == which else one for n, one in enumerate(ballots)]

    told = [
        state_json(view(shown(each), Viewer(ANNA), START), WORDS, WORDS.zone)["evaluation"]
        for each in (ballots, changed)
    ]

    assert told[0] == told[1]


@settings(deadline=None, max_examples=12)
@for_all(st.lists(BALLOT, min_size=1, max_size=4), st.lists(BALLOT, min_size=5, max_size=9))
def test_a_run_of_fewer_than_five_is_in_no_figure_over_the_editions(few, more):
    first, second, last = run(0, 0, few), run(0, 1, more), run(1, 0, more)

    figures = [
        [(at.answers, at.runs, at.value) for one in trends(last, runs) for at in one.points]
        for runs in ([first, second], [second])
    ]
    assert figures[0] == figures[1]
