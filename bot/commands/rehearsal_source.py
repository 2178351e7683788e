"""What is rehearsed: a stored meeting, one of a meeting file or of an export, else the demo."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.base.lessons import Lessons, entries_of, learned
from bot.base.library import EMPTY, read_base
from bot.commands.exporting import read_export
from bot.commands.problems import CommandError
from bot.files.meeting_file import MeetingFile, read_meeting_file
from bot.keys import Keys
from bot.ports import DamagedError
from bot.secret import NoSecretError, secret
from bot.settings import Settings
from bot.stores.opening import look
from knowledge.search import Knowledge
from meeting.events import Change
from meeting.evolve import fold
from meeting.model import Meeting, Phase, Plan
from meeting.series_base import written

MEETING_FILES, EXPORTS = frozenset({".yaml", ".yml"}), frozenset({".json"})
AHEAD = frozenset({Phase.PLANNED, Phase.OPEN})


@dataclass(frozen=True, slots=True)
class Source:
    """A plan, and the answers that the series has."""

    plan: Plan
    base: Knowledge


async def source(settings: Settings, name: str | None, demo: Path, now: datetime) -> Source:
    """Find it; without a name the next one that is planned. Nothing is changed.

    Raises CommandError naming what there is, and the errors of files and stores.
    """
    path = None if name is None else Path(name)
    if path is not None and path.suffix.casefold() in MEETING_FILES:
        file = read_meeting_file(path)
        return Source(_next(file.plans(_keys(settings)), now), await _base_of(file))
    if path is not None and path.suffix.casefold() in EXPORTS:
        return await _exported(settings, path, demo)
    return await _kept(settings, name, demo, now)


async def _exported(settings: Settings, path: Path, demo: Path) -> Source:
    log = await asyncio.to_thread(_log, path)
    meeting = fold(log) if log else None
    if meeting is None:
        raise CommandError(f"{path.name} is no export of a meeting")
    if meeting.plan.rehearsal:
        raise CommandError(f"{path.name} is of a rehearsal; give the meeting itself")
    return Source(meeting.plan, await _base(_file(settings, demo), meeting.plan, [meeting]))


def _log(path: Path) -> Sequence[Change] | None:
    return read_export(path, path.read_bytes())


async def _kept(settings: Settings, name: str | None, demo: Path, now: datetime) -> Source:
    stored, file = await _stored(settings), _file(settings, demo)
    known = {meeting.plan.meeting for meeting in stored}
    of_file = () if file is None else file.plans(_keys(settings))
    unstored = [plan for plan in of_file if plan.meeting not in known]
    if name is not None:
        plan = _named(name, [*(meeting.plan for meeting in stored), *unstored])
    else:
        ahead = [meeting.plan for meeting in stored if meeting.phase in AHEAD]
        ahead += [] if settings.demo else unstored
        if not ahead:
            file = read_meeting_file(demo)
            ahead = list(file.plans(_keys(settings)))[:1]
        plan = _next(ahead, now)
    return Source(plan, await _base(file, plan, stored))


async def _stored(settings: Settings) -> list[Meeting]:
    """Read what is kept; a damaged meeting is no reason not to rehearse another."""
    found = []
    async with look(settings) as (store, _):
        for id_ in await store.meetings():
            try:
                meeting = fold(await store.read(id_))
            except DamagedError as error:
                meeting = fold(error.intact)
            if meeting is not None:
                found.append(meeting)
    return found


def _file(settings: Settings, demo: Path) -> MeetingFile | None:
    path = demo if settings.demo else settings.meeting
    return None if path is None else read_meeting_file(path)


def _keys(settings: Settings) -> Keys:
    """Give the keys that codes follow from; without a secret nobody can have been given one."""
    try:
        return Keys(secret(settings, make=False))
    except NoSecretError:
        return Keys(bytes(16))


def _named(name: str, plans: Sequence[Plan]) -> Plan:
    for plan in plans:
        if name.casefold() in {plan.meeting.casefold(), plan.code.casefold()}:
            return plan
    there = ", ".join(f"{plan.meeting} ({plan.code})" for plan in plans) or "none"
    raise CommandError(
        f"there is no meeting {name}; there is {there}; a meeting file or an export will do too"
    )


def _next(plans: Sequence[Plan], now: datetime) -> Plan:
    """Give the first that is still to come, else the last of those that were."""
    ordered = sorted(plans, key=lambda plan: plan.start)
    return next((plan for plan in ordered if plan.start >= now), ordered[-1])


async def _base_of(file: MeetingFile | None) -> Knowledge:
    if file is None:
        return EMPTY
    return await asyncio.to_thread(read_base, file.knowledge, file.words)


async def _base(file: MeetingFile | None, plan: Plan, stored: Sequence[Meeting]) -> Knowledge:
    """Give the series' answers: those of its file, and what its meetings have learned and written.

    Another series' file is not taken.
    """
    base = await _base_of(file if file and file.content.series == plan.series else None)
    lessons = learned(stored).get(plan.series, Lessons())
    entries = entries_of(base.entries, lessons, written(stored).get(plan.series, {}))
    return base if entries == base.entries else base.with_entries(entries)
