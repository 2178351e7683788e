"""Logs as JSON lines on stderr: what happened to which meeting, never what anybody wrote."""

import json
import logging
from datetime import UTC, datetime

from typing_extensions import override

FIELDS = ("meeting", "conversation", "status", "code", "bytes", "kind", "route")


class JsonLines(logging.Formatter):
    """One object a line; only fields that are known to hold no text of people's are taken along."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
        }
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(level: int = logging.WARNING) -> None:
    """Send everything to stderr; libraries only from warnings up."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # It quotes malformed request lines, which may hold a code.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    # So do warnings: of a form's part whose head is none, which may hold what a file is called.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
