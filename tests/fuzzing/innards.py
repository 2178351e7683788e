"""The XML inside slides, papers and sheets, read in a package that stands open.

To open a whole package takes a hundred times as long as to read what one of its parts says, so this
is where the million runs are; some thousand are made with packages that are opened anew.
"""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
import openpyxl
import pptx
from lxml.etree import LxmlError

from bot.documents import docx as papers
from bot.documents import pptx as decks
from bot.documents import xlsx as books
from bot.documents.faults import DocumentFault
from tests.fuzzing.documents import SHEET, SLIDE, TEXT, XML, paper, sheets, slides, whole
from tests.fuzzing.files import drafted
from tests.fuzzing.harness import Parser


@cache
def _deck() -> Any:
    return pptx.Presentation(io.BytesIO(whole(slides())))


@cache
def _paper() -> Any:
    return docx.Document(io.BytesIO(whole(paper())))


@cache
def _book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(whole(sheets())), read_only=True, data_only=True)


def _slide(data: bytes) -> str:
    slide = _deck().slides[0]
    slide.part._element = slide._element = pptx.oxml.parse_xml(data)
    return "\n".join(decks._lines(pptx.slide.Slide(slide._element, slide.part)))


def _body(data: bytes) -> str:
    part = _paper().part
    part._element = docx.oxml.parse_xml(data)
    document = docx.document.Document(part._element, part)
    blocks = document.iter_inner_content()
    return "\n".join(line for block in blocks for line in papers._lines(block))


def _sheet(data: bytes) -> str:
    sheet = _book().worksheets[0]
    sheet._get_source = lambda: io.BytesIO(data)
    return "\n".join(books._lines(sheet))


def _tried(read: Callable[[bytes], str]) -> Callable[[bytes], None]:
    def one(data: bytes) -> None:
        try:
            text = read(data)
        except (DocumentFault, LxmlError):
            return
        except Exception:  # noqa: BLE001 - what the child makes a sentence of
            return
        drafted(text)

    return one


PARSERS = (
    Parser("slide-xml", _tried(_slide), lambda: (slides()[SLIDE[0]],), XML),
    Parser("paper-xml", _tried(_body), lambda: (paper()[TEXT[0]],), XML),
    Parser("sheet-xml", _tried(_sheet), lambda: (sheets()[SHEET[0]],), XML),
)
