"""Slides and papers: the same draft as the text gives, and nothing but a sentence from bad ones."""

import io
import random
import re
import time
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Cm
from pypdf import PdfReader, PdfWriter

from bot.documents.faults import DocumentFault
from bot.documents.reading import read_document
from knowledge.deck.importer import read_draft
from tests.browser.conftest import CHROMIUM
from tests.deck.reading import written
from tests.documents import made

MAKERS = {".pptx": made.as_pptx, ".docx": made.as_docx, ".pdf": made.as_pdf}


def doubts(draft) -> list[str]:
    """The doubts without the lines' numbers, which are the file's own."""
    return [re.sub(r"\d+", "N", str(one)) for one in draft.doubts]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: it prints the PDF")
    folder = tmp_path_factory.mktemp("documents")
    pages = made.deck_pages()
    return {ending: make(pages, folder / f"deck{ending}") for ending, make in MAKERS.items()}


@pytest.mark.parametrize("ending", MAKERS)
def test_the_real_deck_gives_the_same_draft_from_every_format(files, ending) -> None:
    text = read_draft(made.DECK.read_text("utf-8"), source="deck")

    draft = read_draft(read_document(files[ending]), source="deck")

    assert len(text.programmes[0].items) == 8
    assert written(draft) == written(text)
    assert doubts(draft) == doubts(text)


def test_titles_bullets_and_tables_of_a_deck_are_read(tmp_path) -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Styregruppemøde april 2024"
    first.placeholders[1].text_frame.text = "Velkommen"
    agenda = deck.slides.add_slide(deck.slide_layouts[5])
    agenda.shapes.title.text = "Program"
    rows = [
        ("Tid", "Emne", "Oplægsholder"),
        ("09.00 - 09.10", "Velkomst", "Anna Holm, KL"),
        ("09.10 - 09.40", "Økonomi", "Bo Hansen, KOMBIT"),
        ("09.40 - 10.00", "Evaluering", ""),
    ]
    table = agenda.shapes.add_table(4, 3, Cm(1), Cm(4), Cm(20), Cm(8)).table
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    path = tmp_path / "deck.pptx"
    deck.save(str(path))

    draft = read_draft(read_document(path), source="deck.pptx")

    (programme,) = draft.programmes
    assert [(i.start, i.end, i.title) for i in programme.items] == [
        ("09:00", "09:10", "Velkomst"),
        ("09:10", "09:40", "Økonomi"),
        ("09:40", "10:00", "Evaluering"),
    ]
    assert [one.name for item in programme.items for one in item.speakers] == [
        "Anna Holm",
        "Bo Hansen",
    ]


def pdf_of(pages: int, *, password: str = "") -> bytes:
    writer, whole = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(whole)
    return whole.getvalue()


def big(ending: str) -> bytes:
    """A part that unpacks to half a gigabyte."""
    name = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml"}[ending]
    return made.packed({name: b" " * 500_000_000})


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.fixture(scope="module")
def hostile(files) -> dict[str, bytes]:
    """Fifty files that no reader should be hurt by, by name."""
    chance = random.Random(50)
    found = {
        "locked.pdf": pdf_of(3, password="secret"),
        "pictures-only.pdf": pdf_of(3),
        "no-pages.pdf": pdf_of(0),
        "500-pages.pdf": pdf_of(500),
        "bomb.pptx": big("pptx"),
        "bomb.docx": big("docx"),
        "laughs.pptx": made.changed(files[".pptx"], {"ppt/presentation.xml": LAUGHS}),
        "laughs.docx": made.changed(files[".docx"], {"word/document.xml": LAUGHS}),
        "outside.pptx": made.changed(files[".pptx"], {"ppt/slides/slide1.xml": OUTSIDE}),
        "outside.docx": made.changed(files[".docx"], {"word/document.xml": OUTSIDE}),
        "macro.pptx": made.changed(files[".pptx"], {"ppt/vbaProject.bin": b"x"}),
        "macro.docx": made.changed(files[".docx"], {"word/vbaProject.bin": b"x"}),
        "macro.pptm": files[".pptx"].read_bytes(),
        "no-xml.pptx": made.changed(files[".pptx"], {"ppt/presentation.xml": b"not xml"}),
        "no-xml.docx": made.changed(files[".docx"], {"word/document.xml": b"\x00\xff"}),
        "other.pptx": made.packed({"readme.txt": b"hello"}),
        "old.pptx": b"\xd0\xcf\x11\xe0" + bytes(4000),
        "empty.pdf": b"",
        "picture.pptx": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "text.pdf": b"10.00 - 10.05 Velkomst\n" * 50,
    }
    for ending, path in files.items():
        whole = path.read_bytes()
        for number in range(10):
            cut = whole[: chance.randrange(20, len(whole) // 2)]
            found[f"cut-{number}{ending}"] = cut
    return found


def test_fifty_hostile_files_are_each_refused_in_time_with_a_reason(hostile, tmp_path) -> None:
    assert len(hostile) >= 50
    slow, silent = [], []
    for name, data in hostile.items():
        path = tmp_path / name
        path.write_bytes(data)
        began = time.perf_counter()
        try:
            text = read_document(path)
        except DocumentFault as fault:
            if len(str(fault).split()) < 4 or "/etc" in str(fault):
                silent.append(name)
        else:
            # What a cut file still holds may be read; it is never what lies outside of it.
            assert name.startswith("cut-"), name
            assert "root:" not in text
        if time.perf_counter() - began > 5:
            slow.append(name)
        path.unlink()

    assert (slow, silent) == ([], [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("locked.pdf", "locked with a password"),
        ("pictures-only.pdf", "no text was found"),
        ("500-pages.pdf", "500 pages"),
        ("bomb.pptx", "not opened"),
        ("laughs.docx", "declares entities"),
        ("macro.pptx", "macros"),
        ("macro.pptm", "macros"),
        ("old.pptx", "before 2007"),
        ("text.pdf", "whatever its name says"),
        ("other.pptx", "no PowerPoint, Word or Excel"),
    ],
)
def test_the_reason_says_what_is_wrong(hostile, tmp_path, name, said) -> None:
    path = tmp_path / name
    path.write_bytes(hostile[name])

    with pytest.raises(DocumentFault, match=said):
        read_document(path)


def test_the_pdf_is_a_real_one(files) -> None:
    assert len(PdfReader(files[".pdf"]).pages) >= len(made.deck_pages())
