"""What stops a command: one sentence on stderr, and 1 as its exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.base.library import BaseFileError
from bot.commands.problems import CommandError
from bot.files.meeting_file import MeetingFileError
from bot.ports import DamagedError, StoreFullError, StoreUnavailableError
from bot.secret import NoSecretError
from bot.settings import SettingsError

STOPS = (
    CommandError,
    SettingsError,
    NoSecretError,
    MeetingFileError,
    BaseFileError,
    DamagedError,
    StoreFullError,
    StoreUnavailableError,
)


@contextmanager
def told() -> Iterator[None]:
    """Say in one sentence on stderr what stopped a command, and exit with 1."""
    try:
        yield
    except STOPS as error:
        typer.echo(str(error) or "the store cannot take it now", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{error.filename or 'a file'}: {error.strerror or error}", err=True)
        raise typer.Exit(1) from None
