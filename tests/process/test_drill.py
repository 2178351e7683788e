"""A lost machine: from its backup the meeting goes on elsewhere, in a folder or in a database."""

from pathlib import Path

import pytest

from tests.process.drill import drill

pytestmark = pytest.mark.process


async def test_a_meeting_goes_on_on_another_machine_from_its_backup(
    database: str, tmp_path: Path
) -> None:
    told: list[str] = []

    await drill(tmp_path, database, told.append)

    assert len(told) == 7
