"""Records over HTTP: what a host downloads, and what everybody who was there looks back at."""

import asyncio
import io
import threading
from dataclasses import replace
from datetime import timedelta

import docx
import openpyxl
import pytest

from bot.commands.exporting import Format, exported
from bot.commands.meetings import Found
from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting import commands as c
from meeting.ids import CommandId, MeetingId
from meeting.planning import moved_to
from tests.drawing.seeing import seen as seen_of
from tests.given import KEYS, METTE, START, command, demo_file
from tests.remembered import edition_before_in, plan, remembered_in
from tests.reports.reading import DA, Page, book, cells, html, lines_of_word, told_of, word
from tests.web.served import serving
from tests.web.test_forms import page
from web.archive import Archive
from web.assets import read_assets
from web.pages import Pages
from web.site import Record

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "docx": WORD,
    "html": "text/html; charset=utf-8",
    "xlsx": EXCEL,
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}


@pytest.fixture
async def store():
    """A store in which the meeting of tests.remembered is over."""
    found = MemoryStore()
    await remembered_in(Hub(found, MemoryBallots()))
    return found


@pytest.fixture
async def over(store):
    async with serving(store, plan=plan()) as running:
        running.clock.at = running.site.hub.state(running.meeting).at
        yield running


@pytest.mark.parametrize("kind", TYPES)
async def test_a_record_has_its_type_and_a_name_of_its_own(over, kind):
    host = await over.holder(METTE)

    answer = await host.get(f"{{m}}/records.{kind}")

    name = f'attachment; filename="programledermoede-marts-2020-1.{kind}"'
    assert (answer.status, answer.headers["Content-Type"]) == (200, TYPES[kind])
    assert answer.headers["Content-Disposition"] == name
    assert answer.headers["Cache-Control"] == "no-store"


async def test_what_a_host_downloads_is_what_the_command_writes(over, store):
    host, meeting = await over.holder(METTE), over.site.hub.state(over.meeting)
    about = told_of(meeting)
    log = tuple(await store.read(over.meeting))

    files = {
        kind: await (await host.get(f"{{m}}/records.{kind}")).read()
        for kind in ("docx", "html", "xlsx", "json")
    }

    paper = docx.Document(io.BytesIO(files["docx"]))
    assert lines_of_word(paper) == lines_of_word(word(about))
    assert files["html"].decode() == html(about)
    made = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert cells(made, "Spørgsmål") == cells(book(about), "Spørgsmål")
    assert files["json"] == exported(Found(meeting, log), Format.JSON)


async def test_a_hosts_minutes_compare_with_the_editions_before_and_the_page_for_all_does_not(
    over,
):
    before = await edition_before_in(over.site.hub)
    host, meeting = await over.holder(METTE), over.site.hub.state(over.meeting)

    told = await (await host.get("{m}/records.html")).text()
    looked_back_at = (await page(await host.get("{m}/record")))["body"]

    assert told == html(told_of(meeting, others=(before,)))
    assert "Udgave for udgave" in told
    assert "Udgave for udgave" not in looked_back_at


async def test_a_paper_speaks_the_meetings_language_whatever_the_browsers_unless_asked(over):
    host = await over.holder(METTE)

    plain = await host.get("{m}/records.html", headers={"Accept-Language": "en"})
    asked = await host.get("{m}/records.html?language=en")
    after = await host.get("{m}/state")

    assert Page(await plain.text()).all("html") == [{"lang": "da"}]
    assert Page(await asked.text()).all("html") == [{"lang": "en"}]
    assert "lang" not in after.cookies


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("records.docx?language=de", 422),
        ("records.exe", 404),
        ("records.tinydb", 404),
        ("records.", 404),
    ],
)
async def test_what_there_is_not_is_said_in_a_sentence(over, path, status):
    host = await over.holder(METTE)

    answer = await host.get(f"{{m}}/{path}")

    assert answer.status == status
    assert (await answer.json())["error"]


async def test_without_the_stores_side_there_is_no_export_of_everything():
    async with serving(everything=None) as served:
        host = await served.holder(METTE)

        assert (await host.get("{m}/records.json")).status == 404


async def test_a_record_is_written_beside_everything_else(over):
    archive, begun, may_end = Archive(), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow() -> bytes:
        loop.call_soon_threadsafe(begun.set)
        may_end.wait()
        return b"done"

    writing = asyncio.create_task(archive.write(slow))
    await begun.wait()  # it is being written, and the loop goes on
    state = (await (await over.holder(METTE)).get("{m}/state")).status
    next_in_line = asyncio.create_task(archive.write(lambda: b"second"))
    await asyncio.sleep(0)
    waiting = not next_in_line.done()
    may_end.set()

    assert (state, waiting) == (200, True)
    assert [await writing, await next_in_line] == [b"done", b"second"]


async def test_the_page_to_look_back_at_is_drawn_once_for_all_until_the_meeting_changes(over):
    archive, meeting = Archive(), over.site.hub.state(over.meeting)

    first, *others = await asyncio.gather(*(archive.look_back(meeting, DA) for _ in range(20)))
    hidden = c.ShowResults(shown=False)
    await over.do(METTE, hidden)
    later = await archive.look_back(over.site.hub.state(over.meeting), DA)

    assert all(one is first for one in others)
    assert "Hvor nyttigt var mødet?" in first
    assert "Hvor nyttigt var mødet?" not in later


async def test_only_a_few_drawn_pages_are_kept(over):
    archive, meeting = Archive(), over.site.hub.state(over.meeting)
    for number in range(60):
        other = _renamed(meeting, f"m-{number}")
        await archive.look_back(other, DA)

    assert len(archive._kept) <= 50


def _renamed(meeting, name):
    return replace(meeting, plan=replace(meeting.plan, meeting=MeetingId(name)))


@pytest.fixture
async def series():
    """Run 1 is over, run 2 goes on, a third one is to come; Anna was in both, Bo in run 2 alone."""
    async with serving() as served:
        first, second = served.code, await _also(served, 1, 1)
        await _also(served, 0, 2)
        anna, bo, host = served.nobody(), served.nobody(), served.nobody()
        for person, code, name in (
            (anna, first, "Anna"),
            (anna, second, "Anna"),
            (bo, second, "Bo"),
        ):
            await person.post(f"/m/{code}/join", {"name": name, "organisation": "Odense"})
        key = served.site.keys.role_key(served.site.hub.by_code(second).plan.meeting, METTE)
        await host.post(f"/m/{second}/join", {"key": key})
        for code, deed in (
            (first, c.StartMeeting()),
            (first, c.CloseMeeting()),
            (second, c.StartMeeting()),
        ):
            meeting = served.site.hub.by_code(code).plan.meeting
            await served.site.hub.send(meeting, command(METTE, deed, at=served.clock.now()))
        yield second, first, {"anna": anna, "bo": bo, "host": host}


async def _also(served, run, days):
    """Plan and open another meeting of the series; give its code."""
    one = moved_to(demo_file().plans(KEYS)[run], START + timedelta(days=days))
    one = replace(one, meeting=MeetingId(f"run-{days}"), code=f"RUN{days}XXXX")
    for deed in (c.PlanMeeting(one), c.OpenMeeting()):
        sent = c.Command(
            CommandId(f"{one.code} {type(deed).__name__}"), served.clock.now(), None, deed
        )
        send = served.site.hub.plan if isinstance(deed, c.PlanMeeting) else served.site.hub.send
        await send(one.meeting, sent)
    return one.code


async def test_the_series_earlier_meetings_are_listed_for_who_was_in_them_and_for_hosts(series):
    here, before, people = series

    shown = {
        name: (await page(await person.get(f"/m/{here}/record")))["others"]
        for name, person in people.items()
    }

    assert shown == {"anna": {before: True}, "bo": {}, "host": {before: False}}


async def test_who_was_there_looks_back_also_after_the_end_and_strangers_do_not(series):
    _, before, people = series

    shown = {
        name: (await page(await person.get(f"/m/{before}/record")))["page"]
        for name, person in people.items()
    }

    assert shown == {"anna": "record", "bo": "join", "host": "join"}


async def test_the_series_page_has_the_meetings_that_one_was_in_and_all_held_ones_for_a_host(
    series,
):
    here, before, people = series

    shown = {
        name: await page(await person.get(f"/m/{here}/series")) for name, person in people.items()
    }

    held = {name: (one["runs"], one["host"]) for name, one in shown.items()}
    assert held == {
        "anna": ({here: True, before: True}, False),
        "bo": ({here: True}, False),
        "host": ({here: True, before: False}, True),
    }


async def test_who_was_in_any_meeting_of_the_series_opens_its_page_by_any_code_of_it(series):
    _, before, people = series

    shown = {
        name: await page(await person.get(f"/m/{before}/series")) for name, person in people.items()
    }

    assert {name: len(one["runs"]) for name, one in shown.items()} == {
        "anna": 2,
        "bo": 1,
        "host": 2,
    }


async def test_a_stranger_is_asked_to_join_before_seeing_the_series(over):
    shown = await page(await over.nobody().get("{m}/series"))

    assert (shown["page"], "runs" in shown) == ("join", False)


async def test_the_page_drawn_for_real_lists_them_with_what_was_asked(series, over):
    meeting = over.site.hub.state(over.meeting)
    body = await Archive().look_back(meeting, DA)
    record = Record(body, (meeting,), frozenset({meeting.plan.meeting}))
    seen = replace(seen_of(meeting), record=record)

    drawn = Pages(read_assets()).page("record", seen)

    read = Page(drawn)
    assert "Programledermøde marts 2020, 30/3-2020" in read.lines
    assert "14 spørgsmål, 9 besvaret" not in read.lines  # hidden ones are not counted
    assert "12 spørgsmål, 9 besvaret" in read.lines
    assert {a.get("href") for a in read.all("a")} >= {"/m/MARTS2AD/record", "#part-1"}
