"""Which format a data folder has: only one other than the first is named, in a file of its own.

A log with events that this program does not know is found out about by reading it. A layout that
it does not know is not: lines of another form would look like damage, and the last of them like
what a crash tore. So a version that lays a folder out anew writes `format` first.
"""

from contextlib import suppress
from pathlib import Path

from bot.ports import StoreUnavailableError

FILE = "format"
KNOWN = b"1"


def check_format(folder: Path) -> None:
    """Raise StoreUnavailableError, having touched nothing, for a folder of a later format."""
    found = KNOWN
    with suppress(FileNotFoundError, NotADirectoryError):
        found = (folder / FILE).read_bytes().strip()
    if found != KNOWN:
        raise StoreUnavailableError(
            f"{folder} has format {found.decode('ascii', 'replace')[:20]} and this program knows"
            f" {KNOWN.decode()} alone: a newer version of the program has been here, so start"
            " that one, or put back the backup that was made before it"
        )
