"""Plain TinyDB for what changes seldom: the whole file is written beside and put in its place.

For files under a megabyte and a few writes a second; what changes with the traffic is a journal's.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage
from typing_extensions import override

from bot.ports import DamagedError
from bot.stores.codec import written
from bot.stores.disk import REAL_DISK, Disk, refusing, write_whole

REMEDY = "put it back from a backup, or move it away to go on without it"


class AtomicStorage(Storage):
    """A crash leaves the file as it was before a write or as it is after, never between.

    Keys are sorted, so that nothing shows in which order things came. What was read is kept as
    bytes: TinyDB changes the documents it is given before it writes them, and the write may fail.
    """

    def __init__(self, path: Path, disk: Disk = REAL_DISK) -> None:
        self.path = path
        self._disk = disk
        self._known: bytes | None = None

    @override
    def read(self) -> dict[str, dict[str, Any]] | None:
        if self._known is None:
            if not self.path.exists():
                return None
            with refusing(self.path):
                self._known = self.path.read_bytes()
        return _parsed(self._known, self.path)

    @override
    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        body = written(data, orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
        self._known = None  # after a failure only the file says which of the two it is
        write_whole(self.path, body, self._disk)
        self._known = body


def _parsed(data: bytes, path: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DamagedError(f"{path}: not JSON ({error}); {REMEDY}") from error
    if not isinstance(tables, dict):
        raise DamagedError(f"{path}: not a database; {REMEDY}")
    return tables
