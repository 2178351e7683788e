"""The evaluation: opened, answered once a person and changeable while open, shown by the host."""

from dataclasses import replace

from meeting import commands as c
from meeting import events as e
from meeting import tally
from meeting.evaluation import ORGANISATION, EvaluationQuestion, Kind
from meeting.ids import Answers, BallotKey
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.texts import LONGEST_TEXT, LONGEST_TOPIC
from meeting.scales import values_of

MOST_REMINDERS = 3
LONGEST = {"topic": LONGEST_TOPIC}


def open_it(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    """Open it; when it is open already nothing changes and the channel shows it again."""
    rights.host_or_clock(meeting, command)
    if meeting.evaluation.open:
        return ()
    rights.not_closed(meeting)
    if meeting.evaluation.closed:  # its ballots and their key are gone for good
        raise RefusedError(Reason.EVALUATION_OVER)
    return (e.EvaluationOpened(),)


def close(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    """Close it before the meeting does, or after it; the sums stay."""
    rights.host_or_clock(meeting, command)
    return (tally.sums(meeting),) if meeting.evaluation.open else ()


def remind(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    """Remind all alike, and not so often that it is no longer read."""
    rights.host_or_clock(meeting, command)
    poll = meeting.evaluation
    if not poll.open:
        raise RefusedError(Reason.EVALUATION_CLOSED if poll.closed else Reason.EVALUATION_NOT_OPEN)
    if poll.reminded >= MOST_REMINDERS:
        raise RefusedError(Reason.REMINDED_ENOUGH, most=MOST_REMINDERS)
    return (e.EvaluationReminded(),)


def show(meeting: Meeting, command: c.Command, deed: c.ShowResults) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    poll = meeting.evaluation
    if poll.shown is deed.shown:
        return ()
    after = replace(poll, shown=deed.shown)
    return (e.ResultsShown(deed.shown), *tally.next_pictures(after, meeting.plan.evaluation))


def cast(meeting: Meeting, command: c.Command, deed: c.CastBallot) -> tuple[e.Event, ...]:
    """Merge with what this person answered before: a part of the answers counts as well."""
    if meeting.evaluation.closed:
        raise RefusedError(Reason.EVALUATION_CLOSED)
    if not meeting.evaluation.open:
        raise RefusedError(Reason.EVALUATION_NOT_OPEN)
    for question, values in deed.answers.items():
        _check(_question(meeting, question), values)
    before = meeting.evaluation.ballots.get(deed.ballot, {})
    merged = _merge(before, deed.answers)
    if not merged and not before:
        raise RefusedError(Reason.EMPTY_BALLOT)
    if merged == dict(before):
        return ()
    pictures = tally.next_pictures(
        tally.cast(meeting.evaluation, deed.ballot, merged), meeting.plan.evaluation
    )
    roll = _on_the_roll(meeting, command, deed.roll)
    return (e.BallotCast(deed.ballot, merged), *roll, *pictures)


def _on_the_roll(
    meeting: Meeting, command: c.Command, roll: BallotKey | None
) -> tuple[e.BallotCast, ...]:
    """Note the person's organisation as heard, apart from the answers and under another key."""
    person = None if command.by is None else meeting.people.get(command.by)
    if roll is None or person is None or not person.organisation:
        return ()
    return (e.BallotCast(roll, {ORGANISATION: (person.organisation.casefold(),)}),)


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
