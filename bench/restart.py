"""How long a server with 20,000 questions and votes takes from its start to its first answer.

Run with `python -m bench.restart`. The baseline is the same server on an empty folder, in turns
with it, so that both see the same machine.
"""

import asyncio
import json
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.program import ROOT, SECRET, program
from bench.scratch import scratch
from bot.files.meeting_file import read_meeting_file
from bot.hub import Hub
from bot.keys import Keys
from bot.stores.folder import open_folder
from meeting.commands import AskQuestion, Command, Deed, Join, OpenMeeting, PlanMeeting, Vote
from meeting.ids import CommandId, PersonId, QuestionId

EXAMPLE = ROOT / "examples" / "programledermoede-2020-03" / "meeting.yaml"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
QUESTIONS, VOTES, PEOPLE = 300, 19_700, 2_000
ROUNDS = 5


def main() -> None:
    with tempfile.TemporaryDirectory(dir=scratch()) as place:
        full = Path(place) / "full"
        asyncio.run(fill(full))
        warm = seconds_to_answer(Path(place) / "warm")  # compiles what has changed
        rounds = [
            (seconds_to_answer(full), seconds_to_answer(Path(place) / f"empty{n}"))
            for n in range(ROUNDS)
        ]
    assert warm > 0
    value = statistics.median(loaded for loaded, _ in rounds)
    baseline = statistics.median(empty for _, empty in rounds)
    name = "restart with 20,000 questions and votes, to the first answer"
    figure = {"name": name, "value": round(value, 3), "unit": "s"}
    ratio = {"baseline": round(baseline, 3), "ratio": round(value / baseline, 3)}
    print(json.dumps(figure | ratio), flush=True)


async def fill(folder: Path) -> None:
    """Have 2,000 people ask and vote in the demo meeting, through its rules."""
    plan = read_meeting_file(EXAMPLE).plans(Keys(SECRET.encode()))[0]
    data = open_folder(folder)
    hub = Hub(data.store, data.ballots)
    await hub.plan(plan.meeting, command("plan", None, PlanMeeting(plan)))

    async def all_of(name: str, deeds: list[tuple[PersonId | None, Deed]]) -> None:
        commands = [command(f"{name}{n}", by, deed) for n, (by, deed) in enumerate(deeds)]
        await asyncio.gather(*(hub.send(plan.meeting, each) for each in commands))

    people = [PersonId(f"p{n}") for n in range(PEOPLE)]
    questions = [QuestionId(f"q{n}") for n in range(QUESTIONS)]
    await all_of("open", [(None, OpenMeeting())])
    await all_of("join", [(person, Join("Anna Jensen", "Odense")) for person in people])
    asking = zip(people, questions, strict=False)
    await all_of("ask", [(p, AskQuestion(q, f"Hvornår kommer {q}?")) for p, q in asking])
    pairs = [(person, question) for question in questions for person in people]
    await all_of("vote", [(person, Vote(question)) for person, question in pairs[:VOTES]])
    assert hub.state(plan.meeting).version == 2 + PEOPLE + QUESTIONS + VOTES
    await data.close()


def command(name: str, by: PersonId | None, deed: Deed) -> Command:
    return Command(CommandId(name), NOW, by, deed)


def seconds_to_answer(folder: Path) -> float:
    """Start a server on the folder, wait for its first 200, and stop it."""
    with program(folder) as running:
        return running.seconds_to("/healthz")


if __name__ == "__main__":
    main()
