"""What Word papers of ours look like: one column, calm, every look a style that can be changed."""

from collections.abc import Iterator

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Calibri"
INK, SOFT, DEEP, BLUE = (
    RGBColor(0x1A, 0x1A, 0x1A),
    RGBColor(0x45, 0x45, 0x45),
    RGBColor(0x0B, 0x2A, 0x4A),
    RGBColor(0x00, 0x4D, 0x99),
)
TABLE = "Record Table"
QUIET, FACT, ANSWER, SIGNED = "Record Quiet", "Record Fact", "Record Answer", "Record Signature"
HEAD, CELL, CELL_QUIET = "Record Head", "Record Cell", "Record Cell Quiet"
NARROW, WIDE = Cm(21), Cm(29.7)  # A4
MARGIN = Cm(2.4)
FACTS_AT = Cm(3)  # where a fact's text begins

TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="RecordTable">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="0B2A4A"/>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="D9DEE3"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E9F1F9"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def set_up(document: Document, locale: str) -> None:
    """Give a new paper its page, its styles and its language."""
    section = document.sections[0]
    section.page_width, section.page_height = NARROW, WIDE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    for style in tuple(_tables(document)):
        document.styles.element.remove(style)
    document.styles.element.append(parse_xml(TABLE_STYLE))
    _texts(document)
    _set_language(document, locale)


def text_width() -> Length:
    return Length(NARROW - 2 * MARGIN)


def _tables(document: Document) -> Iterator[BaseOxmlElement]:
    """Find the hundred table styles that the library's own template brings."""
    for style in document.styles.element.findall(qn("w:style")):
        default = style.get(qn("w:default")) == "1"
        if style.get(qn("w:type")) == "table" and not default:
            yield style


def _texts(document: Document) -> None:
    """Set the looks of all texts; sizes and distances are points."""
    _look(_style(document, "Normal"), 11, INK, after=6, line=1.12)
    _look(_style(document, "Title"), 26, DEEP, bold=True, after=2, line=1.05)
    _look(_style(document, "Subtitle"), 13, SOFT, after=14)
    _look(_style(document, "Heading 1"), 16, DEEP, bold=True, before=22, after=6)
    _look(_style(document, "Heading 2"), 13, BLUE, bold=True, before=16, after=2)
    _look(_style(document, "Heading 3"), 11, INK, bold=True, before=12, after=1)
    _look(_style(document, "List Bullet"), 11, INK, after=3)
    _look(_new(document, QUIET), 9.5, SOFT, after=4)
    _look(_new(document, HEAD), 10, DEEP, bold=True, before=2, after=2, line=1)
    _look(_new(document, CELL), 10.5, INK, before=2, after=2, line=1)
    _look(_new(document, CELL_QUIET), 9.5, SOFT, after=2, line=1)
    for name, size, colour, after in ((ANSWER, 11, INK, 3), (SIGNED, 9.5, SOFT, 6)):
        style = _look(_new(document, name), size, colour, after=after)
        style.paragraph_format.left_indent = Cm(0.6)
    for name in ("Header", "Footer"):
        _look(_style(document, name), 9, SOFT).paragraph_format.tab_stops.clear_all()
    _hang(_look(_new(document, FACT), 11, INK, after=2))


def _hang(fact: ParagraphStyle) -> None:
    """Let a fact's text stand beside its label, however many lines it has."""
    shape = fact.paragraph_format
    shape.left_indent, shape.first_line_indent = FACTS_AT, Length(-FACTS_AT)
    shape.tab_stops.add_tab_stop(FACTS_AT)


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    return style


def _new(document: Document, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    style.base_style, style.quick_style = document.styles["Normal"], True
    return style


def _look(  # noqa: PLR0913 - all that a style says of a paragraph
    style: ParagraphStyle,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.08,
) -> ParagraphStyle:
    run = style.element.get_or_add_rPr()
    for name in ("w:spacing", "w:kern"):
        for one in run.findall(qn(name)):
            run.remove(one)
    fonts = run.get_or_add_rFonts()
    for name in tuple(fonts.attrib):
        del fonts.attrib[name]  # the template's theme fonts would outweigh ours
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), line
    shape = style.element.get_or_add_pPr()
    for border in shape.findall(qn("w:pBdr")):
        shape.remove(border)
    return style


def _set_language(document: Document, locale: str) -> None:
    """Say what language it is in, where Word, its spelling and a screen reader look for it."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), locale)
