"""Small files that grow when they are read, and XML that names what it should not."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from bot.documents.office import PAPER, SLIDES, WORKBOOK
from tests.documents import made
from tests.documents.hostile import LAUGHS, OUTSIDE, pdf_of

MEGABYTE = 2**20
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
OWN_CHILD = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>"


def _spaces() -> bytes:
    return b" " * (400 * MEGABYTE)


def _zeros(megabytes: int = 400) -> bytes:
    return bytes(megabytes * MEGABYTE)


def _sheet() -> bytes:
    rows = b"<row><c><v>1</v></c></row>" * 2_000_000
    return made.packed({WORKBOOK: b"<w/>", "xl/worksheets/sheet1.xml": rows})


def _nested() -> bytes:
    inner = made.packed({SLIDES: b"<p>" + _zeros(8)})
    return made.packed({f"{number}.pptx": inner for number in range(40)})


# Each is made when it is wanted: some take as long as they are meant to.
BOMBS: dict[str, Callable[[], bytes]] = {
    "spaces.pptx": lambda: made.packed({SLIDES: _spaces()}),
    "zeros.docx": lambda: made.packed({PAPER: _zeros()}),
    "zeros.xlsx": lambda: made.packed({WORKBOOK: _zeros()}),
    "hidden.pptx": lambda: made.packed({SLIDES: b"<p/>", "ppt/media/a.bin": _zeros()}),
    "three.pptx": lambda: made.packed({SLIDES: b"<p/>", **{f"m{n}": _zeros(128) for n in "abc"}}),
    "nested.pptx": _nested,
    "many-parts.pptx": lambda: made.packed({f"ppt/{n}.xml": b"<p/>" for n in range(30_000)}),
    "many-parts.docx": lambda: made.packed({f"word/{n}.bin": b"" for n in range(60_000)}),
    "lying-small.pptx": lambda: _lying(made.packed({SLIDES: _zeros(64)}), 10),
    "lying-large.pptx": lambda: _lying(made.packed({SLIDES: b"<p/>"}), 2**32 - 2),
    "overlapping.pptx": lambda: _overlapping(2_000, 2 * MEGABYTE),
    "cut.pptx": lambda: made.packed({SLIDES: _spaces()})[:-200],
    "rows.xlsx": _sheet,
    "deep.docx": lambda: made.packed({PAPER: b"<a>" * 900_000}),
    "attributes.docx": lambda: made.packed({PAPER: b"<a %b/>" % _attributes(200_000)}),
    "one-letter.docx": lambda: made.packed({PAPER: b"<a>" + b"x" * (200 * MEGABYTE)}),
    "laughs.pptx": lambda: made.packed({SLIDES: LAUGHS}),
    "stream.pdf": lambda: _pdf_stream(zlib.compress(_spaces(), 9)),
    "stream-twice.pdf": lambda: _pdf_stream(zlib.compress(zlib.compress(_spaces(), 9), 9), 2),
    "pages.pdf": lambda: pdf_of(3).replace(b"/Count 3", b"/Count 2000000000"),
    "kids.pdf": lambda: _pdf((CATALOG, OWN_CHILD)),
    "arrays.pdf": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 300_000,
    "events.ics": lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000,
    "long-line.ics": lambda: b"BEGIN:VCALENDAR\r\nX:" + b"a\r\n " * 600_000,
}


def _attributes(count: int) -> bytes:
    return b" ".join(b'a%d=""' % number for number in range(count))


def _lying(package: bytes, size: int) -> bytes:
    """Say in the directory and in the part's own head that it unpacks to another size."""
    data = bytearray(package)
    head, entry = data.index(b"PK\3\4"), data.index(b"PK\1\2")
    struct.pack_into("<I", data, head + 22, size)
    struct.pack_into("<I", data, entry + 24, size)
    return bytes(data)


def _overlapping(names: int, size: int) -> bytes:
    """Have many names in the directory for one and the same packed bytes."""
    kernel = made.packed({SLIDES: bytes(size)})
    at = kernel.index(b"PK\1\2")
    entry = kernel[at : kernel.index(b"PK\5\6")]
    entries = entry * names
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, names, names, len(entries), at, 0)
    return kernel[:at] + entries + end


def _pdf_stream(data: bytes, filters: int = 1) -> bytes:
    names = b"/FlateDecode " * filters
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    objects = (
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        b"<< /Length %d /Filter [ %b] >>\nstream\n%b\nendstream" % (len(data), names, data),
    )
    return _pdf(objects)


def _pdf(objects: tuple[bytes, ...]) -> bytes:
    whole, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(whole)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    whole += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    whole += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(whole)


COMMENT = b"<!--" + b"x" * 200_000 + b"-->"
PARAMETER = b'<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><x/>'
REMOTE = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>'


@cache
def declaring() -> dict[str, bytes]:
    """Packages in which XML brings its own entities, by name."""
    text = OUTSIDE.decode()
    written = {
        "plain": OUTSIDE,
        "laughs": LAUGHS,
        "parameter": PARAMETER,
        "remote": REMOTE,
        "small-letters": b"<!doctype x><x/>",
        "entity-alone": b'<!ENTITY a "b"><x/>',
        "behind-a-comment": COMMENT + OUTSIDE.partition(b"?>")[2],
        "over-two-pieces": b"<!--" + b"x" * (64 * 1024 - 12) + b"--><!DOCTYPE x><x/>",
        "utf-16": text.encode("utf-16"),
        "utf-16-be": text.encode("utf-16-be"),
        "utf-32": text.encode("utf-32"),
        "marked": b"\xef\xbb\xbf" + OUTSIDE,
    }
    found = {f"{name}.docx": made.packed({PAPER: data}) for name, data in written.items()}
    relations, other = "ppt/_rels/presentation.xml.rels", "ppt/slides/slide1.bin"
    return {
        **found,
        "relations.pptx": made.packed({SLIDES: b"<p/>", relations: OUTSIDE}),
        "other-ending.pptx": made.packed({SLIDES: b"<p/>", other: OUTSIDE}),
        "sheet.xlsx": made.packed({WORKBOOK: b"<w/>", "xl/sharedStrings.xml": LAUGHS}),
        "types.xlsx": made.packed({WORKBOOK: b"<w/>", "[Content_Types].xml": OUTSIDE}),
    }


def names_twice(part: str, data: bytes) -> bytes:
    """A package with the same name twice: who looks at one may read the other."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, b"<p/>")
        package.writestr(part, data)
    return whole.getvalue()
