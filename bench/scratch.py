"""Where benchmarks write: beside the code, because a system's own /tmp may be memory."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / ".bench"


def scratch() -> Path:
    FOLDER.mkdir(exist_ok=True)
    return FOLDER
