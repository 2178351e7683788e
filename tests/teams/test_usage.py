"""What was used of the platform's limits outlives the process, and never grows less by it."""

import asyncio
import math
import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.ports import Json
from bot.stores.memory import MemoryNotes
from bot.teams.outbox.budget import EVERY, Budget, Memory
from bot.teams.outbox.limits import Windows
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Content, ConversationId, Living, Used
from bot.teams.outbox.showing import Outside
from bot.teams.outbox.usage import USED, KeptUse
from tests.given import Clock
from tests.teams.platform import Ids, Platform, Scene, Uses, Weather
from tests.teams.virtual import now, run

IN_VIRTUAL_TIME = True
CHAT = ConversationId("19:chat")


@pytest.mark.parametrize("seed", range(40))
def test_killed_and_started_again_it_breaks_no_window_and_waits_as_teams_asked(seed: int) -> None:
    chance = random.Random(seed)

    async def test() -> Platform:
        scene, uses, ids = Scene(), Uses(), Ids()
        platform = Platform(scene, chance, Weather(too_many=0.03, retry_after=(5, 20)))
        for _ in range(12):
            outbox = Outbox(Outside(platform, scene, ids, uses), whole=True)
            scene.change(CHAT, Living.AGENDA)
            outbox.redraw(CHAT, Living.AGENDA)
            for number in range(40):
                outbox.send(CHAT, Content(text=str(number)))
            await asyncio.sleep(chance.uniform(0.2, 12))
            await outbox.let_go()  # as abruptly as a kill: nothing is kept at the end
        return platform

    platform = run(test())

    assert platform.requests >= 20
    assert (platform.broken(), platform.early) == ([], [])


def test_whole_hour_is_remembered_in_small_notes_that_are_written_seldom() -> None:
    async def test() -> tuple[Platform, Uses, int]:
        scene, uses = Scene(), Uses()
        platform = Platform(scene, random.Random(1))
        outbox = Outbox(Outside(platform, scene, Ids(), uses), whole=True)
        for number in range(980):
            outbox.send(CHAT, Content(text=str(number)))
        await asyncio.sleep(900)
        await outbox.let_go()
        outbox = Outbox(Outside(platform, scene, Ids(), uses), whole=True)
        first = platform.requests
        for number in range(980):
            outbox.send(CHAT, Content(text=str(number)))
        await asyncio.sleep(2000)
        await outbox.let_go()
        return platform, uses, first

    platform, uses, first = run(test())

    assert (first, platform.requests - first, platform.broken()) == (
        980,
        1800 - 980 - 2 * EVERY,
        [],
    )
    assert uses.writes <= platform.requests / EVERY + 1  # one at the start that found a note


@dataclass
class Failing:
    """Fails, or hangs, until it does not any more."""

    until: float
    hangs: bool
    inner: Uses = field(default_factory=Uses)

    async def get(self, conversation: ConversationId) -> Used:
        await self._trouble()
        return await self.inner.get(conversation)

    async def put(self, conversation: ConversationId, used: Used) -> None:
        await self._trouble()
        await self.inner.put(conversation, used)

    async def _trouble(self) -> None:
        if now() < self.until:
            await asyncio.sleep(1e9 if self.hangs else 0)
            raise OSError("database gone")


@pytest.mark.parametrize("hangs", [True, False])
async def test_messages_go_out_although_their_count_can_be_neither_read_nor_kept(
    hangs: bool,
) -> None:
    uses = Failing(now() + 60, hangs)
    uses.inner.kept[CHAT] = (now(), Used((3.0,) * 50))
    platform = Platform(Scene(), random.Random(1))
    outbox = Outbox(Outside(platform, platform.scene, Ids(), uses), whole=True)
    waits = []
    for number in range(40):
        began = now()
        await outbox.tell(CHAT, Content(card={"n": number}))
        waits.append(now() - began)
        await asyncio.sleep(4)
    await outbox.close()

    assert (max(waits) <= 3.5, uses.inner.writes > 0) == (True, True)


async def test_count_that_could_not_be_read_at_first_is_read_later() -> None:
    uses = Failing(now() + 5, hangs=False)
    uses.inner.kept[CHAT] = (now(), Used((1.0,) * 50, hold=40.0))
    budget = Budget(Memory(CHAT, uses))
    await budget.read()
    assert budget.used(now()) == EVERY

    await asyncio.sleep(11)
    await budget.read()
    assert (budget.used(now()), round(budget.wait(now()))) == (50 + EVERY, 29)


ages = some.lists(some.floats(0, 3600, allow_nan=False), max_size=200)


@given(ages, some.floats(0, 4000), some.floats(0, 900))
def test_kept_in_notes_it_never_allows_more_than_before(
    ages: list[float], away: float, hold: float
) -> None:
    async def test() -> Used:
        clock, notes = Clock(), MemoryNotes()
        await KeptUse(notes, clock).put(CHAT, Used(tuple(ages), hold))
        clock.forward(seconds=away)
        return await KeptUse(notes, clock).get(CHAT)

    kept, after, before = run(test()), Windows(), Windows()
    before.add(-age - away for age in ages)
    after.add(-age for age in kept.ages)

    assert len(kept.ages) == len(ages)
    assert after.wait(0.0) >= before.wait(0.0) - 0.001
    assert after.used(0.0) >= before.used(0.0)
    assert math.isclose(kept.hold, max(0.0, hold - away), abs_tol=0.001)


async def test_clock_that_was_put_back_makes_it_wait_and_never_hurry() -> None:
    clock, notes = Clock(), MemoryNotes()
    kept = KeptUse(notes, clock)
    await kept.put(CHAT, Used((100.0, 1.0)))
    clock.at -= timedelta(hours=1)

    assert (await kept.get(CHAT)).ages == (0.0, 0.0)


@pytest.mark.parametrize(
    "note", [7, "x", [1], {}, {"recent": "x", "minutes": {"a": 1, "5": "x"}, "until": "soon"}]
)
async def test_note_that_makes_no_sense_says_nothing(note: Json) -> None:
    notes = MemoryNotes()
    await notes.put(USED + CHAT, note)

    assert await KeptUse(notes, Clock()).get(CHAT) == Used()


async def test_use_that_is_forgotten_leaves_no_note() -> None:
    notes = MemoryNotes()
    kept = KeptUse(notes, Clock())
    await kept.put(CHAT, Used((1.0,)))
    await kept.forget(CHAT)

    assert await notes.keys("") == []
