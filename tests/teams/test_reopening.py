"""A close by mistake in Teams: the host's card takes it back, and who was told hears of it."""

import asyncio
from datetime import timedelta

from meeting.commands import AnswerQuestion, CloseMeeting, UndoStep
from meeting.model import Phase
from meeting.question import QuestionState
from tests.given import METTE as METTE_ID
from tests.given import command
from tests.teams import cards
from tests.teams.serving import served
from tests.teams.shapes import CHAT, METTE, ODENSE
from tests.teams.test_meeting_over_teams import DA, card_in, install, new_card, said_in

AGAIN = "Mødet er åbnet igen; det blev lukket ved en fejl."


async def test_a_host_takes_the_close_back_on_the_card_and_those_who_were_told_hear_of_it() -> None:
    async with served() as bot:
        await install(bot)
        own = METTE.own_chat
        assert await bot.say(METTE, "start", chat=own) == 200
        asking = "til UDK: hvornår falder regningen?"
        assert await bot.say(ODENSE, asking, chat=ODENSE.own_chat) == 200

        assert await bot.say(METTE, "luk", chat=own) == 200
        until = DA(
            "Closed by mistake? Undo until {time}.",
            time=DA.time(bot.clock.now() + timedelta(minutes=10)),
        )
        desk = await card_in(bot, own, until)
        became = DA("This became of your questions.")
        await card_in(bot, ODENSE.own_chat, became)
        press = cards.button(desk, "agenda.undo")
        back = new_card(await bot.press(METTE, "agenda.undo", press["data"], chat=own))

        assert bot.meeting.phase is Phase.RUNNING
        (question,) = bot.meeting.questions.values()
        assert (question.state, question.due) == (QuestionState.QUEUED, None)
        assert "agenda.next" in cards.verbs(back)
        for chat in (CHAT, ODENSE.own_chat):
            await said_in(bot, chat, AGAIN)
            assert bot.connector.texts(chat).count(AGAIN) == 1
        stale = new_card(await bot.press(METTE, "agenda.undo", press["data"], chat=own))
        assert bot.meeting.phase is Phase.RUNNING
        assert "agenda.next" in cards.verbs(stale)


async def test_a_close_that_is_taken_back_before_anybody_was_told_sends_no_summary() -> None:
    async with served() as bot:
        await install(bot)
        id_ = bot.meeting.plan.meeting
        assert await bot.say(METTE, "start", chat=METTE.own_chat) == 200
        asking = "til UDK: hvornår falder regningen?"
        assert await bot.say(ODENSE, asking, chat=ODENSE.own_chat) == 200

        deeds = (CloseMeeting(), UndoStep())
        await asyncio.gather(*(bot.hub.send(id_, command(METTE_ID, deed)) for deed in deeds))
        await said_in(bot, ODENSE.own_chat, AGAIN)
        (question,) = bot.meeting.questions
        await bot.hub.send(id_, command(METTE_ID, AnswerQuestion(question, "I maj.")))
        await said_in(bot, ODENSE.own_chat, "I maj.")  # by then whatever came before is sent

        became = DA("This became of your questions.")
        told = [cards.read(card) for card in bot.connector.cards(ODENSE.own_chat)]
        assert [text for text in told if became in text] == []
        assert "følger op" not in bot.connector.texts(ODENSE.own_chat)


async def test_after_ten_minutes_the_card_says_why_not_and_offers_it_no_more() -> None:
    async with served() as bot:
        await install(bot)
        own = METTE.own_chat
        assert await bot.say(METTE, "start", chat=own) == 200
        assert await bot.say(METTE, "luk", chat=own) == 200
        bot.clock.forward(minutes=11)

        card = new_card(await bot.press(METTE, "agenda.undo", {}, chat=own))

        told = "Et lukket møde kan åbnes igen i 10 minutter, og de er gået."
        assert told in cards.read(card)
        assert "agenda.undo" not in cards.verbs(card)
        assert bot.meeting.phase is Phase.CLOSED
