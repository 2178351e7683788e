"""The evaluation as it is drawn: its form, and its results as bars."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dialogs.evaluating import change_text, last_text
from dialogs.words import Words
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.scales import values_of
from meeting.trend import FEW, Trend
from meeting.views import EvaluationView

WIDE = 6  # a scale with more steps than this needs two rows on a phone


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form; `options` are value and label, none for free text."""

    id: str
    text: str
    kind: Kind
    options: tuple[tuple[str, str], ...]
    hint: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is hundredths of the tallest bar's width, `percent` of all answers."""

    label: str
    count: int
    share: int
    percent: int


@dataclass(frozen=True, slots=True)
class Result:
    id: str
    text: str
    kind: Kind
    bars: tuple[Bar, ...]
    texts: tuple[tuple[str, int], ...]
    answers: int
    average: str
    change: str = ""
    few: bool = False


def fields(view: EvaluationView, words: Words) -> tuple[Field, ...]:
    return tuple(_field(question, words) for question in view.questions)


def results(view: EvaluationView, words: Words) -> tuple[Result, ...]:
    """Give the results this viewer may see, in the questions' order."""
    seen = view.results or {}
    return tuple(
        _result(question, seen[question.id], words)
        for question in view.questions
        if question.id in seen
    )


def compared(
    shown: tuple[Result, ...], trends: tuple[Trend, ...], words: Words
) -> tuple[Result, ...]:
    """Put beside each core question how it compares with the edition before."""
    said = {trend.question.id: _beside(trend, words) for trend in trends}
    return tuple(
        replace(one, change=said.get(one.id, ""), few=bool(one.bars) and 0 < one.answers < FEW)
        for one in shown
    )


def _beside(trend: Trend, words: Words) -> str:
    return ", ".join(filter(None, (last_text(trend, words), change_text(trend, words))))


def _field(question: EvaluationQuestion, words: Words) -> Field:
    return Field(
        id=question.id,
        text=words.text(question.text),
        kind=question.kind,
        options=_options(question, words),
        hint=_hint(question, words),
        wide=len(values_of(question)) > WIDE,
    )


def _options(question: EvaluationQuestion, words: Words) -> tuple[tuple[str, str], ...]:
    if question.kind is Kind.SCALE:
        return tuple((value, value) for value in values_of(question))
    return tuple((option.value, words.text(option.title)) for option in question.options)


def _hint(question: EvaluationQuestion, words: Words) -> str:
    if question.kind is not Kind.SCALE or question.low is None or question.high is None:
        return ""
    return words("{low} is lowest, {high} is highest", low=question.low, high=question.high)


def _result(question: EvaluationQuestion, counts: Mapping[str, int], words: Words) -> Result:
    total = sum(counts.values())
    is_text = question.kind is Kind.TEXT
    return Result(
        id=question.id,
        text=words.text(question.text),
        kind=question.kind,
        bars=() if is_text else _bars(_options(question, words), counts),
        texts=tuple(counts.items()) if is_text else (),
        answers=total,
        average=_average(counts, words) if question.kind is Kind.SCALE and total else "",
    )


def _bars(options: tuple[tuple[str, str], ...], counts: Mapping[str, int]) -> tuple[Bar, ...]:
    most = max((*counts.values(), 1))
    total = max(1, sum(counts.values()))
    return tuple(
        Bar(
            label=label,
            count=counts.get(value, 0),
            share=round(100 * counts.get(value, 0) / most),
            percent=round(100 * counts.get(value, 0) / total),
        )
        for value, label in options
    )


def _average(counts: Mapping[str, int], words: Words) -> str:
    total = sum(counts.values())
    return words.number(sum(int(value) * count for value, count in counts.items()) / total)
