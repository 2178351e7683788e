"""The evaluation: opened, answered once a person and changeable while open, shown by the host."""

from meeting import commands as c
from meeting import events as e
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.ids import Answers
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.texts import LONGEST_TEXT, LONGEST_TOPIC
from meeting.scales import values_of

LONGEST = {"topic": LONGEST_TOPIC}


def open_poll(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    """Open it; when it is open already nothing changes and the channel shows it again."""
    rights.host_or_clock(meeting, command)
    rights.not_closed(meeting)
    return () if meeting.evaluation.open else (e.EvaluationOpened(),)


def show(meeting: Meeting, command: c.Command, deed: c.ShowResults) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    same = meeting.evaluation.shown is deed.shown
    return () if same else (e.ResultsShown(deed.shown),)


def cast(meeting: Meeting, deed: c.CastBallot) -> tuple[e.Event, ...]:
    """Merge with what this person answered before: a part of the answers counts as well."""
    if not meeting.evaluation.open:
        raise RefusedError(Reason.EVALUATION_NOT_OPEN)
    for question, values in deed.answers.items():
        _check(_question(meeting, question), values)
    before = meeting.evaluation.ballots.get(deed.ballot, {})
    merged = _merge(before, deed.answers)
    if not merged and not before:
        raise RefusedError(Reason.EMPTY_BALLOT)
    return () if merged == dict(before) else (e.BallotCast(deed.ballot, merged),)


def _merge(before: Answers, new: Answers) -> dict[str, tuple[str, ...]]:
    return {question: values for question, values in {**before, **new}.items() if values}


def _question(meeting: Meeting, question: str) -> EvaluationQuestion:
    for known in meeting.plan.evaluation:
        if known.id == question:
            return known
    raise RefusedError(Reason.UNKNOWN_EVALUATION_QUESTION, field=question)


def _check(question: EvaluationQuestion, values: tuple[str, ...]) -> None:
    if len(values) > 1 and question.kind is not Kind.MULTIPLE:
        raise RefusedError(Reason.WRONG_ANSWER, field=question.id)
    if question.kind is Kind.TEXT:
        most = LONGEST.get(question.id, LONGEST_TEXT)
        if any(len(value) > most for value in values):
            raise RefusedError(Reason.LONG_TEXT, field=question.id, most=most)
        return
    if not set(values) <= set(values_of(question)) or len(set(values)) != len(values):
        raise RefusedError(Reason.WRONG_ANSWER, field=question.id)
