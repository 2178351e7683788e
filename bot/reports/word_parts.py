"""What Word knows and the library that writes for it has no word for, as XML."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

BAR = "8CB8E2"  # its colour
LONGEST_BAR = 0.94  # of the cell


def style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph its style by its id; the library would go through all styles each time."""
    paragraph._p.style = name.replace(" ", "")  # noqa: SLF001


def describe(table: Table, caption: str) -> None:
    """Tell a screen reader what a table holds, and that its head is the first row alone."""
    about = table._tbl.tblPr  # noqa: SLF001
    for look in about.findall(qn("w:tblLook")):
        about.remove(look)
    look = OxmlElement("w:tblLook")
    for name, on in (("val", "0620"), ("firstRow", "1"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), on)
    said = OxmlElement("w:tblDescription")
    said.set(qn("w:val"), caption)
    about.append(look)
    about.append(said)


def keep_whole(row: _Row, *, head: bool) -> None:
    """Let a row stay on one sheet; the head stands on every sheet that the table goes on to."""
    about = row._tr.get_or_add_trPr()  # noqa: SLF001
    about.append(OxmlElement("w:cantSplit"))
    if head:
        about.append(OxmlElement("w:tblHeader"))


def draw_bar(paragraph: Paragraph, share: float, wide: Length) -> None:
    """Shade so much of the cell's width; there is nothing in it to be read aloud."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", BAR)):
        shade.set(qn(f"w:{name}"), value)
    paragraph.paragraph_format.right_indent = Length(round(wide * (1 - share * LONGEST_BAR)))
    about = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    about.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def count(paragraph: Paragraph, field: str) -> None:
    """Put in what Word counts: PAGE, or NUMPAGES."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), field)
    paragraph._p.append(made)  # noqa: SLF001
