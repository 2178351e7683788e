"""A meeting with overruns: whoever accepts a proposal gets the evaluation on time."""

import pytest

from bench.hosts import STYLES, demo, drawn, play
from meeting.model import Phase

PLAN = demo()
OVERRUNS = [drawn(seed, len(PLAN.items)) for seed in range(40)]


@pytest.mark.parametrize("style", ["at once", "late"])
def test_the_evaluation_begins_on_time_for_whoever_accepts_a_proposal(style):
    played = [play(PLAN, overruns, STYLES[style]) for overruns in OVERRUNS]

    assert max(one.late for one in played) <= 0
    assert all(one.meeting.current == len(PLAN.items) - 1 for one in played)


def test_who_accepts_none_is_late_but_the_evaluation_is_open_at_its_protected_time():
    played = [play(PLAN, overruns, STYLES["never"]) for overruns in OVERRUNS]

    assert max(one.late for one in played) >= 10
    assert all(one.opened is not None for one in played)
    assert max(one.opened for one in played if one.opened) <= PLAN.items[-1].start


def test_actual_minutes_add_up_to_the_time_that_passed():
    for overruns in OVERRUNS:
        meeting = play(PLAN, overruns, STYLES["at once"]).meeting
        ran = [span for span in meeting.actual if span.start and span.end]
        first, on = meeting.actual[0].start, meeting.actual[-1].start

        assert meeting.phase is Phase.RUNNING
        assert sum((s.end - s.start).total_seconds() for s in ran) == (on - first).total_seconds()
