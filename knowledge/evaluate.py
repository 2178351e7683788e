"""Measures answers against labelled questions: ranking, answering, staying silent, routing.

`right` and `wrong` are shares of all questions, so a set with 30 % unanswerable ones has a best
possible `right` of 0.70. A wrong answer is `wrong_oos` (nothing could answer) or `wrong_mis`
(another entry was right). The `oracle_*` rows choose the threshold on the measured set itself:
they show what the ranking allows, not what the shipped threshold gives.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.labelled import CHITCHAT, Labelled
from knowledge.search import Finding, Knowledge

DEPTH = 10
WRONG_CAP = 0.05
TABLE = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    gold: Labelled
    ranked: tuple[str, ...]
    confidence: float
    answer: str | None
    suggested: tuple[str, ...]
    topic: str | None

    @property
    def place(self) -> int | None:
        """Where the first right entry stands, counted from 1; None below the tenth."""
        top = enumerate(self.ranked[:DEPTH], start=1)
        return next((place for place, entry in top if entry in self.gold.ids), None)

    def answer_from(self, threshold: float) -> str | None:
        return self.ranked[0] if self.ranked and self.confidence >= threshold else None


def predict(knowledge: Knowledge, queries: Iterable[str], today: date | None = None) -> list[Json]:
    """Give one row a query, in the same order, as `faq answer` writes them."""
    return [_row(query, knowledge.ask(query, today)) for query in queries]


def report(gold: Sequence[Labelled], predictions: Sequence[Mapping[str, object]]) -> Json:
    cases = _paired(gold, predictions)
    return {
        "rank": _ranking(cases),
        "as_given": _answering(cases, [case.answer for case in cases]),
        "oracle_best_f1": _best(cases, lambda row: row["f1"]),
        "oracle_right_at_5pct_wrong": _best(cases, _right_within_cap),
        "routing_acc": _routing(case for case in cases if case.topic is not None),
        "routing_acc_unanswered_no_chitchat": _routing(
            case
            for case in cases
            if case.topic is not None and case.answer is None and case.gold.kind != CHITCHAT
        ),
        "tiers": _tiers(cases),
        "per_kind": _per_kind(cases),
        "per_threshold": {
            f"{threshold:.2f}": _answering(cases, [c.answer_from(threshold) for c in cases])
            for threshold in TABLE
        },
    }


def as_text(result: Mapping[str, object]) -> str:
    lines: list[str] = []
    for name, value in result.items():
        if name in {"per_kind", "per_threshold"} and isinstance(value, dict):
            lines += ["", name, *(f"   {key:11s} {_shown(row)}" for key, row in value.items())]
        else:
            lines.append(f"{name:34s} {_shown(value)}")
    return "\n".join(lines)


def _row(query: str, finding: Finding) -> Json:
    return {
        "query": query,
        "ranked": [match.entry.id for match in finding.ranked],
        "scores": [match.score for match in finding.ranked],
        "answered": finding.answer is not None,
        "id": finding.answer.id if finding.answer else None,
        "suggested": [entry.id for entry in finding.suggested],
        "topic": finding.topic,
    }


def _paired(gold: Sequence[Labelled], rows: Sequence[Mapping[str, object]]) -> list[Case]:
    if [one.query for one in gold] != [row["query"] for row in rows]:
        raise ValueError("gold and predictions must hold the same queries in the same order")
    return [_case(one, row) for one, row in zip(gold, rows, strict=True)]


def _case(gold: Labelled, row: Mapping[str, object]) -> Case:
    scores = _list(row["scores"])
    return Case(
        gold=gold,
        ranked=tuple(map(str, _list(row["ranked"]))),
        confidence=float(str(scores[0])) if scores else float("-inf"),
        answer=str(row["id"]) if row.get("answered") else None,
        suggested=tuple(map(str, _list(row.get("suggested")))),
        topic=str(row["topic"]) if row.get("topic") is not None else None,
    )


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _ranking(cases: Iterable[Case]) -> dict[str, float]:
    """Only questions that some entry answers count here."""
    places = [case.place for case in cases if case.gold.ids]
    found = [place for place in places if place is not None]
    total = max(len(places), 1)
    return {
        "n": len(places),
        "r1": sum(place == 1 for place in found) / total,
        "r3": sum(place <= 3 for place in found) / total,  # noqa: PLR2004 - recall@3
        "mrr": sum(1 / place for place in found) / total,
    }


def _answering(cases: Sequence[Case], answers: Sequence[str | None]) -> dict[str, float]:
    given = [(c.gold.ids, a) for c, a in zip(cases, answers, strict=True) if a is not None]
    total = max(len(cases), 1)
    right = sum(answer in ids for ids, answer in given)
    out_of_scope = sum(not ids for ids, _ in given)
    precision = right / max(len(given), 1)
    recall = right / max(sum(bool(case.gold.ids) for case in cases), 1)
    return {
        "right": right / total,
        "wrong": (len(given) - right) / total,
        "wrong_oos": out_of_scope / total,
        "wrong_mis": (len(given) - right - out_of_scope) / total,
        "prec": precision,
        "rec": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "right_of_inscope": recall,
    }


def _right_within_cap(row: Mapping[str, float]) -> tuple[float, float] | None:
    return (row["right"], -row["wrong"]) if row["wrong"] <= WRONG_CAP else None


def _best(cases: Sequence[Case], worth: Callable[[Mapping[str, float]], object]) -> Json:
    """Find the best of all thresholds that occur, the strictest of equals; else silence."""
    best: Json = {"thr": None, **_answering(cases, [None] * len(cases))}
    highest: tuple[object, ...] = ()
    for threshold in sorted({c.confidence for c in cases if c.ranked}, reverse=True):
        row = _answering(cases, [case.answer_from(threshold) for case in cases])
        value = worth(row)
        if value is not None and (not highest or (value,) > highest):
            highest, best = (value,), {"thr": threshold, **row}
    return best


def _routing(cases: Iterable[Case]) -> float | None:
    hits = [case.topic == case.gold.topic for case in cases]
    return sum(hits) / len(hits) if hits else None


def _tiers(cases: Sequence[Case]) -> dict[str, float]:
    """Say what people meet: a direct answer, the right one among "mente du", or silence."""
    answerable = [case for case in cases if case.gold.ids]
    others = [case for case in cases if not case.gold.ids]
    known, unknown = max(len(answerable), 1), max(len(others), 1)
    return {
        "answered_right": sum(c.answer in c.gold.ids for c in answerable) / known,
        "right_one_suggested": sum(bool(c.gold.ids & {*c.suggested}) for c in answerable) / known,
        "unanswerable_answered": sum(case.answer is not None for case in others) / unknown,
        "unanswerable_shown_suggestions": sum(bool(case.suggested) for case in others) / unknown,
    }


def _per_kind(cases: Iterable[Case]) -> Json:
    kinds: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.gold.kind].append(case)
    return {kind: _kind_row(kinds[kind]) for kind in sorted(kinds)}


def _kind_row(cases: Sequence[Case]) -> Json:
    ranks, answers = _ranking(cases), _answering(cases, [case.answer for case in cases])
    return {
        "n": len(cases),
        "r1": ranks["r1"] if ranks["n"] else None,
        "r3": ranks["r3"] if ranks["n"] else None,
        "right": answers["right"],
        "wrong": answers["wrong"],
    }


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "  ".join(f"{name}={_shown(inner)}" for name, inner in value.items())
    return f"{value:.3f}" if isinstance(value, float) else str(value)
