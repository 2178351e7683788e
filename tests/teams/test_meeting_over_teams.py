"""A whole meeting over HTTP with Teams' real shapes, against a connector that records."""

from typing import Any

from dialogs.evaluating import turnout_line
from dialogs.i18n import words
from meeting.model import Phase
from meeting.question import QuestionState
from meeting.turnout import turnout
from tests.given import HANS as HANS_ID
from tests.given import KELD as KELD_ID
from tests.given import RASMUS as RASMUS_ID
from tests.teams import cards, shapes
from tests.teams.serving import Served, served
from tests.teams.shapes import (
    BILLUND,
    CHAT,
    GUEST,
    HANS,
    KELD,
    METTE,
    ODENSE,
    PETER,
    RASMUS,
    who,
)

DA = words("da", "Europe/Copenhagen")
CARD = "application/vnd.microsoft.card.adaptive"


async def card_in(bot: Served, chat: str, has: str) -> dict[str, Any]:
    """The newest card in a chat that shows this."""

    def find() -> dict[str, Any] | None:
        found = [card for card in bot.connector.cards(chat) if has in cards.read(card)]
        return found[-1] if found else None

    return dict(await bot.connector.until(find))


async def said_in(bot: Served, chat: str, text: str) -> str:
    return str(
        await bot.connector.until(
            lambda: next(
                (line for line in bot.connector.texts(chat).splitlines() if text in line), None
            )
        )
    )


def new_card(answer: tuple[int, Any]) -> dict[str, Any]:
    status, body = answer
    assert (status, body["statusCode"], body["type"]) == (200, 200, CARD)
    return dict(body["value"])


async def install(bot: Served) -> None:
    url = bot.connector.url
    assert (await bot.post(shapes.installed(METTE, url)))[0] == 200
    assert (await bot.post(shapes.bot_added(METTE, url)))[0] == 200
    for person in (METTE, RASMUS, HANS, KELD, ODENSE):
        bot.connector.members[person.own_chat] = [person.account]
        own = shapes.installed(person, url, chat=person.own_chat)
        assert (await bot.post(own))[0] == 200


async def test_whole_meeting_over_teams() -> None:
    async with served() as bot:
        await install(bot)
        agenda = await card_in(bot, CHAT, "UDK og kommunernes spørgsmål")
        assert cards.verbs(agenda) == ["agenda.show"]
        assert (await bot.post(shapes.meeting_event(METTE, bot.connector.url, "Start")))[0] == 200
        assert bot.meeting.phase is Phase.OPEN

        await host_starts_and_steps(bot)
        await questions_are_answered(bot)
        await the_rest_is_routed(bot)
        await votes_are_counted(bot)
        await an_answer_reaches_its_asker(bot)
        await the_room_is_asked(bot)
        await the_evaluation_closes_it(bot)

        in_chat = [c for c in bot.connector.cards(CHAT) if "agenda.show" in cards.verbs(c)]
        assert len(in_chat) == 1


async def host_starts_and_steps(bot: Served) -> None:
    desk = await card_in(bot, METTE.own_chat, "Programledermøde marts 2020")
    start = cards.button(desk, "agenda.start")
    after = new_card(await bot.press(METTE, "agenda.start", start["data"], chat=METTE.own_chat))
    assert bot.meeting.current == 0
    assert "agenda.next" in cards.verbs(after)

    assert await bot.say(METTE, "næste") == 200
    assert bot.meeting.current == 1
    await said_in(bot, CHAT, "2. UDK og kommunernes spørgsmål")
    await card_in(bot, CHAT, "▶ 2. UDK og kommunernes spørgsmål")


async def questions_are_answered(bot: Served) -> None:
    chat = ODENSE.own_chat
    assert (
        await bot.say(
            ODENSE,
            "Hvor meget skal kommunerne samlet betale til Udbetaling Danmark i 2020?",
            chat=chat,
        )
        == 200
    )
    known = await card_in(bot, chat, "1.448 mio. kr.")
    assert cards.verbs(known) == ["faq.solved", "faq.ask-speaker"]
    solved = cards.button(known, "faq.solved")
    new_card(await bot.press(ODENSE, "faq.solved", solved["data"], chat=chat))

    assert await bot.say(BILLUND, "Hvorfor falder betalingen til UDK fra 2019 til 2020?") == 200
    known = await card_in(bot, CHAT, "opsigelsen af de eksisterende KMD")
    solved = cards.button(known, "faq.solved")
    refused = new_card(await bot.press(ODENSE, "faq.solved", solved["data"]))
    assert DA("Only the one who asked can do that; you can vote for the question.") in cards.read(
        refused
    )
    new_card(await bot.press(BILLUND, "faq.solved", solved["data"]))

    assert await bot.say(ODENSE, "Hvad med budgettet?", chat=chat) == 200
    meant = await card_in(bot, chat, DA("Did you mean:"))
    choices = [b["data"] for b in cards.buttons(meant) if b["verb"] == "faq.choose"]
    assert len(choices) == 3
    chosen = new_card(await bot.press(ODENSE, "faq.choose", choices[0], chat=chat))
    assert "faq.ask-speaker" in cards.verbs(chosen)
    go_on = cards.button(chosen, "faq.ask-speaker")["data"]
    new_card(await bot.press(ODENSE, "faq.ask-speaker", go_on, chat=chat))


async def the_rest_is_routed(bot: Served) -> None:
    assert await bot.say(ODENSE, "til UDK: Hvem ringer vi til bagefter?") == 200
    assert await bot.say(BILLUND, "til Keld: Er der driftsstop i aften?") == 200
    assert await bot.say(GUEST, "spørg Hvem kan sige noget om parkering?") == 200
    four = await said_in(bot, CHAT, "4")
    five = await said_in(bot, CHAT, "5")
    six = await said_in(bot, CHAT, "6")
    assert ("Rasmus Edelberg" in four, "Hans Christian Jelstrup" in four) == (True, True)
    assert ("Keld Jørgensen" in five, "Rasmus" in five) == (True, False)
    assert "Rasmus Edelberg" in six

    found = {q.number: (q.state, q.route.to) for q in bot.meeting.questions.values()}
    both = (RASMUS_ID, HANS_ID)
    assert found == {
        1: (QuestionState.ANSWERED, both),
        2: (QuestionState.ANSWERED, both),
        3: (QuestionState.QUEUED, both),
        4: (QuestionState.QUEUED, both),
        5: (QuestionState.QUEUED, (KELD_ID,)),
        6: (QuestionState.QUEUED, both),
    }
    desk = await card_in(bot, RASMUS.own_chat, "Hvem ringer vi til bagefter?")
    assert "Er der driftsstop" not in cards.read(desk)


async def votes_are_counted(bot: Served) -> None:
    listed = await card_in(bot, CHAT, "Er der driftsstop i aften?")
    number_5 = next(q for q in bot.meeting.questions.values() if q.number == 5)
    data = cards.button(listed, "question.vote", question=number_5.id)["data"]
    for person in (ODENSE, BILLUND, PETER, ODENSE):
        answered = new_card(await bot.press(person, "question.vote", data))
        assert DA("Your vote counts.") in cards.read(answered)
    assert len(bot.meeting.votes[number_5.id]) == 3
    await bot.connector.until(
        lambda: any(DA("Vote ({n})", n=3) in str(card) for card in bot.connector.cards(CHAT))
    )


async def an_answer_reaches_its_asker(bot: Served) -> None:
    desk = await card_in(bot, RASMUS.own_chat, "Hvem ringer vi til bagefter?")
    four = next(q for q in bot.meeting.questions.values() if q.number == 4)
    three = next(q for q in bot.meeting.questions.values() if q.number == 3)
    data = cards.button(desk, "question.answer", question=four.id)["data"]
    filled = {i["id"]: "" for i in cards.inputs(desk)} | {f"text-{four.id}": "Ring til KL."}
    answered = await bot.press(RASMUS, "question.answer", data | filled, chat=RASMUS.own_chat)
    assert "Hvem ringer vi til" not in cards.read(new_card(answered))
    line = await said_in(bot, CHAT, "Ring til KL.")
    assert ("4" in line, "Rasmus Edelberg" in line) == (True, True)

    data = {"question": three.id, f"text-{three.id}": "Det kommer i april."}
    new_card(await bot.press(HANS, "question.answer", data, chat=HANS.own_chat))
    await said_in(bot, ODENSE.own_chat, "Det kommer i april.")
    rating = bot.connector.cards(ODENSE.own_chat)[-1]
    yes = cards.button(rating, "answered.yes")["data"]
    new_card(await bot.press(ODENSE, "answered.yes", yes, chat=ODENSE.own_chat))
    assert [len(r) for r in bot.meeting.ratings.values()] == [1]


async def the_room_is_asked(bot: Served) -> None:
    assert await bot.say(METTE, "afstemning: Skal vi mødes fysisk? / ja / nej") == 200
    card = await card_in(bot, CHAT, "Skal vi mødes fysisk?")
    data = cards.button(card, "poll.answer")["data"]
    for person in (PETER, RASMUS, HANS, KELD, ODENSE, ODENSE, BILLUND):
        new_card(await bot.press(person, "poll.answer", data | {"answer": "1"}))
    assert bot.meeting.polls[-1].sums.responses == 6
    assert await bot.say(METTE, "luk afstemning", chat=METTE.own_chat) == 200
    await card_in(bot, CHAT, "ja ████████████ 6")


async def the_evaluation_closes_it(bot: Served) -> None:
    for _ in range(6):
        assert await bot.say(METTE, "næste", chat=METTE.own_chat) == 200
    assert (bot.meeting.current, bot.meeting.evaluation.open) == (7, True)
    poll = await card_in(bot, CHAT, DA("It takes a minute. Nobody can see who answered what."))
    core = ["useful", "recommend", "got_answer", "comment", "topic"]
    assert [i["id"] for i in cards.inputs(poll)] == core
    for person in (METTE, PETER, RASMUS, HANS, KELD, ODENSE, BILLUND):
        given = {"useful": "4", "recommend": "9", "got_answer": "yes", "comment": "", "topic": ""}
        thanks = new_card(await bot.press(person, "evaluation.submit", given))
        assert cards.verbs(thanks) == ["evaluation.open"]
    assert bot.meeting.evaluation.responses == 7
    again = new_card(await bot.press(ODENSE, "evaluation.open", {}))
    assert [i["id"] for i in cards.inputs(again)] == core
    new_card(await bot.press(ODENSE, "evaluation.submit", {"useful": "5"}))

    new_card(await bot.press(METTE, "evaluation.show-results", {}, chat=METTE.own_chat))
    result = await card_in(bot, CHAT, turnout_line(turnout(bot.meeting), DA))
    assert "4 ████████████ 6" not in cards.read(result)  # seven have answered: not yet
    assert await bot.say(METTE, "luk", chat=METTE.own_chat) == 200
    assert bot.meeting.phase is Phase.CLOSED
    await card_in(bot, CHAT, "4 ████████████ 6")
    closed = DA("The evaluation is closed. Thank you for your answers.")
    await card_in(bot, CHAT, closed)


async def test_participant_pressing_a_hosts_button_is_refused_with_a_sentence() -> None:
    async with served() as bot:
        card = new_card(await bot.press(ODENSE, "agenda.start", {}))

        told = DA("Only the meeting's hosts can do that; write to a host in the chat.")
        assert told in cards.read(card)
        assert cards.verbs(card) == ["agenda.show"]
        assert bot.meeting.phase is Phase.OPEN


async def test_anonymous_person_with_a_hosts_name_has_no_rights() -> None:
    async with served() as bot:
        card = new_card(await bot.press(GUEST, "agenda.start", {}))
        organiser = shapes.joined(METTE, bot.connector.url, GUEST)
        assert (await bot.post(organiser))[0] == 200
        assert await bot.say(GUEST, "start") == 200

        told = DA("Only the meeting's hosts can do that; write to a host in the chat.")
        assert told in cards.read(card)
        assert bot.meeting.phase is Phase.OPEN
        assert await said_in(bot, CHAT, told) == told


async def test_stale_card_is_answered_with_the_fresh_one() -> None:
    async with served() as bot:
        before = {"version": bot.meeting.stepped}
        new_card(await bot.press(METTE, "agenda.start", before))
        new_card(await bot.press(METTE, "agenda.next", {"version": bot.meeting.stepped}))
        card = new_card(await bot.press(METTE, "agenda.next", before))

        assert bot.meeting.current == 1
        told = DA("The agenda has been moved in the meantime; here it is as it stands now.")
        assert told in cards.read(card)
        assert cards.button(card, "agenda.next")["data"] == {"version": bot.meeting.stepped}


async def test_step_without_a_version_applies_as_it_is() -> None:
    async with served() as bot:
        for verb in ("agenda.start", "agenda.next", "agenda.next"):
            new_card(await bot.press(METTE, verb))

        assert bot.meeting.current == 2


async def test_same_press_delivered_again_steps_once() -> None:
    async with served() as bot:
        new_card(await bot.press(METTE, "agenda.start"))
        pressed = shapes.press(METTE, bot.connector.url, "agenda.next")
        for _ in range(3):
            new_card(await bot.post(pressed))

        assert bot.meeting.current == 1


async def test_two_typed_steps_are_two_steps() -> None:
    async with served() as bot:
        for word in ("start", "næste", "næste"):
            assert await bot.say(METTE, word) == 200

        assert bot.meeting.current == 2


async def test_same_message_under_the_same_and_a_new_id_is_one_question() -> None:
    async with served() as bot:
        url = bot.connector.url
        said = shapes.message(ODENSE, url, "til UDK: Hvad koster det?")
        again = shapes.message(ODENSE, url, "til UDK: Hvad  koster det?")
        for body in (said, said, again):
            assert (await bot.post(body))[0] == 200
        assert await bot.say(BILLUND, "til UDK: Hvad koster det?") == 200

        assert len(bot.meeting.questions) == 2


async def test_edited_data_is_checked_again_and_never_a_server_error() -> None:
    async with served() as bot:
        await bot.say(ODENSE, "til UDK: Hvad koster det?")
        question = next(iter(bot.meeting.questions))
        shapes_of_data: list[Any] = [
            {"question": "q" * 30},
            {"question": question, "text": "Jeg svarer selv"},
            {"question": question, "to": "nobody"},
            {"question": question, "to": "mette-vinther-poulsen"},
            {"question": question, "version": 10**12},
            {"question": question, "entry": "u01"},
            {"minutes": 10**9},
        ]
        for verb in ("question.answer", "question.route", "question.vote", "faq.choose"):
            for data in shapes_of_data:
                status, _ = await bot.press(BILLUND, verb, data)
                assert status in {200, 400}
        state = bot.meeting.questions[next(iter(bot.meeting.questions))]
        assert (state.state, state.answer) == (QuestionState.QUEUED, None)


async def test_malformed_data_is_400_and_an_unknown_verb_404() -> None:
    async with served() as bot:
        assert (await bot.press(METTE, "question.vote", {"question": 7}))[0] == 400
        assert (await bot.press(METTE, "question.vote", {}))[0] == 400
        assert (await bot.press(METTE, "agenda.next", {"version": "x"}))[0] == 400
        assert (await bot.press(METTE, "agenda.explode", {}))[0] == 404
        url = bot.connector.url
        for value in (None, [], "x", {}, {"action": 3}, {"action": {"verb": 3}}):
            body = shapes.activity(METTE, url, "invoke", name="adaptiveCard/action", value=value)
            assert (await bot.post(body))[0] == 400
        body = shapes.activity(METTE, url, "invoke", name="task/fetch", value={})
        assert (await bot.post(body))[0] == 404


async def test_press_with_nothing_filled_in_is_answered_with_a_sentence() -> None:
    async with served() as bot:
        await bot.say(ODENSE, "til UDK: Hvad koster det?")
        data = {"question": next(iter(bot.meeting.questions))}
        chat = RASMUS.own_chat
        answered = new_card(await bot.press(RASMUS, "question.answer", data, chat=chat))
        passed_on = new_card(await bot.press(METTE, "question.route", data, chat=METTE.own_chat))

        empty = DA("There is no text in it; write a few words and send it again.")
        assert empty in cards.read(answered)
        nobody = DA("Choose one of the meeting's hosts or speakers.")
        assert nobody in cards.read(passed_on)


async def test_replies_are_in_the_answer_when_they_are_expected_there() -> None:
    async with served() as bot:
        said = shapes.message(ODENSE, bot.connector.url, "til UDK: Hvad koster det?")
        status, body = await bot.post(said | {"deliveryMode": "expectReplies"})
        looked = shapes.message(ODENSE, bot.connector.url, "dagsorden")
        _, agenda = await bot.post(looked | {"deliveryMode": "expectReplies"})

        assert (status, len(body["activities"])) == (200, 1)
        assert "Rasmus Edelberg" in body["activities"][0]["text"]
        card = agenda["activities"][0]["attachments"][0]["content"]
        assert "UDK og kommunernes spørgsmål" in cards.read(card)


async def test_remark_among_people_is_neither_answered_nor_stored() -> None:
    async with served() as bot:
        before = bot.meeting.version
        assert await bot.say(who("Nysgerrig", 99), "tak for kaffe", mention=False) == 200

        assert bot.meeting.version == before


async def test_acknowledgements_of_a_burst_come_in_one_message_on_lines_of_their_own() -> None:
    async with served() as bot:
        people = [who(f"Deltager {n}", n) for n in range(20, 32)]
        for n, person in enumerate(people):
            assert await bot.say(person, f"til UDK: Hvad koster nummer {n}?") == 200
        await said_in(bot, CHAT, "12")

        posts = [s for s in bot.connector.of(CHAT) if s.method == "POST" and s.text]
        lines = [line for sent in posts for line in sent.text.splitlines() if line]
        assert (len(posts) <= 3, len(lines)) == (True, 12)


async def test_restart_changes_the_same_cards_and_tells_nothing_twice() -> None:
    async with served() as bot:
        await install(bot)
        await bot.say(ODENSE, "til UDK: Hvad koster det?", chat=ODENSE.own_chat)
        question = next(iter(bot.meeting.questions))
        data = {"question": question, "text": "Meget."}
        new_card(await bot.press(RASMUS, "question.answer", data, chat=RASMUS.own_chat))
        await said_in(bot, ODENSE.own_chat, "Meget.")
        await card_in(bot, CHAT, "Hvad koster det?")
        await card_in(bot, METTE.own_chat, DA("No questions are waiting"))
        await bot.teams.close()
        before = len(bot.connector.requests)

        async with served(bot.disk, to=bot.connector) as again:
            new_card(await again.press(METTE, "agenda.start"))
            await card_in(again, CHAT, "▶ 1. Velkomst")
            later = bot.connector.requests[before:]

        assert [s for s in later if s.conversation == ODENSE.own_chat] == []
        assert {s.method for s in later if s.conversation == CHAT} == {"PUT"}
