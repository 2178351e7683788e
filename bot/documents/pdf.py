"""PDF pages as text, line by line."""

from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from bot.documents.faults import DocumentFault
from bot.documents.limits import LONGEST

MOST_PAGES = 300


def pages(path: Path) -> list[str]:
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentFault("it is locked with a password; save it without one")
    try:
        count = len(reader.pages)
    except FileNotDecryptedError:
        raise DocumentFault("it is locked with a password; save it without one") from None
    if count > MOST_PAGES:
        raise DocumentFault(
            "it has {n} pages, at most {most} are read; save fewer", n=count, most=MOST_PAGES
        )
    found: list[str] = []
    room = LONGEST
    for page in reader.pages:
        text = page.extract_text(extraction_mode="layout")
        room -= len(text)
        if room < 0:
            raise DocumentFault("it holds more text than any meeting's papers; save fewer pages")
        found.append(text)
    return found
