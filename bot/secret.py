"""The operator's secret: from the settings, or in development made once and kept in the folder."""

import os
import secrets
from pathlib import Path

from bot.settings import Settings

FILE = "secret"


class NoSecretError(Exception):
    """There is no secret and none may be made here."""


def secret(settings: Settings, *, make: bool) -> bytes:
    """Give the secret; with `make` a development server makes one that outlives its restarts."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = settings.data / FILE
    if path.exists():
        return path.read_bytes()
    if not (make and settings.dev):
        raise NoSecretError(f"ORDSTYRER_SECRET is not set and {path} is not there; run serve first")
    made = secrets.token_hex(32).encode()
    _write(path, made)
    return made


def _write(path: Path, made: bytes) -> None:
    """Write for the owner's eyes only, and not under its name before it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
