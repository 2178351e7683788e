"""The crowd of a rehearsal: the same seed plays the same, and all that people do is done."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import pytest

from bot.base.library import Library
from bot.commands.rehearsing import Wanted
from bot.rehearsal.copying import copied, lead
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.doors import RehearsalHub
from bot.rehearsal.hall import Hall
from bot.rehearsal.participants import MOST_QUESTIONS, of_all
from bot.rehearsal.people import PLACES, cast, organisations
from bot.rehearsal.summary import lines, summary
from bot.reports.account import account
from bot.reports.files import Kind, written
from bot.stores.memory import MemoryBallots, MemoryStore
from dialogs.i18n import words
from dialogs.poll_words import read_poll
from knowledge.alike import Index
from meeting import commands as c
from meeting import events as e
from meeting.events import Change
from meeting.ids import PollId
from meeting.model import Meeting, Plan, Role
from meeting.question import QuestionState, RouteKind, Show
from tests.given import (
    KELD,
    KEYS,
    MARTIN,
    METTE,
    PETER,
    START,
    Clock,
    command,
    demo_knowledge,
    demo_plan,
    given,
)

PEOPLE, OPENS = 120, START - timedelta(minutes=10)
STEPS = {0: c.StartMeeting(), **dict.fromkeys((6, 25, 41, 55, 70, 75, 87), c.NextItem())}
POLL = {30: c.AskPoll(PollId("p"), read_poll("Skal vi mødes? / Ja / Nej")), 34: c.ClosePoll()}
ENDS = {88: c.OpenEvaluation(), 92: c.CloseMeeting()}


@dataclass
class Played:
    hall: Hall
    log: tuple[Change, ...]

    @property
    def meeting(self) -> Meeting:
        return self.hall.state

    @property
    def deeds(self) -> Counter[str]:
        return Counter(type(event).__name__ for change in self.log for event in change.events)


async def hall_of(plan: Plan, clock: Clock, store: MemoryStore) -> Hall:
    hub = RehearsalHub(store, MemoryBallots())
    copy = copied(plan, KEYS, START)
    await hub.plan(copy.meeting, command(None, c.PlanMeeting(copy), at=clock.now()))
    await hub.send(copy.meeting, command(None, c.OpenMeeting(), at=clock.now()))
    library = Library.of({copy.meeting: demo_knowledge()})
    return Hall(hub, library, KEYS, clock, copy.meeting)


async def play(
    *, seed: int = 5, people: int = PEOPLE, plan: Plan | None = None, real: tuple = ()
) -> Played:
    """Hold the whole meeting, its agenda stepped by a host who is really there."""
    clock, store = Clock(OPENS), MemoryStore()
    hall = await hall_of(plan or demo_plan(), clock, store)
    id_ = hall.meeting
    for person in real:
        await hall.hub.send(id_, command(person, c.Arrive(), at=clock.now()))
    crowd = Crowd(hall, OPENS, people, seed)
    for minute in range(-10, 95):
        for deeds in (STEPS, POLL, ENDS):
            if minute in deeds:
                await hall.hub.send(id_, command(METTE, deeds[minute], at=clock.now()))
        await crowd.look()
        clock.forward(minutes=1)
    return Played(hall, tuple(await store.read(id_)))


@cache
def kept() -> list[Played]:
    return []


@pytest.fixture
async def played() -> Played:
    """The one that most tests look at; it is played once."""
    if not kept():
        kept().append(await play())
    return kept()[0]


def told(log: tuple[Change, ...]) -> list[object]:
    """What was done by whom, without the ids that tests give their own commands."""
    return [(change.at, change.by, change.events) for change in log]


async def test_the_same_seed_plays_the_same_rehearsal_and_another_one_another(played):
    again, other = await play(), await play(seed=6)

    assert told(again.log[2:]) == told(played.log[2:])
    assert told(other.log[2:]) != told(played.log[2:])


async def test_all_that_people_do_in_a_meeting_happens(played):
    did = played.deeds

    assert did["PersonJoined"] > 100
    assert 30 < did["QuestionAsked"] < 90
    for deed in (
        *("VoteCast", "AnswerRated", "PollAnswered", "BallotCast", "TopicProposed"),
        *("AnswerOffered", "QuestionPutOn", "QuestionAnswered", "TroubleReported"),
    ):
        assert did[deed] > 0, deed
    shown = Counter(question.show for question in played.meeting.questions.values())
    assert set(shown) == set(Show)
    routes = Counter(q.route.kind for q in played.meeting.questions.values())
    assert routes[RouteKind.ADDRESSED] > 0
    assert played.meeting.evaluation.responses > 40
    assert played.meeting.polls[0].sums.responses > 40


async def test_some_come_late_and_some_leave(played):
    extras = cast(played.meeting.plan, OPENS, PEOPLE, 5)
    joined = {change.by: change.at for change in played.log if _is(change, e.PersonJoined)}

    late = [extra for extra in extras if extra.arrives > START + timedelta(minutes=5)]
    gone = {extra.id: extra.leaves for extra in extras if extra.leaves is not None}
    assert 5 < len(late) < 30
    assert all(joined[extra.id] > START + timedelta(minutes=5) for extra in late)
    assert len(gone) > 3
    assert [c for c in played.log if c.by in gone and c.at > gone[c.by]] == []


async def test_questions_are_of_the_base_and_of_the_agenda_and_some_ask_the_same(played):
    texts = [question.text for question in played.meeting.questions.values()]
    phrasings = {p.rstrip("?").lower() for one in demo_knowledge().entries for p in one.phrasings}
    known = [text for text in texts if text.rstrip("?").lower() in phrasings]

    assert len(known) > 5
    assert any("sortiment" in text for text in set(texts) - set(known))
    index = Index()
    for question in played.meeting.questions.values():
        index.add(question.id, question.text)
    assert len(index.groups()) > 3


async def test_a_meeting_in_english_is_asked_in_english():
    english = await play(people=60, plan=replace(demo_plan(), language="en"))

    assert english.meeting.plan.title == "Rehearsal: Programledermøde marts 2020"
    texts = " ".join(question.text for question in english.meeting.questions.values())
    assert re.search(r"When will we hear|Do we get|Is there|Where do|Whom", texts)
    assert "Nordvig Municipality" in {p.organisation for p in english.meeting.people.values()}


def test_organisations_are_the_rosters_by_its_seats_else_invented():
    roster = replace(demo_plan(), seats={"Billund": 2, "Odense": 1})

    assert organisations(roster, 5) == ("Billund", "Billund", "Odense", "Billund", "Billund")
    assert organisations(demo_plan(), 2) == tuple(f"{place} Kommune" for place in PLACES[:2])


async def test_speakers_answer_theirs_but_one_whose_link_somebody_has_opened_is_left_alone():
    with_peter = await play(real=(PETER, KELD))

    def answered_by(played: Played) -> set[str]:
        answers = (q.answer for q in played.meeting.questions.values() if q.answer)
        return {answer.by for answer in answers if answer.by}

    alone = answered_by(kept()[0] if kept() else await play())
    assert {PETER, KELD, MARTIN} <= alone
    assert answered_by(with_peter) & {PETER, KELD} == set()
    assert MARTIN in answered_by(with_peter)


async def test_a_link_that_is_opened_later_takes_over_from_the_simulated_speaker():
    clock = Clock(OPENS)
    hall = await hall_of(demo_plan(), clock, MemoryStore())
    await hall.do(PETER, c.Arrive())
    assert hall.hub.real == frozenset()

    await hall.hub.send(hall.meeting, command(PETER, c.Arrive()))

    assert hall.hub.real == {PETER}
    assert PETER in hall.state.here


async def test_hosts_are_never_played(played):
    speaking = {person for item in played.meeting.plan.items for person in item.speakers}
    by_crowd = {change.by for change in played.log if change.id.startswith("simulated-")}
    chairing = {p for p in by_crowd if Role.HOST in played.meeting.roles(p)}

    assert chairing <= speaking
    assert METTE not in by_crowd


@pytest.mark.parametrize("people", [1, 120, 2000])
def test_however_many_there_are_they_ask_no_more_than_a_hall_does(people):
    assert people * of_all(0.3, people) <= MOST_QUESTIONS


def test_the_copy_is_another_meeting_that_says_what_it_is():
    plan = replace(demo_plan(), begins_with_call=True, evaluation_open=timedelta(hours=48))
    copy = copied(plan, KEYS, START + timedelta(days=1))

    assert copy.rehearsal
    assert copy.title == "Øvelse: Programledermøde marts 2020"
    assert copy.meeting != plan.meeting
    assert copy.code != plan.code
    assert copy.start == START + timedelta(days=1)
    assert (copy.begins_with_call, copy.evaluation_open) == (False, timedelta())
    assert KEYS.role_key(copy.meeting, METTE) != KEYS.role_key(plan.meeting, METTE)


@pytest.mark.parametrize(("speed", "minutes"), [(0.1, 2), (1, 2), (10, 10), (1000, 15)])
def test_it_opens_about_a_minute_of_the_hosts_before_it_starts(speed, minutes):
    assert lead(speed) == timedelta(minutes=minutes)
    assert Wanted().speed == 10


async def test_every_record_of_a_rehearsal_says_so(played):
    told = words("da", "Europe/Copenhagen")
    about = account(played.meeting, told, played.meeting.at)

    html = written(Kind.HTML, about, "http://x").decode()
    assert "Øvelse: Programledermøde marts 2020" in html
    assert "Øvelse med simulerede deltagere. Referat" in html
    assert "Øvelse:" in written(Kind.ICS, about, "http://x").decode()
    real = account(given(), told, START)
    assert "Øvelse" not in written(Kind.HTML, real, "http://x").decode()


async def test_the_summary_tells_how_long_items_took_and_what_was_left(played):
    found = summary(played.meeting)

    took = [(item.planned, item.actual) for item in found.items]
    assert took == [(5, 6), (20, 19), (15, 16), (15, 14), (15, 15), (5, 5), (12, 12), (3, 5)]
    states = Counter(q.state for q in played.meeting.questions.values())
    assert found.answered == states[QuestionState.ANSWERED]
    assert found.dealt_with + len(found.left_open) == found.questions
    assert found.longest_waited >= 1
    votes = [one.votes for one in found.left_open]
    assert votes == sorted(votes, reverse=True)
    said = list(lines(found, played.hall.words))
    assert said[:2] == [
        "Sådan gik øvelsen",
        "1. Velkomst og dagens programledermøde: 5 min. planlagt, 6 brugt",
    ]
    assert any("behandlet" in line for line in said)


def test_the_summary_of_a_meeting_that_never_began_is_short():
    found = summary(given())

    assert [item.actual for item in found.items] == [None] * 8
    assert (found.questions, found.first_waited, found.left_open) == (0, None, ())


def _is(change: Change, kind: type) -> bool:
    return any(isinstance(event, kind) for event in change.events)
