"""How many answered, of whom; and the evaluation that outlives its meeting."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ticker import dues_of
from meeting import commands as c
from meeting import events as e
from meeting.decide import decide, recorded, sealed
from meeting.evaluation import ORGANISATION
from meeting.ids import BallotKey, PersonId
from meeting.model import Meeting, Phase
from meeting.refusals import Reason, RefusedError
from meeting.tally import open_until, restored
from meeting.turnout import turnout
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from tests.given import ANNA, METTE, START, asked, command, demo_plan, done, given, planned

HOURS = timedelta(hours=48)
LATE = PersonId("p-late")


def cast(person: PersonId, organisation: str, **answers: str) -> tuple[PersonId, c.Deed]:
    given_ = {question: (value,) for question, value in answers.items()}
    return person, c.CastBallot(BallotKey(f"k-{person}"), given_, BallotKey(f"r-{organisation}"))


def joined(person: PersonId, organisation: str) -> tuple[PersonId, c.Deed]:
    return person, c.Join(f"Navn {person}", organisation)


def outliving() -> Meeting:
    plan = replace(demo_plan(), evaluation_open=HOURS)
    return given((METTE, c.StartMeeting()), (METTE, c.CloseMeeting()), plan=plan)


def test_an_organisation_is_heard_once_however_many_of_it_answer():
    meeting = given(
        joined(LATE, "odense"),
        (METTE, c.OpenEvaluation()),
        cast(ANNA, "odense", useful="4"),
        cast(LATE, "odense", useful="5"),
    )

    found = turnout(meeting)

    assert (found.responses, found.here, found.heard, found.invited) == (2, 3, 1, 2)


def test_who_has_given_no_organisation_answers_all_the_same():
    meeting = given(
        (ANNA, c.Join(None, None)), (METTE, c.OpenEvaluation()), cast(ANNA, "", useful="4")
    )

    assert (turnout(meeting).responses, turnout(meeting).heard) == (1, 0)


def test_the_share_is_of_the_seats_or_of_those_who_came_if_more_came():
    plan = replace(demo_plan(), seats={"Odense": 3, "Billund": 1})
    meeting = given((METTE, c.OpenEvaluation()), plan=plan)
    answered = done(meeting, command(*cast(ANNA, "odense", useful="4")))

    assert turnout(answered).share == pytest.approx(1 / 4)
    assert turnout(answered).invited == 2  # Odense and Billund, whose people came too
    assert turnout(planned()).share is None


def test_the_roll_is_in_the_log_neither_by_name_nor_by_count():
    meeting = given((METTE, c.OpenEvaluation()))
    asked = command(*cast(ANNA, "odense", useful="4"))

    change = recorded(asked, decide(meeting, asked))

    assert len(change.events) == 2
    assert change.by is None
    assert sealed(change).events == (e.BallotCast(),)


def test_a_restart_knows_the_organisations_from_beside_the_log():
    meeting = given((METTE, c.OpenEvaluation()))
    beside = {
        BallotKey("k"): {"useful": ("4",)},
        BallotKey("r"): {ORGANISATION: ("odense",)},
    }

    again = restored(meeting, beside)

    assert (again.evaluation.responses, again.evaluation.heard) == (1, 1)
    assert ORGANISATION not in again.evaluation.counts


def test_after_the_close_only_the_number_of_organisations_is_left():
    meeting = given(
        (METTE, c.OpenEvaluation()),
        cast(ANNA, "odense", useful="4"),
        (METTE, c.CloseEvaluation()),
    )

    assert meeting.evaluation.organisations == frozenset()
    assert turnout(meeting).heard == 1


def test_it_stays_open_after_the_meeting_for_as_long_as_the_plan_says():
    meeting = outliving()

    assert meeting.phase is Phase.CLOSED
    assert meeting.evaluation.open
    assert meeting.closed is not None
    assert open_until(meeting) == meeting.closed + HOURS
    assert evaluation_view(meeting, Viewer()).until == open_until(meeting)
    ends = {due.name: due.at for due in dues_of(meeting)}
    assert ends["evaluation-close"] == meeting.closed + HOURS


def test_who_comes_after_the_meeting_can_still_join_and_answer():
    meeting = outliving()
    late = done(meeting, command(*joined(LATE, "Nyborg")))

    answered = done(late, command(*cast(LATE, "odense", useful="4")))

    assert answered.evaluation.responses == 1
    with pytest.raises(RefusedError) as refused:
        decide(late, command(LATE, asked("Hvorfor?")))
    assert refused.value.reason is Reason.MEETING_CLOSED


def test_the_clock_closes_it_once_and_keeps_the_sums():
    answered = done(outliving(), command(*cast(ANNA, "odense", useful="4")))

    over = done(answered, command(None, c.CloseEvaluation()))

    assert (over.evaluation.closed, over.evaluation.counts["useful"]["4"]) == (True, 1)
    assert decide(over, command(None, c.CloseEvaluation())) == ()
    assert open_until(over) is None
    assert [due for due in dues_of(over) if due.name.startswith("evaluation")] == []
    with pytest.raises(RefusedError) as refused:
        decide(over, command(*cast(ANNA, "odense", useful="5")))
    assert refused.value.reason is Reason.EVALUATION_CLOSED


def test_only_hosts_and_the_clock_close_it():
    meeting = given((METTE, c.OpenEvaluation()))

    with pytest.raises(RefusedError) as refused:
        decide(meeting, command(ANNA, c.CloseEvaluation()))

    assert refused.value.reason is Reason.HOST_ONLY


def test_without_a_time_of_its_own_it_closes_with_the_meeting():
    meeting = given((METTE, c.OpenEvaluation()), (METTE, c.CloseMeeting()))

    assert meeting.evaluation.closed
    assert meeting.closed is not None
    assert meeting.closed >= START - timedelta(hours=1)
