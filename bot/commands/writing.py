"""Files that a command makes are there whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

from bot.commands.problems import CommandError
from bot.stores.disk import write_whole


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write several files into a folder, none over an existing one. Raises CommandError."""
    if taken := [name for name in files if (folder / name).exists()]:
        raise CommandError(f"{folder} already has {', '.join(taken)}; choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder} cannot be made: {error.strerror}") from error
    for name, data in files.items():
        write_whole(folder / name, data)


def read_text(path: Path) -> str:
    """Read a UTF-8 file. Raises CommandError in one sentence."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8 text") from None
