"""One programme, laid out as people lay programmes out, in every kind of file that is read."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from docx import Document
from icalendar import Calendar, Event
from openpyxl import Workbook
from playwright.sync_api import sync_playwright
from pptx import Presentation
from pptx.util import Cm

from tests.browser.conftest import CHROMIUM

TITLE = "Styregruppemøde april 2024"
ITEMS = (
    ("09.00", "09.10", "Velkomst", "Anna Holm", "KL"),
    ("09.10", "09.40", "Økonomi og plan", "Bo Hansen", "KOMBIT"),
    ("09.40", "10.05", "Status på driften", "Søren Kjær", "ATP"),
    ("10.05", "10.20", "Pause", "", ""),
    ("10.20", "10.50", "Nye krav til sikkerhed", "Mette Lund", "Digitaliseringsstyrelsen"),
    ("10.50", "11.00", "Evaluering og afslutning", "Anna Holm", "KL"),
)


def expected() -> dict[str, object]:
    """What each layout says, in the shape that `import --json` prints."""
    return {
        "programmes": [
            {
                "start": _iso(ITEMS[0][0]),
                "end": _iso(ITEMS[-1][1]),
                "items": [
                    {
                        "start": _iso(begin),
                        "end": _iso(end),
                        "title": title,
                        "speakers": [{"name": name, "organisation": org}] if name else [],
                    }
                    for begin, end, title, name, org in ITEMS
                ],
            }
        ]
    }


def _iso(clock: str) -> str:
    return clock.replace(".", ":")


def _who(name: str, org: str) -> str:
    return f"{name}, {org}" if name else ""


def _line(begin: str, end: str, title: str, name: str, org: str) -> str:
    return f"{begin} - {end} {title}" + (f" v. {name}, {org}" if name else "")


def slide_table(path: Path) -> None:
    deck = _deck()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Dagsorden"
    rows = [("Tid", "Emne", "Oplægsholder")]
    rows += [(f"{a} - {b}", title, _who(name, org)) for a, b, title, name, org in ITEMS]
    _fill(slide.shapes.add_table(len(rows), 3, Cm(1), Cm(4), Cm(22), Cm(10)).table, rows)
    deck.save(str(path))


def slide_bullets(path: Path) -> None:
    deck = _deck()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Program"
    slide.placeholders[1].text_frame.text = "\n".join(_line(*item) for item in ITEMS)
    deck.save(str(path))


def slide_indented(path: Path) -> None:
    """Who speaks is a level further in, below what about."""
    deck = _deck()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Program"
    frame = slide.placeholders[1].text_frame
    for number, (begin, end, title, name, org) in enumerate(ITEMS):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = f"{begin} - {end} {title}"
        if name:
            below = frame.add_paragraph()
            below.text, below.level = _who(name, org), 1
    deck.save(str(path))


def slides_two(path: Path) -> None:
    """The agenda goes on over a second slide."""
    deck = _deck()
    for part, items in (("Program", ITEMS[:3]), ("Program, fortsat", ITEMS[3:])):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = part
        slide.placeholders[1].text_frame.text = "\n".join(_line(*item) for item in items)
    deck.save(str(path))


def slide_boxes(path: Path) -> None:
    """A text box an item, put on the slide in no order."""
    deck = _deck()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Program"
    for number in (3, 0, 5, 1, 4, 2):
        box = slide.shapes.add_textbox(Cm(1), Cm(4 + 2 * number), Cm(22), Cm(1.5))
        box.text_frame.text = _line(*ITEMS[number])
    deck.save(str(path))


def paper_table(path: Path) -> None:
    paper = Document()
    paper.add_heading(TITLE, 0)
    rows = [("Kl.", "Punkt", "v/")]
    rows += [(f"{a}-{b}", title, _who(name, org)) for a, b, title, name, org in ITEMS]
    _fill(paper.add_table(len(rows), 3), rows)
    paper.save(str(path))


def paper_list(path: Path) -> None:
    paper = Document()
    paper.add_heading(TITLE, 0)
    paper.add_heading("Program", 1)
    for item in ITEMS:
        paper.add_paragraph(_line(*item), style="List Bullet")
    paper.save(str(path))


def paper_paragraphs(path: Path) -> None:
    paper = Document()
    paper.add_paragraph(TITLE)
    for begin, end, title, name, org in ITEMS:
        paper.add_paragraph(f"Kl. {begin}-{end}: {title}" + (f" ({name}, {org})" if name else ""))
    paper.save(str(path))


def printed_table(path: Path) -> None:
    rows = "".join(
        f"<tr><td>{a} - {b}<td>{title}<td>{_who(name, org)}" for a, b, title, name, org in ITEMS
    )
    _print(f"<h1>{TITLE}</h1><table cellpadding=12>{rows}</table>", path)


def printed_list(path: Path) -> None:
    rows = "".join(f"<li>{escape(_line(*item))}" for item in ITEMS)
    _print(f"<h1>{TITLE}</h1><h2>Program</h2><ul>{rows}</ul>", path)


def sheet_times(path: Path) -> None:
    """Times as a sheet holds them, and a column for each thing."""
    book = Workbook()
    sheet = book.active
    sheet.title = TITLE
    sheet.append(("Start", "Slut", "Emne", "Oplægsholder", "Organisation"))
    for begin, end, title, name, org in ITEMS:
        sheet.append((_time(begin), _time(end), title, name or None, org or None))
    book.save(str(path))


def sheet_text(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Ark1"
    sheet.append((TITLE,))
    sheet.append(())
    for begin, end, title, name, org in ITEMS:
        sheet.append((f"{begin}-{end}", title, f"{name} ({org})" if name else None))
    book.save(str(path))


def calendar_events(path: Path) -> None:
    calendar = Calendar()
    calendar.add("x-wr-calname", "Styregruppemøde")
    for begin, end, title, name, org in ITEMS:
        event = Event()
        event.add("dtstart", _at(begin))
        event.add("dtend", _at(end))
        event.add("summary", f"{title} v. {name}, {org}" if name else title)
        calendar.add_component(event)
    path.write_bytes(calendar.to_ical())


def calendar_invitation(path: Path) -> None:
    """One event for the whole meeting, the programme in what is written about it."""
    calendar, event = Calendar(), Event()
    event.add("dtstart", _at(ITEMS[0][0]))
    event.add("dtend", _at(ITEMS[0][0]) + timedelta(hours=2))
    event.add("summary", TITLE)
    event.add("description", "Program:\n" + "\n".join(_line(*item) for item in ITEMS))
    calendar.add_component(event)
    path.write_bytes(calendar.to_ical())


LAYOUTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    make.__name__: (ending, make)
    for ending, makes in {
        ".pptx": (slide_table, slide_bullets, slide_indented, slides_two, slide_boxes),
        ".docx": (paper_table, paper_list, paper_paragraphs),
        ".pdf": (printed_table, printed_list),
        ".xlsx": (sheet_times, sheet_text),
        ".ics": (calendar_events, calendar_invitation),
    }.items()
    for make in makes
}


def _deck():
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = TITLE
    return deck


def _fill(table, rows) -> None:
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text


def _print(body: str, path: Path) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(f"<meta charset=utf-8>{body}")
        page.pdf(path=path)
        browser.close()


def _time(clock: str) -> time:
    return time.fromisoformat(_iso(clock))


def _at(clock: str) -> datetime:
    day = datetime(2024, 4, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))
    return datetime.combine(day, _time(clock), day.tzinfo)
