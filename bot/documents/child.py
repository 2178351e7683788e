"""The process that reads one document: `python -m bot.documents.child FILE` prints JSON.

With `--table` it gives the cells of a workbook instead of a document's text.
"""

import json
import resource
import sys
from pathlib import Path

from bot.documents.faults import DocumentFault

MEMORY = 1024**3  # bytes of address space
SECONDS = 20  # of processor time
TABLE = "--table"


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write
    told = _told(Path(sys.argv[1]), table=sys.argv[2:] == [TABLE])
    print(json.dumps(told))  # noqa: T201 - the answer


def _told(path: Path, *, table: bool) -> dict[str, object]:
    try:
        found = rows(path) if table else read(path)
    except DocumentFault as error:
        fault = error
    except MemoryError:
        fault = DocumentFault("it takes more memory to read than it may")
    except Exception as error:  # noqa: BLE001 - a reader may fail in any way on a damaged file
        kind = type(error).__name__
        fault = DocumentFault("it is damaged ({kind}); save it anew and try again", kind=kind)
    else:
        return {"rows" if table else "text": found}
    return {"fault": fault.template, "values": fault.values}


def rows(path: Path) -> list[list[str]]:
    """Read the first sheet of a workbook, cell by cell."""
    from bot.documents.office import checked  # noqa: PLC0415 - each reader is large
    from bot.documents.xlsx import WORKBOOK, table  # noqa: PLC0415

    if WORKBOOK not in checked(path):
        raise DocumentFault("it is no Excel file, whatever its name says")
    return table(path)


def read(path: Path) -> str:
    """Read by what the file is, not by what it is called."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF"):
        from bot.documents.pdf import pages  # noqa: PLC0415 - each reader is large
    elif start.startswith(b"PK\3\4"):
        from bot.documents.office import pages  # noqa: PLC0415
    elif start.startswith(b"BEGIN:VC"):
        from bot.documents.ics import pages  # noqa: PLC0415
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentFault("it is locked or from before 2007; save it as .pptx, .docx or .pdf")
    else:
        raise DocumentFault("it is no document that can be read, whatever its name says")
    found = pages(path)
    if not any(page.strip() for page in found):
        raise DocumentFault("no text was found in it, perhaps only pictures; save it with text")
    return "\f".join(found)


if __name__ == "__main__":
    main()
