"""The command line over a data folder of its own, and a meeting in it."""

import asyncio
import logging
import warnings
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands.cli import add_commands
from bot.logs import OURS
from bot.stores.folder import open_folder
from tests.commands.told import LATER, played
from tests.given import Clock


@pytest.fixture(autouse=True)
def logs_as_before():
    """A command sets up the logs of its process, which here is every test's."""
    root, warned = logging.getLogger(), warnings.showwarning
    names = ("", *OURS, "aiohttp.server", "py.warnings")
    before = {name: logging.getLogger(name).level for name in names}
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=False)
    warnings.showwarning = warned


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ORDSTYRER_SECRET", "a secret for tests only")
    monkeypatch.delenv("ORDSTYRER_DEV", raising=False)
    cli = typer.Typer()
    add_commands(cli, Clock(LATER))

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def meeting(tmp_path):
    """A meeting on disk, its folder held by a running writer as a server would."""
    folder = open_folder(tmp_path / "data")
    yield asyncio.run(played(folder))
    asyncio.run(folder.close())


@pytest.fixture
def stopped(tmp_path):
    """The same meeting in a folder that nobody holds."""

    async def play():
        folder = open_folder(tmp_path / "data")
        try:
            return await played(folder)
        finally:
            await folder.close()

    return asyncio.run(play())
