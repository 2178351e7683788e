"""What /metrics tells of the machine: version, room, when the newest backup was made."""

import shutil

from prometheus_client import CollectorRegistry, generate_latest

from bot.commands.machine_figures import of_the_process
from bot.version import VERSION


def figures(data) -> dict[str, float]:
    registry = CollectorRegistry()
    for collector in of_the_process(data):
        registry.register(collector)
    lines = generate_latest(registry).decode().splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")
    }


def test_version_room_and_memory_are_told(tmp_path):
    told = figures(tmp_path)

    assert told[f'ordstyrer_version{{version="{VERSION}"}}'] == 1
    assert told["ordstyrer_free_bytes"] > 0
    assert told["process_resident_memory_bytes"] > 1_000_000
    assert "ordstyrer_backup_made_seconds" not in told


def test_before_there_is_a_data_folder_the_others_are_told(tmp_path):
    assert "ordstyrer_free_bytes" not in figures(tmp_path / "none")


def test_the_newest_backup_that_is_still_there_is_told(run, stopped, tmp_path):
    run("backup", "one")
    first = figures(tmp_path / "data")["ordstyrer_backup_made_seconds"]
    run("backup", "two")
    second = figures(tmp_path / "data")["ordstyrer_backup_made_seconds"]
    manifest = tmp_path / "two" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes())
    again = figures(tmp_path / "data")["ordstyrer_backup_made_seconds"]
    shutil.rmtree(tmp_path / "two")
    left = figures(tmp_path / "data")["ordstyrer_backup_made_seconds"]

    assert first < second == again
    assert left == first
