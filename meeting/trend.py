"""The core questions over a series' editions: the same questions each time, so they compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from meeting.evaluation import EvaluationQuestion, Kind
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.question import Got

FEW = 20  # below this a figure moves a lot with each answer, and is marked
PROMOTERS, DETRACTORS = range(9, 11), range(7)  # Net Promoter Score: Reichheld, HBR 12/2003
COMPARED = ("useful", "recommend", "got_answer")


@dataclass(frozen=True, slots=True)
class Point:
    """One edition's figure; `runs` of it are taken together, `value` is None below five answers.

    `value` is the mean (useful, 1 to 5), the Net Promoter Score (recommend, -100 to 100) or the
    share that got all of an answer (got_answer, 0 to 1). `few` marks a figure of few answers.
    """

    title: str
    start: datetime
    answers: int
    runs: int
    value: float | None

    @property
    def few(self) -> bool:
        return self.answers < FEW


@dataclass(frozen=True, slots=True)
class Trend:
    """A core question over the editions, oldest first; the last is the meeting's own."""

    question: EvaluationQuestion
    points: tuple[Point, ...]

    @property
    def change(self) -> float | None:
        """How much the last differs from the one before it that has a figure."""
        last = self.points[-1].value if self.points else None
        earlier = [point.value for point in self.points[:-1] if point.value is not None]
        return None if last is None or not earlier else last - earlier[-1]


def trends(meeting: Meeting, meetings: Iterable[Meeting]) -> tuple[Trend, ...]:
    """Compare a meeting's edition with the series' earlier ones."""
    series = [
        one
        for one in (*meetings, meeting)
        if one.plan.series == meeting.plan.series and one.plan.start <= meeting.plan.start
    ]
    once = {one.plan.meeting: one for one in series}.values()
    editions: dict[str, list[Meeting]] = {}
    for one in sorted(once, key=lambda other: (other.plan.start, other.plan.meeting)):
        if one.evaluation.responses:
            editions.setdefault(one.plan.title, []).append(one)
    return tuple(
        Trend(question, tuple(_point(title, runs, question) for title, runs in editions.items()))
        for question in meeting.plan.evaluation
        if question.id in COMPARED
    )


def final_trends(meeting: Meeting, others: Iterable[Meeting]) -> tuple[Trend, ...]:
    """Compare the editions up to a meeting's own by results that are final, as papers do.

    Two papers, written while an evaluation is open, would tell by their difference what one person
    has said.
    """
    earlier = (one for one in others if one.plan.start <= meeting.plan.start)
    told = [one for one in (meeting, *earlier) if not one.evaluation.open]
    last = max(told, key=lambda one: one.plan.start, default=None)
    return () if last is None else trends(last, told)


def shown_to_all(meeting: Meeting) -> bool:
    """Tell whether others than hosts may have a meeting's figures as they are.

    Of an evaluation that is open they get pictures, some answers apart: a figure that moved with
    each answer would give away what one person said.
    """
    return meeting.evaluation.shown and not meeting.evaluation.open


def _point(title: str, runs: list[Meeting], question: EvaluationQuestion) -> Point:
    """Take an edition's runs together; a run of too few answers is left out, as it is elsewhere."""
    told = [run for run in runs if _answers(run, question) >= FEWEST_RESPONDENTS]
    counts: dict[str, int] = {}
    for run in told:
        for value, count in run.evaluation.counts.get(question.id, {}).items():
            counts[value] = counts.get(value, 0) + count
    return Point(
        title=title,
        start=runs[0].plan.start,
        answers=sum(counts.values()),
        runs=len(told),
        value=figure(question, counts),
    )


def _answers(run: Meeting, question: EvaluationQuestion) -> int:
    return run.evaluation.answered.get(question.id, 0)


def figure(question: EvaluationQuestion, counts: Mapping[str, int]) -> float | None:
    """Sum up a question in one figure; None without answers and where no figure says it."""
    total = sum(counts.values())
    if not total:
        return None
    if question.id == "recommend":
        for_it = sum(counts.get(str(value), 0) for value in PROMOTERS)
        against = sum(counts.get(str(value), 0) for value in DETRACTORS)
        return 100 * (for_it - against) / total
    if question.id == "got_answer":
        return counts.get(Got.YES.value, 0) / total
    if question.kind is Kind.SCALE:
        return sum(int(value) * count for value, count in counts.items()) / total
    return None
