"""Who may tie a chat: every kind of person, by code and by press, in a free and in a tied chat."""

from dataclasses import replace

import pytest

from tests.teams.calls import details, participant
from tests.teams.joining.scene import (
    MEETING,
    OTHER_TENANT,
    SECOND_HOST,
    Chat,
    first_plan,
    others_plan,
    scene,
)
from tests.teams.shapes import BILLUND, GUEST, METTE, ODENSE, RASMUS, Who

NAMESAKE = Who("29:1-66", METTE.name, "00000000-0000-0000-0000-000000000066")
ELSEWHERE = replace(MEETING, tenant=OTHER_TENANT)
KINDS = {
    "host": (METTE, MEETING),
    "host, from another organisation": (METTE, ELSEWHERE),
    "speaker": (RASMUS, MEETING),
    "participant": (ODENSE, MEETING),
    "participant, from another organisation": (ODENSE, ELSEWHERE),
    "anonymous, with the host's name": (GUEST, MEETING),
    "signed in elsewhere, with the host's name": (NAMESAKE, ELSEWHERE),
    "organiser in Teams": (BILLUND, MEETING),
    "host of another meeting": (SECOND_HOST, MEETING),
}
MAY = {"host", "host, from another organisation"}


@pytest.mark.parametrize("how", ["code", "press"])
@pytest.mark.parametrize("kind", KINDS)
async def test_only_a_host_ties_a_free_chat(kind: str, how: str) -> None:
    who, chat = KINDS[kind]
    async with scene(first_plan(), others_plan()) as here:
        calls = here.connector.calls
        calls.details["MCMA"] = details(
            MEETING.id, title="Noget", start=None, organiser=BILLUND.entra
        )
        calls.people[str(BILLUND.entra)] = participant(BILLUND.name, "Organizer")
        if how == "code":
            await here.say(who, first_plan().code, chat)
        else:
            await here.press(who, "chat.bind", {"meeting": first_plan().meeting}, chat)

        assert here.meeting_of(chat) == (first_plan().meeting if kind in MAY else None)


@pytest.mark.parametrize("how", ["code", "press"])
@pytest.mark.parametrize("kind", KINDS)
async def test_nobody_but_hosts_of_both_takes_a_chat_from_a_meeting(kind: str, how: str) -> None:
    """Nobody here hosts both: not even the host of the meeting that it would go to."""
    who, chat = KINDS[kind]
    async with scene(first_plan(), others_plan()) as here:
        await here.say(METTE, first_plan().code, chat)
        if how == "code":
            await here.say(who, f"møde {others_plan().code}", chat)
        else:
            await here.press(who, "chat.bind", {"meeting": others_plan().meeting}, chat)

        assert here.meeting_of(chat) == first_plan().meeting


async def test_what_a_chat_of_no_meeting_is_told_holds_nothing_of_any_meeting() -> None:
    """Whoever adds the bot to a chat of their own learns no title, name, time or code."""
    plan = first_plan()
    chat = Chat("19:meeting_MINE@thread.v2", call="MCMX")
    async with scene(plan, others_plan()) as here:
        calls = here.connector.calls
        calls.details["MCMX"] = details(chat.id, title="Frokost", start=None, organiser=None)
        here.connector.members[chat.id] = [ODENSE.account, METTE.account]
        await here.added(ODENSE, chat)
        for text in ("dagsorden", "hjælp", "til UDK: Hvem er vært?", plan.code, "start"):
            await here.say(ODENSE, text, chat)
        for verb in ("agenda.show", "agenda.start", "evaluation.open"):
            await here.press(ODENSE, verb, {}, chat)
        await here.done()

        said = repr([one.body for one in here.connector.requests if one.conversation == chat.id])
        secrets = (plan.title, plan.code, "Mette", "UDK", "10.00", "Et andet møde", "/m/")
        assert [one for one in secrets if one in said] == []
        assert here.connector.calls.opened == []
        assert not here.bot.meeting.questions
