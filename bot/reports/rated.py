"""The evaluation as a record may tell it: how answers are spread, and nothing where few answered.

What leaves the meeting hides a question that fewer than five have answered; the exact counts are in
the host's page and in the export as JSON alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.reports.account import Account
from dialogs.words import Words
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.scales import values_of


@dataclass(frozen=True, slots=True)
class Share:
    """`share` is of all who answered, from 0 to 1."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Rated:
    """One question; `texts` are masked answers in words, `hidden` says that too few answered."""

    text: str
    kind: Kind
    answers: int
    shares: tuple[Share, ...]
    texts: tuple[tuple[str, int], ...]
    average: float | None
    hidden: bool


def rated(account: Account) -> tuple[Rated, ...]:
    """Give the questions whose results its reader may see, in their order."""
    view = account.view.evaluation
    results = view.results or {}
    return tuple(
        _rated(question, results[question.id], view.answered.get(question.id, 0), account.words)
        for question in view.questions
        if question.id in results
    )


def _rated(
    question: EvaluationQuestion, counts: Mapping[str, int], answers: int, words: Words
) -> Rated:
    hidden = answers < FEWEST_RESPONDENTS
    text = question.kind is Kind.TEXT
    return Rated(
        text=words.text(question.text),
        kind=question.kind,
        answers=answers,
        shares=() if hidden or text else _shares(question, counts, answers, words),
        texts=tuple(counts.items()) if text and not hidden else (),
        average=_average(question, counts) if not hidden else None,
        hidden=hidden,
    )


def _shares(
    question: EvaluationQuestion, counts: Mapping[str, int], answers: int, words: Words
) -> tuple[Share, ...]:
    titles = {option.value: words.text(option.title) for option in question.options}
    return tuple(
        Share(titles.get(value, value), counts.get(value, 0), counts.get(value, 0) / answers)
        for value in values_of(question)
    )


def _average(question: EvaluationQuestion, counts: Mapping[str, int]) -> float | None:
    if question.kind is not Kind.SCALE or not (total := sum(counts.values())):
        return None
    return sum(int(value) * count for value, count in counts.items()) / total
