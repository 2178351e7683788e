"""Fitting the two models on labelled questions, and judging each by models that have not seen it.

Needs scikit-learn, which the running program does not have: only
`knowledge.fit` and tests import it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from knowledge.answertype import mismatch
from knowledge.chitchat import is_chitchat
from knowledge.embedding import Meanings
from knowledge.features import (
    confidence_features,
    confidence_names,
    ranker_features,
    ranker_names,
)
from knowledge.index import Floats, Ints
from knowledge.labelled import Labelled
from knowledge.models import Logistic
from knowledge.scores import Scored, Scorer, score_names
from knowledge.wordlist import Wordlist
from meeting.entry import Entry

FOLDS, INNER_FOLDS = 10, 5
RANKER_STRENGTH, CONFIDENCE_STRENGTH = 1.0, 0.3  # inverse regularisation
MASKED_WEIGHT = 0.5  # of a copy of a question whose right entries were taken out of the base
WRONG_CAP = 0.03  # of all questions
SHOWN_CAP = 0.35  # of the unanswerable questions that are not answered


@dataclass(frozen=True, slots=True)
class Case:
    kind: str
    right: frozenset[int]  # places of the entries that answer it; empty: nothing does
    scored: Scored
    vetoed: frozenset[int]  # entries that would be held back, whatever the confidence
    idle: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    order: Ints
    confidence: float

    @property
    def first_is_right(self) -> bool:
        return int(self.order[0]) in self.case.right

    def place_within(self, depth: int) -> bool:
        return bool(self.case.right & {int(place) for place in self.order[:depth]})

    def answered_at(self, threshold: float) -> bool:
        held_back = self.case.idle or int(self.order[0]) in self.case.vetoed
        return self.confidence >= threshold and not held_back

    def suggested_at(self, threshold: float, answer_from: float) -> bool:
        sure = self.answered_at(answer_from)
        return self.confidence >= threshold and not (sure or self.case.idle)


def cases_of(
    entries: Sequence[Entry],
    labelled: Iterable[Labelled],
    words: Wordlist,
    meanings: Meanings | None = None,
) -> tuple[Case, ...]:
    """Score each question against the base; with `meanings` by what is meant as well."""
    scorer = Scorer(entries, words)
    if meanings is not None:
        scorer = scorer.with_meaning(meanings)
    places = {str(entry.id): place for place, entry in enumerate(entries)}
    return tuple(_case(scorer, one, words, places) for one in labelled)


def _case(scorer: Scorer, one: Labelled, words: Wordlist, places: Mapping[str, int]) -> Case:
    scored = scorer.score(one.query)
    asked = scored.question.kinds
    return Case(
        kind=one.kind,
        right=frozenset(places[entry] for entry in one.ids if entry in places),
        scored=scored,
        vetoed=frozenset(p for p, given in enumerate(scorer.gives) if mismatch(asked, given)),
        idle=not scored.known or is_chitchat(scored.question.tokens, words),
    )


def fit_ranker(cases: Sequence[Case]) -> Logistic:
    """Fit on every pair of an answerable question and an entry."""
    answerable = [case for case in cases if case.right]
    rows = np.vstack([ranker_features(case.scored.table) for case in answerable])
    right = np.concatenate([_is_right(case) for case in answerable])
    names = ranker_names(_scores_of(cases))
    return _fit(names, rows, right, np.ones(len(right)), RANKER_STRENGTH)


def fit_confidence(cases: Sequence[Case], seed: int) -> Logistic:
    """Fit on the first entry of each question, ranked by models that have not seen the question."""
    rows, right, weights = [], [], []
    for train, test in _parts(cases, INNER_FOLDS, seed):
        ranker = fit_ranker(train)
        for case in test:
            for rivals, weight in _with_masked_copy(case):
                top, features = _first(case, ranker, rivals)
                rows.append(features)
                right.append(top in case.right)
                weights.append(weight)
    labels, shares = np.array(right), np.array(weights)
    names = confidence_names(_scores_of(cases))
    return _fit(names, np.vstack(rows), labels, shares, CONFIDENCE_STRENGTH)


def _scores_of(cases: Sequence[Case]) -> tuple[str, ...]:
    return score_names(cases[0].scored.table)


def out_of_fold(cases: Sequence[Case], seed: int, also: Sequence[Case] = ()) -> list[Outcome]:
    """Judge each case by models fitted on the others (and on all of `also`)."""
    outcomes = []
    for train, test in _parts(cases, FOLDS, seed):
        known = [*train, *also]
        ranker, confidence = fit_ranker(known), fit_confidence(known, seed)
        outcomes += [_outcome(case, ranker, confidence) for case in test]
    return outcomes


def shares(outcomes: Sequence[Outcome], threshold: float) -> tuple[float, float]:
    """Give the shares of all questions that are answered rightly and wrongly."""
    answered = [one for one in outcomes if one.answered_at(threshold)]
    right = sum(one.first_is_right for one in answered)
    return right / len(outcomes), (len(answered) - right) / len(outcomes)


def answer_threshold(outcomes: Sequence[Outcome], cap: float = WRONG_CAP) -> float:
    """Find the lowest confidence from which at most `cap` of all questions are answered wrongly."""
    allowed = 1.0
    for threshold in sorted({one.confidence for one in outcomes}, reverse=True):
        if shares(outcomes, threshold)[1] > cap:
            break
        allowed = threshold
    return allowed


def suggest_threshold(
    outcomes: Sequence[Outcome], answer_from: float, cap: float = SHOWN_CAP
) -> float:
    """Find the lowest confidence from which few enough unanswerable questions see suggestions."""
    others = [one for one in outcomes if not one.case.right]
    for threshold in sorted(one.confidence for one in others):
        if sum(one.suggested_at(threshold, answer_from) for one in others) <= cap * len(others):
            return threshold
    return answer_from


def tiers(outcomes: Sequence[Outcome], answer_from: float, suggest_from: float) -> dict[str, float]:
    """Say what share of the answerable, and of the others, meets an answer or suggestions."""
    known = [one for one in outcomes if one.case.right]
    others = [one for one in outcomes if not one.case.right]
    answered = [one for one in known if one.answered_at(answer_from) and one.first_is_right]
    shown = [one for one in known if one.suggested_at(suggest_from, answer_from)]
    return {
        "answered_right": len(answered) / len(known),
        "right_one_suggested": sum(one.place_within(3) for one in shown) / len(known),
        "unanswerable_shown_suggestions": (
            sum(one.suggested_at(suggest_from, answer_from) for one in others) / len(others)
        ),
    }


def recall(outcomes: Sequence[Outcome], depth: int) -> float:
    answerable = [one for one in outcomes if one.case.right]
    return sum(one.place_within(depth) for one in answerable) / len(answerable)


def _fit(
    names: tuple[str, ...], rows: Floats, right: Floats, weights: Floats, strength: float
) -> Logistic:
    if rows.shape[1] != len(names):
        raise ValueError("every feature needs its name")
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=strength, max_iter=5_000)
    with threadpool_limits(1):  # for matrices this small, threads wait for each other
        model.fit(scaler.transform(rows), right, sample_weight=weights)
    slopes = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - slopes @ scaler.mean_)
    return Logistic(names, tuple(float(slope) for slope in slopes), intercept)


def _parts(cases: Sequence[Case], folds: int, seed: int) -> Iterator[tuple[list[Case], list[Case]]]:
    kinds = [case.kind if case.right else "unanswerable" for case in cases]
    smallest = min(kinds.count(kind) for kind in set(kinds))
    groups = kinds if smallest >= folds else [str(bool(case.right)) for case in cases]
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for train, test in split.split(groups, groups):
        yield [cases[place] for place in train], [cases[place] for place in test]


def _is_right(case: Case) -> Floats:
    return np.array([place in case.right for place in range(len(case.scored.table))])


def _with_masked_copy(case: Case) -> Iterator[tuple[Floats, float]]:
    everything = np.ones(len(case.scored.table), dtype=bool)
    yield everything, 1.0
    if case.right:
        yield everything & ~_is_right(case).astype(bool), MASKED_WEIGHT


def _first(case: Case, ranker: Logistic, rivals: Floats) -> tuple[int, Floats]:
    logits = ranker.logit(ranker_features(case.scored.table))
    top = int(np.where(rivals, logits, -np.inf).argmax())
    return top, confidence_features(case.scored, logits, top, rivals)


def _outcome(case: Case, ranker: Logistic, confidence: Logistic) -> Outcome:
    logits = ranker.logit(ranker_features(case.scored.table))
    order = np.argsort(-logits, kind="stable")
    everything = np.ones(len(order), dtype=bool)
    features = confidence_features(case.scored, logits, int(order[0]), everything)
    return Outcome(case, order, float(confidence.probability(features)))
