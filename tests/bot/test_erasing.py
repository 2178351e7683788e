"""Somebody is erased while the meeting runs: by themselves, by a host, by the operator, again."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.erasing.again import erase_again
from bot.erasing.eraser import Eraser
from bot.erasing.erasures import FINISHED, Erasures
from bot.erasing.order import Gone, Kept, Order
from bot.erasing.tombstones import EVERYWHERE, TOMBSTONES, Tombstones, name_of, read_tombstones
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import StoreUnavailableError
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from bot.stores.tinydb_store import TinyDbStore
from meeting import commands as c
from meeting import events as e
from meeting.erasure.traces import touches
from meeting.ids import CommandId, MeetingId, PersonId, PollId, QuestionId
from meeting.model import Plan
from meeting.polls import PollKind, PollQuestion
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, BO, KEYS, METTE, PETER, START, Clock, asked, command, demo_plan
from tests.sharing import SharedBallots, SharedStore

MARCH = demo_plan()
APRIL = replace(demo_plan(START + timedelta(days=28)), meeting=MeetingId("april"), code="APRX2AD2")
ELSEWHERE = replace(APRIL, meeting=MeetingId("else"), code="ELSX2AD2", series="Et andet")


@dataclass
class Remembered:
    """A channel that knows people, and notes what it is told to forget."""

    known: set[PersonId] = field(default_factory=set)
    told: list[Gone] = field(default_factory=list)

    async def people(self) -> Collection[PersonId]:
        return {*self.known}

    async def forget(self, gone: Gone) -> None:
        self.told.append(gone)
        self.known.discard(gone.person)


@dataclass
class Papers:
    """Files that somebody wrote; the remark stands for one that cannot be written anew."""

    told: list[tuple[set[MeetingId], Tombstones]] = field(default_factory=list)

    async def erased(self, meetings: Collection[MeetingId], stones: Tombstones) -> Sequence[str]:
        self.told.append(({*meetings}, stones))
        return ("a paper is left",)


class House:
    """Three meetings, two of them of one series, with everything that erases."""

    def __init__(self, store=None, ballots=None, notes=None) -> None:
        self.store, self.notes = store or MemoryStore(), notes or MemoryNotes()
        self.ballots = ballots or MemoryBallots()
        self.hub = Hub(self.store, self.ballots, b"pepper")
        self.clock = Clock()
        self.channel, self.papers = Remembered({ANNA, BO}), Papers()
        kept = Kept(self.hub, self.store, self.notes, (self.channel,), self.papers)
        self.erasures = Erasures(kept, KEYS, self.clock)
        self.eraser = Eraser(self.erasures)

    async def open(self, *plans: Plan) -> "House":
        for plan in plans or (MARCH, APRIL, ELSEWHERE):
            await self.hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
            await self.do(plan, None, c.OpenMeeting())
            await self.do(plan, ANNA, c.Join("Anna Zebra", "Odense"))
            await self.do(plan, BO, c.Join("Bo", "Billund"))
            await self.do(plan, ANNA, asked("Hvornår kommer zebraen?"))
            await self.do(plan, BO, c.Vote(QuestionId("q1")))
        return self

    async def do(self, plan: Plan, by: PersonId | None, deed: c.Deed) -> None:
        await self.hub.send(plan.meeting, command(by, deed, at=self.clock.now()))

    async def asks(self, plan: Plan, by: PersonId | None, deed: c.Deed) -> None:
        await self.eraser.send(plan.meeting, command(by, deed, at=self.clock.now()))

    async def logs(self) -> str:
        return repr([await self.store.read(meeting) for meeting in await self.store.meetings()])

    async def knowing(self, person: PersonId) -> set[MeetingId]:
        return {
            meeting
            for meeting in await self.store.meetings()
            if any(touches(change, person) for change in await self.store.read(meeting))
        }

    async def restarted(self) -> "House":
        """The same disk under a new process."""
        new = House(self.store, self.ballots, self.notes)
        new.clock.at = self.clock.at + timedelta(minutes=1)
        await new.hub.load()
        return new


async def test_whoever_asks_for_it_is_erased_in_all_meetings():
    house = await House().open()

    await house.asks(APRIL, ANNA, c.ErasePerson(ANNA))

    assert await house.knowing(ANNA) == set()
    whole = await house.logs()
    assert [word for word in ("zebra", "Zebra", "p-anna") if word in whole] == []
    assert house.channel.told[0] == Gone(ANNA, frozenset({QuestionId("q1")}))
    assert house.channel.known == {BO}
    assert {*await house.knowing(BO)} == {MARCH.meeting, "april", "else"}
    for plan in (MARCH, APRIL, ELSEWHERE):
        state = house.hub.state(plan.meeting)
        assert len(state.votes[QuestionId("q1")]) == 1
        assert state.questions[QuestionId("q1")].text == "[slettet]"


async def test_a_host_erases_where_they_are_host_and_the_way_to_the_person_stays_for_the_rest():
    house = await House().open()

    await house.asks(MARCH, METTE, c.ErasePerson(ANNA))

    assert await house.knowing(ANNA) == {"else"}
    assert [gone.person for gone in house.channel.told] == [None]
    assert ANNA in house.channel.known


@pytest.mark.parametrize(
    ("by", "person", "reason"),
    [
        (BO, ANNA, Reason.HOST_ONLY),
        (METTE, PETER, Reason.IN_PROGRAMME),
        (METTE, METTE, Reason.IN_PROGRAMME),
        (METTE, PersonId("p-nobody"), Reason.NOBODY_HERE),
    ],
)
async def test_what_is_refused_leaves_no_tombstone_and_changes_nothing(by, person, reason):
    house = await House().open()
    before = await house.logs()

    with pytest.raises(RefusedError) as refused:
        await house.asks(MARCH, by, c.ErasePerson(person))

    assert refused.value.reason is reason
    assert await house.logs() == before
    assert await read_tombstones(house.notes) == {}
    assert house.papers.told == []


async def test_the_operator_hears_what_there_was_and_what_is_left_to_do():
    house = await House().open(MARCH, APRIL)
    await house.do(MARCH, BO, asked("Hvad mener Anna Zebra?", "q2"))

    done = await house.eraser.erase(Order(ANNA))

    assert await house.knowing(ANNA) == set()
    counts = {id_: (len(one.questions), one.votes) for id_, one in done.meetings.items()}
    assert counts == {MARCH.meeting: (1, 0), "april": (1, 0)}
    assert done.refused == {}
    assert done.remarks == ("a paper is left",)
    text = house.hub.state(MARCH.meeting).questions[QuestionId("q2")].text
    assert (done.meetings[MARCH.meeting].elsewhere, text) == (1, "Hvad mener [slettet]?")
    (told,) = house.papers.told
    assert told[0] == {MARCH.meeting, "april"}
    assert [*told[1]] == [name_of(KEYS, ANNA, EVERYWHERE)]


async def test_the_operator_may_mean_one_meeting_alone():
    house = await House().open()

    await house.eraser.erase(Order(ANNA, only=MARCH.meeting))

    assert await house.knowing(ANNA) == {"april", "else"}
    assert [*await read_tombstones(house.notes)] == [name_of(KEYS, ANNA, MARCH.meeting)]


async def test_who_stands_in_the_programme_goes_where_it_is_over_and_no_further():
    house = await House().open(MARCH, APRIL)
    await house.do(MARCH, METTE, c.StartMeeting())
    await house.do(MARCH, METTE, c.CloseMeeting())

    done = await house.eraser.erase(Order(PETER))
    again = await house.restarted()
    await erase_again(again.erasures)

    assert await house.knowing(PETER) == {"april"}
    assert done.refused == {MeetingId("april"): Reason.IN_PROGRAMME}
    assert [*await read_tombstones(house.notes)] == [name_of(KEYS, PETER, MARCH.meeting)]


async def test_nobody_is_known_by_an_id_that_was_never_here_and_a_second_time_is_no_fault():
    house = await House().open()

    assert not (await house.eraser.erase(Order(PersonId("p-nobody")))).known
    await house.eraser.erase(Order(ANNA))
    again = await house.eraser.erase(Order(ANNA))

    assert again.known
    assert again.meetings == {}
    stones = [*await house.notes.keys(TOMBSTONES)]
    assert stones == [f"{TOMBSTONES}{name_of(KEYS, ANNA, EVERYWHERE)}"]
    assert "anna" not in repr([await house.notes.get(key) for key in await house.notes.keys("")])


class CrashingStore(MemoryStore):
    """Takes so many rewritings, and then no more."""

    left = 1

    async def rewrite(self, meeting, expected, changes):
        if self.left == 0:
            raise StoreUnavailableError("gone")
        self.left -= 1
        return await super().rewrite(meeting, expected, changes)


async def test_what_a_crash_interrupts_is_done_at_the_next_start():
    house = await House(CrashingStore()).open()
    with pytest.raises(StoreUnavailableError):
        await house.eraser.erase(Order(ANNA))
    assert len(await house.knowing(ANNA)) == 2

    house.store.left = 100
    again = await house.restarted()

    assert await erase_again(again.erasures) == 2
    assert await again.knowing(ANNA) == set()
    assert again.channel.known == {BO}
    assert await erase_again(again.erasures) == 0


async def test_whoever_came_back_afterwards_stays():
    house = await House().open(MARCH)
    await house.eraser.erase(Order(ANNA))
    house.clock.forward(minutes=5)
    await house.do(MARCH, ANNA, c.Join("Anna igen", None))
    await house.do(MARCH, ANNA, asked("Må jeg spørge igen?", "q9"))

    again = await house.restarted()

    assert await erase_again(again.erasures) == 0
    assert again.hub.state(MARCH.meeting).people[ANNA].name == "Anna igen"
    assert again.channel.known == {ANNA, BO}


async def test_another_secret_finds_nobody():
    house = await House().open(MARCH)
    stones = {name_of(Keys(b"another secret, long enough"), ANNA, EVERYWHERE)}
    for name in stones:
        await house.notes.put(TOMBSTONES + name, {"at": "2030-01-01T00:00:00+00:00", "secret": "x"})

    assert await erase_again(house.erasures) == 0


async def test_answers_to_an_open_evaluation_stay_and_are_nobodys():
    house = await House().open(MARCH)
    await house.do(MARCH, METTE, c.OpenEvaluation())
    for person, text in ((ANNA, "zebra"), (BO, "giraf")):
        key = await house.hub.ballot_key(MARCH.meeting, person)
        roll = await house.hub.roll_key(MARCH.meeting, person)
        answers = {"useful": ("4",), "comment": (text,)}
        await house.do(MARCH, person, c.CastBallot(key, answers, roll))
    mine = await house.hub.ballot_key(MARCH.meeting, ANNA)
    before = house.hub.state(MARCH.meeting).evaluation

    await house.asks(MARCH, ANNA, c.ErasePerson(ANNA))

    after = house.hub.state(MARCH.meeting).evaluation
    kept = await house.ballots.read(MARCH.meeting)
    assert mine not in kept
    assert "odense" not in repr(kept)
    assert (after.responses, after.heard) == (before.responses, before.heard) == (2, 2)
    assert after.counts["useful"] == before.counts["useful"]
    assert dict(after.counts["comment"]) == {"[slettet]": 1, "giraf": 1}
    assert (await house.restarted()).hub.state(MARCH.meeting).evaluation == after


@pytest.mark.parametrize(
    ("question", "said", "counts"),
    [
        (PollQuestion("Mødes?", PollKind.CHOICE, ("Ja", "Nej")), "1", {"1": 2}),
        (PollQuestion("Hvad?", PollKind.WORDS), "zebra", {"1": 1}),
    ],
)
async def test_a_vote_in_an_open_poll_is_nobodys_and_words_in_a_cloud_go(question, said, counts):
    house = await House().open(MARCH)
    poll = PollId("poll-1")
    await house.do(MARCH, METTE, c.AskPoll(poll, question))
    for person in (ANNA, BO):
        key = await house.hub.ballot_key(MARCH.meeting, person, poll)
        await house.do(MARCH, person, c.AnswerPoll(poll, key, (said if person == ANNA else "1",)))
    mine = await house.hub.ballot_key(MARCH.meeting, ANNA, poll)

    await house.asks(MARCH, ANNA, c.ErasePerson(ANNA))

    kept = await house.ballots.read(MARCH.meeting, poll=poll)
    assert mine not in kept
    assert len(kept) == 2
    assert "zebra" not in repr(kept) + repr(house.hub.state(MARCH.meeting))
    sums = house.hub.state(MARCH.meeting).polls[0].sums
    assert (sums.responses, dict(sums.counts)) == (2, counts)


async def test_watchers_are_woken_and_the_version_goes_on():
    house = await House().open(MARCH)
    version = house.hub.state(MARCH.meeting).version
    async with house.hub.watching(MARCH.meeting) as news:
        news.clear()
        await house.asks(MARCH, ANNA, c.ErasePerson(ANNA))
        assert news.is_set()

    assert house.hub.state(MARCH.meeting).version == version + 1
    assert await house.notes.get(FINISHED) is not None


async def test_people_go_on_voting_meanwhile_and_no_vote_is_lost(tmp_path: Path):
    """A meeting of 3,000 votes is rewritten ten times while 60 more people vote."""
    house = await House(TinyDbStore(tmp_path)).open(MARCH)
    voters = [PersonId(f"p-{n}") for n in range(60)]
    leaving = [PersonId(f"p-gone-{n}") for n in range(10)]
    for person in (*voters, *leaving):
        await house.do(MARCH, person, c.Join(None, None))
    state = house.hub.state(MARCH.meeting)
    more = [
        e.Change(CommandId(f"v{n}"), START, ANNA, (e.VoteCast(QuestionId("q1"), BO),))
        for n in range(3000)
    ]
    await house.store.append(MARCH.meeting, state.version, more)
    house = await house.restarted()

    async def vote(person: PersonId) -> None:
        await house.do(MARCH, person, c.Vote(QuestionId("q1")))

    async def erase() -> None:
        for person in leaving:
            await house.eraser.erase(Order(person))

    await asyncio.gather(erase(), *map(vote, voters))

    votes = house.hub.state(MARCH.meeting).votes[QuestionId("q1")]
    assert {*votes} == {BO, *voters}
    again = await house.restarted()
    assert {*again.hub.state(MARCH.meeting).votes[QuestionId("q1")]} == {BO, *voters}
    for person in leaving:
        assert await house.knowing(person) == set()
    await house.store.close()


async def test_what_another_process_erased_is_read_anew_and_nothing_old_is_stored_again():
    store, ballots, notes = SharedStore(), SharedBallots(), MemoryNotes()
    one = await House(store, ballots, notes).open(MARCH)
    other = await one.restarted()
    following = asyncio.create_task(other.hub.follow())

    await one.eraser.erase(Order(ANNA))
    await other.do(MARCH, BO, asked("Hvad nu?", "q5"))

    assert ANNA not in other.hub.state(MARCH.meeting).people
    assert other.hub.state(MARCH.meeting).questions[QuestionId("q1")].text == "[slettet]"
    with pytest.raises(RefusedError):
        await other.do(MARCH, ANNA, asked("Er jeg her endnu?", "q6"))
    assert await one.knowing(ANNA) == set()
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following


async def test_two_who_erase_at_once_do_it_once_each_and_lose_nothing():
    store, ballots, notes = SharedStore(), SharedBallots(), MemoryNotes()
    one = await House(store, ballots, notes).open(MARCH)
    other = await one.restarted()

    await asyncio.gather(one.eraser.erase(Order(ANNA)), other.eraser.erase(Order(BO)))

    assert await one.knowing(ANNA) == await one.knowing(BO) == set()
    log = await store.read(MARCH.meeting)
    erased = [ev for change in log for ev in change.events if isinstance(ev, e.PersonErased)]
    assert len(erased) == 2
    assert len(log) == 8
