"""The words of `rehearse` on the command line."""

import asyncio
import logging
import re
import secrets
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.problems import CommandError
from bot.commands.rehearsal_folder import sweep
from bot.commands.rehearsing import Asked, Pages, rehearse
from bot.commands.stops import told
from bot.logs import set_up_logs
from bot.ports import Clock
from bot.rehearsal.copying import Wanted
from bot.rehearsal.hall import CannotServeError
from bot.settings import read_settings

ADDRESS = re.compile(r"https?://[^\s/]+/?")


def add_rehearse(cli: typer.Typer, clock: Clock, demo: Path, pages: Pages) -> None:
    """Add it; `demo` is the meeting where none is planned, `pages` shows what is rehearsed."""

    @cli.command("rehearse")
    def command(  # noqa: PLR0913, PLR0917 - one for each option
        meeting: Annotated[
            str | None,
            typer.Argument(
                metavar="[MEETING]",
                help="id or join code, a meeting file or an export; else the next one planned",
            ),
        ] = None,
        people: Annotated[
            int, typer.Option(min=1, max=2000, help="how many simulated people come")
        ] = 120,
        speed: Annotated[
            float, typer.Option(min=0.1, max=1000, help="meeting minutes a minute")
        ] = 10,
        seed: Annotated[
            int | None, typer.Option(min=0, help="the same number gives the same people")
        ] = None,
        port: Annotated[
            int | None, typer.Option(min=0, max=65535, help="where it listens, else PORT")
        ] = None,
        url: Annotated[
            str | None, typer.Option(help="how people reach that port, if not by its address")
        ] = None,
        as_json: Annotated[
            bool, typer.Option("--json", help="links and summary as JSON, one object a line")
        ] = False,
        wipe: Annotated[
            bool, typer.Option("--wipe", help="only delete what a killed rehearsal has left")
        ] = False,
    ) -> None:
        """Practise on a copy of a meeting that is full of simulated people.

        It has links of its own, nothing of it reaches the meeting itself or Teams, and all of it
        is deleted at the end: at Ctrl-C, or 15 minutes after the meeting was closed.

        Example: python app.py rehearse MARTS2AD --people 120 --speed 10 --port 3979
        """
        if url is not None and not ADDRESS.fullmatch(url):
            raise typer.BadParameter("must be like https://practice.example.dk", param_hint="--url")
        with told():
            if wipe:
                _wipe()
                return
            wanted = Wanted(people, speed, secrets.randbelow(10**6) if seed is None else seed)
            asked = Asked(meeting, wanted, port, url, as_json)
            set_up_logs(logging.ERROR)
            try:
                asyncio.run(rehearse(read_settings(serving=False), asked, demo, clock, pages))
            except CannotServeError as error:
                raise CommandError(str(error)) from None


def _wipe() -> None:
    swept = sweep()
    typer.echo(f"{swept.wiped} left rehearsals deleted")
    if swept.playing:
        typer.echo(f"{swept.playing} being played, which Ctrl-C ends and deletes", err=True)
