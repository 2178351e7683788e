"""The words of `ready` on the command line."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.problems import CommandError
from bot.commands.reaching import reach
from bot.commands.readying import Check, checks
from bot.commands.stops import told
from bot.ports import Clock
from bot.settings import read_settings


def add_ready(
    cli: typer.Typer, clock: Clock, demo: Path, missing: Callable[[], str | None]
) -> None:
    """Add it; `missing` says what the pages lack, and `demo` is what development serves."""

    @cli.command()
    def ready(
        participants: Annotated[
            int | None, typer.Option(min=1, max=5000, help="play a hall of so many people")
        ] = None,
        outside: Annotated[
            bool, typer.Option("--reach", help="try the public address and Microsoft from here")
        ] = False,
    ) -> None:
        """Look whether everything is in place for a meeting; exit code 1 if something is not.

        Example: python app.py ready --participants 150
        """
        with told():
            settings = read_settings(serving=False)
            found = list(checks(settings, demo, participants))
            if (lacking := missing()) is not None:
                found.append(Check(False, lacking))
            if outside:
                found += asyncio.run(reach(settings, clock.now()))
            for check in found:
                typer.echo(check.line)
            if wrong := sum(check.good is False for check in found):
                raise CommandError(f"{wrong} of {len(found)} checks found a fault")
