"""`rehearse`: serves a copy of a meeting, full of simulated people, and wipes it afterwards.

It has stores, links and a port of its own, and no Teams: nothing of the real meeting is reached.
"""

import asyncio
import json
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import typer

from bot.base.embedding import FILE as VECTORS
from bot.base.embedding import Embedding
from bot.base.learning import Learner
from bot.base.library import Library
from bot.clocks import FastClock
from bot.commands.ending import stop_sign, stopped
from bot.commands.exporting import everything_in
from bot.commands.problems import CommandError
from bot.commands.progress import Living
from bot.commands.rehearsal_folder import folder_of_its_own, sweep
from bot.commands.rehearsal_source import Source, source
from bot.keys import Keys
from bot.links import links
from bot.ports import Clock, Stores
from bot.rehearsal.copying import Wanted, copied, lead
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.doors import RehearsalHub
from bot.rehearsal.hall import Hall
from bot.rehearsal.living import living_line
from bot.rehearsal.summary import lines, summary
from bot.semantic import embedder_for
from bot.settings import Settings
from bot.stores.folder import open_folder
from bot.ticker import Ticker
from meeting.commands import Command, OpenMeeting, PlanMeeting
from meeting.ids import CommandId
from meeting.model import Meeting, Phase

STAYS = timedelta(minutes=15)  # of real time, once the meeting is closed: to look at its pages
LOOKS_EACH = 0.25  # seconds between two looks at how it goes


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be rehearsed, how, and where it is to be found; None: as the settings say."""

    meeting: str | None
    wanted: Wanted
    port: int | None = None
    url: str | None = None
    as_json: bool = False


class Pages(Protocol):
    """What shows a meeting's pages; the web side has it."""

    def take(self, host: str, port: int) -> socket.socket:
        """Take the address; nobody is answered yet. Raises OSError."""
        ...

    def serve(
        self,
        hall: Hall,
        door: socket.socket,
        base_url: str,
        everything: Callable[[Meeting], Awaitable[bytes]],
        trouble: Callable[[], str | None],
    ) -> AbstractAsyncContextManager[None]:
        """Answer until the block ends; `everything` gives the meeting as JSON.

        Raises CannotServeError.
        """
        ...


async def rehearse(
    settings: Settings, asked: Asked, demo: Path, clock: Clock, pages: Pages
) -> None:
    """Play it until it is stopped, or until the meeting has been closed for a while, then wipe it.

    Raises CommandError and all that keeps the meeting from being read.
    """
    stop = stop_sign(signal.SIGHUP)  # somebody closes the terminal: nothing may be left
    sweep()
    found = await source(settings, asked.meeting, demo, clock.now())
    port = settings.port if asked.port is None else asked.port
    door = _taken(pages, settings.host, port)
    with door, folder_of_its_own() as folder:
        stores = open_folder(folder)
        try:
            await _play(
                _Rehearsal(settings, asked, found, clock, pages), stores, folder, door, stop
            )
        finally:
            await stores.close()


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    settings: Settings
    asked: Asked
    source: Source
    clock: Clock
    pages: Pages

    def url(self, door: socket.socket) -> str:
        """Say where people find it: the public address leads to the real server."""
        if self.asked.url is not None:
            return self.asked.url.rstrip("/")
        host = self.settings.host
        return f"http://{f'[{host}]' if ':' in host else host}:{door.getsockname()[1]}"


async def _play(
    rehearsal: _Rehearsal, stores: Stores, folder: Path, door: socket.socket, stop: asyncio.Event
) -> None:
    hall = await _opened(rehearsal, stores)
    url, everything = rehearsal.url(door), everything_in(stores.store)
    pages = rehearsal.pages
    try:
        async with pages.serve(hall, door, url, everything, lambda: stores.trouble):
            _tell_links(hall, url, rehearsal.asked)
            tasks = [asyncio.create_task(work) for work in _works(rehearsal, hall, folder)]
            try:
                await _until_over(hall, rehearsal, tasks, stop)
            finally:
                await stopped(tasks)
    finally:
        await hall.hub.close()


async def _opened(rehearsal: _Rehearsal, stores: Stores) -> Hall:
    """Plan the copy and open its doors."""
    keys = Keys(secrets.token_bytes(32))
    hub = RehearsalHub(stores.store, stores.ballots, keys.pepper())
    wanted = rehearsal.asked.wanted
    clock = FastClock(rehearsal.clock.now, wanted.speed)
    now = clock.now()
    start = now.replace(second=0, microsecond=0) + lead(wanted.speed)
    plan = copied(rehearsal.source.plan, keys, start)
    planned = Command(CommandId("plan"), now, None, PlanMeeting(plan))
    await hub.plan(plan.meeting, planned)
    await hub.send(plan.meeting, Command(CommandId("open"), now, None, OpenMeeting()))
    library = Library.of({plan.meeting: rehearsal.source.base})
    return Hall(hub, library, keys, clock, plan.meeting)


def _works(rehearsal: _Rehearsal, hall: Hall, folder: Path) -> Sequence[Coroutine[Any, Any, None]]:
    wanted = rehearsal.asked.wanted
    crowd = Crowd(hall, hall.state.created, wanted.people, wanted.seed)
    found = [
        Ticker(hall.hub, hall.keys, hall.clock).run(),
        Learner(hall.hub, hall.library, hall.keys, hall.clock).run(),
        crowd.run(),
    ]
    embedder = embedder_for(rehearsal.settings.semantic)
    if embedder is not None:
        found.append(Embedding(hall.library, embedder, folder / VECTORS).run())
    return found


async def _until_over(
    hall: Hall,
    rehearsal: _Rehearsal,
    tasks: Sequence[asyncio.Task[None]],
    stop: asyncio.Event,
) -> None:
    """Show how it goes, tell how it went as soon as that is known, and give time to look."""
    told, until = False, None
    stopping = asyncio.create_task(stop.wait())
    with Living() as living:
        while not stop.is_set() and (until is None or rehearsal.clock.now() < until):
            for task in tasks:
                if task.done():
                    task.result()  # raises what ended it: nobody would see that the crowd is gone
            if until is None and hall.state.phase is Phase.CLOSED:
                until = rehearsal.clock.now() + STAYS
                living.pause(lambda: _tell_summary(hall, rehearsal.asked))
                told = True
            living.show(living_line(hall, until))
            await asyncio.wait([stopping], timeout=LOOKS_EACH)
    stopping.cancel()
    if not told:
        _tell_summary(hall, rehearsal.asked)


def _taken(pages: Pages, host: str, port: int) -> socket.socket:
    try:
        return pages.take(host, port)
    except OSError as error:
        raise CommandError(
            f"{host}:{port} cannot be listened on: {error.strerror}; give another with --port"
        ) from error


def _tell_links(hall: Hall, url: str, asked: Asked) -> None:
    """Print the links, as `links` does; as JSON one object a line, the summary is another."""
    plan = hall.state.plan
    made = links(plan, hall.keys, url)
    if asked.as_json:
        about = {"title": plan.title, "code": plan.code, "seed": asked.wanted.seed}
        print(json.dumps(made.as_json() | about, ensure_ascii=False), flush=True)  # noqa: T201
        return
    for line in (f"title: {plan.title}", *made.lines(), f"seed: {asked.wanted.seed}"):
        print(line, flush=True)  # noqa: T201 - the result of this command


def _tell_summary(hall: Hall, asked: Asked) -> None:
    found = summary(hall.state)
    if asked.as_json:
        typer.echo(json.dumps({"summary": found.as_json()}, ensure_ascii=False))
    else:
        typer.echo("\n".join(lines(found, hall.words)))
