"""One vote through rules and fold, in a meeting that already holds 100 or 10,000 votes."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bot.files.meeting_file import read_meeting_file
from bot.keys import Keys
from meeting.commands import AskQuestion, Command, Join, OpenMeeting, PlanMeeting, Vote
from meeting.decide import decide, decide_first, recorded
from meeting.evolve import begin, evolve
from meeting.ids import CommandId, PersonId, QuestionId
from meeting.model import Meeting

EXAMPLE = Path(__file__).parent.parent / "examples" / "programledermoede-2020-03" / "meeting.yaml"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
QUESTION = QuestionId("q1")
MEASURED, ROUNDS = 500, 9


def after(meeting: Meeting, command: Command) -> Meeting:
    return evolve(meeting, recorded(command, decide(meeting, command)))


def with_votes(votes: int) -> Meeting:
    plan = read_meeting_file(EXAMPLE).plans(Keys(b"bench"))[0]
    planned = Command(CommandId("plan"), NOW, None, PlanMeeting(plan))
    meeting = begin(recorded(planned, decide_first(planned)))
    meeting = after(meeting, Command(CommandId("open"), NOW, None, OpenMeeting()))
    for n in range(votes + MEASURED):
        meeting = after(
            meeting, Command(CommandId(f"j{n}"), NOW, PersonId(f"p{n}"), Join(None, None))
        )
    asked = AskQuestion(QUESTION, "Hvornår?")
    meeting = after(meeting, Command(CommandId("q"), NOW, PersonId("p0"), asked))
    for n in range(votes):
        meeting = after(meeting, vote(n))
    return meeting


def vote(n: int) -> Command:
    return Command(CommandId(f"v{n}"), NOW, PersonId(f"p{n}"), Vote(QUESTION))


def seconds_each(meeting: Meeting, commands: Sequence[Command]) -> float:
    """Seconds a vote takes, the state after one being what the next is decided on."""
    began = time.perf_counter()
    for command in commands:
        meeting = after(meeting, command)
    return (time.perf_counter() - began) / len(commands)


def main() -> None:
    few, many = with_votes(100), with_votes(10_000)
    rounds = [
        (
            seconds_each(few, [vote(100 + n) for n in range(MEASURED)]),
            seconds_each(many, [vote(10_000 + n) for n in range(MEASURED)]),
        )
        for _ in range(ROUNDS)
    ]
    small = median(few_each for few_each, _ in rounds) * 1e6
    large = median(many_each for _, many_each in rounds) * 1e6
    ratio = median(many_each / few_each for few_each, many_each in rounds)
    print(
        json.dumps(
            {
                "name": "one vote at 10,000 votes against at 100",
                "value": round(large, 2),
                "unit": "us",
                "baseline": round(small, 2),
                "ratio": round(ratio, 3),
            }
        )
    )


if __name__ == "__main__":
    main()
