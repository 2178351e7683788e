"""Builds meetings for tests through the real rules."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.files.meeting_file import MeetingFile, read_meeting_file
from bot.keys import Keys
from knowledge.load import read_entries
from knowledge.search import Knowledge
from meeting.commands import AskQuestion, Command, Deed, Join, OpenMeeting, PlanMeeting
from meeting.decide import decide, decide_first, recorded
from meeting.evolve import begin, evolve
from meeting.ids import CommandId, PersonId, QuestionId
from meeting.model import Meeting, Plan
from meeting.planning import moved_to

EXAMPLE = Path(__file__).parent.parent / "examples" / "programledermoede-2020-03"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEYS = Keys(b"a secret for tests only")

METTE = PersonId("mette-vinther-poulsen")
PETER = PersonId("peter-egelund")
MARTIN = PersonId("martin-bo-jensen")
RASMUS = PersonId("rasmus-edelberg")
HANS = PersonId("hans-christian-jelstrup")
KELD = PersonId("keld-joergensen")
ANNA = PersonId("p-anna")
BO = PersonId("p-bo")


@cache
def demo_file() -> MeetingFile:
    return read_meeting_file(EXAMPLE / "meeting.yaml")


def demo_plan(start: datetime = START) -> Plan:
    """The programme leaders' meeting of March 2020, run 1, moved to `start`."""
    return moved_to(demo_file().plans(KEYS)[0], start)


@cache
def demo_knowledge() -> Knowledge:
    return Knowledge.of(read_entries(EXAMPLE / "faq.jsonl"))


class Clock:
    """A clock that a test sets; it stands still otherwise."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **length: float) -> None:
        self.at += timedelta(**length)


_numbers = iter(range(1, 10**9))


def command(
    by: PersonId | None, deed: Deed, *, at: datetime = START, version: int | None = None
) -> Command:
    return Command(CommandId(f"c{next(_numbers)}"), at, by, deed, version)


def done(meeting: Meeting, sent: Command) -> Meeting:
    """The meeting after one more command; refusals are raised."""
    events = decide(meeting, sent)
    return evolve(meeting, recorded(sent, events)) if events else meeting


def planned(plan: Plan | None = None) -> Meeting:
    sent = command(None, PlanMeeting(plan or demo_plan()))
    return begin(recorded(sent, decide_first(sent)))


def given(
    *deeds: tuple[PersonId | None, Deed], start: Meeting | None = None, plan: Plan | None = None
) -> Meeting:
    """An open meeting with Anna (Odense) and Bo (Billund) in it, after these deeds."""
    opening: Iterable[tuple[PersonId | None, Deed]] = (
        (None, OpenMeeting()),
        (ANNA, Join("Anna", "Odense")),
        (BO, Join("Bo", "Billund")),
    )
    meeting = start or planned(plan)
    for by, deed in (*(() if start else opening), *deeds):
        meeting = done(meeting, command(by, deed))
    return meeting


def asked(text: str | None = None, name: str = "q1", **more: object) -> AskQuestion:
    """A question of its own words for each name: the same words again would be the same one."""
    end = "" if name == "q1" else f", {name}"
    words = f"Hvornår kommer regningen{end}?" if text is None else text
    return AskQuestion(QuestionId(name), words, **more)  # type: ignore[arg-type]
