"""Polls over HTTP: asked by hosts, answered once a person, seen by others from five answers on."""

import asyncio

import pytest

from meeting import commands as c
from meeting.ids import PollId
from meeting.polls import PollKind, PollQuestion
from tests.given import METTE, RASMUS

ASK = {"verb": "poll.ask", "text": "Skal vi mødes fysisk? / ja / nej"}
P1 = PollId("poll-1")


async def asked(served, line: str = ASK["text"]) -> str:
    host = await served.holder(METTE)
    answer = await host.post("{m}/actions", {**ASK, "text": line})
    assert answer.status == 200, await answer.text()
    return served.site.hub.state(served.meeting).polls[-1].id


async def crowd(served, poll: str, *values: str) -> None:
    async def one(number: int, value: str) -> None:
        person = await served.participant(f"Deltager {number}")
        answer = await person.post(f"{{m}}/polls/{poll}/answer", {"answer": value})
        assert answer.status == 200, await answer.text()

    await asyncio.gather(*(one(number, value) for number, value in enumerate(values)))


async def polls_of(person) -> list[dict]:
    return (await person.state()).get("polls", [])


async def test_a_poll_in_the_state_has_exactly_the_promised_shape(served):
    poll = await asked(served)
    anna = await served.participant()

    (seen,) = await polls_of(anna)

    assert seen == {
        "id": poll,
        "number": 1,
        "text": "Skal vi mødes fysisk?",
        "kind": "choice",
        "options": [{"value": "1", "title": "ja"}, {"value": "2", "title": "nej"}],
        "item": None,
        "open": True,
        "hidden": True,
        "shown": False,
        "responses": 0,
        "counted": None,
        "results": None,
    }


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("Klar? 0-10", {"kind": "scale", "min": 0, "max": 10}),
        ("Hvad tænker du på?", {"kind": "words", "most": 3}),
        (
            "rangér 1: Hvad? / A / B",
            {
                "kind": "ranking",
                "options": [{"value": "1", "title": "A"}, {"value": "2", "title": "B"}],
                "most": 1,
            },
        ),
    ],
)
async def test_what_can_be_answered_stands_with_each_kind(served, line, offered):
    await asked(served, line)
    anna = await served.participant()

    (seen,) = await polls_of(anna)

    assert {name: seen[name] for name in offered} == offered


async def test_a_host_sees_the_result_at_once_and_others_once_it_is_closed(served):
    poll = await asked(served)
    host, anna = await served.holder(METTE), await served.participant()
    await crowd(served, poll, "1", "1", "1", "2", "2")

    (for_host,), (for_anna,) = await polls_of(host), await polls_of(anna)
    assert (for_host["results"], for_host["counted"]) == ({"1": 3, "2": 2}, 5)
    assert (for_anna["results"], for_anna["responses"]) == (None, 5)

    await host.post("{m}/actions", {"verb": "poll.close"})
    (for_anna,) = await polls_of(anna)
    assert (for_anna["results"], for_anna["open"], for_anna["shown"]) == (
        {"1": 3, "2": 2},
        False,
        True,
    )


async def test_fewer_than_five_answers_never_leave_the_server_but_to_hosts(served):
    poll = await asked(served)
    host, anna = await served.holder(METTE), await served.participant()
    await crowd(served, poll, "1", "1", "1", "2")
    await host.post("{m}/actions", {"verb": "poll.close"})

    (for_anna,) = await polls_of(anna)

    assert (for_anna["results"], for_anna["counted"], for_anna["responses"]) == (None, None, 4)


async def test_an_answer_says_thanks_and_changes_when_it_is_given_again(served):
    poll = await asked(served)
    anna, host = await served.participant(), await served.holder(METTE)

    first = await anna.post(f"{{m}}/polls/{poll}/answer", {"answer": 1})
    again = await anna.post(f"{{m}}/polls/{poll}/answer", {"answer": ["2"]})

    told = "Tak, dit svar er gemt. Du kan ændre det, så længe afstemningen er åben."
    assert [(a.status, (await a.json())["reply"]) for a in (first, again)] == [(200, told)] * 2
    (seen,) = await polls_of(host)
    assert (seen["responses"], seen["results"]) == (1, {"1": 0, "2": 1})


async def test_a_person_in_several_browsers_and_hundreds_of_tries_is_one_response(served):
    poll = await asked(served)
    browsers = [await served.holder(RASMUS) for _ in range(5)]

    async def insist(number: int) -> None:
        for turn in range(200):
            body = {"answer": str(1 + (number + turn) % 2)}
            answer = await browsers[number].post(f"{{m}}/polls/{poll}/answer", body)
            assert answer.status == 200

    await asyncio.gather(*map(insist, range(5)))

    (seen,) = await polls_of(browsers[0])
    assert seen["responses"] == 1


async def test_two_hundred_people_behind_one_address_are_two_hundred_responses(served):
    poll = await asked(served)
    await crowd(served, poll, *("1", "2") * 100)
    host = await served.holder(METTE)

    (seen,) = await polls_of(host)

    assert (seen["responses"], seen["results"]) == (200, {"1": 100, "2": 100})


@pytest.mark.parametrize(
    ("line", "answer", "status", "reason"),
    [
        (ASK["text"], "3", 422, "wrong answer"),
        (ASK["text"], ["1", "2"], 422, "wrong answer"),
        (ASK["text"], "", 422, "no answer"),
        (ASK["text"], None, 422, "no answer"),
        (ASK["text"], True, 422, "wrong value"),
        (ASK["text"], {"a": 1}, 422, "wrong value"),
        ("Klar? 1-5", "6", 422, "wrong answer"),
        ("Hvad?", ["a", "b", "c", "d"], 422, "too many"),
        ("Hvad?", "x" * 100, 422, "long text"),
        ("Hvad?", "010190-1234", 422, "sensitive"),
        ("rangér: Hvad? / A / B", ["1", "1"], 422, "wrong answer"),
    ],
)
async def test_what_is_no_answer_gets_one_sentence_and_counts_for_nothing(
    served, line, answer, status, reason
):
    poll = await asked(served, line)
    anna = await served.participant()

    refused = await anna.post(f"{{m}}/polls/{poll}/answer", {"answer": answer})
    told = await refused.json()

    assert (refused.status, told["reason"]) == (status, reason)
    assert told["error"].count(".") >= 1
    assert (await polls_of(anna))[0]["responses"] == 0


async def test_unknown_and_closed_polls_and_strangers_are_refused(served):
    poll = await asked(served)
    anna, host, nobody = (
        await served.participant(),
        await served.holder(METTE),
        served.nobody(),
    )
    body = {"answer": "1"}

    unknown = await anna.post("{m}/polls/poll-none/answer", body)
    stranger = await nobody.post(f"{{m}}/polls/{poll}/answer", body)
    await host.post("{m}/actions", {"verb": "poll.close"})
    late = await anna.post(f"{{m}}/polls/{poll}/answer", body)

    found = [(a.status, (await a.json())["reason"]) for a in (unknown, stranger, late)]
    assert found == [(404, "unknown poll"), (401, "not joined"), (409, "poll closed")]


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"text": "Mødes vi? / ja"}, 422, "poll options"),
        ({"text": ""}, 422, "empty text"),
        ({"text": "Klar? 5-1", "kind": "scale"}, 422, "poll scale"),
        ({"text": "rangér 9: Hvad? / A / B"}, 422, "poll places"),
        ({"text": "x" * 301}, 422, "long text"),
        ({"text": "Klar?", "kind": "guess"}, 422, "wrong value"),
        ({"prepared": "none"}, 422, "wrong value"),
        ({}, 422, "wrong value"),
    ],
)
async def test_what_cannot_be_asked_gets_one_sentence(served, body, status, reason):
    host = await served.holder(METTE)

    refused = await host.post("{m}/actions", {"verb": "poll.ask", **body})

    assert (refused.status, (await refused.json())["reason"]) == (status, reason)
    assert (await polls_of(host)) == []


async def test_a_second_poll_waits_until_the_first_is_closed_or_takes_its_place(served):
    first = await asked(served)
    host = await served.holder(METTE)

    refused = await host.post("{m}/actions", {"verb": "poll.ask", "text": "Klar? 1-5"})
    assert (refused.status, (await refused.json())["reason"]) == (409, "poll open")
    body = {"verb": "poll.ask", "prepared": "hvad-skal-vi-prioritere", "instead": first}
    assert (await host.post("{m}/actions", body)).status == 200

    one, other = await polls_of(host)
    assert (one["open"], other["open"], other["kind"], other["most"]) == (False, True, "ranking", 3)


async def test_the_same_poll_sent_again_under_its_key_is_asked_once(served):
    host = await served.holder(METTE)

    for _ in range(3):
        answer = await host.post("{m}/actions", ASK, Idempotency_Key="k1")
        assert answer.status == 200

    assert len(await polls_of(host)) == 1


async def test_a_host_asks_and_closes_by_word_too(served):
    host, anna = await served.holder(METTE), await served.participant()
    await host.post("{m}/messages", {"text": "live afstemning: Klar? 1-5"})
    (seen,) = await polls_of(anna)
    assert (seen["kind"], seen["open"], seen["hidden"], seen["shown"]) == (
        "scale",
        True,
        False,
        True,
    )

    await host.post("{m}/messages", {"text": "skjul resultat"})
    await host.post("{m}/messages", {"text": "luk afstemning"})
    closed = await host.post("{m}/messages", {"text": "vis resultat"})

    assert (await closed.json())["reply"].startswith(
        "Nu kan alle se resultatet, fra fem svar og op."
    )
    asked_now = await anna.post("{m}/messages", {"text": "afstemning"})
    assert "Ingen svarede." in (await asked_now.json())["reply"]


async def test_a_form_without_scripts_answers_and_comes_back_with_the_thanks(served):
    poll = await asked(served, "flere: Emner? / UDK / Drift / Valg")
    anna, host = await served.participant(), await served.holder(METTE)
    path = f"{{m}}/polls/{poll}/answer"

    sent = await anna.session.post(
        anna.url(path),
        data=[("answer", "1"), ("answer", "3"), ("page", "participant")],
        headers={"Origin": anna.root, "Accept": "text/html"},
        allow_redirects=False,
    )
    empty = await anna.form(path, {"page": "participant"})

    assert (sent.status, sent.headers["Location"].split("?")[0]) == (303, f"/m/{served.code}")
    assert (empty.status, "Vælg eller skriv noget først" in await empty.text()) == (422, True)
    (seen,) = await polls_of(host)
    assert seen["results"] == {"1": 1, "2": 0, "3": 1}


async def test_a_hosts_form_without_scripts_asks_by_its_radio_buttons(served):
    host = await served.holder(METTE)

    fields = {"verb": "poll.ask", "text": "Emner? / UDK / Drift", "kind": "ranking", "page": "host"}
    sent = await host.form("{m}/actions", fields)

    assert (sent.status, sent.headers["Location"].split("?")[0]) == (303, f"/m/{served.code}/host")
    assert (await polls_of(host))[0]["kind"] == "ranking"


async def test_a_line_is_looked_at_before_it_is_asked_by_hosts_alone(served):
    host, anna, nobody = (
        await served.holder(METTE),
        await served.participant(),
        served.nobody(),
    )
    path = "{m}/polls/preview?text=M%C3%B8des%20vi%3F%20/%20ja%20/%20nej"

    answer = await host.get(path)
    assert await answer.json() == {
        "text": "Mødes vi?",
        "kind": "choice",
        "how": "Vælg ét svar",
        "options": ["ja", "nej"],
        "error": None,
    }
    chosen = await (await host.get(f"{path}&kind=ranking")).json()
    assert chosen["kind"] == "ranking"
    wrong = await (await host.get("{m}/polls/preview?text=Ja%20/%20nej")).json()
    assert wrong["error"].startswith("Giv 2 til 12 forskellige svarmuligheder")
    others = [await person.get(path) for person in (anna, nobody)]
    assert [answer.status for answer in others] == [403, 401]
    assert (await host.get("{m}/polls/preview")).status == 422
    assert (await polls_of(host)) == []


async def test_a_key_is_never_made_for_a_poll_that_is_not_open(served):
    anna = await served.participant()

    for number in range(20):
        await anna.post(f"{{m}}/polls/poll-{number}/answer", {"answer": "1"})

    assert served.site.hub._ballots._secrets == {}


async def test_what_was_asked_while_an_item_was_on_says_which(served):
    await served.do(METTE, c.StartMeeting())
    await served.do(METTE, c.AskPoll(P1, PollQuestion("Klar?", PollKind.SCALE)))
    anna = await served.participant()

    (seen,) = await polls_of(anna)

    assert seen["item"] == "item-1"
