"""Somebody in Teams is erased: the chat, the notes and the way back to them."""

from bot.erasing.erasures import FINISHED
from bot.erasing.order import Gone
from bot.hub import Hub
from bot.keys import question_id
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from bot.teams.forgetting import TeamsNotes
from bot.teams.noted import ASKED, BOUND, CARD, ERRAND, MEMBER, ROOM
from bot.teams.outbox.sending import ConversationId
from bot.teams.rooms import Rooms
from dialogs.erasing import IN_TEAMS
from dialogs.i18n import words
from meeting.ids import CommandId, PersonId, QuestionId
from tests.given import KEYS
from tests.sharing import SharedNotes
from tests.teams import cards, shapes
from tests.teams.serving import Served, served
from tests.teams.shapes import BILLUND, CHAT, METTE, ODENSE
from tests.teams.test_meeting_over_teams import card_in, new_card

DA = words("da", "Europe/Copenhagen")
ANNA, BO = PersonId("p-anna"), PersonId("p-bo")
HERS = KEYS.signed_in(ODENSE.entra or "")


async def noted() -> MemoryNotes:
    """Two people's chats, where one id begins as the other's does, and a common chat."""
    notes = MemoryNotes()
    for chat, owner in (("a:1", ANNA), ("a:12", BO), ("19:common", None)):
        await notes.put(ROOM + chat, {"owner": owner, "personal": owner is not None})
        await notes.put(f"{CARD}{chat}/desk", "card")
        await notes.put(BOUND + chat, "march")
        await notes.put(f"teams/hello/{chat}", "now")
        await notes.put(f"teams/used/{chat}", 1)
        await notes.put(f"{ERRAND}{chat}-1", {"conversation": chat, "text": "to you"})
    for person in (ANNA, BO):
        await notes.put(MEMBER + person, f"29:{person}")
    command = CommandId("said")
    await notes.put("teams/day/2026-11-24/same/1-x", {"command": command, "at": "now"})
    await notes.put("teams/day/2026-11-24/same/1-y", {"command": "other", "at": "now"})
    await notes.put("teams/day/2026-11-24/key", "key")
    for question in (question_id(command), QuestionId("q2")):
        await notes.put(ASKED + question, {"in": "a:1"})
    await notes.put("teams/cursor/march", {"settled": 7})
    return notes


async def test_of_one_person_everything_goes_and_of_the_others_nothing():
    notes = await noted()
    before = {*await notes.keys("")}
    forgetting = TeamsNotes(notes)
    assert await forgetting.people() == {ANNA, BO}

    await forgetting.forget(Gone(ANNA, frozenset({question_id(CommandId("said"))})))

    gone = before - {*await notes.keys("")}
    assert gone == {
        f"{ROOM}a:1",
        f"{CARD}a:1/desk",
        f"{BOUND}a:1",
        "teams/hello/a:1",
        "teams/used/a:1",
        f"{ERRAND}a:1-1",
        f"{MEMBER}{ANNA}",
        "teams/day/2026-11-24/same/1-x",
        f"{ASKED}{question_id(CommandId('said'))}",
    }
    assert await forgetting.people() == {BO}


async def test_of_a_question_alone_only_where_it_was_asked_goes():
    notes = await noted()
    before = {*await notes.keys("")}

    await TeamsNotes(notes).forget(Gone(None, frozenset({QuestionId("q2")})))

    assert before - {*await notes.keys("")} == {f"{ASKED}q2"}


async def test_another_process_hears_of_it_and_lets_the_chat_go():
    """The notes are gone without a word; a note that tells so is what the others hear."""
    notes = SharedNotes()
    await notes.put(
        f"{ROOM}a:1", {"owner": ANNA, "personal": True, "service_url": "", "reference": {}}
    )
    await notes.put(f"{MEMBER}{ANNA}", "29:anna")
    other = Rooms(Hub(MemoryStore(), MemoryBallots()), notes.beside(), home=None)
    await other.load()
    assert other.own(ANNA) is not None

    await TeamsNotes(notes).forget(Gone(ANNA, frozenset()))
    await notes.put(FINISHED, "now")
    await other.learn(FINISHED)

    assert other.own(ANNA) is None
    assert other.get(ConversationId("a:1")) is None
    assert other.members((ANNA,)) == ()


async def test_somebody_asks_in_the_chat_reads_one_sentence_and_presses():
    async with served() as bot:
        chat = ODENSE.own_chat
        bot.connector.members[chat] = [ODENSE.account]
        await bot.post(shapes.installed(ODENSE, bot.connector.url, chat=chat))
        await bot.say(ODENSE, "spørg Hvornår kommer zebraen?", chat=chat)
        await bot.say(BILLUND, "spørg Hvad koster det?")
        await bot.say(ODENSE, "slet mine oplysninger", chat=chat)
        asked = await card_in(bot, chat, DA(IN_TEAMS))
        assert cards.verbs(asked) == ["person.erase-me"]
        assert HERS in bot.meeting.people

        done = new_card(await bot.press(ODENSE, "person.erase-me", chat=chat))

        assert "Slettet." in cards.read(done)
        assert HERS not in bot.meeting.people
        texts = {question.text for question in bot.meeting.questions.values()}
        assert texts == {"[slettet]", "Hvad koster det?"}
        assert await noted_of(bot, chat) == []
        assert bot.teams.running.parts.rooms.own(HERS) is None


async def test_what_another_person_presses_erases_that_one_and_who_is_not_here_is_told_so():
    async with served() as bot:
        await bot.say(ODENSE, "spørg Hvornår kommer zebraen?")

        refused = new_card(await bot.press(BILLUND, "person.erase-me"))

        assert "Den person er her ikke" in cards.read(refused)
        assert [q.text for q in bot.meeting.questions.values()] == ["Hvornår kommer zebraen?"]


async def test_a_host_of_the_programme_is_not_erased_by_a_word_in_the_chat():
    async with served() as bot:
        await bot.say(METTE, "dagsorden")

        refused = new_card(await bot.press(METTE, "person.erase-me"))

        assert "står i programmet" in cards.read(refused)


async def test_whoever_writes_again_is_somebody_new_and_gets_answers():
    async with served() as bot:
        chat = ODENSE.own_chat
        await bot.say(ODENSE, "spørg Hvornår kommer zebraen?", chat=chat)
        await bot.press(ODENSE, "person.erase-me", chat=chat)

        assert await bot.say(ODENSE, "spørg Må jeg spørge igen?", chat=chat) == 200

        assert HERS in bot.meeting.people
        own = bot.meeting.own[HERS]
        assert [bot.meeting.questions[id_].text for id_ in own] == ["Må jeg spørge igen?"]
        assert bot.teams.running.parts.rooms.own(HERS) is not None


async def test_what_teams_delivers_once_more_does_not_bring_the_words_back():
    async with served() as bot:
        said = shapes.message(ODENSE, bot.connector.url, "spørg Hvornår kommer zebraen?")
        await bot.post(said)
        await bot.press(ODENSE, "person.erase-me")

        await bot.post(said)

        texts = [question.text for question in bot.meeting.questions.values()]
        assert texts == ["[slettet]"]
        assert HERS not in bot.meeting.people


async def noted_of(bot: Served, chat: str) -> list[str]:
    """Which notes have to do with the chat or the person."""
    found = []
    for key in await bot.disk.notes.keys(""):
        value = repr(await bot.disk.notes.get(key))
        if any(mark in key + value for mark in (chat, HERS, ODENSE.id)) and CHAT not in key:
            found.append(key)
    return found
