"""Ordstyrer's composition root and command line: settings -> stores -> hub -> channels.

Run `python app.py --help` for the commands. Nothing imports this file.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from aiohttp import web

from bot.base.embedding import Embedding
from bot.base.learning import Learner
from bot.base.library import Library
from bot.carrying import Carrier
from bot.clocks import MachineClock
from bot.collecting import collect_seldom
from bot.commands.cli import add_commands
from bot.commands.ending import stopped, until_stopped
from bot.commands.erasing_while_serving import ErasingWhileServing
from bot.commands.exporting import everything_in
from bot.commands.machine_figures import of_the_process
from bot.commands.problems import CommandError
from bot.commands.ready_cli import add_ready
from bot.commands.rehearsal_folder import sweep
from bot.commands.rehearse_cli import add_rehearse
from bot.commands.stops import told
from bot.commands.telling_links import tell_links
from bot.commands.timing import clock_of
from bot.conversation import Conversation
from bot.hub import Hub
from bot.keys import Keys
from bot.logs import set_up_logs
from bot.planning import MeetingFiles, Planner
from bot.ports import Clock, Stores
from bot.secret import secret
from bot.semantic import embedder_for
from bot.settings import Settings, read_settings
from bot.stores.opening import open_stores
from bot.teams import wiring as teams
from bot.teams.endpoint import add_teams
from bot.teams.registering import registration
from bot.teams.tab import Tab, single_sign_on, work_accounts
from bot.teams.wiring import Edge, Teams
from bot.ticker import Ticker
from web.assets import MissingAssetsError, add_assets, read_assets
from web.doors import allow_many, answer_at, open_door, runner_of
from web.operator import operator_of
from web.pages import Pages
from web.rehearsing import RehearsalPages
from web.routes import add_web
from web.site import Site

DEMO = Path(__file__).parent / "examples" / "programledermoede-2020-03" / "meeting.yaml"
STOPS_WITHIN = 3.0  # seconds given to open connections at the end

CLOCK = MachineClock(lambda: datetime.now(UTC))


def missing_assets() -> str | None:
    """Say what the pages lack that is to be installed."""
    try:
        read_assets()
    except MissingAssetsError as error:
        return str(error)
    return None


cli = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
add_commands(cli, CLOCK)
add_rehearse(cli, CLOCK, DEMO, RehearsalPages())
add_ready(cli, CLOCK, DEMO, missing_assets)


@cli.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Run the live part of a meeting: agenda, questions, answers, evaluation.

    Without a command it serves. Example: ORDSTYRER_DEV=1 python app.py
    """
    if context.invoked_subcommand is None:
        serve()


@cli.command()
def serve() -> None:
    """Serve the meetings until Ctrl-C.

    Example: ORDSTYRER_DEV=1 python app.py serve
    """
    with told():
        settings = read_settings()
        set_up_logs(settings.log.level)
        allow_many()
        import uvloop  # noqa: PLC0415 - only serving needs it

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(run(settings))


async def run(settings: Settings) -> None:
    """Open the data, plan the meetings, serve until told to stop, and leave everything stored."""
    sweep()  # rehearsals that were killed
    keys = Keys(secret(settings, make=True))
    stores = await open_stores(settings)
    try:
        await serve_stores(settings, keys, stores)
    finally:
        await stores.close()


async def serve_stores(settings: Settings, keys: Keys, stores: Stores) -> None:
    """Bring up everything over the open stores and take it down in the reverse order."""
    hub = Hub(stores.store, stores.ballots, keys.pepper())
    await hub.load()
    clock = clock_of(settings, hub, CLOCK)
    erasing = ErasingWhileServing.of(settings, hub, stores, keys, clock)
    await erasing.begin()
    library = Library()
    file = DEMO if settings.demo else settings.meeting
    planner = Planner(hub, keys, clock)
    files = MeetingFiles(file, planner, library)
    await files.load(demo=settings.demo, going=bool(hub.meetings()))
    parts = Parts(settings, hub, keys, clock, library, stores, files, planner, erasing)
    async with channels(parts) as application:
        runner = runner_of(application, STOPS_WITHIN)
        door = listening(settings)
        await runner.setup()
        collect_seldom()
        tell_links(hub, keys, settings, files)
        tasks = [asyncio.create_task(work) for work in (settle(files), *works(parts))]
        try:
            await answer_at(runner, door)
            await until_stopped()
        finally:
            await stopped(tasks)
            await runner.cleanup()
            await hub.close()


async def settle(files: MeetingFiles) -> None:
    """Leave out of every later search for garbage what the start still builds, too."""
    await files.built()
    collect_seldom()


@dataclass(frozen=True, slots=True)
class Parts:
    """What every channel is put together from."""

    settings: Settings
    hub: Hub
    keys: Keys
    clock: Clock
    library: Library
    stores: Stores
    files: MeetingFiles
    planner: Planner
    erasing: ErasingWhileServing


def works(parts: Parts) -> list[Coroutine[Any, Any, None]]:
    """Give all that goes on by itself while it serves."""
    hub, keys, clock, library = parts.hub, parts.keys, parts.clock, parts.library
    found = [
        hub.follow(),
        Ticker(hub, keys, clock, parts.erasing.erasures).run(),
        Carrier(hub, keys, clock).run(),
        Learner(hub, library, keys, clock).run(),
        parts.files.watch(demo=parts.settings.demo),
        *parts.erasing.works(),
    ]
    if (embedder := embedder_for(parts.settings.semantic)) is not None:
        found.append(Embedding(library, embedder, parts.settings.data).run())
    return found


@contextlib.asynccontextmanager
async def channels(parts: Parts) -> AsyncIterator[web.Application]:
    """Put the pages and the Teams edge on one application."""
    conversation = Conversation(parts.hub, parts.library, parts.erasing.eraser)
    application = web.Application()
    edge = teams_of(parts, conversation)
    add_pages(application, parts, conversation, edge)
    add_teams(application, edge)
    yield application


def add_pages(
    application: web.Application, parts: Parts, conversation: Conversation, edge: Teams
) -> None:
    try:
        assets = read_assets()
    except MissingAssetsError as error:
        raise CommandError(str(error)) from None
    add_assets(application, assets)
    site = Site(
        hub=parts.hub,
        conversation=conversation,
        keys=parts.keys,
        clock=parts.clock,
        base_url=parts.settings.base_url,
        draw=Pages(assets, operator_of(parts.settings)),
        trouble=lambda: parts.stores.trouble,
        titles=parts.library.titles,
        bases=parts.library,
        planner=parts.planner,
        collectors=(edge.collector, *of_the_process(parts.settings.data)),
        chats=edge.chats,
        tab=Tab(edge),
        everything=everything_in(parts.stores.store),
    )
    add_web(application, site)


def teams_of(parts: Parts, conversation: Conversation) -> Teams:
    """Put the Teams edge together; in a demo every chat is the demo meeting, roles go by name."""
    settings, stores = parts.settings, parts.stores
    edge = Edge(
        base_url=settings.base_url,
        registration=None if settings.dev else registration(settings),
        home=parts.files.meetings[0] if settings.dev else None,
        by_name=settings.demo,
        entra=parts.files.entra,
        sso=single_sign_on(settings),
        accounts=work_accounts(settings),
    )
    running = teams.Site(
        parts.hub,
        conversation,
        stores.store,
        stores.notes,
        stores.lease,
        parts.keys,
        parts.clock,
        parts.erasing.teams,
    )
    return Teams(running, edge)


def listening(settings: Settings) -> socket.socket:
    """Take the address before anything is told of it; nobody is answered yet."""
    try:
        return open_door(settings.host, settings.port)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise CommandError(f"{where} cannot be listened on: {error.strerror}") from error


if __name__ == "__main__":
    cli()
