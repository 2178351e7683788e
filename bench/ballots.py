"""One answer to a poll that has 100 or 10,000 already: through the rules, and onto the disk."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import uvloop

from bench.scratch import scratch
from bench.votes import EXAMPLE, NOW, after
from bot.files.meeting_file import read_meeting_file
from bot.hub import Hub
from bot.keys import Keys
from bot.stores.folder import open_folder
from meeting.commands import AnswerPoll, AskPoll, Command, OpenMeeting, PlanMeeting
from meeting.decide import decide_first, recorded
from meeting.evolve import begin
from meeting.ids import BallotKey, CommandId, PersonId, PollId
from meeting.model import Meeting, Plan
from meeting.polls import PollKind, PollQuestion

POLL = PollId("poll")
FEW, MANY = 100, 10_000
MEASURED, ROUNDS = 500, 9
AT_ONCE = 32  # answers on their way to the disk together

Values = Callable[[int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    question: PollQuestion
    values: Values


CASES = (
    Case(
        "choice, shown as it comes",
        PollQuestion("Skal vi mødes?", PollKind.CHOICE, ("Ja", "Nej"), hidden=False),
        lambda n: (str(1 + n % 2),),
    ),
    Case(
        "three words nobody else says",
        PollQuestion("Hvad tænker du på?", PollKind.WORDS),
        lambda n: (f"ord {n}", f"tanke {n}", f"emne {n}"),
    ),
    Case(
        "ranking of ten",
        PollQuestion("Hvad først?", PollKind.RANKING, tuple("ABCDEFGHIJ")),
        lambda n: tuple(str(1 + (place + n) % 10) for place in range(10)),
    ),
)


def plan() -> Plan:
    return read_meeting_file(EXAMPLE).plans(Keys(b"bench"))[0]


def asked(case: Case) -> Meeting:
    planned = Command(CommandId("plan"), NOW, None, PlanMeeting(plan()))
    meeting = begin(recorded(planned, decide_first(planned)))
    meeting = after(meeting, Command(CommandId("open"), NOW, None, OpenMeeting()))
    return after(meeting, Command(CommandId("ask"), NOW, None, AskPoll(POLL, case.question)))


def answer(case: Case, n: int) -> Command:
    deed = AnswerPoll(POLL, BallotKey(f"k{n * 7919 % 1_000_003}"), case.values(n))
    return Command(CommandId(f"v{n}"), NOW, None, deed)


def seconds_each(meeting: Meeting, answers: Sequence[Command]) -> float:
    """Seconds an answer takes, the state after one being what the next is decided on."""
    began = time.perf_counter()
    for command in answers:
        meeting = after(meeting, command)
    return (time.perf_counter() - began) / len(answers)


def through_the_rules(case: Case) -> tuple[float, float]:
    """Give the microseconds of one answer when few have answered, and when many have."""
    few = many = asked(case)
    for n in range(FEW):
        few = after(few, answer(case, n))
    for n in range(MANY):
        many = after(many, answer(case, n))
    rounds = [
        (
            seconds_each(few, [answer(case, FEW + n) for n in range(MEASURED)]),
            seconds_each(many, [answer(case, MANY + n) for n in range(MEASURED)]),
        )
        for _ in range(ROUNDS)
    ]
    small, large = (median(each) * 1e6 for each in zip(*rounds, strict=True))
    return small, large


async def onto_the_disk(case: Case, folder: Path) -> tuple[float, float]:
    """Give the milliseconds of one answer until it is on disk, so many at once."""
    data = open_folder(folder)
    hub = Hub(data.store, data.ballots)
    meeting = plan().meeting
    await hub.plan(meeting, Command(CommandId("plan"), NOW, None, PlanMeeting(plan())))
    await hub.send(meeting, Command(CommandId("ask"), NOW, None, AskPoll(POLL, case.question)))

    async def one(n: int) -> float:
        began = time.perf_counter()
        key = await hub.ballot_key(meeting, PersonId(f"p{n}"), POLL)
        deed = AnswerPoll(POLL, key, case.values(n))
        await hub.send(meeting, Command(CommandId(f"v{n}"), NOW, None, deed))
        return time.perf_counter() - began

    async def some(first: int, last: int) -> list[float]:
        times: list[float] = []
        for n in range(first, last, AT_ONCE):
            times += await asyncio.gather(*map(one, range(n, min(n + AT_ONCE, last))))
        return times

    await some(0, FEW)
    small = median(await some(FEW, FEW + MEASURED))
    await some(FEW + MEASURED, MANY)
    large = median(await some(MANY, MANY + MEASURED))
    await data.close()
    return 1000 * small, 1000 * large


def told(name: str, unit: str, small: float, large: float) -> None:
    line = {"name": name, "value": round(large, 2), "unit": unit, "baseline": round(small, 2)}
    print(json.dumps(line | {"ratio": round(large / small, 3)}))


def main() -> None:
    for case in CASES:
        name = f"one answer to a poll ({case.name}) at 10,000 answers against at 100"
        told(name, "us", *through_the_rules(case))
    with TemporaryDirectory(dir=scratch()) as place:
        name = f"one answer to a poll on disk, {AT_ONCE} at once, at 10,000 answers against at 100"
        told(name, "ms", *uvloop.run(onto_the_disk(CASES[0], Path(place))))


if __name__ == "__main__":
    main()
