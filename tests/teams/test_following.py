"""What follows a question in Teams: its message changed or gone, its answer asked about."""

from datetime import timedelta
from typing import Any

from meeting.commands import Command, RemindOwner
from meeting.ids import CommandId
from meeting.model import TroubleKind
from meeting.question import Got, Question, QuestionState
from tests.given import RASMUS as RASMUS_ID
from tests.teams import cards, shapes
from tests.teams.serving import Served, served
from tests.teams.shapes import BILLUND, CHAT, METTE, ODENSE, RASMUS
from tests.teams.test_meeting_over_teams import card_in, install, said_in

REWORDED = "til UDK: Hvem skriver til de borgere, der venter?"
ASKED = "til UDK: Hvad gør vi med borgere, der venter på svar?"


def only(bot: Served) -> Question:
    (question,) = bot.meeting.questions.values()
    return question


def changed(message: dict[str, Any], kind: str, text: str = "") -> dict[str, Any]:
    """The same message as Teams tells that it was changed or taken away."""
    event = {"messageUpdate": "editMessage", "messageDelete": "softDeleteMessage"}[kind]
    data = {**message["channelData"], "eventType": event}
    return {**message, "type": kind, "text": text, "channelData": data}


async def asked(bot: Served, text: str = ASKED, **more: Any) -> dict[str, Any]:
    message = shapes.message(ODENSE, bot.connector.url, text, **more)
    assert (await bot.post(message))[0] == 200
    return message


async def test_a_question_follows_its_message_when_that_is_edited_or_deleted() -> None:
    async with served() as bot:
        message = await asked(bot)
        before = only(bot)

        edit = changed(message, "messageUpdate", REWORDED)
        assert [(await bot.post(edit))[0] for _ in range(2)] == [200, 200]
        after = only(bot)
        assert (after.number, after.text) == (1, "Hvem skriver til de borgere, der venter?")
        assert after.route == before.route

        assert (await bot.post(changed(message, "messageDelete")))[0] == 200
        assert only(bot).state is QuestionState.WITHDRAWN


async def test_an_edit_to_what_is_no_question_takes_it_back_and_one_to_a_question_asks() -> None:
    async with served() as bot:
        message = await asked(bot)
        await bot.post(changed(message, "messageUpdate", "Det var en fejl"))
        assert only(bot).state is QuestionState.WITHDRAWN

        remark = shapes.message(ODENSE, bot.connector.url, "Vi er med fra Odense", mention=False)
        await bot.post(remark)
        assert len(bot.meeting.questions) == 1
        text = "Hvem betaler for uddannelsen i Odense Kommune?"
        await bot.post(changed(remark, "messageUpdate", text))
        assert len(bot.meeting.questions) == 2


async def test_nobody_changes_another_persons_question_by_its_message_id() -> None:
    async with served() as bot:
        message = await asked(bot)
        forged = {**changed(message, "messageDelete"), "from": BILLUND.account}

        assert (await bot.post(forged))[0] == 200

        assert only(bot).state is QuestionState.QUEUED


async def test_several_questions_of_one_message_each_get_a_number_and_an_acknowledgement() -> None:
    async with served() as bot:
        text = "1) Hvordan er bemandingen i UDK nu? 2) Hvornår kører KMD's valgsystem igen?"
        await bot.post(shapes.message(ODENSE, bot.connector.url, text, chat=ODENSE.own_chat))

        assert sorted(q.number for q in bot.meeting.questions.values()) == [1, 2]
        for number in (1, 2):
            await said_in(bot, ODENSE.own_chat, f"Spørgsmål {number} er hos")


async def test_who_cannot_hear_is_counted_for_the_hosts_and_nothing_is_said_in_the_chat() -> None:
    async with served() as bot:
        for person in (ODENSE, BILLUND, ODENSE):
            await bot.say(person, "kan ikke høre noget", mention=False)

        assert [t.kind for t in bot.meeting.troubles.values()] == [TroubleKind.SOUND] * 2
        assert not bot.meeting.questions
        assert bot.connector.texts(CHAT) == ""


async def test_when_an_item_ends_those_it_was_for_are_asked_whether_they_got_an_answer() -> None:
    async with served() as bot:
        await install(bot)
        await bot.say(METTE, "start", chat=METTE.own_chat)
        await bot.say(ODENSE, ASKED)
        question = only(bot)
        await bot.press(ODENSE, "question.vote", {"question": question.id})
        answer = {"question": question.id, "text": "KL skriver til dem i denne uge."}
        await bot.press(RASMUS, "question.answer", answer, chat=RASMUS.own_chat)
        await bot.say(METTE, "næste", chat=METTE.own_chat)

        card = await card_in(bot, ODENSE.own_chat, "Fik du svar?")
        assert "KL skriver til dem i denne uge." in cards.read(card)
        await bot.press(ODENSE, "answered.no", {"question": question.id}, chat=ODENSE.own_chat)

        assert list(bot.meeting.ratings[question.id].values()) == [Got.NO]
        assert only(bot).state is QuestionState.FOLLOW_UP
        assert only(bot).due is not None


async def test_at_the_close_an_asker_gets_all_questions_together_once() -> None:
    async with served() as bot:
        await install(bot)
        await bot.say(METTE, "start", chat=METTE.own_chat)
        for text in (ASKED, "til Keld: Er der driftsstop i aften?"):
            await bot.say(ODENSE, text, chat=ODENSE.own_chat)
        await bot.say(METTE, "luk", chat=METTE.own_chat)

        card = cards.read(await card_in(bot, ODENSE.own_chat, "Sådan gik det med dine spørgsmål."))
        assert "borgere, der venter" in card
        assert "driftsstop" in card
        assert card.count("følger op senest") == 2
        assert "Spørgsmål 1: " not in bot.connector.texts(ODENSE.own_chat)


async def test_a_host_lets_through_what_is_new_and_sees_who_cannot_follow() -> None:
    async with served() as bot:
        await install(bot)
        await bot.press(METTE, "questions.look-first", {}, chat=METTE.own_chat)
        await bot.say(ODENSE, ASKED)
        await bot.say(BILLUND, "kan ikke høre noget", mention=False)
        desk = cards.read(await card_in(bot, METTE.own_chat, "En vært ser det først"))
        assert "1 person har problemer med lyden" in desk

        await bot.press(METTE, "question.approve", {"question": only(bot).id}, chat=METTE.own_chat)
        await bot.press(METTE, "trouble.settled", {}, chat=METTE.own_chat)
        assert only(bot).state is QuestionState.QUEUED
        assert not bot.meeting.troubles


async def test_a_speaker_gives_a_question_back_with_one_press() -> None:
    async with served() as bot:
        await install(bot)
        await bot.say(ODENSE, "til Rasmus Edelberg: Hvornår lukker det?")
        desk = await card_in(bot, RASMUS.own_chat, "Hvornår lukker det?")
        assert "question.not-mine" in cards.verbs(desk)
        data = {"question": only(bot).id}
        await bot.press(RASMUS, "question.not-mine", data, chat=RASMUS.own_chat)

        assert RASMUS_ID not in only(bot).route.to


async def test_who_promised_is_reminded_in_their_own_chat() -> None:
    async with served() as bot:
        await install(bot)
        await bot.say(ODENSE, ASKED)
        data = {"question": only(bot).id, "due": "2026-12-01"}
        await bot.press(RASMUS, "question.follow-up", data, chat=RASMUS.own_chat)
        question = only(bot)
        assert question.owner == RASMUS_ID
        assert question.due is not None

        at = question.due - timedelta(hours=3)
        sent = Command(CommandId("remind"), at, None, RemindOwner(question.id))
        await bot.hub.send(bot.meeting.plan.meeting, sent)

        assert "1/12-2026" in await said_in(bot, RASMUS.own_chat, "venter på dit svar")
