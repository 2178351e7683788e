"""Slides and papers: the same draft as the text gives, and nothing but a sentence from bad ones."""

import re
import time
from pathlib import Path

import pytest
from icalendar import Calendar
from pptx import Presentation
from pptx.util import Cm
from pypdf import PdfReader
from ruamel.yaml import YAML

from bot.documents.faults import DocumentFault
from bot.documents.limits import LONGEST
from bot.documents.reading import read_deck, read_document
from bot.files.drafting import meeting_yaml
from knowledge.deck.importer import read_draft
from tests.browser.conftest import CHROMIUM
from tests.deck.reading import written
from tests.documents import made
from tests.documents.hostile import hostile_files, worst_files
from tests.documents.layouts import ITEMS, calendar_invitation


def doubts(draft) -> list[str]:
    """The doubts without the lines' numbers, which are the file's own."""
    return [re.sub(r"\d+", "N", str(one)) for one in draft.doubts]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: it prints the PDF")
    return made.in_every_format(tmp_path_factory.mktemp("documents"))


@pytest.mark.parametrize("ending", made.MAKERS)
def test_the_real_deck_gives_the_same_draft_from_every_format(files, ending) -> None:
    text = read_draft(made.DECK.read_text("utf-8"), source="deck")

    draft = read_draft(read_document(files[ending]), source="deck")

    assert len(text.programmes[0].items) == 8
    assert written(draft) == written(text)
    assert doubts(draft) == doubts(text)


def test_titles_bullets_and_tables_of_a_deck_are_read(tmp_path) -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Styregruppemøde april 2024"
    first.placeholders[1].text_frame.text = "Velkommen"
    agenda = deck.slides.add_slide(deck.slide_layouts[5])
    agenda.shapes.title.text = "Program"
    rows = [
        ("Tid", "Emne", "Oplægsholder"),
        ("09.00 - 09.10", "Velkomst", "Anna Holm, KL"),
        ("09.10 - 09.40", "Økonomi", "Bo Hansen, KOMBIT"),
        ("09.40 - 10.00", "Evaluering", ""),
    ]
    table = agenda.shapes.add_table(4, 3, Cm(1), Cm(4), Cm(20), Cm(8)).table
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    path = tmp_path / "deck.pptx"
    deck.save(str(path))

    draft = read_draft(read_document(path), source="deck.pptx")

    (programme,) = draft.programmes
    assert [(i.start, i.end, i.title) for i in programme.items] == [
        ("09:00", "09:10", "Velkomst"),
        ("09:10", "09:40", "Økonomi"),
        ("09:40", "10:00", "Evaluering"),
    ]
    assert [one.name for item in programme.items for one in item.speakers] == [
        "Anna Holm",
        "Bo Hansen",
    ]


@pytest.fixture(scope="module")
def hostile(files) -> dict[str, bytes]:
    return hostile_files(files)


def test_fifty_hostile_files_are_each_refused_in_time_with_a_reason(hostile, tmp_path) -> None:
    assert len(hostile) >= 50
    slow, silent = [], []
    for name, data in hostile.items():
        path = tmp_path / name
        path.write_bytes(data)
        began = time.perf_counter()
        try:
            text = read_document(path)
        except DocumentFault as fault:
            if len(str(fault).split()) < 4 or "/etc" in str(fault):
                silent.append(name)
        else:
            # What a cut file still holds may be read; it is never what lies outside of it.
            assert name.startswith("cut-"), name
            assert "root:" not in text
        if time.perf_counter() - began > 5:
            slow.append(name)
        path.unlink()

    assert (slow, silent) == ([], [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("locked.pdf", "locked with a password"),
        ("pictures-only.pdf", "no text was found"),
        ("500-pages.pdf", "500 pages"),
        ("bomb.pptx", "not opened"),
        ("laughs.docx", "declares entities"),
        ("macro.pptx", "macros"),
        ("macro.pptm", "macros"),
        ("old.pptx", "before 2007"),
        ("text.pdf", "whatever its name says"),
        ("other.pptx", "no PowerPoint, Word or Excel"),
    ],
)
def test_the_reason_says_what_is_wrong(hostile, tmp_path, name, said) -> None:
    path = tmp_path / name
    path.write_bytes(hostile[name])

    with pytest.raises(DocumentFault, match=said):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("novel.txt", "more text than any meeting's papers"),
        ("endless.txt", "more text than any meeting's papers"),
        ("binary.txt", "no document that can be read"),
    ],
)
def test_text_that_is_no_deck_is_refused_too(tmp_path, name, said) -> None:
    path = tmp_path / "sent"
    path.write_bytes(worst_files()[name])

    with pytest.raises(DocumentFault, match=said):
        read_deck(path, name)


def test_a_paper_of_any_format_may_hold_only_so_much_text(tmp_path) -> None:
    words = " ".join(map(str, range(LONGEST // 6)))  # none twice: it is packed as a paper is
    path = made.as_docx([words], tmp_path / "novel.docx")

    with pytest.raises(DocumentFault, match="more text than any meeting's papers"):
        read_document(path)


def test_a_document_is_read_by_what_it_is_whatever_it_is_called(files) -> None:
    drafts = [read_deck(files[".pdf"], name) for name in ("deck.pdf", "deck.txt", "deck")]

    assert [len(draft.programmes[0].items) for draft in drafts] == [8, 8, 8]


def test_the_pdf_is_a_real_one(files) -> None:
    assert len(PdfReader(files[".pdf"]).pages) >= len(made.deck_pages())


@pytest.mark.parametrize("field", ["location", "x-microsoft-skypeteamsmeetingurl"])
def test_an_invitation_s_teams_link_is_the_drafted_run_s_join_link(field, tmp_path) -> None:
    path = tmp_path / "invitation.ics"
    calendar_invitation(path)
    calendar = Calendar.from_ical(path.read_bytes())
    link = "https://teams.microsoft.com/meet/3456789012?p=secret"
    calendar.events[0].add(field, f"Microsoft Teams-møde; {link}")
    path.write_bytes(calendar.to_ical())

    draft = read_draft(read_document(path), source=path.name)
    (run,) = YAML(typ="safe").load(meeting_yaml(draft, path.name))["runs"]

    assert run["join-link"] == "https://teams.microsoft.com/meet/3456789012"
    assert len(draft.programmes[0].items) == len(ITEMS)
    assert "teams" not in str(YAML(typ="safe").load(meeting_yaml(draft, path.name))["links"])


def test_teams_links_that_could_be_any_run_s_stay_links(tmp_path) -> None:
    path = tmp_path / "invitation.ics"
    calendar_invitation(path)
    calendar = Calendar.from_ical(path.read_bytes())
    links = [f"https://teams.microsoft.com/meet/345678901{n}" for n in range(2)]
    calendar.events[0].add("location", " ".join(links))
    path.write_bytes(calendar.to_ical())

    drafted = YAML(typ="safe").load(
        meeting_yaml(read_draft(read_document(path), source=path.name), path.name)
    )

    assert "join-link" not in drafted["runs"][0]
    assert [link["url"] for link in drafted["links"]] == links
