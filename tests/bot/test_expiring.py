"""Names, texts and figures go when their time is up: by the clock, once, whoever looks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryNotes
from bot.ticker import Ticker
from meeting import commands as c
from meeting.events import DataErased, MeetingClosed
from meeting.expiry import expiries, over_at
from meeting.ids import PersonId, QuestionId
from meeting.model import Phase
from meeting.planning import moved_to
from meeting.retention import Data, Retention
from tests.bot.test_erasing import APRIL, MARCH, House
from tests.given import ANNA, BO, KEYS, METTE, RASMUS, START, asked
from tests.sharing import SharedBallots, SharedStore

ENDS = START + timedelta(minutes=90)


async def held(*, close: bool = True, plan=MARCH, **kept: int) -> tuple[House, Ticker]:
    """A meeting that was held, and the ticker that looks after it."""
    plan = replace(plan, retention=Retention(**kept)) if kept else plan
    house = await House().open(plan)
    for deed in (c.StartMeeting(), c.OpenEvaluation()):
        await house.do(plan, METTE, deed)
    key = await house.hub.ballot_key(plan.meeting, BO)
    await house.do(plan, BO, c.CastBallot(key, {"useful": ("4",), "comment": ("zebra!",)}))
    await house.do(plan, RASMUS, c.Arrive())
    house.clock.at = ENDS
    if close:
        await house.do(plan, METTE, c.CloseMeeting())
    return house, Ticker(house.hub, KEYS, house.clock, house.erasures)


async def after(house: House, ticker: Ticker, days: float) -> set[Data]:
    house.clock.at = ENDS + timedelta(days=days)
    await ticker.tick()
    return {*house.hub.state(MARCH.meeting).erased}


async def test_each_sort_goes_on_its_day_and_not_before():
    house, ticker = await held()

    seen = [
        await after(house, ticker, days) for days in (0, 29.99, 30, 89.99, 90, 729.99, 730, 4000)
    ]

    names, texts, everything = {Data.NAMES}, {Data.NAMES, Data.TEXTS}, {*Data}
    assert seen == [set(), set(), names, names, texts, texts, everything, everything]


async def test_without_its_names_the_meeting_names_nobody_and_counts_the_same():
    house, ticker = await held()
    before = house.hub.state(MARCH.meeting)
    await after(house, ticker, 30)

    state, whole = house.hub.state(MARCH.meeting), await house.logs()
    first = [str(person.name).split()[0] for person in MARCH.people]
    assert [w for w in (*first, "p-anna", "p-bo", "rasmus-edelberg", "Anna") if w in whole] == []
    assert len(state.people) == len(before.people)
    assert state.evaluation == before.evaluation
    assert state.questions[QuestionId("q1")].text == "Hvornår kommer zebraen?"
    assert house.channel.known == set()
    assert house.channel.told[0].questions == {"q1"}


async def test_a_hosts_own_link_still_leads_to_the_hosts_seat():
    house, ticker = await held()
    key = KEYS.role_key(MARCH.meeting, METTE)
    await after(house, ticker, 30)

    state = house.hub.state(MARCH.meeting)
    holder = KEYS.holder(MARCH.meeting, key, dict.fromkeys(state.plan.hosts, 0))
    assert holder == state.plan.hosts[0] != METTE
    await after(house, ticker, 730)
    again = dict.fromkeys(house.hub.state(MARCH.meeting).plan.hosts, 0)
    assert KEYS.holder(MARCH.meeting, key, again) == holder
    assert KEYS.holder(MARCH.meeting, "0" * 32, again) is None


async def test_without_its_texts_the_meeting_says_how_many_wrote_and_not_what():
    house, ticker = await held()
    await after(house, ticker, 90)

    state = house.hub.state(MARCH.meeting)
    assert "zebra" not in await house.logs()
    assert state.questions[QuestionId("q1")].text == "[slettet]"
    assert dict(state.evaluation.counts["comment"]) == {"[slettet]": 1}
    assert dict(state.evaluation.counts["useful"]) == {"4": 1}


async def test_without_its_figures_only_that_it_was_held_is_left():
    house, ticker = await held()
    version = house.hub.state(MARCH.meeting).version
    await after(house, ticker, 800)

    state = house.hub.state(MARCH.meeting)
    assert (state.phase, state.plan.title) == (Phase.CLOSED, MARCH.title)
    assert (len(state.questions), state.evaluation.responses) == (0, 0)
    assert state.version == version + 3
    assert (await house.restarted()).hub.state(MARCH.meeting) == state


async def test_a_meeting_that_nobody_closed_is_over_by_then_and_its_answers_are_counted():
    house, ticker = await held(close=False)

    await after(house, ticker, 30)

    state = house.hub.state(MARCH.meeting)
    assert (state.phase, state.erased) == (Phase.CLOSED, {Data.NAMES})
    assert (state.evaluation.closed, state.evaluation.responses) == (True, 1)
    assert await house.ballots.read(MARCH.meeting) == {}


async def test_an_evaluation_that_stays_open_is_closed_before_the_names_go():
    plan = replace(MARCH, evaluation_open=timedelta(days=31))
    house, ticker = await held(plan=plan)

    assert await after(house, ticker, 29) == set()
    assert house.hub.state(MARCH.meeting).evaluation.open
    assert await after(house, ticker, 30) == {Data.NAMES}
    assert house.hub.state(MARCH.meeting).evaluation.responses == 1


async def test_the_meeting_file_says_for_how_long_and_nothing_may_be_kept_for_no_day():
    house, ticker = await held(names=0, texts=1, statistics=2)

    assert await after(house, ticker, 0) == {Data.NAMES}
    assert await after(house, ticker, 1) == {Data.NAMES, Data.TEXTS}
    assert await after(house, ticker, 2) == {*Data}


async def test_restarts_and_many_looks_do_it_once():
    house, ticker = await held()
    for days in (31, 32, 33):
        await after(house, ticker, days)
        house = await house.restarted()
        ticker = Ticker(house.hub, KEYS, house.clock, house.erasures)

    log = await house.store.read(MARCH.meeting)
    kinds = [type(event) for change in log for event in change.events]
    assert kinds.count(DataErased) == kinds.count(MeetingClosed) == 1


async def test_of_two_processes_one_does_it():
    store, ballots, notes = SharedStore(), SharedBallots(), MemoryNotes()
    one = await House(store, ballots, notes).open(MARCH)
    await one.do(MARCH, METTE, c.StartMeeting())
    await one.do(MARCH, METTE, c.CloseMeeting())
    other = await one.restarted()
    for house in (one, other):
        house.clock.at = ENDS + timedelta(days=31)
    tickers = [Ticker(h.hub, KEYS, h.clock, h.erasures) for h in (one, other)]

    for ticker in (*tickers, *tickers):
        await ticker.tick()

    log = await store.read(MARCH.meeting)
    done = [ev for change in log for ev in change.events if isinstance(ev, DataErased)]
    assert done == [DataErased(Data.NAMES)]
    assert one.hub.state(MARCH.meeting) == other.hub.state(MARCH.meeting)


async def test_whoever_another_meeting_knows_is_still_reached():
    house, ticker = await held()
    await house.open(APRIL)

    await after(house, ticker, 30)

    assert house.channel.known == {ANNA, BO}
    assert [gone.person for gone in house.channel.told] == [None]
    assert house.papers.told == []


async def test_without_anybody_to_erase_nothing_goes():
    house, _ = await held()

    assert await after(house, Ticker(house.hub, KEYS, house.clock), 800) == set()


async def test_a_meeting_that_never_began_is_over_when_nobody_uses_it_any_more():
    """A file of 2020 that is served today is not erased under those who try it."""
    old = moved_to(MARCH, datetime(2020, 3, 30, 8, 0, tzinfo=UTC))
    house = await House().open(old)
    ticker = Ticker(house.hub, KEYS, house.clock, house.erasures)
    await ticker.tick()
    assert house.hub.state(MARCH.meeting).erased == set()

    house.clock.at = START + timedelta(days=29)
    await house.do(old, ANNA, asked("Er her nogen?", "q2"))
    house.clock.at = START + timedelta(days=31)
    await ticker.tick()
    assert house.hub.state(MARCH.meeting).erased == set()

    house.clock.at = START + timedelta(days=59)
    await ticker.tick()
    state = house.hub.state(MARCH.meeting)
    assert (state.phase, state.erased) == (Phase.CLOSED, {Data.NAMES})


@pytest.mark.parametrize(
    ("late", "over"),
    [(0, timedelta(minutes=90)), (200, timedelta(minutes=205))],
)
async def test_a_meeting_is_over_as_planned_or_later_where_it_began_late(late, over):
    house = await House().open(MARCH)
    house.clock.forward(minutes=late)
    await house.do(MARCH, METTE, c.StartMeeting())

    state = house.hub.state(MARCH.meeting)
    assert over_at(state) == START + over
    assert [one.at for one in expiries(state)] == [
        START + over + timedelta(days=days) for days in (30, 90, 730)
    ]


async def test_a_person_who_was_erased_is_erased_no_more_by_the_clock():
    house, ticker = await held()
    await house.asks(MARCH, ANNA, c.ErasePerson(ANNA))

    await after(house, ticker, 100)

    state = house.hub.state(MARCH.meeting)
    assert PersonId(ANNA) not in state.people
    assert len(state.votes[QuestionId("q1")]) == 1


async def test_the_erasures_of_a_hub_without_ticker_fold_again():
    house, ticker = await held()
    await after(house, ticker, 90)
    state = house.hub.state(MARCH.meeting)
    again = Hub(house.store, MemoryBallots(), b"pepper")
    await again.load()

    assert again.state(MARCH.meeting) == state
