"""A code ties a chat: among people one that a host writes, in an own chat anybody's."""

from dataclasses import replace

import pytest

from tests.teams import cards
from tests.teams.calls import details, participant
from tests.teams.joining.scene import (
    GROUP,
    MEETING,
    OTHER_TENANT,
    SECOND,
    SECOND_HOST,
    THREAD,
    THREAD_THREE,
    THREAD_TOO,
    first_plan,
    others_plan,
    own,
    scene,
    second_plan,
)
from tests.teams.joining.test_by_link import closed
from tests.teams.shapes import BILLUND, GUEST, METTE, ODENSE, PETER, RASMUS

NOT_TIED = "Kun en vært for mødet, der er logget ind, kan knytte chatten til det med mødets kode."


@pytest.mark.parametrize(
    "said",
    [
        "MARTS2AD",
        "marts2ad",
        "mart s2ad",
        "MART-S2AD.",
        "møde MARTS2AD",
        "Meeting: MARTS2AD",
        "kode marts2ad",
        "https://meeting.example/m/MARTS2AD",
    ],
)
async def test_a_host_ties_a_chat_by_writing_the_code(said: str) -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, said, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == first_plan().meeting
        assert len(here.cards(MEETING)) == 1
        assert here.texts(MEETING) == []


async def test_the_right_code_from_somebody_else_says_no_more_than_a_wrong_one() -> None:
    """A participant, a speaker, an anonymous person with a host's name, another meeting's host."""
    async with scene(first_plan(), others_plan()) as here:
        for who in (ODENSE, RASMUS, GUEST, SECOND_HOST):
            await here.say(who, "møde MARTS2AD", MEETING)
        await here.say(METTE, "møde WRNG2345", MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
        assert set("\n\n".join(here.texts(MEETING)).split("\n\n")) == {NOT_TIED}


async def test_who_organises_the_call_has_no_right_by_that() -> None:
    async with scene(first_plan(), second_plan()) as here:
        calls = here.connector.calls
        calls.details["MCMA"] = details(
            MEETING.id, title="Programledermøde", start=None, organiser=BILLUND.entra
        )
        calls.people[str(BILLUND.entra)] = participant(BILLUND.name, "Organizer")
        await here.added(BILLUND, MEETING)
        await here.say(BILLUND, "MARTS2AD", MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None


async def test_a_host_from_another_organisation_is_known_by_entra_id_all_the_same() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", replace(MEETING, tenant=OTHER_TENANT))
        await here.done()

        assert here.meeting_of(MEETING) == first_plan().meeting


async def test_in_ones_own_chat_anybody_may_write_the_code() -> None:
    async with scene(first_plan(), second_plan()) as here:
        chat = own(ODENSE)
        here.connector.members[chat.id] = [ODENSE.account]
        await here.say(ODENSE, "hej", chat)
        await here.say(ODENSE, "MARTS2AD", chat)
        await here.done()
        asked, greeted = here.texts(chat)

        assert here.meeting_of(chat) == first_plan().meeting
        assert asked == "Skriv mødets kode her, så hører denne chat til mødet."
        assert greeted.startswith("Hej! Her er Programledermøde marts 2020.")
        assert here.cards(chat) == []


async def test_wrong_codes_are_told_and_after_five_one_waits() -> None:
    async with scene(first_plan(), second_plan()) as here:
        chat = own(ODENSE)
        for number in range(2, 7):
            await here.say(ODENSE, f"WRNG234{number}", chat)
            await here.done()
        await here.say(ODENSE, "MARTS2AD", chat)
        await here.done()
        early = here.meeting_of(chat)
        here.bot.clock.forward(seconds=31)
        await here.say(ODENSE, "MARTS2AD.", chat)
        await here.done()

        told = "\n\n".join(here.texts(chat)).split("\n\n")
        assert told[:5] == ["Intet møde har den kode. Se efter, og skriv den igen."] * 5
        assert told[5] == "For mange forkerte koder. Prøv igen om 30 sekunder."
        assert (early, here.meeting_of(chat)) == (None, first_plan().meeting)


async def test_a_host_of_both_moves_a_chat_to_another_meeting() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", MEETING)
        await here.done()
        await here.say(METTE, "møde SECNDR2B", MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == second_plan().meeting
        assert len(here.cards(MEETING)) == 2
        assert "13.00" in here.cards(MEETING)[1]


async def test_another_meetings_host_does_not_take_a_chat_away() -> None:
    async with scene(first_plan(), others_plan()) as here:
        await here.say(METTE, "MARTS2AD", MEETING)
        await here.say(SECOND_HOST, "møde ANTHER2C", MEETING)
        await here.done()
        taken = here.meeting_of(MEETING)
        await closed(here)
        await here.say(SECOND_HOST, "kode ANTHER2C", MEETING)
        await here.done()

        assert taken == first_plan().meeting
        assert here.texts(MEETING)[0] == NOT_TIED
        assert here.meeting_of(MEETING) == others_plan().meeting  # that one is over


async def test_a_code_written_by_a_participant_among_people_is_no_question() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", MEETING)
        await here.say(ODENSE, "møde SECNDR2B", MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == first_plan().meeting
        assert here.texts(MEETING) == [NOT_TIED]
        assert not here.bot.meeting.questions


async def test_the_same_code_again_says_so_and_posts_nothing_anew() -> None:
    async with scene(first_plan(), second_plan()) as here:
        for said in ("MARTS2AD", "møde MARTS2AD"):
            await here.say(METTE, said, MEETING)
            await here.done()
            here.bot.clock.forward(seconds=61)

        assert here.texts(MEETING) == ["Denne chat hører til Programledermøde marts 2020."]
        assert len(here.cards(MEETING)) == 1


async def test_one_code_written_twice_by_teams_ties_once() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say_again(METTE, "MARTS2AD", MEETING)
        await here.done()

        assert len(here.cards(MEETING)) == 1
        assert here.texts(MEETING) == []


async def test_several_meetings_at_once_each_in_a_chat_of_its_own() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", MEETING)
        await here.say(PETER, "SECNDR2B", SECOND)
        await here.say(ODENSE, "til UDK: Hvad koster det i alt?", MEETING)
        await here.say(BILLUND, "til UDK: Hvem ringer vi til?", SECOND)
        await here.done()
        hub = here.bot.hub
        first, second = (hub.state(p.meeting) for p in (first_plan(), second_plan()))

        assert [q.text for q in first.questions.values()] == ["Hvad koster det i alt?"]
        assert [q.text for q in second.questions.values()] == ["Hvem ringer vi til?"]
        assert "Hvem ringer" not in "".join(here.cards(MEETING) + here.texts(MEETING))
        assert "Hvad koster" not in "".join(here.cards(SECOND) + here.texts(SECOND))


async def test_a_channel_shows_the_meeting_in_one_thread_and_answers_in_all() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", THREAD_TOO)
        await here.done()
        await here.say(ODENSE, "hjælp", THREAD_THREE)
        await here.done()

        assert len(here.cards(THREAD_TOO)) == 1
        assert here.meeting_of(THREAD_THREE) == first_plan().meeting
        assert here.cards(THREAD_THREE) == []
        assert "dagsorden" in here.texts(THREAD_THREE)[0]


async def test_a_second_meeting_of_a_channel_is_not_taken_for_the_first() -> None:
    """A channel meeting's chat is its thread, which waits for a code of its own."""
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", THREAD_TOO)
        await here.say(ODENSE, "til UDK: Hvad koster det i alt?", THREAD)
        early = here.meeting_of(THREAD)
        await here.say(METTE, "SECNDR2B", THREAD)
        await here.done()

        assert early is None
        assert not here.bot.meeting.questions
        assert here.meeting_of(THREAD) == second_plan().meeting
        assert here.meeting_of(THREAD_TOO) == first_plan().meeting


async def test_a_bound_group_chat_has_no_call_and_works_as_any_other() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "MARTS2AD", GROUP)
        await here.done()
        (card,) = here.connector.cards(GROUP.id)

        assert here.meeting_of(GROUP) == first_plan().meeting
        assert cards.verbs(card) == ["agenda.show"]
        assert here.connector.calls.asked == []
