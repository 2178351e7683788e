"""Backup and restore where a database keeps everything: the same files, in and out."""

from pathlib import Path
from typing import Any

import pytest

from bot.commands.backup import back_up
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.restoring import restore
from bot.settings import Settings
from bot.stores.folder import look_at
from bot.stores.postgres.stores import open_database
from tests.commands.told import MEETING, played
from tests.given import Clock
from tests.postgres import schema


def kept_in(place: str | Path) -> Settings:
    """Settings that keep everything in that database or folder."""
    if isinstance(place, Path):
        return Settings.model_validate({"ORDSTYRER_DATA": str(place)})
    return Settings.model_validate({"ORDSTYRER_STORE": place})


async def everything_in(look: Any) -> dict[str, object]:
    found = {
        "notes": {key: await look.notes.get(key) for key in await look.notes.keys("")},
        "log": [*await look.store.read(MEETING)],
        "ballots": dict(await look.ballots.read(MEETING)),
        "meetings": [*await look.store.meetings()],
    }
    await look.close()
    return found


async def played_in(database: str) -> None:
    stores = await open_database(database)
    await played(stores)
    for number in range(3):
        await stores.notes.put(f"teams/card/{number}", {"id": number})
    await stores.close()


async def test_a_database_is_backed_up_into_a_folder_and_restored_into_another_one(
    database, postgres, tmp_path
):
    await played_in(database)
    before = await everything_in(await open_database(database))
    assert len(before["log"]) > 10
    assert len(before["ballots"]) == 1

    await back_up(kept_in(database), tmp_path / "saved", (), Progress())
    assert await everything_in(look_at(tmp_path / "saved")) == before

    async with schema(postgres.address) as other:
        await restore(kept_in(other), tmp_path / "saved", Progress(), Clock())
        assert await everything_in(await open_database(other)) == before
        with pytest.raises(CommandError, match="not empty"):
            await restore(kept_in(other), tmp_path / "saved", Progress(), Clock())


async def test_a_backup_of_a_database_becomes_a_folder_and_the_other_way_round(
    database, postgres, tmp_path
):
    await played_in(database)
    before = await everything_in(await open_database(database))
    await back_up(kept_in(database), tmp_path / "saved", (), Progress())
    await restore(kept_in(tmp_path / "data"), tmp_path / "saved", Progress(), Clock())
    await back_up(kept_in(tmp_path / "data"), tmp_path / "again", (), Progress())

    async with schema(postgres.address) as other:
        await restore(kept_in(other), tmp_path / "again", Progress(), Clock())
        assert await everything_in(await open_database(other)) == before


async def test_a_database_with_nothing_in_it_is_not_backed_up(database, tmp_path):
    with pytest.raises(CommandError, match="nothing to back up in the database"):
        await back_up(kept_in(database), tmp_path / "saved", (), Progress())
    assert [*tmp_path.iterdir()] == []
