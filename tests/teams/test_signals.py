"""What speakers and hosts are told in their own chats, by the clock and by each other."""

from dataclasses import replace

from bot.ticker import Ticker
from meeting.commands import Command, PlanMeeting
from meeting.ids import CommandId, ItemId
from meeting.item import Mark
from meeting.model import Phase
from tests.given import HANS as HANS_ID
from tests.given import KELD as KELD_ID
from tests.given import KEYS
from tests.given import RASMUS as RASMUS_ID
from tests.teams import cards, shapes
from tests.teams.serving import Served, served
from tests.teams.shapes import CHAT, HANS, KELD, METTE, ODENSE, RASMUS
from tests.teams.test_meeting_over_teams import card_in, install, said_in


async def looked(bot: Served, minutes: float = 0) -> None:
    """Let so many minutes pass and have the clock look."""
    bot.clock.forward(minutes=minutes)
    await Ticker(bot.hub, KEYS, bot.clock).tick()


async def begun(bot: Served) -> None:
    """Item 2 is on; its two speakers and Keld have a chat of their own."""
    await install(bot)
    for speaker in (RASMUS, HANS, KELD):
        await bot.say(speaker, "hjælp", chat=speaker.own_chat)
    await bot.say(METTE, "start", chat=METTE.own_chat)
    await bot.say(METTE, "næste", chat=METTE.own_chat)


async def test_who_is_on_hears_at_five_and_two_minutes_and_when_time_is_up() -> None:
    async with served() as bot:
        await begun(bot)
        for minutes, said in (
            (15, "5 minutter tilbage"),
            (3, "2 minutter tilbage"),
            (2, "er gået"),
        ):
            await looked(bot, minutes)
            for speaker in (RASMUS, HANS):
                assert said in await said_in(bot, speaker.own_chat, said)

        assert "minutter tilbage" not in bot.connector.texts(CHAT)
        assert "minutter tilbage" not in bot.connector.texts(KELD.own_chat)
        assert bot.connector.texts(RASMUS.own_chat).count("5 minutter tilbage") == 1


async def test_who_is_next_hears_it_when_the_item_before_begins() -> None:
    async with served() as bot:
        await begun(bot)
        await bot.say(METTE, "næste", chat=METTE.own_chat)
        await looked(bot)

        line = await said_in(bot, KELD.own_chat, "Du er næste")
        assert "4. Status på driften" in line


async def test_hosts_hear_who_is_missing_and_nobody_else_does() -> None:
    async with served() as bot:
        await begun(bot)
        await looked(bot, 15.1)

        line = await said_in(bot, METTE.own_chat, "ikke set endnu")
        assert "Peter Egelund" in line
        assert "ikke set endnu" not in bot.connector.texts(CHAT)
        assert "ikke set endnu" not in bot.connector.texts(KELD.own_chat)


async def test_a_host_tells_a_speaker_and_sees_that_it_was_seen() -> None:
    async with served() as bot:
        await begun(bot)
        data = {"to": KELD_ID, "text": "Rund gerne af nu."}
        status, _ = await bot.press(METTE, "speaker.message", data, chat=METTE.own_chat)
        card = await card_in(bot, KELD.own_chat, "Rund gerne af nu.")
        (button,) = [one for one in cards.elements([card]) if one.get("verb") == "speaker.seen"]

        for other in (ODENSE, RASMUS):
            await bot.press(other, "speaker.seen", button["data"], chat=other.own_chat)
            assert bot.meeting.messages[0].seen is None
        await bot.press(KELD, "speaker.seen", button["data"], chat=KELD.own_chat)

        assert status == 200
        assert bot.meeting.messages[0].seen is not None
        assert "Rund gerne af nu." not in bot.connector.texts(CHAT)


async def test_hosts_and_speakers_are_here_once_they_say_anything_others_are_not_noted() -> None:
    async with served() as bot:
        await begun(bot)
        await bot.say(ODENSE, "hjælp", chat=ODENSE.own_chat)
        version = bot.meeting.version
        await bot.say(RASMUS, "hjælp", chat=RASMUS.own_chat)

        assert {RASMUS_ID, HANS_ID, KELD_ID} <= bot.meeting.here
        assert len(bot.meeting.here) == 4
        assert bot.meeting.version == version


async def test_what_is_no_longer_so_is_told_to_nobody() -> None:
    async with served() as bot:
        await begun(bot)
        await looked(bot, 15)
        await said_in(bot, RASMUS.own_chat, "5 minutter tilbage")
        await looked(bot, 30)
        await said_in(bot, RASMUS.own_chat, "er gået")

        assert (ItemId("item-2"), Mark.TWO) in bot.meeting.told
        assert "2 minutter tilbage" not in bot.connector.texts(RASMUS.own_chat)


async def called(bot: Served, what: str, *, again: bool = False) -> None:
    """Teams says that the call began or ended, perhaps twice."""
    event = shapes.meeting_event(METTE, bot.connector.url, what)
    for _ in range(2 if again else 1):
        assert (await bot.post(event))[0] < 300


async def follows(bot: Served, **how: bool) -> None:
    plan = replace(bot.meeting.plan, **how)
    planned = Command(CommandId("follows"), bot.clock.now(), None, PlanMeeting(plan))
    await bot.hub.send(plan.meeting, planned)


async def test_the_agenda_begins_and_ends_with_the_call_where_the_file_says_so() -> None:
    async with served() as bot:
        await install(bot)
        await follows(bot, begins_with_call=True, ends_with_call=True)
        await called(bot, "Start", again=True)
        begun = bot.meeting
        await called(bot, "End", again=True)

        assert (begun.phase, begun.current) == (Phase.RUNNING, 0)
        assert (bot.meeting.phase, bot.meeting.evaluation.open) == (Phase.CLOSING, True)
        await called(bot, "Start")
        assert bot.meeting.phase is Phase.CLOSING


async def test_otherwise_the_agenda_waits_for_a_host() -> None:
    async with served() as bot:
        await install(bot)
        await called(bot, "Start")
        early = bot.meeting.phase
        await bot.say(METTE, "start", chat=METTE.own_chat)
        await called(bot, "End")

        assert (early, bot.meeting.phase) == (Phase.OPEN, Phase.RUNNING)


async def test_a_call_that_begins_when_a_host_has_started_already_changes_nothing() -> None:
    async with served() as bot:
        await begun(bot)
        before = bot.meeting
        await called(bot, "Start")

        assert bot.meeting.current == before.current == 1


async def test_at_the_sound_check_hosts_and_speakers_are_called_and_nobody_else() -> None:
    async with served() as bot:
        await install(bot)
        for person in (RASMUS, ODENSE):
            await bot.say(person, "hjælp", chat=person.own_chat)
        await looked(bot, -6)
        assert "Lydprøve" not in bot.connector.texts(METTE.own_chat)
        await looked(bot, 1)

        for person in (METTE, RASMUS):
            line = await said_in(bot, person.own_chat, "Lydprøve nu")
            assert "10.00" in line
        assert "Lydprøve" not in bot.connector.texts(ODENSE.own_chat)
        assert "Lydprøve" not in bot.connector.texts(CHAT)
        await looked(bot, 1)
        assert bot.connector.texts(METTE.own_chat).count("Lydprøve") == 1
