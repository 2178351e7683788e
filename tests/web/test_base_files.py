"""The knowledge base as a file over HTTP: what is shown before anything changes, and who may."""

import pytest

from tests.documents.made import packed
from tests.given import METTE, RASMUS, demo_knowledge
from tests.web.test_forms import page

NEW = "Spørgsmål;Svar;Emne;Gælder til\nHvem har nøglen?;Lars;udk;31-12-2027\n"
FAULTY = "Spørgsmål;Svar;Emne;Gælder til\nHvem?;Lars;udk;\n;x;udk;\nHvad nu?;Ja;udk;32-13-2020\n"


def entries(served):
    meeting = served.site.hub.state(served.meeting)
    return served.site.conversation.editing.entries(meeting)


async def take(person, name, text):
    """Send a file in, look at it, and take it in; give where the browser goes."""
    shown = await page(await person.file("{m}/knowledge/file", name, text))
    return await person.form("{m}/knowledge/take", {"upload": shown["token"]})


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
async def test_a_base_that_is_taken_home_and_sent_back_changes_nothing(knowing, kind):
    host = await knowing.holder(METTE)
    before = knowing.site.hub.state(knowing.meeting)
    home = await host.get("{m}/knowledge." + kind)
    data = await home.read()
    answer = await take(host, f"faq.{kind}", data)

    assert home.status == 200
    assert answer.status == 303
    assert knowing.site.hub.state(knowing.meeting) is before
    assert entries(knowing) == demo_knowledge().entries


async def test_a_new_row_is_an_entry_once_it_is_taken_in_and_only_once(knowing):
    host = await knowing.holder(METTE)
    shown = await page(await host.file("{m}/knowledge/file", "nyt.csv", NEW.encode("cp1252")))
    assert shown["faults"] == ["Linje 1, line: der skal stå tekst i UTF-8"]
    shown = await page(await host.file("{m}/knowledge/file", "nyt.csv", NEW.encode()))
    looked = knowing.site.hub.state(knowing.meeting).version
    for _ in range(2):
        answer = await host.form("{m}/knowledge/take", {"upload": shown["token"]})
        assert answer.status == 303

    assert knowing.site.hub.state(knowing.meeting).version == looked + 1
    assert (entries(knowing)[-1].question, entries(knowing)[-1].answer) == (
        "Hvem har nøglen?",
        "Lars",
    )


async def test_faults_are_named_by_line_and_column_in_the_readers_language(knowing):
    host = await knowing.holder(METTE)
    answer = await host.file("{m}/knowledge/file", "nyt.csv", FAULTY.encode())
    shown = await page(answer)

    assert answer.status == 422
    assert shown["faults"] == [
        "Linje 3, Spørgsmål (A): der skal stå en tekst, der ikke er tom",
        "Linje 4, Gælder til (D): der skal stå en dato som 2020-12-31",
    ]
    assert shown["error"] == "nyt.csv er ikke læst ind; intet er ændret. Ret den, og send den igen."
    assert entries(knowing) == demo_knowledge().entries


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("bombe.xlsx", packed({"xl/workbook.xml": b"0" * 400_000_000}), 422),
        ("faq.xlsx", b"PK\3\4 broken", 422),
        ("faq.exe", b"MZ", 422),
        ("lang.jsonl", b'{"id": "' + b"x" * 1_000_000 + b'"}', 422),
        ("stor.csv", b"x" * (9 * 1024 * 1024), 413),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_hostile_file_is_refused_in_a_sentence(knowing, name, data, status):
    host = await knowing.holder(METTE)
    answer = await host.file("{m}/knowledge/file", name, data)

    assert answer.status == status
    assert (await page(answer))["error"]
    assert entries(knowing) == demo_knowledge().entries


async def test_only_who_sent_a_file_may_take_it_in(knowing):
    host, speaker = await knowing.holder(METTE), await knowing.holder(RASMUS)
    shown = await page(await host.file("{m}/knowledge/file", "nyt.csv", NEW.encode()))
    answer = await speaker.form("{m}/knowledge/take", {"upload": shown["token"]})

    assert answer.status == 409
    assert entries(knowing) == demo_knowledge().entries


async def test_the_base_is_for_those_who_answer(knowing):
    anna, nobody = await knowing.participant(), knowing.nobody()
    tried = [
        await anna.get("{m}/knowledge"),
        await anna.get("{m}/knowledge.csv"),
        await anna.file("{m}/knowledge/file", "nyt.csv", NEW.encode()),
        await anna.form("{m}/knowledge/take", {"upload": "x"}),
        await nobody.get("{m}/knowledge.csv"),
        await nobody.file("{m}/knowledge/file", "nyt.csv", NEW.encode()),
    ]

    assert [answer.status for answer in tried] == [403, 403, 403, 403, 401, 401]
