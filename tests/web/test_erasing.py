"""Deleting over HTTP: by the person, by a host, with the cookie, without scripts."""

import pytest

from meeting import commands as c
from meeting.question import Show
from meeting.tokens import digest
from tests.given import ANNA, BO, METTE, asked
from tests.web.served import serving

PAGE = {"Accept": "text/html"}
DELETED = "Slettet. Det, der er talt med, tæller stadig med, men er ingens."


@pytest.fixture
async def served():
    async with serving() as found:
        yield found


def state(served):
    return served.site.hub.state(served.meeting)


async def test_a_person_deletes_themselves_and_the_cookie_goes_with_them(served):
    anna = await served.participant()
    await anna.post("{m}/questions", {"text": "Hvornår kommer zebraen?", "show": "name"})

    answer = await anna.post("{m}/actions", {"verb": "person.erase-me"})

    assert answer.status == 200
    told = await answer.json()
    assert (told["reply"], told["version"]) == (DELETED, state(served).version)
    assert [*anna.session.cookie_jar] == []
    assert [question.text for question in state(served).questions.values()] == ["[slettet]"]
    assert (await anna.get("{m}/state")).status == 401


async def test_without_scripts_the_page_for_joining_says_that_it_is_done(served):
    anna = await served.participant()

    answer = await anna.form("{m}/actions", {"verb": "person.erase-me"})
    address = answer.headers["Location"]
    page = await (await anna.get(address)).text()

    assert (answer.status, address.partition("?")[0]) == (303, f"/m/{served.code}")
    assert '"page":"join"' in page
    assert '"told":"Said"' in page


async def test_anonymous_questions_whose_secrets_come_along_go_too(served):
    anna = await served.participant()
    secret = "0123456789abcdef0123456789abcdef"
    await served.do(BO, c.Join("Bo", None))
    for name, token in (("q1", secret), ("q2", "another")):
        question = asked(f"Hvem {name}?", name, show=Show.ANONYMOUS, token=digest(token))
        await served.do(BO, question)

    await anna.post("{m}/actions", {"verb": "person.erase-me", "tokens": [secret, "x"]})

    texts = {id_: question.text for id_, question in state(served).questions.items()}
    assert texts == {"q1": "[slettet]", "q2": "Hvem q2?"}
    assert digest(secret) not in state(served).tokens


async def test_a_host_deletes_from_the_list_and_comes_back_to_it(served):
    await served.do(ANNA, c.Join("Anna", "Odense"))
    host = await served.holder(METTE)
    assert '"page":"people"' in await (await host.get("{m}/people")).text()

    fields = {"verb": "person.erase", "person": ANNA, "page": "people"}
    answer = await host.form("{m}/actions", fields)

    assert answer.status == 303
    assert answer.headers["Location"].startswith(f"/m/{served.code}/people?told=")
    assert ANNA not in state(served).people
    assert len([*host.session.cookie_jar]) == 1


async def test_somebody_who_is_gone_already_is_not_found_and_who_is_not_named_is_malformed(served):
    host = await served.holder(METTE)

    gone = await host.post("{m}/actions", {"verb": "person.erase", "person": "p-nobody"})
    unnamed = await host.post("{m}/actions", {"verb": "person.erase"})
    strange = await host.post("{m}/actions", {"verb": "person.erase-me", "tokens": {"a": 1}})

    assert (gone.status, (await gone.json())["reason"]) == (404, "nobody here")
    assert (unnamed.status, strange.status) == (422, 422)


async def test_another_meetings_person_is_nobody_here(served):
    async with serving(base_url="http://127.0.0.1:4000") as other:
        await other.do(ANNA, c.Join("Anna", None))
        host = await served.holder(METTE)

        answer = await host.post("{m}/actions", {"verb": "person.erase", "person": ANNA})

        assert answer.status == 404
        assert ANNA in other.site.hub.state(other.meeting).people


async def test_a_page_that_is_open_is_brought_up_to_date(served):
    anna = await served.participant()
    await anna.post("{m}/questions", {"text": "Hvornår kommer zebraen?", "show": "name"})
    bo = await served.participant("Bo", "Billund")
    stream = await bo.get("{m}/events")
    first = await event(stream)

    await anna.post("{m}/actions", {"verb": "person.erase-me"})
    second = await event(stream)
    stream.close()

    assert "zebraen" in first
    assert "zebraen" not in second
    assert "[slettet]" in second
    assert int(second.split("id: ")[1].split("\n")[0]) == state(served).version


async def event(stream) -> str:
    lines = []
    while True:
        line = (await stream.content.readline()).decode()
        lines.append(line)
        if line == "\n" and any(one.startswith("data:") for one in lines):
            return "".join(lines)
