"""The commands' side: a child does the reading, so what a document does to it ends with it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.documents.faults import DocumentFault

READABLE = frozenset({".pdf", ".pptx", ".docx", ".xlsx", ".ics"})
WITH_MACROS = frozenset({".pptm", ".docm", ".ppsm", ".potm", ".xlsm"})
LARGEST = 50 * 1024 * 1024  # bytes of one file
WITHIN = 30.0  # seconds on the wall; the child's own limit is processor time
CHILD = "bot.documents.child"
TABLE = "--table"
PROGRAM = Path(__file__).parent.parent.parent


def read_document(path: Path) -> str:
    """Give the text of a document, a form feed between slides or pages.

    Raises DocumentFault, whatever the file does to its reader.
    """
    return str(_told(path)["text"])


def read_table(path: Path) -> list[list[str]]:
    """Give the rows of a workbook's first sheet. Raises DocumentFault."""
    rows = _told(path, TABLE)["rows"]
    return [[str(cell) for cell in row] for row in rows]


def _told(path: Path, *options: str) -> dict[str, Any]:
    if path.suffix.casefold() in WITH_MACROS:
        raise DocumentFault("it holds macros; save it without them (.pptx, .docx, .xlsx)")
    command = [sys.executable, "-m", CHILD, str(path.absolute()), *options]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command,
            cwd=PROGRAM,  # wherever the command was started from
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WITHIN,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentFault("it takes too long to read; save it as PDF or text") from None
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise DocumentFault("it takes more time or memory to read than it may") from None
    if "fault" in told:
        raise DocumentFault(str(told["fault"]), **told["values"])
    return dict(told)
