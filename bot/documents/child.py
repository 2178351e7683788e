"""The process that reads one document: `python -m bot.documents.child FILE` prints JSON."""

import json
import resource
import sys
from pathlib import Path

from bot.documents.faults import DocumentFault

MEMORY = 1024**3  # bytes of address space
SECONDS = 20  # of processor time


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write
    print(json.dumps(_told(Path(sys.argv[1]))))  # noqa: T201 - the answer


def _told(path: Path) -> dict[str, str]:
    try:
        text = read(path)
    except DocumentFault as fault:
        return {"fault": str(fault)}
    except MemoryError:
        return {"fault": "it takes more memory to read than it may"}
    except Exception as error:  # noqa: BLE001 - a reader may fail in any way on a damaged file
        return {"fault": f"it is damaged ({type(error).__name__}); save it anew and try again"}
    return {"text": text}


def read(path: Path) -> str:
    """Read by what the file is, not by what it is called."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF"):
        from bot.documents.pdf import pages  # noqa: PLC0415 - each reader is large
    elif start.startswith(b"PK\3\4"):
        from bot.documents.office import pages  # noqa: PLC0415
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentFault("it is locked or from before 2007; save it as .pptx, .docx or .pdf")
    else:
        raise DocumentFault("it is no PDF, PowerPoint or Word file, whatever its name says")
    found = pages(path)
    if not any(page.strip() for page in found):
        raise DocumentFault("no text was found in it, perhaps only pictures; save it with text")
    return "\f".join(found)


if __name__ == "__main__":
    main()
