"""What of the machine stands in /metrics: version, room on the disk, the newest backup."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client import ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from bot.commands import manifest
from bot.commands.written import BACKUP, all_written
from bot.stores.folder import MEETINGS
from bot.version import VERSION


def of_the_process(data: Path) -> tuple[Collector, ...]:
    """Give the collectors: ours, and the usual ones of a process (memory, open files, start)."""
    return MachineCollector(data), ProcessCollector(registry=None)


class MachineCollector(Collector):
    """Reads what is there at the moment; names no path and nobody."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @override
    def collect(self) -> Iterator[Metric]:
        version = GaugeMetricFamily("ordstyrer_version", "1 for the version", labels=("version",))
        version.add_metric((VERSION,), 1)
        yield version
        with suppress(OSError):  # before the first start, or while the disk is gone
            free = shutil.disk_usage(self._data).free
            yield GaugeMetricFamily("ordstyrer_free_bytes", "Room where data is kept", free)
        backup = GaugeMetricFamily(
            "ordstyrer_backup_made_seconds", "When the newest backup was made, where there is one"
        )
        if made := list(_backups(self._data)):
            backup.add_metric((), max(made))
        yield backup


def _backups(data: Path) -> Iterator[float]:
    """Give when each backup was made that still lies where it was written."""
    with suppress(OSError):
        for one in all_written(data):
            if one.kind == BACKUP:
                place = Path(one.path)
                # The manifest itself is written anew when somebody is erased.
                if (place / manifest.NAME).is_file():
                    yield (place / MEETINGS).stat().st_mtime
