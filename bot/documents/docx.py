"""Word papers: headings, lists and tables in the order in which they stand."""

import re
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

HEADING = re.compile(r"(?:Heading|Overskrift) ([1-6])")
LIST = re.compile(r"List|Liste|Opstilling")


def parts(path: Path) -> list[str]:
    """Give the whole paper as one text; headings begin their own slides when it is read."""
    document = Document(str(path))
    return ["\n".join(line for block in document.iter_inner_content() for line in _lines(block))]


def _lines(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.rows:
            yield " | ".join(" ".join(cell.text.split()) for cell in row.cells)
        yield ""
        return
    style = (block.style.name if block.style is not None else "") or ""
    if block._p.xpath('.//w:br[@w:type="page"]'):  # noqa: SLF001 - rendered breaks are not these
        yield "\f"
    heading = HEADING.match(style)
    if heading is not None:
        yield f"{'#' * int(heading[1])} {block.text}"
    else:
        yield f"• {block.text}" if LIST.match(style) and block.text.strip() else block.text
