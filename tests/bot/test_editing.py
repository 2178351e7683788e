"""The knowledge base written while it serves: whose word it takes, who is told, what is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import Turn
from dialogs import replies as r
from meeting import commands as c
from meeting.entry import Entry, seen_as
from meeting.ids import CommandId, EntryId, PersonId
from meeting.refusals import Reason, RefusedError
from tests.bot.test_learning import FIRST, LATER, Series
from tests.given import ANNA, BO, HANS, METTE, RASMUS, START

FORM = {
    "question": "Hvornår udleveres nøglen til depotet i Vojens?",
    "answer": "Nøglen udleveres den 1. juni.",
    "topic": "udk",
    "alt": "Nøgle til Vojens?\nHvem har depotnøglen?\n",
    "seen": seen_as(None),
}
ASKED = "Hvornår udleveres nøglen til depotet i Vojens?"


class Base(Series):
    """A series whose base is written by hosts and speakers, each press with a number."""

    presses = 0

    async def press(self, who: PersonId, verb: str, **data: object) -> str:
        self.presses += 1
        turn = Turn(FIRST.meeting, who, CommandId(f"press-{self.presses}"), START, "da")
        reply = (await self.talks.act(turn, verb, data)).reply
        await self.learner.look()
        assert isinstance(reply, r.Said)
        return reply.text

    def entry(self, question: str) -> Entry:
        meeting = self.hub.state(FIRST.meeting)
        entries = self.talks.editing.entries(meeting)
        return next(one for one in entries if one.question == question)

    def waiting(self) -> list[Entry | None]:
        found = self.talks.editing.waiting(self.hub.state(FIRST.meeting))
        return [one.writings[-1].entry for one in found.values()]

    async def known(self, who: PersonId = ANNA) -> str | None:
        reply = await self.ask(LATER.meeting, who, ASKED)
        return reply.text if isinstance(reply, r.Known) else None


@pytest.fixture
async def base() -> Base:
    found = Base()
    await found.open()
    return found


async def test_an_entry_that_a_host_writes_answers_people_in_the_other_run_too(base: Base) -> None:
    said = await base.press(METTE, "entry.save", **FORM)

    assert said == "Gemt. Det bruges som svar om få sekunder."
    assert await base.known() == "Nøglen udleveres den 1. juni."
    assert base.entry(ASKED).alt == ("Nøgle til Vojens?", "Hvem har depotnøglen?")


async def test_what_others_write_waits_for_the_owner(base: Base) -> None:
    said = await base.press(METTE, "entry.save", **FORM, owner="ATP")
    unknown = await base.known()
    (waiting,) = base.waiting()
    with pytest.raises(RefusedError):
        await base.press(ANNA, "entry.approve", entry=waiting.id, seen=seen_as(waiting))
    await base.press(HANS, "entry.approve", entry=waiting.id, seen=seen_as(waiting))

    assert said == "Gemt. Det venter på godkendelse fra ATP."
    assert unknown is None
    assert await base.known(BO) == "Nøglen udleveres den 1. juni."
    assert base.waiting() == []


async def test_an_entry_does_not_change_hands_behind_its_owner(base: Base) -> None:
    await base.press(HANS, "entry.save", **FORM, owner="ATP")
    own = base.entry(ASKED)
    changed = {**FORM, "entry": own.id, "seen": seen_as(own), "answer": "Aldrig.", "owner": "KL"}
    await base.press(RASMUS, "entry.save", **changed)

    assert await base.known() == "Nøglen udleveres den 1. juni."
    assert [one and one.owner for one in base.waiting()] == ["KL"]


async def test_an_older_screen_overwrites_nothing(base: Base) -> None:
    await base.press(METTE, "entry.save", **FORM)
    seen = base.entry(ASKED)
    form = {**FORM, "entry": seen.id, "seen": seen_as(seen)}
    await base.press(METTE, "entry.save", **{**form, "answer": "Den 2. juni."})
    with pytest.raises(RefusedError) as refused:
        await base.press(METTE, "entry.save", **{**form, "answer": "Den 3. juni."})

    assert refused.value.reason is Reason.CHANGED_MEANWHILE
    assert base.entry(ASKED).answer == "Den 2. juni."


async def test_who_got_the_old_answer_gets_the_new_one_once(base: Base) -> None:
    await base.press(METTE, "entry.save", **FORM)
    await base.known()
    before = base.hub.state(LATER.meeting).version
    seen = base.entry(ASKED)
    form = {**FORM, "entry": seen.id, "seen": seen_as(seen), "answer": "Først den 15. juni."}
    await base.press(METTE, "entry.save", **form)
    await base.learner.look()
    await base.learner.look()

    meeting = base.hub.state(LATER.meeting)
    (question,) = meeting.questions.values()
    assert question.answer is not None
    assert question.answer.text == "Først den 15. juni."
    assert question.answer.corrected
    assert meeting.version == before + 1


async def test_what_a_person_answered_is_not_corrected_by_the_base(base: Base) -> None:
    await base.press(METTE, "entry.save", **FORM)
    await base.known()
    (question,) = base.hub.state(LATER.meeting).questions
    await base.do(LATER.meeting, ANNA, c.AskSpeaker(question))
    await base.do(LATER.meeting, METTE, c.AnswerQuestion(question, "Spørg Lars."))
    seen = base.entry(ASKED)
    form = {**FORM, "entry": seen.id, "seen": seen_as(seen), "answer": "Den 3. juni."}
    await base.press(METTE, "entry.save", **form)

    answer = base.hub.state(LATER.meeting).questions[question].answer
    assert answer is not None
    assert answer.text == "Spørg Lars."


async def test_what_is_taken_out_answers_nobody_and_its_history_stays(base: Base) -> None:
    await base.press(METTE, "entry.save", **FORM)
    entry = base.entry(ASKED)
    await base.press(METTE, "entry.take-out", entry=entry.id)

    assert await base.known() is None
    history = base.talks.editing.history(base.hub.state(LATER.meeting))[entry.id].writings
    assert [(one.by, one.entry is None) for one in history] == [(METTE, False), (METTE, True)]


async def test_what_was_taken_out_is_put_back_as_it_was(base: Base) -> None:
    await base.press(METTE, "entry.save", **FORM)
    written, filed = base.entry(ASKED), base.library[FIRST.meeting].entries[0]
    for entry in (written, filed):
        await base.press(METTE, "entry.take-out", entry=entry.id)
    out = [entry for entry, _ in base.talks.editing.taken_out(base.hub.state(LATER.meeting))]
    for entry in out:
        fields = {name: getattr(entry, name) for name in ("alt", "links", "answer_type")}
        text = {name: getattr(entry, name) for name in ("question", "answer", "topic", "owner")}
        more = {"source": entry.source, "agenda": entry.agenda, "seen": seen_as(None)}
        lists = {name: list(values) for name, values in fields.items()}
        await base.press(METTE, "entry.save", entry=entry.id, **text, **more, **lists)

    assert {entry.id: entry for entry in out} == {one.id: one for one in (written, filed)}
    assert [base.entry(one.question) for one in (written, filed)] == [written, filed]
    assert base.talks.editing.taken_out(base.hub.state(LATER.meeting)) == ()
    assert await base.known() == written.answer


async def test_what_is_dropped_leaves_what_stood(base: Base) -> None:
    await base.press(HANS, "entry.save", **FORM, owner="ATP")
    entry = base.entry(ASKED)
    form = {**FORM, "entry": entry.id, "seen": seen_as(entry), "owner": "ATP"}
    await base.press(METTE, "entry.save", **{**form, "answer": "Aldrig."})
    said = await base.press(METTE, "entry.drop", entry=entry.id)

    assert said == "Ændringen er kasseret; det, der stod, gælder fortsat."
    assert base.waiting() == []
    assert base.entry(ASKED) == entry


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("question", " ", Reason.EMPTY_TEXT),
        ("answer", "", Reason.EMPTY_TEXT),
        ("answer", "x" * 4_001, Reason.LONG_TEXT),
        ("alt", "\n".join(f"Hvad er {n}?" for n in range(51)), Reason.TOO_MANY),
        ("answer_type", "vejret", Reason.WRONG_ANSWER),
    ],
)
async def test_a_faulty_entry_is_refused_and_changes_nothing(
    base: Base, field: str, value: str, reason: Reason
) -> None:
    before = base.hub.state(FIRST.meeting)
    with pytest.raises(RefusedError) as refused:
        await base.press(METTE, "entry.save", **{**FORM, field: value})

    assert (refused.value.reason, refused.value.field) == (reason, field)
    assert base.hub.state(FIRST.meeting) is before


async def test_an_expired_entry_is_no_answer(base: Base) -> None:
    day = (START - timedelta(days=1)).date().isoformat()
    await base.press(METTE, "entry.save", **FORM, valid_until=day)

    assert await base.known() is None


async def test_a_chosen_entry_learns_how_it_was_asked_for_when_somebody_says_so(
    base: Base,
) -> None:
    await base.press(METTE, "entry.save", **FORM)
    entry = base.entry(ASKED).id
    reply = await base.ask(FIRST.meeting, ANNA, "Hvem lukker op derude til sommer?")
    assert isinstance(reply, r.Queued)
    id_ = reply.question.id
    await base.do(FIRST.meeting, METTE, c.LearnAnswer(id_, entry=entry))
    await base.learner.look()

    assert base.library[LATER.meeting].entry(EntryId(entry)).alt[-1] == (
        "Hvem lukker op derude til sommer?"
    )
    await base.do(FIRST.meeting, METTE, c.LearnAnswer(id_, learned=False))
    await base.learner.look()
    assert len(base.library[LATER.meeting].entry(EntryId(entry)).alt) == 2


async def test_a_known_answer_says_what_it_rests_on(base: Base) -> None:
    day = (START + timedelta(days=30)).date()
    await base.press(METTE, "entry.save", **FORM, valid_until=day.isoformat(), source="Brev 7")
    reply = await base.ask(LATER.meeting, ANNA, "hvornår får vi nøglen til Vojens")

    assert isinstance(reply, r.Known)
    assert reply.rests_on == (
        "Fundet på: nøglen, Vojens",
        "Kilde: Brev 7",
        f"Gælder til og med {day.day}/{day.month}-{day.year}",
    )


def test_a_form_that_was_sent_twice_is_written_once() -> None:
    one = Entry(EntryId("e1"), "Hvem?", "Os.", "udk")
    assert seen_as(one) == seen_as(replace(one))
    assert seen_as(one) != seen_as(replace(one, answer="Jer."))


async def test_an_entry_of_the_hosts_goes_to_an_organisation_by_the_word_of_both(
    base: Base,
) -> None:
    await base.press(METTE, "entry.save", **FORM)
    own = base.entry(ASKED)
    changed = {**FORM, "entry": own.id, "seen": seen_as(own), "answer": "Nu.", "owner": "ATP"}
    await base.press(METTE, "entry.save", **changed)
    (waiting,) = base.waiting()
    assert waiting is not None
    with pytest.raises(RefusedError) as refused:
        await base.press(RASMUS, "entry.approve", entry=waiting.id, seen=seen_as(waiting))
    assert refused.value.reason is Reason.NOT_OWNER
    await base.press(HANS, "entry.approve", entry=waiting.id, seen=seen_as(waiting))

    assert base.waiting() == []
    assert base.entry(ASKED).owner == "ATP"
