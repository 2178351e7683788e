"""What a log says once somebody, or a sort of data, is gone from it for good."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from immutables import Map

from bot.stores.memory import MemoryStore
from meeting import commands as c
from meeting import events as e
from meeting.decide import decide, recorded
from meeting.entry import Entry
from meeting.erasure.blotting import mentioning
from meeting.erasure.erased import Ink, erased
from meeting.erasure.traces import touches, traces
from meeting.evolve import fold
from meeting.ids import BallotKey, EntryId, ItemId, PersonId, PollId, QuestionId
from meeting.leaves import Leaves, changed
from meeting.model import Meeting, Person, Plan, Prepared, TroubleKind
from meeting.polls import PollKind, PollQuestion
from meeting.question import Got, QuestionState, Show
from meeting.refusals import Reason, RefusedError
from meeting.retention import Data
from meeting.tokens import digest
from meeting.turnout import turnout
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from tests.given import (
    ANNA,
    BO,
    KELD,
    METTE,
    PETER,
    RASMUS,
    START,
    asked,
    command,
    demo_plan,
    done,
    given,
)
from tests.march import March
from tests.meeting.planting import every_kind, planted

INK = Ink(b"salt", "[slettet]")
Log = tuple[e.Change, ...]


class Kept:
    """A meeting with its log, made by the rules."""

    def __init__(self, plan: Plan | None = None) -> None:
        sent = command(None, c.PlanMeeting(plan or demo_plan()))
        first = e.Change(sent.id, sent.at, None, (e.MeetingPlanned(plan or demo_plan()),))
        self.log: list[e.Change] = [first]
        self.does(None, c.OpenMeeting())
        self.does(ANNA, c.Join("Anna Zakariasen", "Odense"))
        self.does(BO, c.Join("Bo", "Billund"))

    @property
    def state(self) -> Meeting:
        state = fold(self.log)
        assert state is not None
        return state

    def does(self, by: PersonId | None, deed: c.Deed, **more: object) -> None:
        sent = command(by, deed, **more)  # type: ignore[arg-type]
        if events := decide(self.state, sent):
            self.log.append(recorded(sent, events))

    def without(self, person: PersonId = ANNA, **more: object) -> "Kept":
        return self.after(c.ErasePerson(person, **more))  # type: ignore[arg-type]

    def after(self, deed: c.ErasingDeed) -> "Kept":
        sent = command(None, deed, at=START + timedelta(days=40))
        change = recorded(sent, decide(self.state, sent))
        new = Kept.__new__(Kept)
        new.log = [*erased((*self.log, change), deed, INK)]
        return new


def rich() -> Kept:
    """Anna asks, votes, wishes and says whether it helped; others do the same around her."""
    kept = Kept()
    kept.does(METTE, c.StartMeeting())
    kept.does(ANNA, asked("Hvornår får Odense sin zebra?", addressed=(RASMUS,), addressed_as="KL"))
    kept.does(BO, asked("Hvad koster det for Billund?", "q2"))
    kept.does(ANNA, asked("Koster det for Odense?", "q3", show=Show.ORGANISATION))
    kept.does(BO, c.Vote(QuestionId("q1")))
    kept.does(ANNA, c.Vote(QuestionId("q2")))
    kept.does(METTE, c.MergeQuestions(QuestionId("q3"), QuestionId("q2")))
    kept.does(ANNA, c.EditQuestion(QuestionId("q1"), "Hvornår får Odense sine zebraer?"))
    kept.does(RASMUS, c.AnswerQuestion(QuestionId("q1"), "I maj."))
    kept.does(ANNA, c.RateAnswer(QuestionId("q1"), Got.PARTLY))
    kept.does(ANNA, c.ProposeTopic("Noget om zebraer"))
    kept.does(ANNA, c.ReportTrouble(TroubleKind.SOUND))
    kept.does(PETER, c.AnswerQuestion(QuestionId("q2"), "Ikke noget."))
    return kept


def said(log: Sequence[e.Change]) -> str:
    return repr(log)


def counted(state: Meeting) -> dict[str, object]:
    """Everything that is counted: what must be the same before and after."""
    questions = sorted(state.questions.values(), key=lambda q: q.number)
    return {
        "people": len(state.people),
        "questions": [(q.number, q.state, q.item, q.asked_at, q.topic) for q in questions],
        "tries": [q.tries for q in questions],
        "votes": [len(state.votes.get(q.id, ())) for q in questions],
        "behind": [len(state.group(q.id)) for q in questions],
        "got": [Counter(state.ratings.get(q.id, Map()).values()) for q in questions],
        "agenda": (state.phase, state.current, state.actual, state.extended, state.rested),
        "evaluation": (state.evaluation.responses, state.evaluation.counts),
        "due": [(q.due, q.owner is None, q.reminded) for q in questions],
        "merged": [q.into for q in questions],
        "programme": sorted({str(p.organisation) for p in state.plan.people}),
        "organisations": len(state.organisations),
        "turnout": turnout(state),
    }


def test_nothing_says_who_it_was_and_what_was_counted_is_counted_still():
    kept = rich()
    after = kept.without()

    whole = said(after.log)
    assert [w for w in (ANNA, "Anna", "Zakariasen", "zebra", "Odense") if w in whole] == []
    assert counted(after.state) == counted(kept.state)
    assert after.state.version == kept.state.version + 1


def test_what_others_wrote_stays_as_it_was():
    after = rich().without().state

    texts = {q.number: (q.text, q.answer and q.answer.text) for q in after.questions.values()}
    assert texts == {
        1: ("[slettet]", "I maj."),
        2: ("Hvad koster det for Billund?", "Ikke noget."),
        3: ("[slettet]", None),
    }
    assert after.proposals == ()
    assert after.people[BO] == Person(BO, "Bo", "Billund")


def test_every_change_keeps_its_place_and_only_hers_get_another_id():
    kept = rich()
    after = kept.without()

    pairs = [*zip(kept.log, after.log, strict=False)]
    assert [one.at for one, _ in pairs] == [other.at for _, other in pairs]
    assert all((one.id == other.id) is (one.by != ANNA) for one, other in pairs)
    assert len({change.id for change in after.log}) == len(after.log) == len(kept.log) + 1
    assert after.log[-1].events == (e.PersonErased(INK.person(ANNA)),)


def test_whoever_is_gone_may_join_anew_and_ask_the_same_words_again():
    after = rich().without()
    after.does(ANNA, c.Join("Anna", "Odense"))
    after.does(ANNA, asked("Hvornår får Odense sine zebraer?", "q9"))

    assert after.state.people[ANNA].name == "Anna"
    assert after.state.questions[QuestionId("q9")].number == 4


def test_a_second_erasure_finds_nobody():
    after = rich().without()

    assert traces(after.log, c.ErasePerson(ANNA)).changes == 0
    with pytest.raises(RefusedError) as refused:
        decide(after.state, command(None, c.ErasePerson(ANNA)))
    assert refused.value.reason is Reason.NOBODY_HERE


def test_her_wish_goes_with_the_votes_for_it_and_her_vote_for_another_counts_still():
    kept = Kept()
    kept.does(ANNA, c.ProposeTopic("Noget om zebraer"))
    kept.does(BO, c.ProposeTopic("Noget om giraffer"))
    for wish in (*kept.state.wished,):
        kept.does(ANNA, c.VoteWish(wish))
        kept.does(BO, c.VoteWish(wish))

    after = kept.without()

    assert after.state.proposals == ("Noget om giraffer",)
    assert [len(voters) for voters in after.state.wished.values()] == [2]
    assert "zebra" not in said(after.log)


def test_the_words_of_a_cloud_go_with_the_texts_and_how_many_they_were_stays():
    kept = Kept()
    poll = PollId("poll-1")
    kept.does(METTE, c.AskPoll(poll, PollQuestion("Hvad?", PollKind.WORDS)))
    for number in range(6):
        said_ = "zebra" if number else "giraf"
        kept.does(ANNA, c.AnswerPoll(poll, BallotKey(f"b{number}"), (said_,)))
    kept.does(METTE, c.StrikeWord(poll, "giraf"))
    kept.does(METTE, c.ClosePoll(poll))
    kept.does(METTE, c.StartMeeting())
    kept.does(METTE, c.CloseMeeting())

    after = kept.after(c.EraseData(Data.TEXTS))

    assert [word for word in ("zebra", "giraf") if word in said(after.log)] == []
    assert sum(after.state.polls[0].sums.counts.values()) == 6
    assert after.state.polls[0].sums.responses == 6


def test_an_organisation_that_is_nobody_elses_is_counted_and_not_named():
    kept = Kept()
    kept.does(ANNA, asked("Hvorfor?", show=Show.ORGANISATION))
    after = kept.without()

    question = after.state.questions[QuestionId("q1")]
    assert question.shown_as == question.organisation == INK.label("Odense")
    assert "Odense" not in said(after.log)
    assert counted(after.state) == counted(kept.state)


def test_an_organisation_on_the_roster_is_no_secret():
    kept = Kept(replace(demo_plan(), seats={"ODENSE": 2}))

    assert kept.without().state.people[INK.person(ANNA)].organisation == "Odense"


def test_an_organisation_stays_where_somebody_else_is_from_it_too():
    kept = Kept()
    kept.does(ANNA, asked("Hvorfor?", show=Show.ORGANISATION))
    kept.does(PersonId("p-c"), c.Join("Carl", "odense"))
    after = kept.without().state

    question = after.questions[QuestionId("q1")]
    assert (question.shown_as, question.organisation) == ("Odense", "Odense")
    assert after.people[INK.person(ANNA)] == Person(INK.person(ANNA), None, "Odense")


def test_anonymous_questions_go_with_the_secrets_that_their_asker_shows():
    kept = Kept()
    token = digest("a secret")
    kept.does(ANNA, asked("Hvem zebra?", show=Show.ANONYMOUS, token=token))
    kept.does(ANNA, asked("Hvad giraf?", "q2", show=Show.ANONYMOUS, token=digest("other")))

    after = kept.without(tokens=(token,))

    assert ("zebra" in said(after.log), token in said(after.log)) == (False, False)
    assert after.state.questions[QuestionId("q2")].text == "Hvad giraf?"


def test_a_name_in_what_others_wrote_goes_only_when_it_is_asked_for():
    kept = rich()
    kept.does(BO, asked("Kan anna  zakariasen få svar, og Annas sag?", "q7"))

    without, everywhere = kept.without(), kept.without(in_texts=True)

    names = traces(kept.log, c.ErasePerson(ANNA)).names
    assert mentioning(without.log, names) == 1
    assert mentioning(everywhere.log, names) == 0
    text = everywhere.state.questions[QuestionId("q7")].text
    assert text == "Kan [slettet] få svar, og Annas sag?"


def test_a_name_that_an_organisation_has_is_left_in_others_texts():
    kept = Kept(replace(demo_plan(), seats={"Udbetaling Danmark": 1}))
    kept.does(ANNA, c.Join("Udbetaling Danmark", None))
    kept.does(BO, asked("Hvad siger Udbetaling Danmark?"))

    after = kept.without(in_texts=True)

    assert after.state.questions[QuestionId("q1")].text == "Hvad siger Udbetaling Danmark?"


def test_a_name_of_one_word_is_left_in_others_texts():
    kept = Kept()
    kept.does(BO, asked("Hvad siger Anna?"))
    kept.does(ANNA, c.Join("Anna", None))

    after = kept.without(in_texts=True)

    assert after.state.questions[QuestionId("q1")].text == "Hvad siger Anna?"


def of_the_programme() -> Kept:
    """Mette Vinther Poulsen chairs, speaks, answers, writes and is written of."""
    plan = demo_plan()
    items = (replace(plan.items[0], title="Velkommen ved Mette Vinther Poulsen"), *plan.items[1:])
    people = tuple(
        replace(p, aliases=("MVP", "UDK"), mailbox="mette@example.org", substitute=PETER)
        if p.id == METTE
        else replace(p, substitute=METTE)
        if p.id == PETER
        else p
        for p in plan.people
    )
    prepared = (Prepared("Forberedt?", shown_as="Mette Vinther Poulsen"),)
    kept = Kept(replace(plan, items=items, people=people, prepared=prepared))
    kept.does(METTE, c.StartMeeting())
    kept.does(ANNA, asked("Hvorfor?", addressed=(METTE,), addressed_as="Mette"))
    kept.does(ANNA, asked("Hvordan?", "q2", addressed=(RASMUS,), addressed_as="UDK"))
    kept.does(METTE, c.MessageSpeaker(RASMUS, "Rund af, zebra."))
    kept.does(RASMUS, c.SeeMessage(kept.state.messages[0].id))
    kept.does(METTE, c.ReturnQuestion(QuestionId("q1")))
    kept.does(METTE, c.AnswerQuestion(QuestionId("q2"), "Fordi loven siger det."))
    kept.does(METTE, c.CloseMeeting())
    return kept


def test_a_host_goes_and_the_organisations_answer_stays():
    kept = of_the_programme()
    after = kept.without(METTE)

    whole = said(after.log)
    marks = (METTE, "Mette", "Vinther", "MVP", "mette@example.org", "zebra")
    assert [mark for mark in marks if mark in whole] == []
    answer = after.state.questions[QuestionId("q2")].answer
    assert answer is not None
    assert answer.by is not None
    assert answer.text == "Fordi loven siger det."
    assert after.state.people[answer.by] == Person(answer.by, None, "KOMBIT", ("UDK",))
    assert after.state.plan.items[0].title == "Velkommen ved [slettet]"
    assert counted(after.state) == counted(kept.state)


def test_the_learned_entry_in_her_words_goes_and_a_hosts_own_wording_stays():
    kept = rich()
    kept.does(RASMUS, c.LearnAnswer(QuestionId("q1")))
    texts = ("Hvornår får Odense sine ZEBRAER", "Hvornår er det?")
    entry = Entry(EntryId("e1"), texts[0], "I maj.", "general", (texts[1],))
    other = Entry(EntryId("e2"), texts[0], "I maj.", "general")
    kept.does(METTE, c.WriteEntry(entry))
    kept.does(METTE, c.WriteEntry(other))

    after = kept.without().state

    assert dict(after.learned) == {}
    written = {id_: of[-1].entry for id_, of in after.entries.items()}
    assert written[EntryId("e1")] == replace(entry, question=texts[1], alt=())
    assert written[EntryId("e2")] == replace(other, question="[slettet]")


def test_what_came_after_the_moment_stays():
    kept = rich()
    after = kept.without()
    later = START + timedelta(days=50)
    after.does(ANNA, c.Join("Anna igen", "Odense"), at=later)
    after.does(ANNA, asked("Hvornår igen?", "q9"), at=later)

    again = after.without(until=START + timedelta(days=45))

    assert again.log[: len(after.log)] == after.log
    assert again.state.questions[QuestionId("q9")].text == "Hvornår igen?"
    assert traces(again.log, c.ErasePerson(ANNA, until=START)).changes == 0


ROLES = {"host": METTE, "speaker": KELD, "participant": BO, "oneself": ANNA, "the operator": None}


@pytest.mark.parametrize("kind", ROLES)
def test_a_participant_is_erased_by_a_host_by_themselves_or_by_the_operator(kind):
    meeting = given()
    sent = command(ROLES[kind], c.ErasePerson(ANNA))

    if kind in {"host", "oneself", "the operator"}:
        assert decide(meeting, sent) == (e.PersonErased(ANNA),)
    else:
        with pytest.raises(RefusedError) as refused:
            decide(meeting, sent)
        assert refused.value.reason is Reason.HOST_ONLY


@pytest.mark.parametrize("by", [METTE, PETER, None])
@pytest.mark.parametrize("person", [METTE, RASMUS])
def test_who_stands_in_the_programme_goes_by_the_operators_word_once_it_is_over(by, person):
    meeting = given((METTE, c.StartMeeting()))
    closed = given((METTE, c.CloseMeeting()), start=meeting)

    with pytest.raises(RefusedError) as refused:
        decide(meeting, command(by, c.ErasePerson(person)))
    assert refused.value.reason is (
        Reason.HOST_ONLY if by not in {None, METTE, PETER} else Reason.IN_PROGRAMME
    )
    if by is None:
        assert decide(closed, command(None, c.ErasePerson(person))) == (e.PersonErased(person),)
    else:
        with pytest.raises(RefusedError):
            decide(closed, command(by, c.ErasePerson(person)))


def test_data_goes_by_the_clock_alone_once_and_not_before_the_meeting_is_closed():
    meeting = given((METTE, c.StartMeeting()))
    closed = given((METTE, c.CloseMeeting()), start=meeting)
    deed = c.EraseData(Data.NAMES)

    for state, by, reason in (
        (closed, METTE, Reason.CLOCK_ONLY),
        (meeting, None, Reason.NOT_OVER),
    ):
        with pytest.raises(RefusedError) as refused:
            decide(state, command(by, deed))
        assert refused.value.reason is reason
    assert decide(closed, command(None, deed)) == (e.DataErased(Data.NAMES),)
    assert decide(done(closed, command(None, deed)), command(None, deed)) == ()


def over() -> Kept:
    kept = rich()
    kept.does(METTE, c.MessageSpeaker(RASMUS, "Rund af."))
    kept.does(BO, asked("Hvem bestemmer?", "q4", addressed=(METTE,), addressed_as="Mette"))
    kept.does(METTE, c.Decline(QuestionId("q4"), "Hører til et andet møde."))
    kept.does(RASMUS, c.LearnAnswer(QuestionId("q1")))
    kept.does(METTE, c.CloseMeeting())
    kept.log.append(
        e.Change(
            command(None, c.OpenMeeting()).id,
            START,
            None,
            (e.EvaluationClosed(2, {"comment": {"Fint": 1, "Mere": 1}, "useful": {"4": 2}}, {}),),
        )
    )
    return kept


def test_when_names_have_had_their_time_the_questions_are_there_and_nobody_is_named():
    kept = over()
    after = kept.after(c.EraseData(Data.NAMES))

    whole = said(after.log)
    names = [w for p in demo_plan().people for w in (p.id, str(p.name).split()[0])]
    assert [w for w in (*names, ANNA, "Anna", BO, "'Bo'", "Rund af") if w in whole] == []
    assert counted(after.state) == counted(kept.state)
    first = after.state.questions[QuestionId("q1")]
    assert (first.text, first.shown_as, first.organisation) == (
        "Hvornår får Odense sine zebraer?",
        None,
        "Odense",
    )
    assert after.state.erased == {Data.NAMES}


def test_hosts_and_speakers_have_the_seats_that_their_links_lead_to():
    seats = {METTE: PersonId("seat-1")}
    after = over().after(c.EraseData(Data.NAMES, seats)).state

    assert after.plan.hosts[0] == "seat-1"
    assert after.people[PersonId("seat-1")] == Person(PersonId("seat-1"), None, "KOMBIT")


def test_when_texts_have_had_their_time_only_what_the_base_was_taught_can_be_read():
    kept = over()
    after = kept.after(c.EraseData(Data.TEXTS))

    texts = {q.number: (q.text, q.answer and q.answer.text) for q in after.state.questions.values()}
    assert texts == {
        1: ("Hvornår får Odense sine zebraer?", "I maj."),
        2: ("[slettet]", "[slettet]"),
        3: ("[slettet]", None),
        4: ("[slettet]", None),
    }
    assert after.state.questions[QuestionId("q4")].declined == "[slettet]"
    assert after.state.learned == kept.state.learned
    before = replace(kept.state, evaluation=after.state.evaluation)
    assert counted(after.state) == counted(before)
    results = evaluation_view(after.state, Viewer(host=True)).results
    assert results is not None
    assert results["comment"] == {"[slettet]": 2}
    assert results["useful"]["4"] == 2


def test_when_statistics_have_had_their_time_the_meeting_was_held_and_the_base_knows_what_it_knew():
    kept = over()
    after = kept.after(c.EraseData(Data.STATISTICS))

    state = after.state
    assert state.version == kept.state.version + 1
    assert [*state.questions] == ["q1"]
    assert state.questions[QuestionId("q1")].asker is None
    assert (state.votes, state.ratings, state.evaluation.responses) == (Map(), Map(), 0)
    assert (state.phase, state.plan.title) == (kept.state.phase, kept.state.plan.title)
    assert state.learned == kept.state.learned
    answer = state.questions[QuestionId("q1")].answer
    assert answer is not None
    assert state.organisation_of(answer.by) == "KL"
    assert "Odense" not in said(after.log).replace("får Odense", "")


async def test_a_whole_march_counts_the_same_without_each_of_its_people():
    store = MemoryStore()
    march = March(store)
    await march.play()
    for plan in march.plans:
        log = [*await store.read(plan.meeting)]
        before = fold(log)
        assert before is not None
        for person in [p for p in before.people if p.startswith("p-")]:
            deed = c.ErasePerson(person)
            change = e.Change(command(None, deed).id, START, None, (e.PersonErased(person),))
            new = erased((*log, change), deed, INK)
            after = fold(new)
            assert after is not None
            assert counted(after) == counted(before)
            assert not any(touches(one, person) for one in new)


@settings(deadline=None, max_examples=30)
@for_all(st.sets(st.sampled_from([ANNA, BO, METTE, KELD, RASMUS])), st.permutations([*Data]))
def test_in_whatever_order_things_go_the_log_folds_and_counts_the_same(people, order):
    kept = over()
    before = counted(kept.state)
    for person in sorted(people):
        kept = kept.without(person)
    for data in order:
        if data is not Data.STATISTICS:
            kept = kept.after(c.EraseData(data))

    before.pop("evaluation")
    after = counted(kept.state)
    after.pop("evaluation")
    assert after == before


# What of an event may stay when it is about the person in every place: ids of things, the
# programme, what an official said in office. Whatever else is a text must go.
STAYS = {
    "MeetingPlanned": "code evaluation.id evaluation.options.title evaluation.options.value"
    " evaluation.text items.id items.material.title items.material.url items.title items.topics"
    " join_link language mailboxes.key mailboxes meeting people.organisation polls.id polls.item"
    " polls.question.options polls.question.text prepared.answer"
    " prepared.shown_as prepared.source prepared.text prepared.topic seats.key series tasks.id"
    " tasks.title title topics.key topics zone",
    "BallotCast": "answers.key answers ballot",
    "SumsCarried": "answered.key counts.key",
    "EvaluationClosed": "answered.key counts.key",
    "EvaluationCounted": "answered.key counts.key",
    "QuestionAsked": "question.answer.basis.entry question.answer.basis.owner"
    " question.answer.source question.answer.text question.declined question.item"
    " question.offer.entries question.origin.meeting question.origin.title"
    " question.route.instead_of question.topic",
    "QuestionQueued": "route.instead_of",
    "AnswerOffered": "answer.basis.entry answer.basis.owner answer.source answer.text",
    "QuestionAnswered": "answer.basis.entry answer.basis.owner answer.source answer.text",
    "QuestionDeclined": "reason",
    "QuestionCarried": "to",
    "MessageSeen": "message",
    "WishVoted": "wish",
    "PollAsked": "item poll prepared question.options question.text",
    "PollAnswered": "ballot poll values",
    "PollCounted": "counts.key poll",
    "PollSumsCarried": "counts.key poll",
    "PollClosed": "counts.key poll",
    "PollResultShown": "poll",
    "WordStruck": "poll word",
    "PollDropped": "poll",
    "EntryWritten": "entry.agenda entry.alt entry.answer entry.answer_type entry.id entry.links"
    " entry.owner entry.question entry.source entry.topic",
    "EntryTakenOut": "entry",
    "EntryDropped": "entry",
}


@pytest.mark.parametrize("kind", every_kind(), ids=lambda kind: kind.__name__)
def test_of_an_event_about_the_person_nothing_stays_but_what_is_listed(kind):
    joined = e.Change(
        command(ANNA, c.Arrive()).id, START, ANNA, (e.PersonJoined(Person(ANNA, "A")),)
    )
    question = e.Change(command(ANNA, c.Arrive()).id, START, ANNA, (planted(e.QuestionAsked),))
    event = e.Change(command(ANNA, c.Arrive()).id, START, ANNA, (planted(kind),))
    first = e.Change(command(None, c.Arrive()).id, START, None, (e.MeetingPlanned(demo_plan()),))

    new = erased((first, joined, question, event, first), c.ErasePerson(ANNA), INK)

    left = set(re.findall(r"<\.([\w.]+)>", said(new[3:4])))
    plan = {f"plan.{name}" for name in STAYS.get("MeetingPlanned", "").split()}
    allowed = plan if kind is e.MeetingPlanned else set(STAYS.get(kind.__name__, "").split())
    assert left == allowed
    assert ANNA not in said(new)


def test_leaves_are_found_however_deep_and_what_has_none_is_the_same_object():
    event = planted(e.MeetingPlanned)

    assert changed(event, Leaves()) is event
    upper = changed(event, Leaves(text=str.upper))
    assert upper.plan.items[0].material[0].title == "<.PLAN.ITEMS.MATERIAL.TITLE>"
    assert upper.plan.items[0].id == event.plan.items[0].id == ItemId("<.plan.items.id>")
    assert changed(e.MeetingOpened(), Leaves(text=str.upper)) == e.MeetingOpened()


def test_texts_that_read_the_same_afterwards_are_counted_together():
    sums = e.EvaluationClosed(3, {"comment": {"Tak A": 1, "Tak B": 2}}, {"comment": 3})

    blotted = changed(sums, Leaves(text=lambda text: re.sub(r"[AB]$", "x", text)))

    assert blotted.counts == {"comment": {"Tak x": 3}}


def test_open_questions_stay_where_they_are():
    kept = Kept()
    kept.does(ANNA, asked("Hvorfor?", addressed=(RASMUS,), addressed_as="KL"))

    question = kept.without().state.questions[QuestionId("q1")]

    assert (question.state, question.route.to) == (QuestionState.QUEUED, (RASMUS,))
