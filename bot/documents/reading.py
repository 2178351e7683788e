"""The commands' side: a child does the reading, so what a document does to it ends with it."""

import json
import subprocess
import sys
from pathlib import Path

from bot.documents.faults import DocumentFault

READABLE = frozenset({".pdf", ".pptx", ".docx"})
WITH_MACROS = frozenset({".pptm", ".docm", ".ppsm", ".potm"})
LARGEST = 50 * 1024 * 1024  # bytes of one file
WITHIN = 30.0  # seconds on the wall; the child's own limit is processor time
CHILD = "bot.documents.child"
PROGRAM = Path(__file__).parent.parent.parent


def read_document(path: Path) -> str:
    """Give the text of a document, a form feed between slides or pages.

    Raises DocumentFault, whatever the file does to its reader.
    """
    if path.suffix.casefold() in WITH_MACROS:
        raise DocumentFault("it holds macros; save it without them (.pptx, .docx)")
    command = [sys.executable, "-m", CHILD, str(path.absolute())]
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
        raise DocumentFault(str(told["fault"]))
    return str(told["text"])
