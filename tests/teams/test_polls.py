"""Polls in Teams: asked by word or card, answered in the chat, a card of its own for each."""

from typing import Any

import pytest

from dialogs.i18n import words
from meeting.poll_views import polls_view
from meeting.viewer import Viewer
from tests.teams import cards
from tests.teams.serving import Served, memory, served
from tests.teams.shapes import BILLUND, CHAT, HANS, KELD, METTE, ODENSE, PETER, RASMUS, who
from tests.teams.test_meeting_over_teams import card_in, install, new_card

DA = words("da", "Europe/Copenhagen")
ASK = "afstemning: Skal vi mødes fysisk? / ja / nej"
PEOPLE = (PETER, RASMUS, HANS, KELD, ODENSE, BILLUND)


def counts(bot: Served, viewer: Viewer) -> dict[str, int] | None:
    result = polls_view(bot.meeting, viewer)[-1].result
    return None if result is None else {line.title: line.count for line in result.lines}


def host_sees(bot: Served) -> dict[str, int] | None:
    return counts(bot, Viewer(host=True))


async def asked(bot: Served, text: str = ASK) -> dict[str, Any]:
    """Have a host ask in the chat, and give the card that everybody gets there."""
    assert await bot.say(METTE, text) == 200
    poll = bot.meeting.polls[-1].id
    return dict(
        await bot.connector.until(
            lambda: next(
                (
                    card
                    for card in bot.connector.cards(CHAT)
                    if {"poll": poll} in [b["data"] for b in cards.buttons(card)]
                ),
                None,
            )
        )
    )


async def test_host_asks_in_the_chat_and_everybody_answers_on_the_card() -> None:
    async with served() as bot:
        await install(bot)
        card = await asked(bot)
        data = cards.button(card, "poll.answer")["data"]
        assert [i["id"] for i in cards.inputs(card)] == ["answer"]
        assert [choice["title"] for choice in cards.inputs(card)[0]["choices"]] == ["ja", "nej"]

        for person in PEOPLE:
            thanks = new_card(await bot.press(person, "poll.answer", data | {"answer": "1"}))
            assert DA(
                "Thank you, your answer is saved. You can change it while the poll is open."
            ) in cards.read(thanks)
        changed = new_card(await bot.press(ODENSE, "poll.answer", data | {"answer": "2"}))
        assert cards.inputs(changed)[0]["value"] == "2"
        assert host_sees(bot) == {"ja": 5, "nej": 1}

        assert await bot.say(METTE, "luk afstemning") == 200
        closed = await card_in(bot, CHAT, "ja ████████████ 5")
        assert "nej ██ 1" in cards.read(closed)
        assert cards.inputs(closed) == []


async def test_participants_get_nothing_unasked_in_their_own_chat() -> None:
    async with served() as bot:
        await install(bot)
        greeting = await bot.connector.until(lambda: bot.connector.shown(ODENSE.own_chat))
        card = await asked(bot)
        data = cards.button(card, "poll.answer")["data"]
        new_card(await bot.press(ODENSE, "poll.answer", data | {"answer": "1"}))
        assert await bot.say(METTE, "luk afstemning") == 200
        await card_in(bot, CHAT, "For få til et resultat")

        assert bot.connector.shown(ODENSE.own_chat) == greeting


async def test_each_poll_has_a_card_of_its_own_and_the_one_before_ends_with_its_result() -> None:
    async with served() as bot:
        await install(bot)
        first = await asked(bot)
        data = cards.button(first, "poll.answer")["data"]
        for person in PEOPLE:
            new_card(await bot.press(person, "poll.answer", data | {"answer": "2"}))
        instead = {"text": "Hvor klar er I? 1-5", "instead": data["poll"]}
        new_card(await bot.press(METTE, "poll.ask", instead, chat=METTE.own_chat))

        await card_in(bot, CHAT, "Hvor klar er I?")
        await card_in(bot, CHAT, "nej ████████████ 6")
        polls = [one for one in bot.connector.cards(CHAT) if "Afstemning" in cards.read(one)]
        assert ["Skal vi mødes fysisk?" in cards.read(one) for one in polls] == [True, False]


async def test_after_a_restart_the_same_card_is_changed() -> None:
    disk = memory()
    async with served(disk) as bot:
        await install(bot)
        card = await asked(bot)
        data = cards.button(card, "poll.answer")["data"]
        for person in PEOPLE:
            new_card(await bot.press(person, "poll.answer", data | {"answer": "1"}))
        connector = bot.connector
        async with served(disk, to=connector) as again:
            new_card(await again.press(BILLUND, "poll.answer", data | {"answer": "2"}))
            assert await again.say(METTE, "luk afstemning") == 200
            await card_in(again, CHAT, "nej ██ 1")

            polls = [c for c in connector.cards(CHAT) if "Skal vi mødes" in cards.read(c)]
            assert len({str(card) for card in polls}) == len(polls)
            assert host_sees(again) == {"ja": 5, "nej": 1}


async def test_hosts_ask_close_and_hide_on_their_own_card() -> None:
    async with served() as bot:
        await install(bot)
        desk = await card_in(bot, METTE.own_chat, DA("Ask the room"))
        prepared = [b["data"] for b in cards.buttons(desk) if b["verb"] == "poll.ask"]
        assert {"prepared": "skal-vi-moedes-fysisk-naeste-gang"} in prepared

        typed = {"poll-text": "Klar? 1-5"} | {f"text-{n}": "" for n in range(3)}
        desk = new_card(await bot.press(METTE, "poll.ask", typed, chat=METTE.own_chat))
        assert "Klar?" in cards.read(desk)
        assert bot.meeting.polls[-1].question.text == "Klar?"
        data = cards.button(desk, "poll.close", poll=bot.meeting.polls[-1].id)["data"]
        assert "poll.ask" not in cards.verbs(desk)

        desk = new_card(await bot.press(METTE, "poll.close", data, chat=METTE.own_chat))
        assert "Nobody answered." not in cards.read(desk)
        assert (bot.meeting.polls[-1].open, bot.meeting.polls[-1].shown) == (False, True)
        hide = cards.button(desk, "poll.hide")["data"]
        desk = new_card(await bot.press(METTE, "poll.hide", hide, chat=METTE.own_chat))
        assert "poll.show" in cards.verbs(desk)


async def test_a_prepared_poll_is_one_press_away() -> None:
    async with served() as bot:
        await install(bot)

        data = {"prepared": "hvad-skal-vi-prioritere"}
        new_card(await bot.press(METTE, "poll.ask", data, chat=METTE.own_chat))

        poll = bot.meeting.polls[-1]
        assert (poll.prepared, poll.question.most) == ("hvad-skal-vi-prioritere", 3)
        card = await card_in(bot, CHAT, "Hvad skal vi prioritere?")
        assert [i["id"] for i in cards.inputs(card)] == ["answer-1", "answer-2", "answer-3"]
        given = {"poll": poll.id, "answer-1": "5", "answer-2": "1", "answer-3": ""}
        new_card(await bot.press(ODENSE, "poll.answer", given))
        assert host_sees(bot) == {"Valg": 3, "UDK": 2, "Drift": 0, "Sortiment": 0, "KLIK": 0}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"answer": "9"}, "Choose one of the values offered."),
        ({"answer": "1,2"}, "Choose one of the values offered."),
        ({}, "Choose or write something first, then send."),
    ],
)
async def test_a_wrong_answer_gets_one_sentence_and_the_card_as_it_stands(
    answer: dict[str, str], sentence: str
) -> None:
    async with served() as bot:
        card = await asked_unshown(bot)

        refused = new_card(await bot.press(ODENSE, "poll.answer", {"poll": card, **answer}))

        assert DA(sentence) in cards.read(refused)
        assert "poll.answer" in cards.verbs(refused)
        assert bot.meeting.polls[-1].sums.responses == 0


async def asked_unshown(bot: Served) -> str:
    """Have a host ask where no chat shows it."""
    assert await bot.say(METTE, ASK, chat=METTE.own_chat) == 200
    return bot.meeting.polls[-1].id


async def test_a_press_after_the_close_gets_the_result_and_counts_for_nothing() -> None:
    async with served() as bot:
        poll = await asked_unshown(bot)
        for person in PEOPLE:
            new_card(await bot.press(person, "poll.answer", {"poll": poll, "answer": "1"}))
        assert await bot.say(METTE, "luk afstemning", chat=METTE.own_chat) == 200

        late = new_card(
            await bot.press(who("Sen", 20), "poll.answer", {"poll": poll, "answer": "2"})
        )

        assert DA("That poll is closed, so it takes no more answers.") in cards.read(late)
        assert "ja ████████████ 6" in cards.read(late)
        assert host_sees(bot) == {"ja": 6, "nej": 0}


async def test_an_unknown_poll_gets_one_sentence() -> None:
    async with served() as bot:
        data = {"poll": "poll-none", "answer": "1"}
        refused = new_card(await bot.press(ODENSE, "poll.answer", data))

        told = DA("There is no such poll here; look at the page again.")
        assert told in cards.read(refused)


async def test_only_hosts_ask() -> None:
    async with served() as bot:
        assert await bot.say(ODENSE, ASK, chat=ODENSE.own_chat) == 200
        refused = new_card(await bot.press(ODENSE, "poll.ask", {"text": "Klar? 1-5"}))

        told = DA("Only the meeting's hosts can do that; write to a host in the chat.")
        assert told in cards.read(refused)
        assert bot.meeting.polls == ()


async def test_one_person_a_thousand_presses_is_one_response() -> None:
    async with served() as bot:
        poll = await asked_unshown(bot)
        for number in range(200):
            answer = {"poll": poll, "answer": str(1 + number % 2)}
            chat = (CHAT, ODENSE.own_chat)[number % 2]
            new_card(await bot.press(ODENSE, "poll.answer", answer, chat=chat))

        assert bot.meeting.polls[-1].sums.responses == 1


async def test_the_word_alone_shows_the_poll_again_at_the_end_of_the_chat() -> None:
    async with served() as bot:
        await install(bot)
        await asked(bot)
        before = len(bot.connector.shown(CHAT))
        assert await bot.say(ODENSE, "afstemning") == 200

        await bot.connector.until(lambda: len(bot.connector.shown(CHAT)) > before)
        assert "Skal vi mødes fysisk?" in cards.read(bot.connector.cards(CHAT)[-1])


async def test_a_word_of_the_chat_becomes_no_link_and_no_mention_on_the_card() -> None:
    async with served() as bot:
        await install(bot)
        await asked(bot, "live afstemning: [Hvad](https://evil.example) <at>alle</at>?")
        poll = bot.meeting.polls[-1].id
        for number in range(10):
            data = {"poll": poll, "answer-1": "**fed** <at>x</at>", "answer-2": "[a](b)"}
            person = who(f"Deltager {number}", 30 + number)
            new_card(await bot.press(person, "poll.answer", data))
        card = await card_in(bot, CHAT, "[a](b)")

        blocks = [e["text"] for e in cards.elements(card["body"]) if e["type"] == "TextBlock"]
        assert [text for text in blocks if "](" in text or "<at>" in text or "**" in text] == []
