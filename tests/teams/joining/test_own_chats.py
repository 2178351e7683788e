"""Somebody opens a chat of their own with the bot: which meeting it is, when there are several."""

from tests.teams.joining.scene import MEETING, first_plan, own, scene, second_plan
from tests.teams.joining.test_by_link import closed
from tests.teams.joining.test_reaching import DESK, there
from tests.teams.shapes import GUEST, KELD, METTE, ODENSE, PETER

ASK = "Skriv mødets kode her, så hører denne chat til mødet."


async def test_a_hosts_own_chat_is_the_first_meeting_to_come() -> None:
    async with scene(second_plan(), first_plan()) as here:
        chat = own(METTE)
        there(here, METTE, chat=chat)
        await here.added(METTE, chat)
        await here.done()

        assert here.meeting_of(chat) == first_plan().meeting
        assert DESK in here.cards(chat)[0]
        assert here.texts(chat) == []


async def test_a_strangers_own_chat_is_asked_for_the_code_once() -> None:
    async with scene(first_plan(), second_plan()) as here:
        for who in (ODENSE, GUEST):
            there(here, who, chat=own(who))
            await here.added(who, own(who))
            await here.added(who, own(who))
        await here.done()

        assert here.texts(own(ODENSE)) == here.texts(own(GUEST)) == [ASK]
        assert here.meeting_of(own(ODENSE)) is None


async def test_who_has_joined_signed_in_is_known_in_their_own_chat() -> None:
    async with scene(first_plan(join_link=MEETING.link), second_plan()) as here:
        await here.say(ODENSE, "til UDK: Hvad koster det i alt?", MEETING)
        await here.say(ODENSE, "mine spørgsmål", own(ODENSE))
        await here.done()

        assert here.meeting_of(own(ODENSE)) == first_plan().meeting
        assert any("Hvad koster det i alt?" in card for card in here.cards(own(ODENSE)))


async def test_a_question_in_an_untied_own_chat_of_a_speaker_is_the_meetings() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(KELD, "til UDK: Hvem betaler regningen?", own(KELD))
        await here.done()

        asked = [one.text for one in here.bot.meeting.questions.values()]
        assert asked == ["Hvem betaler regningen?"]


async def test_one_opens_another_meeting_by_its_code_and_has_one_desk() -> None:
    async with scene(first_plan(), second_plan()) as here:
        chat = own(PETER)
        there(here, PETER, chat=chat)
        await here.say(PETER, "dagsorden", chat)
        await here.done()
        await here.say(PETER, "møde SECNDR2B", chat)
        await here.done()
        desks = [card for card in here.cards(chat) if DESK in card]

        assert here.meeting_of(chat) == second_plan().meeting
        assert len(desks) == 2
        assert "13.00" in desks[1]
        assert "13.00" not in desks[0]


async def test_a_meeting_that_is_over_keeps_its_chat_while_no_other_is_near() -> None:
    async with scene(first_plan(), second_plan(hours=24 * 28)) as here:
        await here.say(METTE, "dagsorden", own(METTE))
        await closed(here)
        await here.say(METTE, "dagsorden", own(METTE))
        await here.done()

        assert here.meeting_of(own(METTE)) == first_plan().meeting
