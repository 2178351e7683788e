"""The meeting that the command line's tests are about, and how a refused command looks."""

from datetime import timedelta

from typer.testing import Result

from bot.hub import Hub
from bot.ports import Kept
from meeting import commands as c
from meeting.ids import QuestionId
from meeting.model import Meeting
from tests.given import ANNA, METTE, RASMUS, START, asked, command, demo_plan

CODE = demo_plan().code
LATER = START + timedelta(days=2)  # when the commands are run
MEETING = demo_plan().meeting
FORMULAS = ["=1+1", "+45", "-3", "@SUM(A1)", "\t=1", "＝1"]


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr.strip()


async def played(place: Kept) -> Meeting:
    """Play a meeting until somebody has answered its evaluation."""
    hub = Hub(place.store, place.ballots)
    await hub.plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    deeds = [
        (None, c.OpenMeeting()),
        (ANNA, c.Join("Anna", "Odense")),
        *[(ANNA, asked(text, name=f"q{n}")) for n, text in enumerate(FORMULAS)],
        (METTE, c.StartMeeting()),
        (METTE, c.AnswerQuestion(QuestionId("q0"), "To <b>er</b> svaret")),
        (METTE, c.RouteQuestion(QuestionId("q1"), (RASMUS,))),
        (METTE, c.OpenEvaluation()),
    ]
    for by, deed in deeds:
        await hub.send(MEETING, command(by, deed))
    key = await hub.ballot_key(MEETING, ANNA)
    await hub.send(MEETING, command(ANNA, c.CastBallot(key, {"useful": ("4",)})))
    return hub.state(MEETING)
