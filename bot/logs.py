"""Logs as JSON lines on stderr: what happened to which meeting, never what anybody wrote.

Ours are sentences of our own with fields that are known to hold no text of people's. What others
put into a log or an exception may quote anything, so of a library's line its pattern alone is
taken, and of an exception where it came from and its kind; what it says only where it is of the
disk, the network or our own stores.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from typing_extensions import override

from bot.ports import DamagedError, StoreFullError, StoreUnavailableError

FIELDS = (
    "meeting",
    "conversation",
    "status",
    "code",
    "bytes",
    "kind",
    "route",
    "operation",
    "verdict",
    "reason",
    "page",
    "count",
    "messages",
    "entries",
    "seconds",
    "errno",
)
OURS = ("app", "bot", "web", "dialogs", "knowledge", "meeting", "__main__")
SAYABLE = (DamagedError, StoreFullError, StoreUnavailableError)
QUOTED = re.compile(r"[<\[('\"{:\n]")  # where a library's line may begin to quote something


class JsonLines(logging.Formatter):
    """One object a line; only fields that are known to hold no text of people's are taken along."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": _what(record),
        }
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = list(_trace(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def _what(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    pattern = str(record.msg)
    return pattern if record.args else QUOTED.split(pattern, maxsplit=1)[0].strip()


def _trace(error: BaseException) -> Iterator[str]:
    """Give the chain of exceptions, the first cause first, each with where it came from."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        yield from _trace(cause)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _trace(one)
    yield _kind(error)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return f"{name}: {error}" if isinstance(error, SAYABLE) else name


def set_up_logs(level: int = logging.WARNING) -> None:
    """Send everything to stderr: ours from this level up, of libraries no less than warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    # It quotes malformed request lines, which may hold a code.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    # So do warnings: of a form's part whose head is none, which may hold what a file is called.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
