"""The words of `drill` on the command line."""

import asyncio

import typer

from bot.commands import drilling
from bot.commands.progress import Progress
from bot.commands.stops import told
from bot.settings import read_settings


def drill(context: typer.Context) -> None:
    """Make a backup, put it back elsewhere and compare the two; all of it is gone at the end.

    It may be done while the server runs. Example: python app.py drill
    """
    with told():
        settings = read_settings(serving=False)
        done = asyncio.run(drilling.drill(settings, context.obj, Progress()))
        typer.echo("\n".join(done.lines()))
