"""Files that no reader should be hurt by: bombs, locked and cut ones, entities, macros."""

import io
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pypdf import PdfWriter

from bot.documents.limits import LARGEST, LARGEST_BASE
from bot.documents.office import PAPER, SLIDES, WORKBOOK
from tests.documents import made


def pdf_of(pages: int, *, password: str = "") -> bytes:
    writer, whole = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(whole)
    return whole.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@cache
def worst_files() -> dict[str, bytes]:
    """Those that are hardest on memory, by name: what is large, and what grows when it is read."""
    return {
        "bomb.pptx": made.bomb(SLIDES),
        "laughs.docx": made.packed({PAPER: LAUGHS}),
        "500-pages.pdf": pdf_of(500),
        "picture.pptx": b"\x89PNG\r\n\x1a\n" + bytes(LARGEST - 8),
        "too-large.pdf": b"%PDF-1.7\n" + bytes(LARGEST),
        "novel.txt": b"word " * (LARGEST // 5),
        "endless.txt": b"10.00 - 10.05 Velkomst\n" * 20_000,
        "binary.txt": bytes(range(256)) * 10_000,
        "blank.txt": b" \n" * 1_000_000,
    }


@cache
def hostile_bases() -> dict[str, bytes]:
    """Files that are no knowledge base, by name."""
    row = '{"id": "%s", "question": "Hvem?", "answer": "%s", "topic": "udk"}\n'
    heads = "Spørgsmål;Svar;Emne\n".encode()
    return {
        "twice.jsonl": (row % ("a", "Lars")).encode() * 5_000,
        "no-answer.jsonl": (row % ("a", "")).encode() * 10_000,
        "no-end.jsonl": b"{}\n" * (LARGEST_BASE // 3),
        "long-line.jsonl": b'{"id": "' + b"x" * 1_000_000 + b'"}',
        "one-line.jsonl": b'{"id": "' + b"x" * (LARGEST_BASE - 10) + b'"}',
        "deep.jsonl": b"[" * 90_000,
        "nothing.jsonl": bytes(LARGEST_BASE),
        "too-many.jsonl": "".join(row % (n, "Ja") for n in range(15_000)).encode(),
        "rows.csv": heads + b";x;\n" * 19_000,
        "no-end.csv": heads + b";x;\n" * (LARGEST_BASE // 5),
        "cells.csv": b";" * LARGEST_BASE,
        "open-quote.csv": heads + b'"' + b"x\n" * (LARGEST_BASE // 3),
        "latin.csv": heads + "æ;ø;å\n".encode("cp1252"),
        "too-large.csv": b"x" * (LARGEST_BASE + 1),
        "bomb.xlsx": made.bomb(WORKBOOK),
        "damaged.xlsx": b"PK\3\4 broken",
        "laughs.xlsx": made.packed({WORKBOOK: LAUGHS}),
        "program.exe": b"MZ",
    }


def hostile_files(files: Mapping[str, Path]) -> dict[str, bytes]:
    """Fifty files that no reader should be hurt by, by name; `files` are whole ones by ending."""
    chance = random.Random(50)
    found = {
        "locked.pdf": pdf_of(3, password="secret"),
        "pictures-only.pdf": pdf_of(3),
        "no-pages.pdf": pdf_of(0),
        "500-pages.pdf": pdf_of(500),
        "bomb.pptx": made.bomb(SLIDES),
        "bomb.docx": made.bomb(PAPER),
        "laughs.pptx": made.changed(files[".pptx"], {SLIDES: LAUGHS}),
        "laughs.docx": made.changed(files[".docx"], {PAPER: LAUGHS}),
        "outside.pptx": made.changed(files[".pptx"], {"ppt/slides/slide1.xml": OUTSIDE}),
        "outside.docx": made.changed(files[".docx"], {PAPER: OUTSIDE}),
        "macro.pptx": made.changed(files[".pptx"], {"ppt/vbaProject.bin": b"x"}),
        "macro.docx": made.changed(files[".docx"], {"word/vbaProject.bin": b"x"}),
        "macro.pptm": files[".pptx"].read_bytes(),
        "no-xml.pptx": made.changed(files[".pptx"], {SLIDES: b"not xml"}),
        "no-xml.docx": made.changed(files[".docx"], {PAPER: b"\x00\xff"}),
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
