"""A chat of their own with each host and speaker, and what happens where Teams refuses one."""

from typing import Any

import pytest

from bot.erasing.order import Gone
from bot.teams.forgetting import TeamsNotes
from bot.teams.noted import REACHED
from meeting.question import QuestionState
from tests.given import HANS as HANS_ID
from tests.given import KELD as KELD_ID
from tests.given import RASMUS as RASMUS_ID
from tests.teams import shapes
from tests.teams.calls import Answer
from tests.teams.connector import WRITES_BLOCKED, Scripted
from tests.teams.joining.scene import MEETING, SECOND, Scene, first_plan, own, scene, second_plan
from tests.teams.joining.test_by_link import closed
from tests.teams.shapes import BILLUND, GUEST, HANS, KELD, METTE, ODENSE, RASMUS, Who

LINKED = first_plan(join_link=MEETING.link)
BOTH = (LINKED, second_plan(join_link=SECOND.link))
DESK = "Ingen spørgsmål venter"


def cannot(*names: str) -> str:
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
    return (
        f"Ordstyrer kan ikke skrive til {who} i Teams. "
        "Deres eget link fører til deres side, hvor spørgsmålene venter."
    )


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


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(403, "BotNotInConversationRoster"),
        Answer(403, "ForbiddenOperationException"),
        Answer(403, "ConversationBlockedByUser"),
        Answer(403, "BotDisabledByAdmin"),
        Answer(403),  # another organisation's, as Teams says it
        Answer(400, "BadSyntax"),
        Answer(404, "ConversationNotFound"),
    ],
    ids=lambda answer: answer.code or str(answer.status),
)
async def test_where_teams_refuses_the_host_hears_once_that_the_speaker_needs_the_link(
    refusal: Answer,
) -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [refusal] * 9
        there(here, METTE, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()
        for _ in range(3):
            await here.call_begins(MEETING)
            await here.added(METTE, MEETING)
        await here.say(METTE, "hjælp", own(METTE))
        await here.done()

        assert here.connector.calls.members_opened().count(RASMUS.id) == 1
        told = "\n".join(here.texts(own(METTE)))
        assert told.count(cannot("Rasmus Edelberg (KL)")) == 1
        assert "Rasmus" not in "".join(here.texts(MEETING))
        assert here.sent(own(RASMUS)) == 0


async def test_the_questions_of_a_speaker_out_of_reach_wait_in_their_queue() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[KELD.id] = [Answer(403, "BotNotInConversationRoster")]
        there(here, METTE, KELD)
        await here.added(METTE, MEETING)
        await here.say(ODENSE, "til Keld: Er der driftsstop i aften?", MEETING)
        await here.done()

        (question,) = here.bot.meeting.questions.values()
        assert (question.state, question.route.to) == (QuestionState.QUEUED, (KELD_ID,))


async def test_several_out_of_reach_are_told_in_one_line() -> None:
    async with scene(LINKED) as here:
        for who in (RASMUS, KELD):
            here.connector.calls.opening[who.id] = [Answer(403, "BotDisabledByAdmin")]
        there(here, METTE, RASMUS, KELD)
        await here.added(METTE, MEETING)
        await here.done()

        lines = here.texts(own(METTE))
        assert lines == [cannot("Keld Jørgensen (KOMBIT)", "Rasmus Edelberg (KL)")]


async def test_it_waits_for_a_host_to_be_told() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(403, "BotDisabledByAdmin")]
        there(here, RASMUS)
        await here.added(ODENSE, MEETING)
        await here.done()
        early = here.texts(MEETING)
        await here.say(METTE, "dagsorden", own(METTE))
        await here.done()

        assert early == []
        assert cannot("Rasmus Edelberg (KL)") in here.texts(own(METTE))


async def test_with_no_host_in_reach_they_are_asked_in_the_chat_to_write_first() -> None:
    async with scene(LINKED) as here:
        for who in (METTE, RASMUS):
            here.connector.calls.opening[who.id] = [Answer(403, "ForbiddenOperationException")]
        there(here, METTE, RASMUS)
        await here.added(ODENSE, MEETING)
        await here.call_begins(MEETING)
        await here.done()
        asked = here.texts(MEETING)
        await here.say(METTE, "dagsorden", own(METTE))
        await here.done()

        assert asked == [
            (
                "Værter og oplægsholdere: skriv til Ordstyrer i jeres egen chat, eller brug "
                "jeres eget link. Ordstyrer må ikke skrive til jer først."
            )
        ]
        told = "".join(here.texts(own(METTE)))
        assert "Rasmus Edelberg (KL)" in told


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_look_alike_that_knows_no_such_thing_is_no_refusal_to_tell_of(status: int) -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(status)] * 9
        there(here, METTE, RASMUS)
        await here.added(METTE, MEETING)
        await here.call_begins(MEETING)
        await here.done()

        assert here.texts(own(METTE)) == here.texts(MEETING) == []
        assert here.connector.calls.members_opened().count(RASMUS.id) == 1


async def test_who_blocks_the_bot_afterwards_is_told_of_once_and_left_alone() -> None:
    async with scene(LINKED) as here:
        blocked = Scripted(403, body=WRITES_BLOCKED)
        here.connector.weather = lambda chat: blocked if chat == RASMUS.own_chat else Scripted(200)
        there(here, METTE, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()
        for text in ("start", "næste", "næste"):
            await here.say(METTE, text, own(METTE))
        await here.call_begins(MEETING)
        await here.done()

        tried = [one for one in here.connector.requests if one.conversation == RASMUS.own_chat]
        told = "\n".join(here.texts(own(METTE)))
        assert len(tried) == 1
        assert told.count(cannot("Rasmus Edelberg (KL)")) == 1
        assert here.connector.calls.members_opened().count(RASMUS.id) == 1


async def test_who_writes_to_the_bot_after_all_has_a_desk_from_then_on() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(403, "ForbiddenOperationException")]
        there(here, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()
        await here.say(RASMUS, "hjælp", own(RASMUS))
        await here.done()

        assert DESK in here.cards(own(RASMUS))[0]


async def test_a_busy_teams_is_asked_again_after_the_time_it_names() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(429, None, {"Retry-After": "1"})]
        there(here, METTE, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()

        assert here.connector.calls.members_opened().count(RASMUS.id) == 2
        assert DESK in here.cards(own(RASMUS))[0]
        assert here.texts(own(METTE)) == []


async def test_a_teams_that_is_away_is_asked_again_when_the_call_begins() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(503), Answer(503), Answer(503)]
        there(here, METTE, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()
        told, early = here.texts(own(METTE)), here.sent(own(RASMUS))
        await here.call_begins(MEETING)
        await here.done()

        assert (told, early) == ([], 0)
        assert DESK in here.cards(own(RASMUS))[0]


async def test_added_again_whom_teams_refused_is_tried_once_more() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(403, "ForbiddenOperationException")]
        there(here, METTE, RASMUS)
        await here.added(METTE, MEETING, at=1)
        await here.done()
        await here.removed(METTE, MEETING, at=2)
        await here.added(METTE, MEETING, at=3)
        await here.done()

        assert here.connector.calls.members_opened().count(RASMUS.id) == 2
        assert DESK in here.cards(own(RASMUS))[0]


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


async def test_a_person_who_is_deleted_is_not_noted_as_reached_or_not() -> None:
    async with scene(LINKED) as here:
        here.connector.calls.opening[RASMUS.id] = [Answer(403, "BotDisabledByAdmin")]
        there(here, RASMUS)
        await here.added(METTE, MEETING)
        await here.done()
        notes = here.bot.disk.notes
        before = await notes.keys(REACHED)
        await TeamsNotes(notes).forget(Gone(RASMUS_ID, frozenset()))

        assert before == [f"{REACHED}{LINKED.meeting}/{RASMUS_ID}"]
        assert await notes.keys(REACHED) == []
