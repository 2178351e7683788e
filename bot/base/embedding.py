"""Gives each base its vectors while it serves: by words at once, by what is meant soon after.

A base of thousands takes minutes to embed, so the vectors are kept in a file by content.
"""

import asyncio
import contextlib
import io
import logging
import time
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.base.library import Library
from knowledge.embedding import Embedder, Key, Meanings, Vectors
from knowledge.search import Knowledge
from meeting.entry import Entry

log = logging.getLogger(__name__)

FILE = "vectors.npz"
LOOKS_EACH = 2.0  # seconds


class Embedding:
    """One task over all bases; what it has not come to yet answers by words and letters."""

    def __init__(self, library: Library, embedder: Embedder, folder: Path) -> None:
        self._library = library
        self._file = folder / FILE
        self._meanings = Meanings(embedder, read_vectors(self._file))

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EACH)

    async def look(self) -> None:
        """Embed each base that is not yet; the server goes on meanwhile."""
        waiting = {id(base): base for base in self._library.values() if _waits(base)}
        for base in waiting.values():
            began = time.perf_counter()
            better = await asyncio.to_thread(base.with_meaning, self._meanings)
            self._library.exchange(base, better)
            took = round(time.perf_counter() - began, 1)
            log.info("base embedded", extra={"entries": len(base.entries), "seconds": took})
        if waiting:
            self._meanings.keep_only(chain.from_iterable(map(_entries, self._library.values())))
            await asyncio.to_thread(write_vectors, self._file, self._meanings.kept)


def read_vectors(file: Path) -> dict[Key, Vectors]:
    """Give what was kept; a file that is not there or not whole costs time and nothing else."""
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
            rows: Vectors = kept["vectors"].astype(np.float32)
            return dict(zip((row.tobytes() for row in kept["keys"]), rows, strict=True))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        log.warning("vectors not readable, made anew", extra={"file": file.name})
        return {}


def write_vectors(file: Path, kept: Mapping[Key, Vectors]) -> None:
    """Write them whole under another name first; a full disk is logged, since they can be made."""
    keys = np.array([np.frombuffer(key, dtype=np.uint8) for key in kept])
    out = io.BytesIO()
    np.savez(out, keys=keys, vectors=np.array([*kept.values()], dtype=np.float32))
    unfinished = file.with_suffix(".unfinished")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(out.getvalue())
        unfinished.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        log.warning("vectors not kept", extra={"errno": error.errno})


def _entries(base: Knowledge) -> tuple[Entry, ...]:
    return base.entries


def _waits(base: Knowledge) -> bool:
    return bool(base.entries) and not base.semantic
