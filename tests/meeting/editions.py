"""Three simulated editions of a series, two runs each, evaluated through the real rules."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from meeting import commands as c
from meeting.ids import BallotKey, MeetingId
from meeting.model import Meeting, Plan
from tests.given import ANNA, METTE, START, demo_plan, given

MONTH = timedelta(days=30)
EDITIONS = ("januar 2020", "februar 2020", "marts 2020")
SEED = 7
# How useful people find it in each edition, as the weights of 1 to 5.
USEFUL = ((1, 3, 6, 4, 1), (1, 2, 5, 6, 2), (0, 1, 4, 7, 4))


def plan_of(edition: int, number: int) -> Plan:
    start = START + (edition - len(EDITIONS) + 1) * MONTH + timedelta(hours=3 * number)
    return replace(
        demo_plan(start),
        meeting=MeetingId(f"e{edition}-{number}"),
        code=f"CODE{edition}{number}AA",
        title=f"Programledermøde {EDITIONS[edition]}",
    )


def ballots_of(answers: Sequence[Mapping[str, str]]) -> list[c.CastBallot]:
    return [
        c.CastBallot(BallotKey(f"b{n}"), {question: (value,) for question, value in one.items()})
        for n, one in enumerate(answers)
    ]


def run(edition: int, number: int, answers: Sequence[Mapping[str, str]]) -> Meeting:
    """Play one run to its close, with these ballots."""
    return given(
        (METTE, c.StartMeeting()),
        (METTE, c.OpenEvaluation()),
        *((ANNA, ballot) for ballot in ballots_of(answers)),
        (METTE, c.CloseMeeting()),
        plan=plan_of(edition, number),
    )


def answered(edition: int, number: int, people: int) -> list[dict[str, str]]:
    """Make ballots that get better from edition to edition."""
    chance = random.Random(SEED + 10 * edition + number)
    return [
        {
            "useful": chance.choices("12345", USEFUL[edition])[0],
            "recommend": str(min(10, max(0, round(chance.gauss(6 + edition, 2))))),
            "got_answer": chance.choices(("yes", "partly", "no"), (3 + edition, 3, 2))[0],
        }
        for _ in range(people)
    ]


def three_editions() -> tuple[Meeting, ...]:
    """Give six runs, oldest first; the second run of January has too few answers to be shown."""
    sizes = ((31, 4), (42, 18), (55, 23))
    return tuple(
        run(edition, number, answered(edition, number, people))
        for edition, runs in enumerate(sizes)
        for number, people in enumerate(runs)
    )
