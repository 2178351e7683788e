"""A chat of their own with each host and speaker, and with nobody else."""

from typing import Any

from tests.given import HANS as HANS_ID
from tests.teams import shapes
from tests.teams.joining.scene import MEETING, SECOND, Scene, first_plan, own, scene, second_plan
from tests.teams.joining.test_by_link import closed
from tests.teams.shapes import BILLUND, GUEST, HANS, KELD, METTE, ODENSE, RASMUS, Who

LINKED = first_plan(join_link=MEETING.link)
BOTH = (LINKED, second_plan(join_link=SECOND.link))
DESK = "Ingen spørgsmål venter"


def there(here: Scene, *people: Who, chat: Any = MEETING) -> None:
    """Say who is in a chat, as its roster tells it."""
    here.connector.members[chat.id] = [who.account for who in people]


async def test_hosts_and_speakers_in_the_chat_get_their_desk_and_nobody_else_anything() -> None:
    async with scene(LINKED) as here:
        there(here, METTE, RASMUS, ODENSE, GUEST, KELD)
        await here.added(METTE, MEETING)
        await here.done()

        assert here.connector.calls.members_opened() == [METTE.id, RASMUS.id, KELD.id]
        for who in (METTE, RASMUS, KELD):
            assert len(here.cards(own(who))) == 1
            assert DESK in here.cards(own(who))[0]
            assert here.texts(own(who)) == []
        assert here.sent(own(ODENSE)) == here.sent(own(GUEST)) == 0


async def test_a_chat_is_opened_as_teams_wants_it() -> None:
    async with scene(LINKED) as here:
        there(here, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()

        (body,) = here.connector.calls.opened
        assert body == {
            "isGroup": False,
            "bot": {"id": shapes.BOT, "name": "Ordstyrer"},
            "members": [{"id": RASMUS.id}],
            "tenantId": shapes.TENANT,
            "channelData": {"tenant": {"id": shapes.TENANT}},
        }


async def test_a_roster_of_many_pages_is_read_to_its_end() -> None:
    async with scene(LINKED) as here:
        here.connector.largest_page = 2
        there(here, ODENSE, BILLUND, GUEST, RASMUS, KELD)
        await here.added(METTE, MEETING)
        await here.done()

        assert here.connector.calls.members_opened() == [RASMUS.id, KELD.id]


async def test_a_speaker_who_is_added_later_is_reached_and_the_organiser_gets_no_right() -> None:
    """In such an event Teams names the organiser as who did it."""
    async with scene(LINKED) as here:
        await here.added(METTE, MEETING)
        url = here.connector.url
        for who in (HANS, ODENSE, GUEST):
            body = shapes.joined(BILLUND, url, who)
            body["membersAdded"] = [who.account]
            for _ in range(2):
                await here.post(body, MEETING)
        await here.done()

        assert here.connector.calls.members_opened() == [HANS.id]
        assert here.bot.meeting.roles(HANS_ID)
        assert not any(here.sent(own(who)) for who in (ODENSE, GUEST, BILLUND))


async def test_an_anonymous_person_with_a_speakers_name_is_not_that_speaker() -> None:
    async with scene(LINKED) as here:
        there(here, GUEST)
        await here.added(METTE, MEETING)
        await here.say(GUEST, "start", MEETING)
        await here.done()

        assert here.connector.calls.opened == []
        assert here.bot.meeting.current is None


async def test_ones_own_chat_shows_the_meeting_that_is_nearest_and_goes_on_with_the_day() -> None:
    """Two meetings on one day, both with the bot in the chat; one desk, never the wrong one."""
    async with scene(*BOTH) as here:
        there(here, METTE, chat=SECOND)
        there(here, METTE, chat=MEETING)
        await here.added(METTE, SECOND)
        await here.done()
        later = here.meeting_of(own(METTE))
        await here.added(METTE, MEETING)
        await here.done()
        nearer = here.meeting_of(own(METTE))
        await closed(here)
        await here.say(METTE, "dagsorden", own(METTE))
        await here.done()

        first, second = (plan.meeting for plan in BOTH)
        assert (later, nearer, here.meeting_of(own(METTE))) == (second, first, second)
        assert here.connector.calls.members_opened() == [METTE.id]


async def test_the_meeting_that_runs_has_the_chat_whatever_else_begins() -> None:
    async with scene(*BOTH) as here:
        there(here, METTE, chat=SECOND)
        there(here, METTE, chat=MEETING)
        await here.added(METTE, MEETING)
        await here.done()
        await here.say(METTE, "start", own(METTE))
        await here.added(METTE, SECOND)
        await here.call_begins(SECOND)
        await here.done()

        assert here.meeting_of(own(METTE)) == LINKED.meeting
