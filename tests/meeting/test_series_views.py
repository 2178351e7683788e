"""A series looked back at: what a participant gets of it, what a host, and nothing more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from meeting import commands as c
from meeting.ids import BallotKey, QuestionId
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.promises import Standing
from meeting.series import errands
from meeting.series_views import Reader, SeriesView, series_view
from meeting.wishes import wish_id
from tests.given import ANNA, BO, HANS, METTE, PETER, RASMUS, START, asked, command, done, given
from tests.meeting.editions import EDITIONS, ballots_of, plan_of
from tests.meeting.test_slices import BALLOT

Q1 = QuestionId("q1")
WISH = "Databeskyttelse i praksis"
LONG_AFTER = START + timedelta(days=90)


def held(edition: int, number: int, *deeds: tuple, close: bool = True) -> Meeting:
    end = [(METTE, c.CloseMeeting())] if close else []
    return given((METTE, c.StartMeeting()), *deeds, *end, plan=plan_of(edition, number))


def evaluated(
    edition: int,
    number: int,
    answers: Sequence[dict[str, str]],
    *,
    shown: bool = True,
    open_: bool = False,
) -> Meeting:
    plan = replace(plan_of(edition, number), evaluation_open=timedelta(hours=48 * open_))
    return given(
        (METTE, c.StartMeeting()),
        (METTE, c.OpenEvaluation()),
        *((ANNA, ballot) for ballot in ballots_of(answers)),
        *([(METTE, c.ShowResults())] if shown else []),
        (METTE, c.CloseMeeting()),
        plan=plan,
    )


def carried(*meetings: Meeting) -> tuple[Meeting, ...]:
    """The meetings once the clock has done between them what it does."""
    found = {one.plan.meeting: one for one in meetings}
    for _ in range(len(meetings)):
        for errand in errands(found.values(), START + timedelta(hours=1)):
            meeting = found[errand.meeting]
            found[errand.meeting] = done(meeting, command(None, errand.deed))
    return tuple(found.values())


def seen(*meetings: Meeting, host: Sequence[Meeting] = ()) -> SeriesView:
    chaired = frozenset(one.plan.meeting for one in host)
    return series_view(Reader(meetings, chaired), START)


def figures(view: SeriesView) -> list[tuple[str, int, int]]:
    useful = [one for one in view.trends if one.question.id == "useful"]
    return [(at.title, at.answers, at.runs) for one in useful for at in one.points]


def test_editions_stand_newest_first_with_their_runs_and_what_was_asked_in_each():
    march = held(
        2,
        0,
        (ANNA, asked(name="q1")),
        (ANNA, asked(name="q2")),
        (METTE, c.AnswerQuestion(Q1, "Ja.")),
        (ANNA, asked(name="q3")),
        (METTE, c.Decline(QuestionId("q3"), "Hører ikke til.")),
    )
    planned = given(plan=plan_of(2, 1))

    view = seen(held(1, 0), march, held(1, 1), planned)

    titles = [(edition.title, len(edition.runs)) for edition in view.editions]
    assert titles == [
        (f"Programledermøde {EDITIONS[2]}", 1),
        (f"Programledermøde {EDITIONS[1]}", 2),
    ]
    (run,) = view.editions[0].runs
    assert (run.participants, run.asked, run.answered, run.open) == (2, 2, 1, 1)
    later, earlier = view.editions[1].runs
    assert later.meeting.plan.start > earlier.meeting.plan.start


def test_a_promise_that_goes_on_stands_once_where_it_was_given_with_what_became_of_it():
    first = held(1, 0, (ANNA, asked()), (METTE, c.FollowUp(Q1, RASMUS)))
    middle = held(2, 0, close=False)
    first, middle = carried(first, middle)
    (copy,) = middle.questions

    waiting = seen(first, middle).promises
    again = done(middle, command(METTE, c.FollowUp(copy, HANS, START + timedelta(days=30))))
    promised = seen(first, again).promises
    over = series_view(Reader((first, again)), LONG_AFTER).promises
    alone = seen(again).promises
    before = seen(first).promises
    kept = seen(first, done(again, command(HANS, c.AnswerQuestion(copy, "Ja.")))).promises

    assert [(p.meeting, p.standing, p.owner.id) for p in waiting] == [
        (first, Standing.CARRIED, RASMUS)
    ]
    assert [(p.meeting, p.standing, p.owner.id) for p in promised] == [(first, Standing.OPEN, HANS)]
    assert [(p.meeting, p.standing) for p in before] == [(first, Standing.CARRIED)]
    assert [p.again for p in (*waiting, *promised)] == [None, again]
    assert [(p.standing, p.overdue) for p in over] == [(Standing.LATE, True)]
    assert [(p.meeting, p.standing) for p in alone] == [(again, Standing.OPEN)]
    assert [(p.meeting, p.standing, p.kept) for p in kept] == [(first, Standing.KEPT, START)]


def test_what_goes_on_after_its_date_is_overdue_and_stands_first():
    first = held(1, 0, (ANNA, asked()), (METTE, c.FollowUp(Q1, RASMUS)))
    first, later = carried(first, held(2, 0, close=False))
    soon = START + timedelta(days=100)
    deeds = ((BO, asked("Kommer det?", "q2")), (METTE, c.FollowUp(QuestionId("q2"), HANS, soon)))
    later = given(*deeds, start=later)

    early = seen(first, later).promises
    late = series_view(Reader((first, later)), LONG_AFTER).promises

    assert [(p.standing, p.overdue) for p in early] == [
        (Standing.OPEN, False),
        (Standing.CARRIED, False),
    ]
    assert [(p.standing, p.overdue) for p in late] == [
        (Standing.CARRIED, True),
        (Standing.OPEN, False),
    ]


def test_kept_promises_stand_last_the_latest_kept_first():
    plain = held(1, 0, (ANNA, asked()), (ANNA, asked(name="q2")), (METTE, c.FollowUp(Q1, PETER)))
    for days, id_ in ((2, "q1"), (30, "q2")):
        at = START + timedelta(days=days)
        by = plain.questions[QuestionId(id_)].owner
        plain = done(plain, command(by, c.AnswerQuestion(QuestionId(id_), "Ja."), at=at))

    found = [(p.question.id, p.standing) for p in seen(plain, held(2, 0)).promises]

    assert found == [("q2", Standing.KEPT_LATE), ("q1", Standing.KEPT)]


def test_a_topic_adds_up_over_the_meetings_and_says_which_item_it_became():
    first = held(0, 0, (ANNA, c.ProposeTopic(WISH)), (BO, c.VoteWish(wish_id(WISH))))
    again = held(1, 0, (PETER, c.ProposeTopic(f"{WISH}!")), (ANNA, c.ProposeTopic("Budget")))
    plan = plan_of(2, 0)
    items = (replace(plan.items[0], title=WISH.upper()), *plan.items[1:])
    later = given(plan=replace(plan, items=items))

    view = seen(first, again, later)
    without = seen(first, again)

    assert [(t.text, t.votes, len(t.editions), t.on) for t in view.topics] == [
        (f"{WISH}!", 1, 2, later),
        ("Budget", 0, 1, None),
    ]
    assert view.topics[0].item == items[0]
    assert [topic.item for topic in without.topics] == [None, None]


def test_an_item_that_was_there_before_the_wish_is_not_what_became_of_it():
    item = plan_of(2, 0).items[1].title
    first, run = held(1, 1, (ANNA, c.ProposeTopic(item))), held(1, 0)

    assert [topic.item for topic in seen(run, first).topics] == [None]


def test_a_topic_of_which_nothing_is_left_is_not_listed():
    meeting = replace(held(1, 0, (ANNA, c.ProposeTopic(WISH))), proposals=("[slettet]",))

    assert seen(meeting).topics == ()


MANY = [{"useful": "4"}] * 8


def test_a_participant_gets_the_figures_that_were_shown_to_all_and_are_final():
    closed, unshown = evaluated(0, 0, MANY), evaluated(0, 1, MANY, shown=False)
    open_, last = evaluated(1, 0, MANY, open_=True), evaluated(2, 0, MANY)

    view = seen(closed, unshown, open_, last)

    assert figures(view) == [
        (f"Programledermøde {EDITIONS[0]}", 8, 1),
        (f"Programledermøde {EDITIONS[2]}", 8, 1),
    ]
    assert not view.hidden


def test_a_host_gets_all_figures_but_those_of_an_open_evaluation_that_others_chair():
    unshown, open_ = evaluated(0, 0, MANY, shown=False), evaluated(1, 0, MANY, open_=True)
    last = evaluated(2, 0, MANY)

    whole = seen(unshown, open_, last, host=(unshown, open_, last))
    others = seen(unshown, open_, last, host=(last,))

    assert [title for title, _, _ in figures(whole)] == [
        f"Programledermøde {month}" for month in EDITIONS
    ]
    assert [title for title, _, _ in figures(others)] == [
        f"Programledermøde {EDITIONS[n]}" for n in (0, 2)
    ]
    assert (whole.hidden, others.hidden) == (True, True)


def test_a_series_that_nobody_has_held_is_empty():
    view = seen(given())

    assert view == SeriesView((), (), (), hidden=False, topics=())


RUNS = st.lists(
    st.tuples(st.lists(BALLOT, max_size=9), st.booleans(), st.booleans()), min_size=1, max_size=4
)


@settings(deadline=None, max_examples=40)
@for_all(RUNS)
def test_a_participant_never_gets_a_figure_of_fewer_than_five_nor_of_an_open_evaluation(runs):
    """Whatever an open or small evaluation holds, what the participant gets is the same."""
    meetings = [
        evaluated(n // 2, n % 2, ballots, shown=shown, open_=open_)
        for n, (ballots, shown, open_) in enumerate(runs)
    ]
    emptied = [
        meeting
        if meeting.evaluation.shown and meeting.evaluation.closed
        else replace(meeting, evaluation=replace(meeting.evaluation, counts=type(meeting.votes)()))
        for meeting in meetings
    ]

    view = seen(*meetings)

    points = [point for trend in view.trends for point in trend.points]
    assert view.trends == seen(*emptied).trends
    assert all(point.answers >= FEWEST_RESPONDENTS * point.runs for point in points)
    assert all((point.value is None) == (point.answers == 0) for point in points)


@settings(deadline=None, max_examples=15)
@for_all(st.lists(BALLOT, min_size=1, max_size=9), st.integers(0, 8), BALLOT)
def test_one_answer_to_an_open_evaluation_changes_nothing_on_a_participants_page(
    ballots, which, other
):
    before = evaluated(0, 0, MANY)
    changed = [other if n == which else one for n, one in enumerate(ballots)]
    more = [*ballots, other]

    views = [
        series_view(Reader((before, evaluated(1, 0, each, open_=True))), START).trends
        for each in (ballots, changed, more)
    ]

    assert views[0] == views[1] == views[2]


def test_a_ballot_of_the_page_is_one_that_counts():
    """What the properties above rest on: these ballots are counted, and the evaluation is open."""
    meeting = evaluated(1, 0, MANY, open_=True)
    again = done(meeting, command(ANNA, c.CastBallot(BallotKey("late"), {"useful": ("1",)})))

    assert again.evaluation.open
    assert again.evaluation.responses == len(MANY) + 1
