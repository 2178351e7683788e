"""Copies everything that is kept from one place to another, through the ports alone.

What a running server writes meanwhile does no harm, because of the order. Notes come first: a
cursor in them may then be behind the copied log, which repeats a message, but never ahead of it,
which would lose one. Ballots come before the log, so that an evaluation or a poll that closes
meanwhile has either its ballots or its sums. The secrets behind the ballots' keys are not copied.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from bot.boxes import Ballots, Box
from bot.commands.kept import Readable
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.ports import DamagedError, Kept
from meeting.events import Change, EvaluationClosed
from meeting.ids import MeetingId
from meeting.poll_tally import open_in

CHANGES_AT_ONCE = 1_000
NOTES_AT_ONCE = 500

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Copied:
    """How much of a meeting was copied."""

    changes: int
    ballots: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was copied."""

    meetings: Mapping[MeetingId, Copied]
    notes: int


async def copy(
    source: Readable,
    target: Kept,
    progress: Progress,
    without: Collection[MeetingId] = (),
) -> Counts:
    """Copy everything but the meetings left out; what is there already is not copied twice."""
    notes = await _copy_notes(source, target, progress)
    meetings = [meeting for meeting in await source.store.meetings() if meeting not in without]
    copied = {}
    for meeting in progress.over(meetings, "meetings"):
        with _naming(meeting):
            copied[meeting] = await _copy_meeting(source, target, meeting)
    return Counts(copied, notes)


async def _copy_notes(source: Readable, target: Kept, progress: Progress) -> int:
    keys = await source.notes.keys("")
    count = 0
    for chunk in progress.over(chunks(keys, NOTES_AT_ONCE), "notes"):
        found = [(key, await source.notes.get(key)) for key in chunk]
        there = [(key, value) for key, value in found if value is not None]
        await asyncio.gather(*(target.notes.put(key, value) for key, value in there))
        count += len(there)
    return count


async def _copy_meeting(source: Readable, target: Kept, meeting: MeetingId) -> Copied:
    boxes = await _boxes(source, meeting)
    log = await source.store.read(meeting)
    # The last change goes alone: damage in a file's last batch is taken for a torn tail.
    for chunk in [*chunks(log[:-1], CHANGES_AT_ONCE), log[-1:]]:
        await target.store.append(meeting, None, chunk)
    still = {box: ballots for box, ballots in boxes.items() if _is_open(box, log)}
    for box, ballots in still.items():
        await target.ballots.put(meeting, ballots, poll=box)
    return Copied(len(log), sum(map(len, still.values())))


async def _boxes(source: Readable, meeting: MeetingId) -> Mapping[Box, Ballots]:
    """Read the ballots of the evaluation, and of the poll that is open."""
    poll = open_in(await source.store.read(meeting))
    boxes: tuple[Box, ...] = (None,) if poll is None else (None, poll)
    found = {box: await source.ballots.read(meeting, poll=box) for box in boxes}
    return {box: ballots for box, ballots in found.items() if ballots}


def _is_open(box: Box, log: Sequence[Change]) -> bool:
    return not is_evaluation_over(log) if box is None else open_in(log) == box


def is_evaluation_over(log: Sequence[Change]) -> bool:
    return any(isinstance(event, EvaluationClosed) for change in log for event in change.events)


def chunks(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    return [items[first : first + size] for first in range(0, len(items), size)]


@contextmanager
def _naming(meeting: MeetingId) -> Iterator[None]:
    try:
        yield
    except DamagedError as error:
        raise CommandError(f"{error}; or leave it out: --without {meeting}") from error
