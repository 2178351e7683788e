"""A small file that grows hurts nobody but the process that reads it, which ends in time."""

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bot.documents import office
from bot.documents.child import SECONDS
from bot.documents.faults import DocumentFault
from bot.documents.office import PAPER
from bot.documents.reading import read_document
from tests.documents.bombs import BOMBS, declaring, names_twice
from tests.documents.hostile import OUTSIDE
from tests.machine import allowed

FEW = ("nested.pptx", "lying-small.pptx", "overlapping.pptx", "kids.pdf")
MOST = 10 * 1024  # kB that the process which asks may grow
STATUS = Path("/proc/self/status")


def _memory(what: str) -> int:
    return int(re.search(rf"{what}:\s+(\d+)", STATUS.read_text(encoding="ascii"))[1])


def _forget_most() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _refused(path: Path) -> str:
    """Give the sentence; nothing where it was read."""
    try:
        read_document(path)
    except DocumentFault as fault:
        return str(fault)
    return ""


def test_bombs_are_refused_in_a_sentence_and_the_asker_does_not_grow(tmp_path, soaking) -> None:
    names = BOMBS if soaking else FEW
    for name in names:
        (tmp_path / name).write_bytes(BOMBS[name]())
    told, took = {}, {}
    _forget_most()
    before = _memory("VmRSS")
    for name in names:
        began = time.perf_counter()
        told[name] = _refused(tmp_path / name)
        took[name] = time.perf_counter() - began
        (tmp_path / name).unlink()
    grown = _memory("VmHWM") - before

    print(f"{len(names)} files, the slowest {max(took.values()):.1f} s, {grown} kB")
    assert [name for name, sentence in told.items() if len(sentence.split()) < 4] == []
    assert len(BOMBS) >= 20
    assert max(took.values()) < allowed(SECONDS)
    assert grown < MOST


@pytest.mark.parametrize("name", declaring())
def test_xml_with_entities_of_its_own_is_refused_however_it_is_written(tmp_path, name) -> None:
    path = tmp_path / name
    path.write_bytes(declaring()[name])

    with pytest.raises(DocumentFault, match="declares entities"):
        office.checked(path)


def test_of_two_parts_with_one_name_both_are_looked_at(tmp_path) -> None:
    path = tmp_path / "twice.docx"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(names_twice(PAPER, OUTSIDE))

    with pytest.raises(DocumentFault, match="declares entities"):
        office.checked(path)


def test_there_are_fifteen_ways_to_declare_entities() -> None:
    assert len(declaring()) >= 15
