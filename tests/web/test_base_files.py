"""The knowledge base as a file over HTTP: what is shown before anything changes, and who may."""

import pytest

from bot.documents.limits import FAULTS_TOLD
from tests.documents.hostile import hostile_bases
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
    assert shown["faults"] == ["Linje 1: der skal stå tekst i UTF-8"]
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
    ("name", "said"),
    [
        ("twice.jsonl", "Linje 2, Id: der skal stå et id for sig, 'a' er allerede på linje 1"),
        ("no-answer.jsonl", "Linje 1, Svar: der skal stå en tekst, der ikke er tom"),
        ("long-line.jsonl", "Linje 1: der skal stå højst 100000 tegn"),
        ("deep.jsonl", "Linje 1: der skal stå ét JSON-objekt"),
        ("too-many.jsonl", "den har mere end 10000 rækker; gem færre"),
        ("no-end.jsonl", "den har mere end 20000 rækker; gem færre"),
        ("rows.csv", "Linje 2, Spørgsmål (A): der skal stå en tekst, der ikke er tom"),
        ("no-end.csv", "den har mere end 20000 rækker; gem færre"),
        ("cells.csv", "der er ingen svar i den"),
        ("open-quote.csv", "Linje 65538: der skal stå rækker med celler"),
        ("bomb.xlsx", "den er langt større udpakket end en præsentation; den åbnes ikke"),
        ("damaged.xlsx", "den er beskadiget; gem den på ny, og prøv igen"),
    ],
)
async def test_a_hostile_file_is_refused_and_its_first_fault_says_where_and_what(
    knowing, name, said
):
    host = await knowing.holder(METTE)
    answer = await host.file("{m}/knowledge/file", name, hostile_bases()[name])
    shown = await page(answer)

    assert (answer.status, shown["faults"][0]) == (422, said)
    assert name in shown["error"]
    assert len(shown["faults"]) <= FAULTS_TOLD
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
