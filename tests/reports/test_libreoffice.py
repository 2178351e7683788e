"""Minutes and workbook open in an office program that is not the one they were written for."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.reports.files import Kind, written
from tests.meeting.editions import three_editions
from tests.remembered import remembered
from tests.reports.reading import DA, EN, told_of

SOFFICE = shutil.which("soffice")
MISSING = (
    "no soffice: apt-get install -y --no-install-recommends libreoffice-writer libreoffice-calc"
)
PATIENCE = 80  # seconds; it takes two or three


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, list[str]]:
    """The pages of each file, as LibreOffice prints them."""
    if SOFFICE is None:
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("office")
    meeting, files = remembered(), []
    for speech in (DA, EN):
        for kind in (Kind.DOCX, Kind.XLSX):
            files.append(folder / f"{kind}-{speech.language}.{kind}")
            files[-1].write_bytes(written(kind, told_of(meeting, speech), ""))
    *earlier, last = three_editions()
    for kind in (Kind.DOCX, Kind.XLSX):
        files.append(folder / f"{kind}-editions.{kind}")
        files[-1].write_bytes(written(kind, told_of(last, others=earlier), ""))
    convert(files, folder)
    return {file.stem: _pages(file.with_suffix(".pdf")) for file in files}


def convert(files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    told = [SOFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(told, check=True, timeout=PATIENCE, capture_output=True)


def _pages(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("docx-da", "Hvad var årsagen til nedbruddet den 12. marts?"),
        ("docx-en", "Answered live by KOMBIT, at 10:50."),
        ("xlsx-da", "Hvad var årsagen til nedbruddet den 12. marts?"),
        ("xlsx-en", "Answered live at 10:50."),
    ],
)
def test_it_is_printed_with_what_it_says(printed, name, said):
    assert said in " ".join(printed[name])


def test_the_minutes_number_their_pages_and_repeat_a_tables_head(printed):
    pages = printed["docx-da"]

    assert [f"Side {n} af {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(
        pages
    )
    assert "Programledermøde marts 2020, 30/3-2020" in pages[-1]


def test_the_workbook_prints_a_sheet_a_page_with_its_charts(printed):
    pages = printed["xlsx-da"]

    assert len(pages) <= 8
    assert "Minutter: planlagt og brugt" in pages[1]
    assert "Side 1 af" in pages[0]
    charts = [page for page in pages if page.count("Hvor nyttigt var mødet?") == 2]
    assert len(charts) == 1  # the question stands over its table and again over its chart


def test_the_editions_are_printed_as_a_table_and_on_one_page_with_their_lines(printed):
    paper = " ".join(printed["docx-editions"])
    (sheet,) = [page for page in printed["xlsx-editions"] if "Kørsler" in page]

    assert "Udgave for udgave" in paper
    assert "n = 78" in paper
    assert sheet.count("Nytte, 1 til 5") == 2  # over its column, and over its line
    assert sheet.count("25/10-2026") == 4  # in the table, and under each line


def test_no_sheet_shows_a_fault(printed):
    whole = " ".join(page for pages in printed.values() for page in pages)

    assert [fault for fault in ("#REF", "#NAME", "#VALUE", "Err:") if fault in whole] == []
