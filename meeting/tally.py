"""Counting the evaluation as ballots come, so that a result costs the same at 10 and at 10,000."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from immutables import Map

from meeting.comments import blotted_counts
from meeting.evaluation import ORGANISATION, Evaluation
from meeting.events import BallotCast, Change, EvaluationClosed, Event, SumsCarried
from meeting.ids import Answers, BallotKey
from meeting.model import Meeting

Counts = Map[str, Map[str, int]]


def cast(before: Evaluation, ballot: BallotKey, answers: Answers) -> Evaluation:
    """Put a ballot in place of the same person's earlier one and correct the sums."""
    if ORGANISATION in answers:
        return _heard(before, ballot, answers)
    earlier = before.ballots.get(ballot)
    counts, answered = before.counts, before.answered
    if earlier is not None:
        counts, answered = _add(counts, answered, earlier, -1)
    counts, answered = _add(counts, answered, answers, 1)
    return replace(
        before,
        ballots=before.ballots.set(ballot, answers),
        counts=counts,
        answered=answered,
        responses=before.responses + (earlier is None),
    )


def _heard(before: Evaluation, roll: BallotKey, answers: Answers) -> Evaluation:
    """Note that an organisation has been heard; it is no response of its own."""
    return replace(
        before,
        ballots=before.ballots.set(roll, answers),
        organisations=before.organisations.union(answers[ORGANISATION]),
    )


def restored(meeting: Meeting, ballots: Mapping[BallotKey, Answers]) -> Meeting:
    """Count the ballots that lie beside the log, on top of sums that the log itself carries.

    What is counted already costs nothing, so this may be said again when others have voted.
    """
    poll = meeting.evaluation
    for ballot, answers in ballots.items():
        if poll.ballots.get(ballot) != answers:
            poll = cast(poll, ballot, answers)
    return meeting if poll is meeting.evaluation else replace(meeting, evaluation=poll)


def carried(before: Evaluation, event: SumsCarried | EvaluationClosed) -> Evaluation:
    """Take over sums without any ballot."""
    return replace(
        before,
        responses=event.responses,
        ballots=Map(),
        counts=Map({question: Map(values) for question, values in event.counts.items()}),
        answered=Map(event.answered),
        organisations=frozenset(),
        represented=event.organisations,
    )


def closed(before: Evaluation, event: EvaluationClosed) -> Evaluation:
    """Keep the sums that the event carries and nothing of any ballot."""
    return replace(carried(before, event), open=False, closed=True)


def sums(meeting: Meeting) -> EvaluationClosed:
    """Give the sums as they are kept for good, without what points at one person."""
    evaluation = meeting.evaluation
    return EvaluationClosed(
        responses=evaluation.responses,
        counts={
            question: blotted_counts(values, meeting.plan)
            for question, values in sorted(evaluation.counts.items())
        },
        answered=dict(sorted(evaluation.answered.items())),
        organisations=evaluation.heard,
    )


def open_until(meeting: Meeting) -> datetime | None:
    """Say until when it can be evaluated; None while the meeting decides that, and afterwards."""
    if meeting.closed is None or not meeting.evaluation.open:
        return None
    return meeting.closed + meeting.plan.evaluation_open


def carrying(log: Sequence[Change], meeting: Meeting) -> tuple[Change, ...]:
    """Give a log to take elsewhere: with the sums of an evaluation that is open put into it.

    They stand in the change of the latest ballot, so that the version stays what it was.
    """
    if not meeting.evaluation.open or not meeting.evaluation.responses:
        return tuple(log)
    latest = max(n for n, change in enumerate(log) if any(map(_counts_a_ballot, change.events)))
    total = sums(meeting)
    carries = SumsCarried(total.responses, total.counts, total.answered, total.organisations)
    return tuple(
        replace(
            change,
            events=(
                *(event for event in change.events if not isinstance(event, SumsCarried)),
                *((carries,) if n == latest else ()),
            ),
        )
        for n, change in enumerate(log)
    )


def _counts_a_ballot(event: Event) -> bool:
    return isinstance(event, BallotCast | SumsCarried)


def _add(
    counts: Counts, answered: Map[str, int], answers: Answers, sign: int
) -> tuple[Counts, Map[str, int]]:
    for question, values in answers.items():
        answered = _bump(answered, question, sign)
        of_question = counts.get(question, Map())
        for value in values:
            of_question = _bump(of_question, value, sign)
        counts = counts.set(question, of_question) if of_question else counts.delete(question)
    return counts, answered


def _bump(counts: Map[str, int], key: str, by: int) -> Map[str, int]:
    count = counts.get(key, 0) + by
    return counts.set(key, count) if count else counts.delete(key)
