"""Slides, papers and sheets as text; what is unsafe in their packages is refused first."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bot.documents.faults import DocumentFault

MOST_SLIDES = 300
UNPACKED = 300 * 1024 * 1024  # bytes of the whole package
RATIO = 200  # times smaller than it is, no part of a real deck is packed
SMALL = 1024 * 1024  # bytes below which a part may be packed as tightly as it likes
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
PIECE = 64 * 1024  # bytes
LONGEST_WORD = 16  # bytes: the declaration may begin at the end of a piece
BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # marks and spaces that XML may begin with
SLIDES, PAPER, WORKBOOK = "ppt/presentation.xml", "word/document.xml", "xl/workbook.xml"


def pages(path: Path) -> list[str]:
    names = checked(path)
    if SLIDES in names:
        from bot.documents.pptx import slides  # noqa: PLC0415 - each reader is large

        return slides(path, MOST_SLIDES)
    if PAPER in names:
        from bot.documents.docx import parts  # noqa: PLC0415

        return parts(path)
    if WORKBOOK in names:
        from bot.documents.xlsx import sheets  # noqa: PLC0415

        return sheets(path)
    raise DocumentFault("it is a packed file, but no PowerPoint, Word or Excel file")


def checked(path: Path) -> frozenset[str]:
    """Give the names of its parts. Raises DocumentFault for what no program of an office makes."""
    try:
        with ZipFile(path) as package:
            infos = package.infolist()
            if sum(info.file_size for info in infos) > UNPACKED:
                raise DocumentFault("it is far larger unpacked than a deck; it is not opened")
            for info in infos:
                tight = info.file_size > RATIO * max(info.compress_size, 1)
                if info.file_size > SMALL and tight:
                    raise DocumentFault("a part of it is packed as no deck is; it is not opened")
                if info.filename.casefold().endswith("vbaproject.bin"):
                    raise DocumentFault(
                        "it holds macros; save it without them (.pptx, .docx, .xlsx)"
                    )
            for name in _declaring(package):
                raise DocumentFault("{part} in it declares entities, as no program does", part=name)
            return frozenset(info.filename for info in infos)
    except BadZipFile:
        raise DocumentFault("it is damaged; save it anew and try again") from None


def _declaring(package: ZipFile) -> Iterator[str]:
    """Find XML that brings its own entities: what they expand to is nobody's deck.

    A part is XML by what it is, not by its name, and a declaration may stand behind a long comment
    or be written with two bytes a letter.
    """
    for info in package.infolist():
        with package.open(info) as part:
            piece = part.read(PIECE).replace(b"\0", b"")
            if not piece.lstrip(BEFORE).startswith(b"<"):
                continue
            while piece:
                if DOCTYPE.search(piece):
                    yield info.filename
                    break
                more = part.read(PIECE).replace(b"\0", b"")
                piece = piece[-LONGEST_WORD:] + more if more else b""
