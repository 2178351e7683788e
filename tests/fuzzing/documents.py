"""Documents of other programs: slides, papers, sheets, PDF, calendars.

A reader of these may fail in any way on a damaged file, as the child that reads it turns that into
one sentence. So what is tried is whether a reader ends, in time and without taking its process
along, and whether all that it gives can be understood. A package is tried with one of its parts
changed: bytes changed in a packed file are found out by its checksums alone.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import xlsxwriter
from docx import Document
from pptx import Presentation
from pptx.util import Cm
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from bot.documents import child
from bot.documents.bases import told_base
from bot.documents.faults import DocumentFault
from bot.documents.office import PAPER, SLIDES, WORKBOOK
from knowledge.entries import FaultyEntriesError
from tests.fuzzing.files import drafted
from tests.fuzzing.harness import Parser, laid_down, told

WITHIN = child.SECONDS
FEWER = 20_000  # runs
PART = 200_000
Parts = Mapping[str, bytes]


def read(data: bytes) -> None:
    """Read bytes as whatever they are, and what they say."""
    try:
        text = child.read(laid_down(data, "sent"))
    except DocumentFault as fault:
        told(str(fault))
    except Exception:  # noqa: BLE001, S110 - what the child makes a sentence of
        pass
    else:
        drafted(text)


def whole(parts: Parts) -> bytes:
    """Pack parts, without making them smaller: that is found out about by nobody."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return found.getvalue()


def _parts(package_: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(package_)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _with(parts: Callable[[], Parts], changed: tuple[str, ...]) -> Callable[[bytes], bytes]:
    """Give what puts bytes in the place of a part; their first byte says of which."""

    def changes(data: bytes) -> bytes:
        place = data[0] % (len(changed) + 1) if data else len(changed)
        if place == len(changed):
            return data[1:]
        return whole({**parts(), changed[place]: data[1:]})

    return changes


def _seeds(parts: Callable[[], Parts], changed: tuple[str, ...]) -> Callable[[], list[bytes]]:
    def seeds() -> list[bytes]:
        found = [bytes([place]) + parts()[name] for place, name in enumerate(changed)]
        return [*found, bytes([len(changed)]) + whole(parts())]

    return seeds


@cache
def slides() -> Parts:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Program"
    slide.placeholders[1].text_frame.text = "10.00 - 10.05 Velkomst v. Anna Holm, KL\n10.05 Pause"
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(4), Cm(9), Cm(3)).table
    table.cell(0, 0).text = "Tid"
    table.cell(1, 0).text = "10.05 - 10.30"
    slide.shapes.add_group_shape().shapes.add_textbox(0, 0, 9, 9).text_frame.text = "KL"
    whole = io.BytesIO()
    deck.save(whole)
    found = _parts(whole.getvalue())
    return {name: data for name, data in found.items() if not name.endswith((".jpeg", ".bin"))}


@cache
def paper() -> Parts:
    document = Document()
    document.add_heading("Program", 1)
    document.add_paragraph("10.00 - 10.05 Velkomst", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(1, 0).text = "10.05 - 10.30"
    document.add_page_break()
    whole = io.BytesIO()
    document.save(whole)
    return _parts(whole.getvalue())


@cache
def sheets() -> Parts:
    whole = io.BytesIO()
    book = xlsxwriter.Workbook(whole)
    sheet = book.add_worksheet()
    rows = (("Spørgsmål", "Svar", "Emne"), ("Hvem?", "Lars", "udk"), ("10.00", 5, 2.5))
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return _parts(whole.getvalue())


SLIDE = ("ppt/slides/slide1.xml", SLIDES, "ppt/slides/_rels/slide1.xml.rels", "[Content_Types].xml")
SHEET = ("xl/worksheets/sheet1.xml", WORKBOOK, "xl/sharedStrings.xml", "xl/styles.xml")
TEXT = (PAPER, "word/styles.xml", "word/_rels/document.xml.rels")


def table(data: bytes) -> None:
    """Read a sheet as a knowledge base."""
    try:
        told_base(laid_down(_with(sheets, SHEET)(data), "base.xlsx"), "base.xlsx")
    except (DocumentFault, FaultyEntriesError):
        return
    except Exception:  # noqa: BLE001 - what the child makes a sentence of
        return


@cache
def _pdf() -> bytes:
    """Make a small PDF with words in it."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
    names = {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in font.items()}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(names)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 20 200 Td (10.00 - 10.05 Velkomst) Tj T* (Pause) ' ET")
    page[NameObject("/Contents")] = writer._add_object(stream)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


CALENDAR = b"\r\n".join(
    (
        *(b"BEGIN:VCALENDAR", b"VERSION:2.0", b"PRODID:x", b"X-WR-CALNAME:Program"),
        *(b"BEGIN:VTIMEZONE", b"TZID:CET", b"BEGIN:STANDARD", b"DTSTART:19700101T000000"),
        *(b"TZOFFSETFROM:+0200", b"TZOFFSETTO:+0100", b"END:STANDARD", b"END:VTIMEZONE"),
        *(b"BEGIN:VEVENT", b"UID:1", b"DTSTART;TZID=CET:20261124T100000", b"DURATION:PT5M"),
        *(b"RRULE:FREQ=DAILY;COUNT=2", b"SUMMARY:Velkomst", b"END:VEVENT"),
        *(b"BEGIN:VEVENT", b"DTSTART:20261124T091000Z", b"DTEND:20261124T093000Z"),
        *(b"DESCRIPTION:10.00 a\\n10.05 b", b"SUMMARY:Pause", b"END:VEVENT", b"END:VCALENDAR", b""),
    )
)
XML = (
    *(b"<a:p>", b"</a:p>", b"<w:p/>", b"<w:tbl/>", b"<c r='A1' t='s'><v>9</v></c>", b"<row r='9'>"),
    *(
        b"<!DOCTYPE x>",
        b"<!ENTITY a 'b'>",
        b"&a;",
        b"<![CDATA[",
        b"<?xml version='1.0'?>",
        b"xmlns:",
    ),
    *(b"TargetMode='External'", b"../../", b"r:id='rId9'", b"<p:grpSp>", b"<a:t>10.00</a:t>"),
)
PDF = (
    *(b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"/Kids", b"/Parent", b"R"),
    *(
        b"/Filter /FlateDecode",
        b"/Encrypt",
        b"/ObjStm",
        b"/Prev 0",
        b"/Length 0",
        b"<<",
        b">>",
        b"BT",
    ),
)
ICS = (
    b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n",
    b"DTSTART",
    b";TZID=",
    b"RRULE:",
    b";VALUE=DATE",
    b":",
)
WHOLE = "each run opens a whole package; of the XML in it a million are made (innards.py)"


def _whole_package(
    name: str, one: Callable[[bytes], None], parts: Callable[[], Parts], changed: tuple[str, ...]
) -> Parser:
    seeds = _seeds(parts, changed)
    return Parser(name, one, seeds, XML, within=WITHIN, runs=FEWER, slow=WHOLE)


def _read_with(parts: Callable[[], Parts], changed: tuple[str, ...]) -> Callable[[bytes], None]:
    return lambda data: read(_with(parts, changed)(data))


PARSERS = (
    Parser("calendar", read, lambda: (CALENDAR,), ICS, within=WITHIN, guided=PART),
    Parser("pdf", read, lambda: (_pdf(),), PDF, within=WITHIN, guided=PART),
    _whole_package("slides", _read_with(slides, SLIDE), slides, SLIDE),
    _whole_package("paper", _read_with(paper, TEXT), paper, TEXT),
    _whole_package("sheet", _read_with(sheets, SHEET), sheets, SHEET),
    _whole_package("base-xlsx", table, sheets, SHEET),
)
