"""What a parser is to the fuzzer: bytes go in, and only a refusal that we have named comes out."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHARED = Path("/dev/shm")  # noqa: S108 - memory, where the system has it


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser, and how it is tried.

    `one` lets every exception through but those that the parser promises. `seeds` are good inputs,
    `pieces` what they are made of. `slow` says why fewer than a million runs are made, and `runs`
    how many; the first `guided` of them are guided by what they reach, which takes some five times
    as long, the others change what those have found. `within` is the longest that one run may
    take, in seconds of processor time, `longest` how many bytes an input has at most, unless a
    seed has more.
    """

    name: str
    one: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    pieces: tuple[bytes, ...] = ()
    within: int = 1
    longest: int = 2048
    runs: int = 1_000_000
    guided: int = 1_000_000
    slow: str = ""


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None)


def laid_down(data: bytes, name: str) -> Path:
    """Write the bytes where a reader of files finds them; the same place each time."""
    path = Path(_folder().name) / name
    path.write_bytes(data)
    return path


def text_of(data: bytes) -> str:
    """Give text as it comes out of JSON, a form or a file: whole letters, whatever they are."""
    return data.decode("utf-8", "replace")


def lines_of(path: Path, most: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        for _, line in zip(range(most), file, strict=False):
            yield line.rstrip(b"\n")


def told(*sentences: str) -> None:
    """See that a refusal says something."""
    assert sentences
    assert all(len(one.split()) > 1 for one in sentences), sentences
