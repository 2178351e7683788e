"""Which clock a server goes by."""

from bot.clocks import FastClock
from bot.hub import Hub
from bot.ports import Clock
from bot.settings import Settings


def clock_of(settings: Settings, hub: Hub, real: Clock) -> Clock:
    """Give the machine's clock, or for a demo one that runs faster since it was planned."""
    if settings.clock_speed == 1 or not settings.demo:
        return real
    created = min((meeting.created for meeting in hub.meetings()), default=None)
    return FastClock(real.now, settings.clock_speed, created)
