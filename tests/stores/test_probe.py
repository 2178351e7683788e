"""A full disk is found to have room again, also when nobody writes."""

import asyncio
import errno

import pytest

from bot.ports import StoreFullError
from bot.stores.folder import open_folder
from bot.stores.probe import EACH, Probe
from tests.stores.store_examples import MARCH, FaultyDisk, vote


async def test_trouble_ends_by_itself_once_there_is_room(tmp_path):
    disk = FaultyDisk()
    folder = open_folder(tmp_path / "data", disk)
    try:
        await folder.store.append(MARCH, None, [vote(1)])
        disk.failing["write"] = errno.ENOSPC
        with pytest.raises(StoreFullError):
            await folder.store.append(MARCH, None, [vote(2)])
        assert folder.trouble is not None
        await asyncio.sleep(EACH)
        assert folder.trouble is not None
        disk.failing.clear()
        await asyncio.sleep(EACH)

        assert folder.trouble is None
        assert [*(tmp_path / "data").glob("probe*")] == []
    finally:
        await folder.close()


def test_it_tries_no_more_than_once_a_second(tmp_path):
    now = [100.0]
    probe = Probe(tmp_path, FaultyDisk(), lambda: now[0])

    assert not probe.works()
    now[0] += EACH / 2
    assert not probe.works()
    now[0] += EACH / 2
    assert probe.works()
    assert not probe.works()
    assert [*tmp_path.iterdir()] == []
