"""Counting the evaluation as ballots come, so that a result costs the same at 10 and at 10,000."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from immutables import Map

from meeting.comments import blotted_counts
from meeting.evaluation import ORGANISATION, Evaluation, EvaluationQuestion, Kind
from meeting.events import (
    BallotCast,
    Change,
    EvaluationClosed,
    EvaluationCounted,
    Event,
    SumsCarried,
)
from meeting.ids import Answers, BallotKey
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS, Sums, held_with, publishable

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
    after = replace(
        before,
        ballots=before.ballots.set(ballot, answers),
        counts=counts,
        answered=answered,
        responses=before.responses + (earlier is None),
    )
    held = {q: held_with(before.held.get(q, ()), sums_of(after, q)) for q in answers}
    return replace(after, held=before.held.update(held))


def sums_of(evaluation: Evaluation, question: str) -> Sums:
    """Give how many have answered a question, and how often each value was said."""
    counts = evaluation.counts.get(question, Map[str, int]())
    return Sums(evaluation.answered.get(question, 0), counts)


def next_pictures(
    evaluation: Evaluation, questions: Iterable[EvaluationQuestion]
) -> tuple[EvaluationCounted, ...]:
    """Give what others than hosts may see from now on, of each question that has become more.

    Each question moves by itself, as people may leave some out: five more who have evaluated may be
    one more answer to this one. What is written is never among it.
    """
    if not (evaluation.open and evaluation.shown):
        return ()
    fresh = {q.id: _next_picture(evaluation, q.id) for q in questions if q.kind is not Kind.TEXT}
    found = {question: sums for question, sums in fresh.items() if sums is not None}
    if not found:
        return ()
    counts = {question: dict(sorted(sums.counts.items())) for question, sums in found.items()}
    return (EvaluationCounted(counts, {question: s.responses for question, s in found.items()}),)


def _next_picture(evaluation: Evaluation, question: str) -> Sums | None:
    held = evaluation.held.get(question, ())
    responses = evaluation.answered.get(question, 0)
    return publishable(evaluation.published.get(question), held, responses)


def pictured(before: Evaluation, event: EvaluationCounted) -> Evaluation:
    """Take over what everybody may see from now on."""
    fresh = {q: Sums(event.answered[q], Map(counts)) for q, counts in event.counts.items()}
    return replace(before, published=before.published.update(fresh))


def for_all(evaluation: Evaluation, question: str) -> Sums | None:
    """Give what others than hosts may see of a question; None when they may see nothing of it."""
    if not evaluation.shown:
        return None
    if evaluation.open:
        return evaluation.published.get(question)
    found = sums_of(evaluation, question)
    return found if found.responses >= FEWEST_RESPONDENTS else None


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
    over = replace(carried(before, event), open=False, closed=True)
    return replace(over, published=Map(), held=Map())


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
