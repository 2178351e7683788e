"""A process that is killed while it appends: what it acknowledged is there, and once."""

import asyncio
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_examples import MARCH

from bot.stores.folder import open_folder

ROOT = Path(__file__).parents[2]
KILLS = 10
SOAKING_KILLS = 200


@pytest.mark.process
def test_what_was_acknowledged_before_a_kill_is_there_once(tmp_path: Path, soaking: bool) -> None:
    chance = random.Random(20200330)
    acknowledged: list[str] = []
    for run in range(SOAKING_KILLS if soaking else KILLS):
        acknowledged += killed_after(tmp_path, str(run), chance.uniform(0.01, 0.15))
        if chance.random() < 0.3:
            spoil_the_tail(tmp_path / "meetings" / "march.journal", chance)

        stored = asyncio.run(ids(tmp_path))
        assert len(stored) == len(set(stored))
        assert set(acknowledged) - set(stored) == set()
    assert len(acknowledged) > KILLS


def killed_after(folder: Path, run: str, seconds: float) -> list[str]:
    """Let a process append for so long, kill it, and give the ids it had acknowledged."""
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("appender.py"), folder, run],
        env={**os.environ, "PYTHONPATH": str(ROOT)},  # noqa: TID251 - a child needs it
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(seconds)
    process.kill()
    lines = process.communicate()[0].decode().splitlines(keepends=True)
    return [line.strip() for line in lines if line.endswith("\n")]


def spoil_the_tail(journal: Path, chance: random.Random) -> None:
    if journal.exists():
        with journal.open("ab") as file:
            file.write(chance.randbytes(chance.randint(1, 5000)))


async def ids(folder: Path) -> list[str]:
    data = open_folder(folder)
    changes = await data.store.read(MARCH)
    await data.close()
    return [change.id for change in changes]
