"""One person of a meeting of 20,000 changes is erased from a data folder while others vote.

What it is compared with is the same votes with nobody being erased.
"""

import asyncio
import random
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from bench.saying import say
from bench.scratch import scratch
from bot.clocks import MachineClock
from bot.erasing.eraser import Eraser
from bot.erasing.erasures import Erasures
from bot.erasing.order import Kept, Order
from bot.files.meeting_file import read_meeting_file
from bot.hub import Hub
from bot.keys import Keys
from bot.stores.folder import DataFolder, open_folder
from meeting.commands import AskQuestion, Command, Deed, Join, OpenMeeting, PlanMeeting, Vote
from meeting.events import Change, VoteCast
from meeting.ids import CommandId, MeetingId, PersonId, QuestionId

EXAMPLE = Path(__file__).parent.parent / "examples" / "programledermoede-2020-03" / "meeting.yaml"
PLAN = read_meeting_file(EXAMPLE).plans(Keys(b"bench"))[0]
MEETING: MeetingId = PLAN.meeting
PEOPLE, QUESTIONS, CHANGES, VOTERS = 1_000, 500, 20_000, 400
CLOCK = MachineClock(lambda: datetime.now(UTC))


class House:
    """A data folder with the meeting in it, and what erases from it."""

    def __init__(self, data: DataFolder) -> None:
        self.data = data
        self.hub = Hub(data.store, data.ballots)
        kept = Kept(self.hub, data.store, data.notes)
        self.eraser = Eraser(Erasures(kept, Keys(b"bench"), CLOCK))
        self.numbers = iter(range(10**9))

    async def do(self, by: PersonId | None, deed: Deed) -> None:
        command = CommandId(f"c{next(self.numbers)}")
        await self.hub.send(MEETING, Command(command, CLOCK.now(), by, deed))

    async def fill(self) -> None:
        plan = Command(CommandId("plan"), CLOCK.now(), None, PlanMeeting(PLAN))
        await self.hub.plan(MEETING, plan)
        await self.do(None, OpenMeeting())
        people = [PersonId(f"p{n}") for n in range(PEOPLE)]
        await asyncio.gather(*(self.do(p, Join(f"Deltager {p}", "Odense")) for p in people))
        asked = [AskQuestion(QuestionId(f"q{n}"), f"Spørgsmål {n}?") for n in range(QUESTIONS)]
        await asyncio.gather(*(self.do(people[n], one) for n, one in enumerate(asked)))
        chance, at = random.Random(7), CLOCK.now()  # noqa: S311 - the same votes each time
        length = self.hub.state(MEETING).version
        votes = [
            Change(
                CommandId(f"v{n}"),
                at,
                person := chance.choice(people),
                (VoteCast(QuestionId(f"q{chance.randrange(QUESTIONS)}"), person),),
            )
            for n in range(CHANGES - length)
        ]
        await self.data.store.append(MEETING, length, votes)
        await self.hub.load()

    async def vote(self, number: int, latencies: list[float]) -> None:
        began = time.perf_counter()
        await self.do(PersonId(f"new{number}"), Vote(QuestionId(f"q{number % QUESTIONS}")))
        latencies.append(time.perf_counter() - began)


async def longest_gap(until: asyncio.Event) -> float:
    """Give the longest that the loop was held, in seconds."""
    longest, last = 0.0, time.perf_counter()
    while not until.is_set():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest


async def voted(house: House, first: int) -> tuple[float, float]:
    """Let 400 people vote over two seconds; give the loop's longest gap and the votes' p99."""
    latencies: list[float] = []
    over = asyncio.Event()
    gap = asyncio.create_task(longest_gap(over))
    votes = []
    for number in range(first, first + VOTERS):
        votes.append(asyncio.create_task(house.vote(number, latencies)))
        await asyncio.sleep(2 / VOTERS)
    await asyncio.gather(*votes)
    over.set()
    return await gap, quantiles(latencies, n=100)[98]


async def timed(house: House, person: PersonId) -> float:
    began = time.perf_counter()
    await house.eraser.erase(Order(person))
    return time.perf_counter() - began


async def main() -> None:
    folder = scratch() / "erasing"
    shutil.rmtree(folder, ignore_errors=True)
    house = House(open_folder(folder))
    await house.fill()
    for number in range(2 * VOTERS):
        await house.do(PersonId(f"new{number}"), Join(None, None))
    calm_gap, calm = await voted(house, 0)
    erasing = asyncio.create_task(timed(house, PersonId("p7")))
    gap, p99 = await voted(house, VOTERS)
    seconds = await erasing
    log = await house.data.store.read(MEETING)
    there = {
        event.person
        for change in log
        for event in change.events
        if isinstance(event, VoteCast) and event.person.startswith("new")
    }
    assert len(there) == 2 * VOTERS, "a vote is lost"
    assert b'"p7"' not in (folder / "meetings" / f"{MEETING}.journal").read_bytes()
    await house.data.close()
    shutil.rmtree(folder)
    say(f"erasing one person of {len(log)} changes while 400 vote", seconds, "s", 60.0)
    say("the loop's longest gap meanwhile", gap * 1000, "ms", calm_gap * 1000)
    say("p99 of the votes meanwhile", p99 * 1000, "ms", calm * 1000)


if __name__ == "__main__":
    asyncio.run(main())
