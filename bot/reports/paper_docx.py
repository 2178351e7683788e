"""A paper as a Word document, made of Word's own styles, so that its navigation pane works."""

import io
import re

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Length
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from bot.reports import word_parts as parts
from bot.reports.paper import (
    Bars,
    Block,
    Cell,
    Column,
    Entry,
    Heading,
    Listing,
    Note,
    Paper,
    Section,
    Table,
)
from bot.reports.word_styles import (
    ANSWER,
    CELL,
    CELL_QUIET,
    FACT,
    HEAD,
    QUIET,
    SIGNED,
    TABLE,
    set_up,
    text_width,
)
from dialogs.words import Words

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def paper_docx(paper: Paper, words: Words) -> bytes:
    document = docx.Document()
    set_up(document, paper.locale)
    _describe(document, paper)
    _paragraph(document, paper.title, "Title")
    _paragraph(document, paper.subtitle, "Subtitle")
    for label, text in paper.facts:
        fact = _paragraph(document, f"{label}\t", FACT)
        fact.runs[0].bold = True
        fact.add_run(_clean(text))
    for section in paper.sections:
        _write_section(document, section, words)
    _write_foot(document, paper, words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Document, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.subject = _clean(paper.title)[:255], _clean(paper.subtitle)[:255]
    about.author = about.last_modified_by = _clean(paper.authors)[:255]
    about.language, about.comments, about.keywords = paper.locale, "", ""
    about.created = about.modified = paper.at.replace(tzinfo=None)


def _write_section(document: Document, section: Section, words: Words) -> None:
    _paragraph(document, section.title, "Heading 1")
    for block in section.blocks:
        _write(document, block, words)


def _write(document: Document, block: Block, words: Words) -> None:
    match block:
        case Note(text):
            _paragraph(document, text, "Normal")
        case Heading(text, about):
            _paragraph(document, text, "Heading 2")
            _quiet(document, about)
        case Listing(lines):
            for line in lines:
                _paragraph(document, line, "List Bullet")
        case Table():
            _write_table(document, block)
        case Entry():
            _write_entry(document, block)
        case Bars():
            _write_bars(document, block, words)


def _write_entry(document: Document, entry: Entry) -> None:
    _paragraph(document, entry.title, "Heading 3")
    _quiet(document, entry.about)
    lines = [part for line in entry.lines for part in line.split("\n") if part.strip()]
    written = [_paragraph(document, line, ANSWER) for line in lines]
    if entry.signed:
        for last in written[-1:]:
            last.paragraph_format.keep_with_next = True
        _paragraph(document, entry.signed, SIGNED)


def _write_table(document: Document, table: Table, *, whole: bool = False) -> WordTable:
    """Write a table; a `whole` one stays on one sheet."""
    made = _grid(document, table, TABLE)
    for into, column in zip(made.rows[0].cells, table.columns, strict=True):
        _fill(into, Cell(column.title), column, HEAD)
    for row, cells in zip(list(made.rows)[1:], table.rows, strict=True):
        for into, cell, column in zip(row.cells, cells, table.columns, strict=True):
            _fill(into, cell, column, CELL)
    kept = list(made.rows)[:-1] if whole else list(made.rows)[:1]
    for row in kept:
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    _paragraph(document, "", QUIET)  # two tables in a row would grow together
    return made


def _write_bars(document: Document, block: Bars, words: Words) -> None:
    _paragraph(document, block.title, "Heading 2")
    _quiet(document, block.about)
    if not block.bars:
        return
    columns = (
        Column(words("Answer"), 26),
        Column(words("Distribution"), 46),
        Column(words("Count"), 14, number=True),
        Column(words("Share"), 14, number=True),
    )
    rows = [(one.label, "", str(one.count), f"{one.percent} %") for one in block.bars]
    cells = tuple(tuple(map(Cell, row)) for row in rows)
    made = _write_table(document, Table(block.title, columns, cells), whole=True)
    most = max(one.percent for one in block.bars) or 1
    wide = _width(columns[1])
    for row, one in zip(list(made.rows)[1:], block.bars, strict=True):
        if one.percent:
            parts.draw_bar(row.cells[1].paragraphs[0], one.percent / most, wide)


def _grid(document: Document, table: Table, style: str) -> WordTable:
    """Lay out a table whose first row is its head on every sheet, and whose rows stay whole."""
    made: WordTable = document.add_table(1 + len(table.rows), len(table.columns), style=style)
    made.autofit = False
    parts.describe(made, _clean(table.caption))
    for column, made_column in zip(table.columns, made.columns, strict=True):
        made_column.width = _width(column)
    for number, row in enumerate(made.rows):
        parts.keep_whole(row, head=number == 0)
    return made


def _fill(into: WordCell, cell: Cell, column: Column, style: str) -> None:
    into.width = _width(column)
    first = into.paragraphs[0]
    first.text = _clean(cell.text)
    parts.style(first, style)
    if column.number:
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if cell.about:
        parts.style(into.add_paragraph(_clean(cell.about)), CELL_QUIET)


def _width(column: Column) -> Length:
    return Length(round(text_width() * column.share / 100))


def _write_foot(document: Document, paper: Paper, words: Words) -> None:
    """Write what paper it is and the page's number, which Word counts."""
    foot = document.sections[0].footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(text_width(), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{_clean(paper.foot)}\t")
    for part in re.split("(PAGE|NUMPAGES)", words("Page {n} of {all}", n="PAGE", all="NUMPAGES")):
        if part in {"PAGE", "NUMPAGES"}:
            parts.count(foot, part)
        else:
            foot.add_run(part)


def _quiet(document: Document, text: str) -> None:
    """Write the quiet line under a heading, if there is one."""
    if text:
        _paragraph(document, text, QUIET).paragraph_format.keep_with_next = True


def _paragraph(document: Document, text: str, style: str) -> Paragraph:
    made = document.add_paragraph(_clean(text))
    parts.style(made, style)
    return made


def _clean(text: str) -> str:
    """Leave out what an XML file cannot hold; people's text may have any character in it."""
    return UNWRITABLE.sub("", text)
