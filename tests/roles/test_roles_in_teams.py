"""The same table over the Teams endpoint: who presses and says what, whatever name they bear."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.teams.wiring import Edge
from dialogs.acting import VERBS
from dialogs.understand import understand
from meeting import commands as c
from meeting.ids import PersonId
from tests.given import BO, HANS, KELD, KEYS, METTE, RASMUS, asked, command, demo_plan, given
from tests.roles.hall import ASKER, SECOND, WAITING
from tests.roles.operations import BEFORE, SPOKEN, WORD_BEFORE, Before, pressed, words
from tests.roles.table import table
from tests.teams import shapes
from tests.teams.serving import PAGE, Served, served
from tests.teams.shapes import Who, who
from tests.teams.test_meeting_over_teams import install

OTHER_HOST = PersonId("host-of-the-other-meeting")
ELSEWHERE = who("Hans Christian Jelstrup", 21)
PEOPLE: dict[str, tuple[str, Who]] = {  # whose row holds, and who it is
    "anonymous, called as a host": ("anonymous", shapes.GUEST),
    "signed in, called as a host": ("signed in", who("Mette Vinther Poulsen", 20)),
    "host of another meeting": ("signed in", ELSEWHERE),
    "asker": ("participant", shapes.ODENSE),
    "other speaker": ("other speaker", shapes.KELD),
    "speaker": ("speaker", shapes.RASMUS),
    "host": ("host", shapes.METTE),
}
ENTRA = {
    shapes.METTE.entra: METTE,
    shapes.RASMUS.entra: RASMUS,
    shapes.KELD.entra: KELD,
    ELSEWHERE.entra: OTHER_HOST,
}
NOTHING_TO_CHANGE = {"agenda.show", "question.unvote", "wish.unvote", "evaluation.hide-results"}


def id_of(person: Who) -> PersonId:
    if person.entra is None:
        return KEYS.participant("teams", person.id)
    return ENTRA.get(person.entra) or KEYS.signed_in(person.entra)


@asynccontextmanager
async def teams(before: Before) -> AsyncIterator[Served]:
    """Two meetings, everybody in the chat's one, and what has happened in it."""
    edge = Edge(PAGE, home=demo_plan().meeting, entra=ENTRA)
    async with served(edge=edge) as bot:
        await install(bot)
        second = replace(SECOND, hosts=(OTHER_HOST,))
        await bot.hub.plan(second.meeting, command(None, c.PlanMeeting(second)))
        here = demo_plan().meeting
        asker = id_of(shapes.ODENSE)
        come = [
            (id_of(w), c.Join(w.name, None)) for _, w in PEOPLE.values() if w.entra not in ENTRA
        ]
        come += [(BO, c.Join("Bo", "Billund")), (id_of(ELSEWHERE), c.Join("Hans", None))]
        come += [(one, c.Arrive()) for one in (METTE, RASMUS, KELD)]
        planted = (
            (RASMUS, c.WriteEntry(WAITING)),
            (METTE, c.MessageSpeaker(RASMUS, "Rund gerne af.")),
            (asker, asked("Hvem?", "q1", addressed=(RASMUS,), addressed_as="KL")),
            (BO, asked("Hvorfor?", "q2", addressed=(HANS,), addressed_as="Hans")),
            (BO, c.ProposeTopic("Mere om data")),
        )
        for by, deed in (*come, *planted, *before):
            await bot.hub.send(here, command(asker if by == ASKER else by, deed))
        yield bot


def grouped(names, before_of) -> dict[Before, list[str]]:
    found: dict[Before, list[str]] = defaultdict(list)
    for name in names:
        found[before_of(name)].append(name)
    return found


def before_word(word: str) -> Before:
    intent = understand(SPOKEN.get(word, word), given()).intent
    return WORD_BEFORE.get(type(getattr(intent, "deed", intent)), ())


BUTTONS = grouped(VERBS, lambda verb: BEFORE.get(verb, ()))
SAID = grouped(words(), before_word)


@pytest.mark.parametrize("number", range(len(BUTTONS)))
async def test_in_teams_a_button_works_for_whom_the_table_says(number):
    before, verbs = [*BUTTONS.items()][number]
    async with teams(before) as bot:
        states = bot.meeting, bot.hub.state(SECOND.meeting)
        for verb in verbs:
            data = _data(bot, verb)
            for name, (kind, person) in PEOPLE.items():
                if table("Buttons")[verb][kind] == "no":
                    status, _ = await bot.press(person, verb, data)
                    assert status == 200, (verb, name)  # understood, and refused with a sentence
                    assert bot.meeting is states[0], (verb, name)
        assert bot.hub.state(SECOND.meeting) is states[1]


@pytest.mark.parametrize("verb", sorted({*VERBS} - NOTHING_TO_CHANGE))
async def test_in_teams_a_button_does_what_it_says(verb):
    """Else nobody could tell a refusal from a button that never works."""
    expected = table("Buttons")[verb]
    person = next(p for kind, p in reversed(PEOPLE.values()) if expected[kind] == "yes")
    async with teams(BEFORE.get(verb, ())) as bot:
        before = bot.meeting

        status, _ = await bot.press(person, verb, _data(bot, verb))

        assert status == 200
        assert bot.meeting is not before


@pytest.mark.parametrize("number", range(len(SAID)))
async def test_in_teams_a_word_steers_for_whom_the_table_says(number):
    before, some = [*SAID.items()][number]
    async with teams(before) as bot:
        states = bot.meeting, bot.hub.state(SECOND.meeting)
        for word in some:
            for name, (kind, person) in PEOPLE.items():
                if table("Words in the chat")[word][kind] == "no":
                    assert await bot.say(person, SPOKEN.get(word, word)) == 200
                    assert bot.meeting is states[0], (word, name)
        assert bot.hub.state(SECOND.meeting) is states[1]


def _data(bot: Served, verb: str) -> dict[str, object]:
    class Standing:
        def states(self):
            return (bot.meeting,)

    return pressed(verb, Standing())
