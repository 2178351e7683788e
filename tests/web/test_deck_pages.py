"""The next meeting from a deck over HTTP: shown first, put right by a host, then planned."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docx import Document

from bot.documents.limits import LARGEST
from bot.files.meeting_file import read_meeting_text
from meeting import commands as c
from meeting.model import Phase
from tests.given import EXAMPLE, METTE, RASMUS, command
from tests.web.test_forms import page

DECK = (EXAMPLE / "deck.txt").read_text("utf-8").replace("MARTS 2020", "APRIL 2020", 1)
FILE = """series: Programledermøde
edition: april 2020
runs:
  - start: 2020-04-30 10:00
people:
  - {name: Mette Vinther Poulsen, organisation: KOMBIT, host: true}
  - {name: Rasmus Edelberg, organisation: KL}
topics: {general: mødet}
agenda:
  - {title: Velkomst, minutes: 5}
  - {title: UDK, minutes: 20, speakers: [Rasmus Edelberg], topics: [general]}
"""


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow larger, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def raw(host, name: bytes):
    """Send something under this very name, byte by byte."""
    head = b'Content-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    body = b"--xx\r\n" + head + b"%PDF\r\n--xx--\r\n"
    kind = "multipart/form-data; boundary=xx"
    return await host.send("POST", "{m}/deck/file", body, Content_Type=kind, Accept="text/html")


async def sent(host):
    return (await page(await host.file("{m}/deck/file", "april.txt", DECK.encode())))["token"]


async def test_a_host_plans_the_next_meeting_and_gets_its_links(knowing):
    host = await knowing.holder(METTE)
    before = len(knowing.site.hub.meetings())
    token = await sent(host)
    looked = len(knowing.site.hub.meetings())
    shown = await page(await host.form("{m}/deck/plan", {"deck": token, "text": FILE}))

    (link,) = shown["planned"]
    meeting = knowing.site.hub.by_code(link.rpartition("/")[2])
    assert (before, looked) == (1, 1)
    assert [item.title for item in meeting.plan.items] == ["Velkomst", "UDK"]
    assert meeting.phase is Phase.PLANNED
    assert meeting.plan.title == "Programledermøde april 2020"


async def test_a_zone_that_is_a_continent_is_named_as_a_fault(knowing):
    host = await knowing.holder(METTE)
    token = await sent(host)

    answer = await host.form("{m}/deck/plan", {"deck": token, "text": FILE + "zone: Europe\n"})

    assert (answer.status, "IANA" in await answer.text()) == (422, True)


async def test_the_decks_answers_go_into_the_base_when_the_host_says_so(knowing):
    host = await knowing.holder(METTE)
    state, editing = knowing.site.hub.state, knowing.site.conversation.editing
    before = len(editing.entries(state(knowing.meeting)))
    token = await sent(host)
    await host.form("{m}/deck/plan", {"deck": token, "text": FILE})
    without = len(editing.entries(state(knowing.meeting)))
    await host.form("{m}/deck/plan", {"deck": token, "text": FILE, "faq": "on"})
    taken = editing.entries(state(knowing.meeting))[before:]

    assert without == before
    assert len(taken) == 5
    assert {entry.source.partition(" ")[0] for entry in taken} != {""}


async def test_what_is_wrong_is_named_by_its_line_and_nothing_is_planned(knowing):
    host = await knowing.holder(METTE)
    token = await sent(host)
    text = FILE.replace("minutes: 20", "minutes: '?'")
    answer = await host.form("{m}/deck/plan", {"deck": token, "text": text})
    shown = await page(answer)

    assert answer.status == 422
    assert shown["faults"][0].startswith("Linje 11, agenda.1.minutes: ")
    assert shown["token"] == token
    assert len(knowing.site.hub.meetings()) == 1


async def test_a_file_without_text_is_refused_in_a_sentence(knowing, tmp_path):
    path = tmp_path / "tom.docx"
    Document().save(str(path))
    host = await knowing.holder(METTE)
    answers = [
        await host.file("{m}/deck/file", "tom.docx", path.read_bytes()),
        await host.file("{m}/deck/file", "tom.txt", b"  \n "),
        await host.file("{m}/deck/file", "makro.pptm", b"PK"),
    ]

    assert [answer.status for answer in answers] == [422, 422, 422]
    assert [(await page(answer))["error"] for answer in answers] == [
        "tom.docx er ikke læst: ingen tekst fundet, måske kun billeder; gem den med tekst.",
        "tom.txt indeholder ingen tekst, så der er intet at læse.",
        "makro.pptm er ikke læst: den indeholder makroer; gem den uden (.pptx, .docx, .xlsx).",
    ]


async def test_a_file_that_is_too_large_is_refused_by_its_name_and_how_large_it_may_be(knowing):
    host = await knowing.holder(METTE)
    answer = await host.file("{m}/deck/file", "april.pptx", bytes(LARGEST + 1))

    assert answer.status == 413
    assert (await page(answer))["error"] == "april.pptx er større end 50 MB; gem den mindre."


async def test_a_file_may_be_called_anything(knowing):
    host = await knowing.holder(METTE)
    answers = [
        await raw(host, b"bl\xf8d.pdf"),
        await raw(host, b"-x.pdf"),
        await raw(host, b"a%00b.pdf"),
        await raw(host, b"x" * 3_000 + b".pdf"),
        await raw(host, b"..\\..\\etc/passwd.pdf"),
    ]

    assert [answer.status for answer in answers] == [422] * 5
    assert [(await page(answer))["error"].partition(" ")[0] for answer in answers] == [
        *("bl?d.pdf", "-x.pdf", "a%00b.pdf", "x" * 146 + ".pdf", "passwd.pdf")
    ]


async def test_a_full_disk_is_told_and_the_deck_is_read_when_there_is_room(knowing):
    host = await knowing.holder(METTE)
    with room_for(100_000):
        full = await host.file("{m}/deck/file", "april.pptx", bytes(1_000_000))
    answer = await host.file("{m}/deck/file", "april.txt", DECK.encode())

    assert (full.status, full.headers["Retry-After"]) == (507, "10")
    assert answer.status == 200


async def test_only_hosts_plan(knowing):
    anna, speaker = await knowing.participant(), await knowing.holder(RASMUS)
    tried = [
        await anna.get("{m}/deck"),
        await speaker.get("{m}/deck"),
        await speaker.file("{m}/deck/file", "april.txt", DECK.encode()),
        await speaker.form("{m}/deck/plan", {"deck": "x", "text": FILE}),
    ]

    assert [answer.status for answer in tried] == [403, 403, 403, 403]


async def test_a_host_begins_the_next_meeting_from_this_one_and_plans_it(knowing):
    host = await knowing.holder(METTE)
    shown = await page(await host.form("{m}/deck/next", {}))
    file = FILE.replace("2020-04-30", "2020-05-28")

    done = await page(await host.form("{m}/deck/plan", {"deck": shown["token"], "text": file}))

    assert len(done["planned"]) == 1


async def test_the_draft_of_the_next_meeting_is_for_hosts_alone(knowing):
    speaker, anna = await knowing.holder(RASMUS), await knowing.participant()

    statuses = [(await one.form("{m}/deck/next", {})).status for one in (speaker, anna)]

    assert statuses == [403, 403]


async def test_a_host_plans_nothing_in_a_series_that_others_chair(knowing):
    """Else a host of any meeting could make themselves one of another, and read its records."""
    host = await knowing.holder(METTE)
    others = FILE.replace("Programledermøde", "Ledelsesmøde").replace("april", "maj")
    theirs = read_meeting_text(Path("x.yaml"), others.replace("Mette Vinther Poulsen", "Bo Ny"))
    (plan,) = theirs.plans(knowing.site.keys)
    await knowing.site.hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
    before = knowing.site.hub.state(plan.meeting)
    token = await sent(host)
    tries = {
        "the same meeting": others,
        "another edition": others.replace("maj", "juni"),
        "the same id": others.replace("Ledelsesmøde", "LEDELSESMØDE"),
        "its code": FILE.replace("10:00", f"10:00\n    code: {plan.code}"),
    }

    statuses = {}
    for name, text in tries.items():
        answer = await host.form("{m}/deck/plan", {"deck": token, "text": text, "faq": "1"})
        statuses[name] = answer.status
        assert len(knowing.site.hub.meetings()) == 2, name

    assert knowing.site.hub.state(plan.meeting) is before
    assert statuses == {
        "the same meeting": 403,
        "another edition": 403,
        "the same id": 403,
        "its code": 422,
    }
