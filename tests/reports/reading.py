"""Reads records back, as the programs do that people open them with."""

import io
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import docx
import openpyxl
from docx.document import Document
from docx.table import Table
from openpyxl.workbook import Workbook

from bot.reports.account import Account, Whose, account
from bot.reports.minutes import minutes
from bot.reports.paper_docx import paper_docx
from bot.reports.paper_html import paper_html
from bot.reports.workbook import workbook
from dialogs.i18n import words
from dialogs.words import Words
from meeting.model import Meeting

DA = words("da", "Europe/Copenhagen")
EN = words("en", "Europe/Copenhagen")


def told_of(
    meeting: Meeting,
    speech: Words = DA,
    *,
    whose: Whose | None = None,
    public: bool = False,
    others: Sequence[Meeting] = (),
) -> Account:
    return account(meeting, speech, meeting.at, whose=whose, public=public, others=others)


def word(about: Account) -> Document:
    return docx.Document(io.BytesIO(paper_docx(minutes(about), about.words)))


def html(about: Account) -> str:
    return paper_html(minutes(about), about.words)


def book(about: Account) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(about)))


def lines_of_word(document: Document) -> list[str]:
    """What is to be read in a paper, in the order in which it stands."""
    return [line for line in _word_lines(document) if line.strip()]


def _word_lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from (" ".join(p.text.split()) for p in cell.paragraphs)
        else:
            yield from (" ".join(part.split()) for part in block.text.split("\t"))


class Page(HTMLParser):
    """A web page's elements, and its visible lines: one for each element that begins a new one."""

    INLINE = frozenset({"bdi", "span"})
    UNSEEN = frozenset({"style", "title", "caption", "nav"})
    VOID = frozenset({"meta", "link", "col", "br", "rect"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.lines: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self._open.pop() == tag

    def handle_data(self, data):
        if not self.UNSEEN & set(self._open):
            self.lines += [" ".join(line.split()) for line in data.split("\n") if line.strip()]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def cells(made: Workbook, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in made[sheet].iter_rows()]
