"""A batch of waiting commands: decided in turn on a working state, told only once it is stored."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.boxes import ballots_of
from meeting.commands import Command
from meeting.decide import decide, decide_first, recorded
from meeting.events import Change
from meeting.evolve import begin, evolve
from meeting.model import Meeting
from meeting.refusals import RefusedError

LARGEST_BATCH = 500  # commands decided between two syncs, so that the loop is never held long


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to; `change` is None when there was nothing to do (or it was a repeat)."""

    meeting: Meeting
    change: Change | None


@dataclass(slots=True)
class Waiting:
    """A command in the queue and the caller that waits for what comes of it."""

    command: Command
    done: "asyncio.Future[Outcome]"

    def answer(self, told: "Outcome | Exception") -> None:
        if isinstance(told, Exception):
            self.fail(told)
        elif not self.done.done():
            self.done.set_result(told)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # a caller that gave up leaves no warning behind


Told = list[tuple[Waiting, Outcome | Exception]]


def taken(queue: "asyncio.Queue[Waiting]") -> list[Waiting]:
    return [queue.get_nowait() for _ in range(min(queue.qsize(), LARGEST_BATCH))]


def decided(state: Meeting | None, batch: Sequence[Waiting]) -> tuple[Meeting | None, Told]:
    """Decide a batch in turn on a working state; nothing of it shows before it is stored."""
    told: Told = []
    for waiting in batch:
        try:
            state, outcome = _decide_one(state, waiting.command)
        except RefusedError as refused:
            told.append((waiting, refused))
        else:
            told.append((waiting, outcome))
    return state, told


def _decide_one(state: Meeting | None, command: Command) -> tuple[Meeting, Outcome]:
    events = decide_first(command) if state is None else decide(state, command)
    if state is not None and not events:
        return state, Outcome(state, None)
    change = recorded(command, events)
    after = begin(change) if state is None else evolve(state, change)
    return after, Outcome(after, change)


def changes_of(told: Told) -> list[Change]:
    return [t.change for _, t in told if isinstance(t, Outcome) and t.change is not None]


def all_stored(told: Told) -> bool:
    """Tell whether each command leads to a change: the store then checks what it rests on."""
    return all(isinstance(t, Outcome) and t.change is not None for _, t in told)


def casts_ballot(told: Outcome | Exception) -> bool:
    change = told.change if isinstance(told, Outcome) else None
    return change is not None and bool(ballots_of([change]))
