"""Whole conversations: who says what, and what they are told."""

import pytest

from bot.base.library import Library
from bot.conversation import Conversation, Turn
from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from dialogs.holding_back import Private
from dialogs.telling import tell
from meeting import commands as c
from meeting.ids import CommandId
from meeting.question import QuestionState
from meeting.refusals import Reason, RefusedError
from tests.given import (
    ANNA,
    BO,
    KELD,
    METTE,
    RASMUS,
    START,
    command,
    demo_knowledge,
    demo_plan,
)

MEETING = demo_plan().meeting


class Room:
    """A meeting with the demo's knowledge base, and people who talk in it."""

    def __init__(self):
        self.hub = Hub(MemoryStore(), MemoryBallots())
        self.conversation = Conversation(self.hub, Library.of({MEETING: demo_knowledge()}))
        self.turns = 0

    async def open(self):
        await self.hub.plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
        for by, deed in (
            (None, c.OpenMeeting()),
            (ANNA, c.Join("Anna", "Odense")),
            (BO, c.Join("Bo", "Billund")),
        ):
            await self.hub.send(MEETING, command(by, deed))
        return self

    def turn(self, person, **more) -> Turn:
        self.turns += 1
        more = {"language": "da", **more}
        return Turn(MEETING, person, CommandId(f"t{self.turns}"), START, **more)

    async def says(self, person, text, **more) -> str:
        told = await self.conversation.say(self.turn(person, **more), text)
        return tell(told.reply, told.words)

    async def presses(self, person, verb, **data) -> str:
        told = await self.conversation.act(self.turn(person), verb, data)
        return tell(told.reply, told.words)

    def question(self, number=1):
        return next(q for q in self.hub.state(MEETING).questions.values() if q.number == number)


@pytest.fixture
async def room():
    return await Room().open()


async def test_a_question_to_an_organisation_goes_to_its_speakers_with_number_and_names(room):
    said = await room.says(ANNA, "til UDK: hvornår falder regningen?")

    assert said.splitlines()[0].startswith(
        "Spørgsmål 1 er hos Rasmus Edelberg (KL) og Hans Christian Jelstrup (ATP)."
    )
    assert room.question().state is QuestionState.QUEUED


async def test_an_organisation_that_is_not_there_is_said_and_the_host_has_it(room):
    first, second = (await room.says(ANNA, "til SKAT: hvad nu?")).splitlines()

    assert first.startswith("Spørgsmål 1 er hos Mette Vinther Poulsen (KOMBIT).")
    assert second == "SKAT er ikke med i dette møde."


async def test_a_known_question_is_answered_with_its_source_and_the_speaker_can_still_be_asked(
    room,
):
    said = await room.says(
        ANNA, "Hvor meget skal kommunerne samlet betale til Udbetaling Danmark i 2020?"
    )
    assert "1.448 mio. kr." in said
    assert "Kilde: " in said
    assert room.question().state is QuestionState.SUGGESTED

    said = await room.presses(ANNA, "faq.ask-speaker", question=room.question().id)

    assert said.startswith("Spørgsmål 1 er hos Rasmus Edelberg (KL) og Hans Christian")
    assert room.question().state is QuestionState.QUEUED


async def test_what_is_written_among_people_and_is_no_question_is_neither_stored_nor_answered(room):
    before = room.hub.state(MEETING).version

    assert await room.says(ANNA, "tak for et godt oplæg", direct=False) == ""
    assert room.hub.state(MEETING).version == before


async def test_a_remark_to_the_bot_says_how_to_ask(room):
    assert await room.says(ANNA, "tak") == (
        "Er det et spørgsmål? Skriv spørg foran, så når det en oplægsholder."
    )


@pytest.mark.parametrize(("word", "on"), [("start", "På nu: 1."), ("Start!", "På nu: 1.")])
async def test_a_host_steers_by_words(room, word, on):
    assert (await room.says(METTE, word)).startswith(on)
    assert (await room.says(METTE, "næste")).startswith("På nu: 2. UDK og kommunernes")
    assert (await room.says(METTE, "next")).startswith("On now: 3.")
    assert (await room.says(METTE, "tilbage")).startswith("På nu: 2.")
    assert "▶ 2. 10.00-10.25 UDK" in await room.says(METTE, "forlæng 5")


@pytest.mark.parametrize("word", ["start", "næste", "tilbage", "forlæng 5", "luk", "evaluering"])
async def test_anybody_else_is_refused_a_step_with_a_reason(room, word):
    with pytest.raises(RefusedError) as error:
        await room.says(ANNA, word)

    assert error.value.reason is Reason.HOST_ONLY
    told = room.conversation.refused(room.turn(ANNA), error.value)
    assert tell(told.reply, told.words).startswith("Det kan kun mødets værter gøre")


async def test_the_timeline_shows_all_items_with_times_speakers_and_what_is_on(room):
    await room.says(METTE, "start")

    lines = (await room.says(ANNA, "dagsorden")).splitlines()

    assert lines[0] == "Programledermøde marts 2020"
    assert lines[1] == "▶ 1. 10.00-10.05 Velkomst og dagens programledermøde [på nu]"
    assert lines[2] == (
        "· 2. 10.05-10.25 UDK og kommunernes spørgsmål"
        " - Rasmus Edelberg (KL) og Hans Christian Jelstrup (ATP)"
    )
    assert len(lines) == 9


async def test_my_questions_tell_what_became_of_them(room):
    assert await room.says(ANNA, "mine spørgsmål") == (
        "Du har ikke stillet spørgsmål endnu. Skriv et her."
    )
    await room.says(ANNA, "til KL: hvornår?")
    await room.presses(RASMUS, "question.answer", question=room.question().id, text="I maj.")

    assert await room.says(ANNA, "mine spørgsmål") == (
        "1. hvornår? [besvaret] - Rasmus Edelberg (KL)\n   I maj. (Rasmus Edelberg (KL))"
    )
    assert await room.says(BO, "my questions") == (
        "You have asked no questions yet. Write one here."
    )


async def test_the_same_message_delivered_twice_is_one_question_and_one_answer(room):
    turn = room.turn(ANNA)

    first = await room.conversation.say(turn, "til KL: hvornår?")
    second = await room.conversation.say(turn, "til KL: hvornår?")

    assert first.reply == second.reply
    assert len(room.hub.state(MEETING).questions) == 1


async def test_help_tells_a_host_more(room):
    anybody, host = await room.says(ANNA, "hjælp"), await room.says(METTE, "hjælp")

    assert host.startswith(anybody)
    assert "forlæng 5" in host
    assert "forlæng 5" not in anybody


async def test_evaluation_is_opened_by_the_host_and_then_shown_to_anybody(room):
    await room.says(METTE, "evaluering")

    assert await room.says(ANNA, "evaluering") == "Evalueringen er åben: det tager et minut."
    said = await room.presses(ANNA, "evaluation.submit", useful="4", recommend=9, comment="God")
    assert said.startswith("Tak, dine svar er gemt.")
    assert room.hub.state(MEETING).evaluation.counts["useful"]["4"] == 1


async def test_a_question_is_passed_on_by_name(room):
    await room.says(ANNA, "til KL: hvornår?")

    await room.presses(METTE, "question.route", question=room.question().id, to="Keld Jørgensen")

    assert room.question().route.to == (KELD,)


@pytest.mark.parametrize("text", ["", "   ", "😀", "\u202e\u200b"])
async def test_a_message_without_words_is_refused_with_a_sentence(room, text):
    with pytest.raises(RefusedError) as error:
        await room.says(ANNA, text)

    assert error.value.reason is Reason.EMPTY_TEXT


async def test_wishes_for_the_next_meeting_are_kept(room):
    await room.says(ANNA, "emne: Budgetvejledning 2021")

    assert room.hub.state(MEETING).proposals == ("Budgetvejledning 2021",)


async def test_a_text_that_points_at_somebody_is_held_back_until_its_writer_says_what_to_do(room):
    text = "Hvornår får borgeren Kirsten Møller svar, hendes cpr er 010203-0000?"

    with pytest.raises(RefusedError) as held:
        await room.says(ANNA, text)
    meeting = room.hub.state(MEETING)
    assert held.value.reason is Reason.SENSITIVE
    assert "Møller" not in str(held.value.values["without"])
    assert not meeting.questions

    await room.says(ANNA, text, private=Private.SEND)
    assert "Kirsten Møller" in room.question().text
    assert "010203" not in room.question().text  # a CPR number is never kept, whatever was said


async def test_an_edit_is_held_back_like_a_question(room):
    await room.says(ANNA, "til UDK: hvornår falder regningen?")
    question = room.question()

    deed = c.EditQuestion(question.id, "Hvornår får Kirsten Møller svar?")
    with pytest.raises(RefusedError):
        await room.conversation.do(room.turn(ANNA), deed)
    assert room.question().text == question.text


async def test_several_questions_of_one_message_are_questions_of_their_own(room):
    said = await room.says(
        ANNA, "1) Hvordan er bemandingen i UDK nu? 2) Hvem tester den nye integration i Vejle?"
    )

    assert room.question(2).text == "Hvem tester den nye integration i Vejle?"
    assert len(said.splitlines()) >= 2


async def test_trouble_goes_to_the_hosts_and_becomes_no_question(room):
    said = await room.says(ANNA, "kan ikke høre noget")

    assert said == "Værterne har fået besked."
    assert len(room.hub.state(MEETING).troubles) == 1
    assert not room.hub.state(MEETING).questions
