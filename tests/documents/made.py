"""Documents made for tests: the real deck as PowerPoint, Word and PDF, and hostile ones."""

import io
import zipfile
from html import escape
from pathlib import Path

from docx import Document
from playwright.sync_api import sync_playwright
from pptx import Presentation
from pptx.util import Cm, Pt

from knowledge.deck.plaintext import cleaned, read_text
from knowledge.deck.read import decoded
from tests.browser.conftest import CHROMIUM
from tests.given import EXAMPLE

DECK = EXAMPLE / "deck.txt"


def deck_pages() -> list[str]:
    """The real deck's text, cut where its slides begin."""
    text = decoded(DECK.read_bytes())
    rows = cleaned(text).split("\n")
    starts = [slide.lines[0].number - 1 for slide in read_text(text).slides]
    ends = [*starts[1:], len(rows)]
    return ["\n".join(rows[start:end]) for start, end in zip(starts, ends, strict=True)]


def as_pptx(pages: list[str], path: Path) -> Path:
    """Each page on a slide: its lines as the paragraphs of a text box."""
    deck = Presentation()
    for page in pages:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        frame = slide.shapes.add_textbox(Cm(1), Cm(1), Cm(22), Cm(16)).text_frame
        for number, line in enumerate(page.split("\n")):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.font.size = Pt(8)
            paragraph.text = line
    deck.save(str(path))
    return path


def as_docx(pages: list[str], path: Path) -> Path:
    """Each page from a new sheet on."""
    paper = Document()
    for page in pages:
        for line in page.split("\n"):
            paper.add_paragraph(line)
        paper.add_page_break()
    paper.save(str(path))
    return path


def as_pdf(pages: list[str], path: Path) -> Path:
    """Printed by a browser, a page each."""
    parts = "".join(f"<pre>{escape(page) or '&nbsp;'}</pre>" for page in pages)
    style = "pre{break-after:page;font:6pt monospace;white-space:pre-wrap;margin:0}@page{size:A3}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(f"<meta charset=utf-8><style>{style}</style>{parts}")
        page.pdf(path=path, prefer_css_page_size=True)
        browser.close()
    return path


MAKERS = {".pptx": as_pptx, ".docx": as_docx, ".pdf": as_pdf}


def in_every_format(folder: Path) -> dict[str, Path]:
    """The real deck as slides, as a paper and printed, by ending."""
    pages = deck_pages()
    return {ending: make(pages, folder / f"deck{ending}") for ending, make in MAKERS.items()}


def bomb(part: str) -> bytes:
    """A package with a part that unpacks to half a gigabyte."""
    whole, block = io.BytesIO(), b" " * 2**20
    with (
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open(part, "w") as file,
    ):
        for _ in range(500):
            file.write(block)
    return whole.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return whole.getvalue()


def changed(path: Path, more: dict[str, bytes]) -> bytes:
    """A package with parts of it put in the place of others."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed({**parts, **more})
