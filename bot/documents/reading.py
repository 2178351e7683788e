"""Who asks for a file to be read: a child does it, so what a file does to it ends with it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from typing import Any

from pydantic import TypeAdapter

from bot.documents.faults import DocumentFault
from bot.documents.limits import LONGEST_TOLD, WITH_MACROS
from knowledge.deck.draft import DeckFault, Draft
from knowledge.entries import EntryFault, Expected, FaultyEntriesError, read_row
from meeting.entry import Entry

WITHIN = 30.0  # seconds on the wall; the child's own limit is processor time
CHILD = "bot.documents.child"
PROGRAM = Path(__file__).parent.parent.parent
DRAFT = TypeAdapter(Draft)


def read_document(path: Path) -> str:
    """Give the text of a document, a form feed between slides or pages.

    Raises DocumentFault, whatever the file does to its reader.
    """
    return str(_told("text", path, path.name)["text"])


def read_deck(path: Path, name: str) -> Draft:
    """Give what a deck says; `name` is what its sender calls it.

    Raises DocumentFault, or DeckFault where it says nothing.
    """
    told = _told("deck", path, name)
    if "empty" in told:
        raise DeckFault(told["empty"])
    return DRAFT.validate_python(told["draft"])


def read_base(path: Path, name: str) -> tuple[Entry, ...]:
    """Give the entries of a knowledge base. Raises FaultyEntriesError and DocumentFault."""
    told = _told("base", path, name)
    if "faults" in told:
        raise FaultyEntriesError(tuple(map(_fault, told["faults"])), told["more"])
    found = (read_row(number, row) for number, row in enumerate(told["entries"], 1))
    return tuple(one for one in found if isinstance(one, Entry))


def _fault(row: Mapping[str, Any]) -> EntryFault:
    expected = Expected.of(row["template"], **row["values"])
    return EntryFault(row["line"], row["field"], expected)


def _told(deed: str, path: Path, name: str) -> dict[str, Any]:
    if Path(name).suffix.casefold() in WITH_MACROS:
        raise DocumentFault("it holds macros; save it without them (.pptx, .docx, .xlsx)")
    answer = _answer(json.dumps({"deed": deed, "file": str(path.absolute()), "name": name}))
    try:
        told = json.loads(answer)
    except ValueError:
        raise DocumentFault("it takes more time or memory to read than it may") from None
    if "fault" in told:
        raise DocumentFault(str(told["fault"]), **told["values"])
    return dict(told)


def _answer(job: str) -> bytes:
    """Let a child do the job; what it answers is cut off where no honest answer goes on."""
    late = Event()

    def end() -> None:
        late.set()
        child.kill()

    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", CHILD],
        cwd=PROGRAM,  # wherever the command was started from
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        timer = Timer(WITHIN, end)
        timer.start()
        try:
            answer = _asked(child, job)
        finally:
            timer.cancel()
            child.kill()
    if late.is_set():
        raise DocumentFault("it takes too long to read; save it as PDF or text")
    return answer


def _asked(child: "subprocess.Popen[bytes]", job: str) -> bytes:
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError):
        child.stdin.write(job.encode())
    with suppress(BrokenPipeError):
        child.stdin.close()
    return child.stdout.read(LONGEST_TOLD)
