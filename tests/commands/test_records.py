"""`export` of a whole meeting: every format, both languages, a speaker's part, and the way back."""

import asyncio
import csv
import json
from datetime import timedelta

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from icalendar import Calendar

from bot.hub import Hub
from bot.stores.folder import open_folder
from meeting import commands as c
from tests.commands.told import refused
from tests.given import METTE, command
from tests.march import March
from tests.remembered import edition_before_in, plan, remembered_in
from tests.reports.reading import DA, Page, html, lines_of_word, told_of

CODE = plan().code


def kept(folder, play):
    """Let something be played into a data folder that nobody holds afterwards."""

    async def played():
        place = open_folder(folder)
        try:
            return await play(place)
        finally:
            await place.close()

    return asyncio.run(played())


@pytest.fixture
def whole(tmp_path):
    """The meeting of tests.remembered, on disk and over."""
    return kept(tmp_path / "data", lambda p: remembered_in(Hub(p.store, p.ballots)))


async def both_in(hub):
    before = await edition_before_in(hub)
    return await remembered_in(hub), before


@pytest.fixture
def exported(run, tmp_path):
    def export(kind, *more):
        out = tmp_path / f"m.{kind}"
        result = run("export", CODE, "--format", kind, "--out", out, *more)
        assert (result.exit_code, result.output) == (0, "")
        return out

    return export


def test_minutes_and_workbook_are_one_command_each(whole, exported):
    paper, page, book = (exported(kind) for kind in ("docx", "html", "xlsx"))

    assert page.read_text("utf-8") == html(told_of(whole))
    assert "Besvaret mundtligt af ATP, kl. 10.18." in lines_of_word(docx.Document(str(paper)))
    assert openpyxl.load_workbook(book).sheetnames[0] == "Overblik"


def test_a_paper_compares_with_the_editions_before_as_the_hosts_page_does(run, tmp_path, exported):
    last, before = kept(tmp_path / "data", lambda p: both_in(Hub(p.store, p.ballots)))

    page, book = exported("html"), exported("xlsx")

    assert page.read_text("utf-8") == html(told_of(last, others=(before,)))
    assert "Programledermøde februar 2020" in Page(page.read_text("utf-8")).lines
    assert "Udgave for udgave" in openpyxl.load_workbook(book).sheetnames


def test_the_other_languages_minutes_come_by_an_option(whole, exported):
    paper, page = (exported(kind, "--language", "en") for kind in ("docx", "html"))

    document = docx.Document(str(paper))
    assert document.paragraphs[1].text == "Minutes"
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert Page(page.read_text("utf-8")).all("html") == [{"lang": "en"}]


@pytest.mark.parametrize("name", ["Keld Jørgensen", "  keld   jørgensen "])
def test_a_speaker_gets_a_summary_of_their_own_questions(whole, exported, name):
    page = Page(exported("html", "--speaker", name).read_text("utf-8"))
    rows = list(csv.reader(exported("csv", "--speaker", name).read_text("utf-8-sig").splitlines()))

    assert page.lines[2] == "Spørgsmål til Keld Jørgensen (KOMBIT)"
    assert [row[0] for row in rows[1:]] == ["10", "11", "12"]
    assert "Evaluering" not in page.lines


def test_a_calendar_of_it_has_the_meeting_its_deadlines_and_its_promises(whole, exported):
    events = Calendar.from_ical(exported("ics").read_bytes()).walk("VEVENT")

    assert len(events) == 1 + 2 + 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("docx", "--speaker", "Ingen"), "Ingen does not speak or chair here; these do: Mette"),
        (("docx", "--speaker", "Hans"), "Hans does not speak or chair here"),
        (("docx", "--organisation", "Nul"), "no question was asked for Nul"),
        (("html", "--organisation", "Kolding"), "no question was asked for Kolding"),
        (("json", "--speaker", "Keld Jørgensen"), "--speaker goes with --format docx, html"),
        (("ics", "--organisation", "Odense"), "--organisation goes with --format docx, html"),
    ],
)
def test_what_there_is_no_paper_of_is_refused_in_a_sentence(
    whole, run, tmp_path, arguments, sentence
):
    kind, *more = arguments
    said = refused(run("export", CODE, "--format", kind, *more, "--out", "x"))

    assert said.startswith(sentence)
    assert not (tmp_path / "x").exists()


def test_a_speaker_whom_nobody_asked_is_named(run, tmp_path):
    kept(tmp_path / "data", lambda p: remembered_in(Hub(p.store, p.ballots), until=4))

    said = refused(
        run("export", CODE, "--format", "docx", "--speaker", "Keld Jørgensen", "--out", "x")
    )

    assert said == "no question was for Keld Jørgensen"


@pytest.mark.parametrize(
    "more",
    [("--language", "de"), ("--speaker", "a", "--organisation", "b")],
    ids=["language", "both"],
)
def test_what_cannot_be_asked_for_is_wrong_usage(run, more):
    assert run("export", CODE, "--format", "docx", "--out", "x", *more).exit_code == 2


@pytest.mark.parametrize("until", [-6, 50, 88, 10_000], ids=["open", "running", "rated", "over"])
def test_an_export_of_a_whole_meeting_imports_to_the_same_bytes(run, tmp_path, monkeypatch, until):
    kept(tmp_path / "data", lambda p: remembered_in(Hub(p.store, p.ballots), until=until))
    first, second = tmp_path / "first.json", tmp_path / "second.json"

    assert run("export", CODE, "--format", "json", "--out", first).exit_code == 0
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "elsewhere"))
    assert run("import", first).exit_code == 0
    run("export", CODE, "--format", "json", "--out", second)

    assert second.read_bytes() == first.read_bytes()
    assert json.loads(first.read_bytes())["evaluation"]["responses"] == (23 if until >= 88 else 0)


def test_an_export_of_a_meeting_that_was_opened_again_imports_to_the_same_bytes(
    run, tmp_path, monkeypatch
):
    async def play(place):
        hub = Hub(place.store, place.ballots)
        await remembered_in(hub, until=50)
        id_ = plan().meeting
        at = hub.state(id_).at
        for minutes, deed in ((1, c.CloseMeeting()), (2, c.UndoStep()), (3, c.NextItem())):
            later = at + timedelta(minutes=minutes)
            await hub.send(id_, command(METTE, deed, at=later))
        return hub.state(id_)

    state = kept(tmp_path / "data", play)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    run("export", CODE, "--format", "json", "--out", first)
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "elsewhere"))
    run("import", first)
    run("export", CODE, "--format", "json", "--out", second)

    assert second.read_bytes() == first.read_bytes()
    told = json.loads(first.read_bytes())
    assert (told["phase"], told["version"]) == ("running", state.version)


def test_exports_of_a_series_with_all_that_happens_between_its_meetings_come_back_the_same(
    run, tmp_path, monkeypatch
):
    async def play(place):
        march = March(place.store)
        await march.play()
        return march

    march = kept(tmp_path / "data", play)
    codes = [one.code for one in march.plans]
    for code in codes:
        run("export", code, "--format", "json", "--out", tmp_path / f"{code}.json")

    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "elsewhere"))
    for code in codes:
        assert run("import", tmp_path / f"{code}.json").exit_code == 0
        run("export", code, "--format", "json", "--out", tmp_path / f"{code}-2.json")

    for code in codes:
        first, second = ((tmp_path / f"{code}{end}.json").read_bytes() for end in ("", "-2"))
        assert second == first
        assert json.loads(first)["questions"]


def test_what_is_told_in_a_paper_is_of_the_meetings_last_event(whole, exported):
    assert exported("docx").exists()
    assert DA.date(whole.at) == "1/4-2020"
    assert "over fristen" in Page(exported("html").read_text("utf-8")).lines
