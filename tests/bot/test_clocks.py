"""The demo's fast clock: a restart finds the time where it would have been."""

from datetime import timedelta

from bot.clocks import FastClock
from tests.given import START, Clock


def test_a_fast_clock_begins_when_it_is_first_read_and_a_restart_goes_on_from_there():
    real = Clock()
    first = FastClock(real.now, 60)
    real.forward(seconds=7)
    planned = first.now()
    real.forward(seconds=10)
    again = FastClock(real.now, 60, planned)

    assert planned == START + timedelta(seconds=7)
    assert first.now() == again.now() == planned + timedelta(minutes=10)
