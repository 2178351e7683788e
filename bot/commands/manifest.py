"""The manifest of a backup: what is in it, and each file's size and checksum."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bot.commands.copying import Copied, Counts
from bot.commands.problems import CommandError
from bot.erasing.tombstones import Tombstone, Tombstones, together
from bot.stores.disk import write_whole
from bot.stores.folder import BALLOTS, MEETINGS, NOTES
from meeting.ids import MeetingId

NAME = "manifest.json"
FORMAT = "ordstyrer backup/1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, and what was left out of it on purpose."""

    counts: Counts
    left_out: Sequence[str]
    digest: str  # of the manifest itself, but for the erasures
    erased: Tombstones = field(default_factory=dict)  # by the time it was made, and since then


def write_manifest(
    folder: Path, counts: Counts, left_out: Sequence[str], erased: Tombstones | None = None
) -> None:
    document = {
        "format": FORMAT,
        "meetings": {
            meeting: {"changes": copied.changes, "ballots": copied.ballots}
            for meeting, copied in counts.meetings.items()
        },
        "notes": counts.notes,
        "left_out": sorted(left_out),
        "erased": _stones_out(erased or {}),
        "files": {name: _sum(folder / name) for name in _files(folder)},
    }
    _write(folder, document)


def add_tombstones(folder: Path, stones: Tombstones) -> None:
    """Let the backup tell of what was erased after it was made. Raises CommandError."""
    path = folder / NAME
    document = _document(path, path.read_bytes())
    erased = together(_stones_in(path, document), stones)
    _write(folder, document | {"erased": _stones_out(erased)})


def tombstones_beside(folder: Path) -> Tombstones:
    """Give what newer backups in the same place tell of; what is no backup tells of nothing."""
    found: Tombstones = {}
    for path in sorted(folder.resolve().parent.glob(f"*/{NAME}")):
        with suppress(CommandError, OSError):
            found = together(found, tombstones_in(path.parent))
    return found


def tombstones_in(folder: Path) -> Tombstones:
    """Give what a backup tells of. Raises CommandError."""
    path = folder / NAME
    return _stones_in(path, _document(path, path.read_bytes()))


def checked_manifest(folder: Path) -> Manifest:
    """Read it and check every file against it. Raises CommandError at the first fault."""
    path = folder / NAME
    if not path.is_file():
        raise CommandError(f"{folder} is not a backup: it has no {NAME}")
    document = _document(path, path.read_bytes())
    _check_files(folder, document["files"])
    counts = Counts(
        {MeetingId(id_): Copied(**copied) for id_, copied in document["meetings"].items()},
        document["notes"],
    )
    erased = _stones_in(path, document)
    return Manifest(counts, document["left_out"], _digest(document), erased)


def _write(folder: Path, document: Mapping[str, object]) -> None:
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    write_whole(folder / NAME, orjson.dumps(document, option=option))


def _digest(document: Mapping[str, object]) -> str:
    """Tell one backup from another, whatever has been erased since."""
    rest = {name: value for name, value in document.items() if name != "erased"}
    return hashlib.sha256(orjson.dumps(rest, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _stones_in(path: Path, document: Mapping[str, Any]) -> Tombstones:
    try:
        return {name: Tombstone.of(kept) for name, kept in document.get("erased", {}).items()}
    except (AttributeError, ValueError) as error:
        raise CommandError(f"{path} is damaged: erased ({error})") from None


def _stones_out(stones: Tombstones) -> dict[str, object]:
    return {name: stone.as_json() for name, stone in sorted(stones.items())}


def _document(path: Path, data: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CommandError(f"{path} is damaged: {error}") from None
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise CommandError(f"{path} is of another version ({found}); expected {FORMAT}")
    missing = {"meetings", "notes", "left_out", "files"} - set(document)
    if missing:
        raise CommandError(f"{path} is damaged: {', '.join(sorted(missing))} is missing")
    return dict(document)


def _check_files(folder: Path, named: Mapping[str, object]) -> None:
    there = _files(folder)
    for name in sorted({*named} - {*there}):
        raise CommandError(f"{folder / name} is missing from the backup")
    for name in there:
        if name not in named:
            raise CommandError(f"{folder / name} is not in the backup's manifest")
        if _sum(folder / name) != named[name]:
            raise CommandError(f"{folder / name} has changed since the backup was made")


def _files(folder: Path) -> list[str]:
    found = [folder / NOTES, *(folder / MEETINGS).glob("*"), *(folder / BALLOTS).glob("*")]
    return sorted(path.relative_to(folder).as_posix() for path in found if path.is_file())


def _sum(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return {
            "bytes": path.stat().st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }
