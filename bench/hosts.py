"""One meeting with the same overruns under hosts of three styles, played in made-up time.

`python -m bench.hosts` prints one JSON object a line, over many draws of overruns. `--picture FILE`
draws the first draw, planned against actual, as SVG. Every speaker takes what the agenda gives at
that moment and then so much more; only the last one before the evaluation keeps to it.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from bench.saying import say
from bench.serving import DEMO, KEYS
from bot.files.meeting_file import read_meeting_file
from bot.ticker import dues_of
from meeting import commands as c
from meeting.agenda import expected, is_left_out, length
from meeting.decide import decide, decide_first, recorded
from meeting.evolve import begin, evolve
from meeting.ids import CommandId, PersonId
from meeting.model import Meeting, Plan
from meeting.planning import moved_to
from meeting.proposals import Proposal, proposals

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOST, SHARE = 6, 0.6  # minutes that a speaker takes too long, and how many of them do
DRAWS = 200

Span = tuple[datetime, datetime] | None
Style = Callable[[Sequence[Proposal], int, int], Proposal | None]


def at_once(found: Sequence[Proposal], _: int, __: int) -> Proposal | None:
    """Take the gentlest that holds as soon as it is offered."""
    return next((one for one in found if one.holds), None)


def reluctantly(found: Sequence[Proposal], late: int, ahead: int) -> Proposal | None:
    """Wait until it is five minutes, or for the last chance; then take what cuts most."""
    return found[-1] if found and (late >= 5 or ahead <= 1) else None


def never(_: Sequence[Proposal], __: int, ___: int) -> Proposal | None:
    """Look at the delay, as in tools that show nothing else."""
    return None


STYLES: dict[str, Style] = {"at once": at_once, "late": reluctantly, "never": never}


@dataclass(frozen=True, slots=True)
class Played:
    """How it went: `late` is how many minutes after its planned start the last item began."""

    meeting: Meeting
    late: float
    opened: datetime | None  # when the evaluation could be answered


def demo() -> Plan:
    return moved_to(read_meeting_file(DEMO).plans(KEYS)[0], START)


def drawn(seed: int, items: int) -> tuple[int, ...]:
    """Draw how many minutes too long each takes; the last two keep to their time."""
    chance = random.Random(seed)  # noqa: S311 - made-up overruns
    some = (chance.randint(1, MOST) if chance.random() < SHARE else 0 for _ in range(items - 2))
    return (*some, 0, 0)


class Room:
    """A meeting in made-up time: minute by minute somebody looks at it."""

    def __init__(self, plan: Plan) -> None:
        self.now = plan.start
        planned = c.Command(CommandId("0"), self.now, None, c.PlanMeeting(plan))
        self.meeting = begin(recorded(planned, decide_first(planned)))
        self.opened: datetime | None = None
        self._sent = 0

    def do(self, deed: c.Deed, by: PersonId | None = None) -> None:
        self._sent += 1
        command = c.Command(CommandId(str(self._sent)), self.now, by, deed)
        if events := decide(self.meeting, command):
            self.meeting = evolve(self.meeting, recorded(command, events))

    def clock(self) -> None:
        """Do what the ticker would."""
        for due in dues_of(self.meeting):
            if due.at <= self.now and self.opened is None:
                self.do(due.deed)
        if self.opened is None and self.meeting.evaluation.open:
            self.opened = self.now


def play(plan: Plan, overruns: Sequence[int], style: Style) -> Played:
    room = Room(plan)
    room.do(c.StartMeeting())
    last = len(plan.items) - 1
    while (on := room.meeting.current) is not None and on < last:
        forecast = expected(room.meeting, room.now)[last].start
        late = (forecast - plan.items[last].start) // MINUTE
        if (
            taken := style(proposals(room.meeting, room.now), late, _ahead(room.meeting, on))
        ) is not None:
            room.do(taken.deed)
            continue
        began = room.meeting.actual[on].start or room.now
        if room.now - began >= length(room.meeting, on) + overruns[on] * MINUTE:
            room.do(c.NextItem())
            continue
        room.now += MINUTE
        room.clock()
    room.clock()
    late_by = ((room.meeting.actual[last].start or room.now) - plan.items[last].start) / MINUTE
    return Played(room.meeting, late_by, room.opened)


def _ahead(meeting: Meeting, on: int) -> int:
    """Count what is still to come before the last item."""
    between = range(on + 1, len(meeting.plan.items) - 1)
    return sum(not is_left_out(meeting, index) for index in between)


def measure(plan: Plan, draws: int) -> None:
    """Tell for each style in how many meetings the last item began on time, and how late at most.

    The baseline is the host who never cuts.
    """
    baseline: tuple[float, ...] = ()
    for name in ("never", "at once", "late"):
        found = [play(plan, drawn(seed, len(plan.items)), STYLES[name]) for seed in range(draws)]
        on_time = sum(one.late <= 0 for one in found)
        open_ = sum(one.opened is not None and one.opened <= plan.items[-1].start for one in found)
        figures = (on_time, open_, max(one.late for one in found))
        baseline = baseline or figures
        told = ("last item on time", "evaluation open on time", "last item late at most")
        for what, figure, base, unit in zip(told, figures, baseline, UNITS, strict=True):
            say(f"{what}, {draws} meetings, cuts {name}", figure, unit, base)


UNITS = ("meetings", "meetings", "min")
WIDTH, ROW, LEFT, SCALE = 960, 44, 110, 8.4  # pixels; pixels a minute
COLOURS = ("#00498f", "#5a86b8")


def picture(plan: Plan, overruns: Sequence[int]) -> str:
    """Draw the plan and each style below it, as a row of items in proportion to their minutes."""
    planned: list[Span] = [(item.start, item.start + item.duration) for item in plan.items]
    rows = [("Plan", planned)]
    for name, style in STYLES.items():
        actual = play(plan, overruns, style).meeting.actual
        spans: list[Span] = [
            (s.start, s.end or s.start + plan.items[-1].duration) if s.start else None
            for s in actual
        ]
        rows.append((f"cuts {name}", spans))
    height = ROW * (len(rows) + 1)
    drawn_rows = "".join(_row(plan, n, name, spans) for n, (name, spans) in enumerate(rows))
    at = _x(plan, plan.items[-1].start)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13"><title>Planned against actual</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{drawn_rows}'
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="{height - 26}" stroke="#bf1b1b" '
        f'stroke-dasharray="4 3"/><text x="{at - 6:.1f}" y="{height - 10}" text-anchor="end" '
        'fill="#bf1b1b">11.27, the protected time</text></svg>\n'
    )


def _x(plan: Plan, at: datetime) -> float:
    return LEFT + (at - plan.start) / MINUTE * SCALE


def _row(plan: Plan, place: int, name: str, spans: Sequence[Span]) -> str:
    top = place * ROW + 10
    found = [f'<text x="8" y="{top + 19}" fill="#1a1a1a">{escape(name)}</text>']
    for number, span in enumerate(spans, 1):
        if span is None:
            continue
        left, right = (_x(plan, at) for at in span)
        last = number == len(plan.items)
        colour = "#1f7a3d" if last else COLOURS[number % 2]
        found.append(
            f'<rect x="{left:.1f}" y="{top}" width="{max(2, right - left - 1):.1f}" height="28" '
            f'rx="3" fill="{colour}"/><text x="{left + 5:.1f}" y="{top + 19}" fill="#fff">'
            f"{number}</text>"
        )
    return "".join(found)


def main() -> None:
    reading = argparse.ArgumentParser(prog="python -m bench.hosts")
    reading.add_argument("--picture", type=Path)
    asked, plan = reading.parse_args(), demo()
    if asked.picture:
        asked.picture.write_text(picture(plan, drawn(0, len(plan.items))), encoding="utf-8")
    else:
        measure(plan, DRAWS)


if __name__ == "__main__":
    main()
