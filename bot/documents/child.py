"""The process that reads one file: `python -m bot.documents.child`, a job on its standard input.

A job is JSON with `deed` (text, deck or base), `file` and `name`, what its sender called it. The
answer is JSON too: what was read, or the fault.
"""

import codecs
import json
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.documents.faults import DocumentFault
from bot.documents.limits import LONGEST, LONGEST_DRAFT, READABLE

MEMORY = 1024**3  # bytes of address space
SECONDS = 20  # of processor time
STARTS = (b"%PDF", b"PK\3\4", b"BEGIN:VC", b"\xd0\xcf\x11\xe0")
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Told = dict[str, object]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write
    job = json.loads(sys.stdin.buffer.read())
    told = json.dumps(_told(DEEDS[job["deed"]], job), ensure_ascii=False)
    sys.stdout.buffer.write(told.encode("utf-8", "replace"))  # a half letter is none


def _told(deed: Callable[[Path, str], Told], job: Mapping[str, str]) -> Told:
    try:
        return deed(Path(job["file"]), job["name"])
    except DocumentFault as error:
        fault = error
    except MemoryError:
        fault = DocumentFault("it takes more memory to read than it may")
    except Exception as error:  # noqa: BLE001 - a reader may fail in any way on a damaged file
        kind = type(error).__name__
        fault = DocumentFault("it is damaged ({kind}); save it anew and try again", kind=kind)
    return {"fault": fault.template, "values": fault.values}


def text(path: Path, _: str) -> Told:
    return {"text": read(path)}


def deck(path: Path, name: str) -> Told:
    """Read a deck, and what it says; a file that is no document is text."""
    from knowledge.deck.draft import DeckFault  # noqa: PLC0415 - each reader is large
    from knowledge.deck.importer import read_draft  # noqa: PLC0415

    named = Path(name).suffix.casefold() in READABLE
    found = read(path) if named or _start(path).startswith(STARTS) else plain(path)
    try:
        draft = read_draft(found, source=name).as_json()
    except DeckFault as fault:
        return {"empty": str(fault)}
    if len(json.dumps(draft, ensure_ascii=False)) > LONGEST_DRAFT:
        raise _too_much()
    return {"draft": draft}


def base(path: Path, name: str) -> Told:
    from bot.documents.bases import told_base  # noqa: PLC0415

    return told_base(path, name)


def read(path: Path) -> str:
    """Read by what the file is, not by what it is called."""
    start = _start(path)
    if start.startswith(b"%PDF"):
        from bot.documents.pdf import pages  # noqa: PLC0415 - each reader is large
    elif start.startswith(b"PK\3\4"):
        from bot.documents.office import pages  # noqa: PLC0415
    elif start.startswith(b"BEGIN:VC"):
        from bot.documents.ics import pages  # noqa: PLC0415
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentFault("it is locked or from before 2007; save it as .pptx, .docx or .pdf")
    else:
        raise _no_document()
    found = pages(path)
    if not any(page.strip() for page in found):
        raise DocumentFault("no text was found in it, perhaps only pictures; save it with text")
    return _whole("\f".join(found))


def plain(path: Path) -> str:
    from knowledge.deck.read import decoded  # noqa: PLC0415

    with path.open("rb") as file:
        data = file.read(4 * LONGEST + 1)
    if b"\0" in data and not data.startswith(WIDE):
        raise _no_document()
    return _whole(decoded(data))


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def _whole(found: str) -> str:
    if len(found) > LONGEST:
        raise _too_much()
    return found


def _too_much() -> DocumentFault:
    return DocumentFault("it holds more text than any meeting's papers; save fewer pages")


def _no_document() -> DocumentFault:
    return DocumentFault("it is no document that can be read, whatever its name says")


DEEDS = {"text": text, "deck": deck, "base": base}

if __name__ == "__main__":
    main()
