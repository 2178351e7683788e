"""Counting the evaluation as ballots come, so that a result costs the same at 10 and at 10,000."""

from collections.abc import Mapping
from dataclasses import replace

from immutables import Map

from meeting.events import EvaluationClosed
from meeting.model import Answers, BallotKey, Evaluation, Meeting

Counts = Map[str, Map[str, int]]


def cast(before: Evaluation, ballot: BallotKey, answers: Answers) -> Evaluation:
    """Put a ballot in place of the same person's earlier one and correct the sums."""
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


def restored(meeting: Meeting, ballots: Mapping[BallotKey, Answers]) -> Meeting:
    """Count anew the ballots that lay beside the log."""
    poll = replace(meeting.evaluation, responses=0, ballots=Map(), counts=Map(), answered=Map())
    for ballot, answers in ballots.items():
        poll = cast(poll, ballot, answers)
    return replace(meeting, evaluation=poll)


def closed(before: Evaluation, event: EvaluationClosed) -> Evaluation:
    """Keep the sums that the event carries and nothing of any ballot."""
    return replace(
        before,
        open=False,
        closed=True,
        responses=event.responses,
        ballots=Map(),
        counts=Map({question: Map(values) for question, values in event.counts.items()}),
        answered=Map(event.answered),
    )


def sums(evaluation: Evaluation) -> EvaluationClosed:
    return EvaluationClosed(
        responses=evaluation.responses,
        counts={
            question: dict(sorted(values.items()))
            for question, values in sorted(evaluation.counts.items())
        },
        answered=dict(sorted(evaluation.answered.items())),
    )


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
