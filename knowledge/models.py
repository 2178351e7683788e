"""The two logistic models and the thresholds, as constants that `make fit` writes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from knowledge.index import Floats


@dataclass(frozen=True, slots=True)
class Logistic:
    names: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    def logit(self, features: Floats) -> Floats:
        """Take one row of features, or a table of them."""
        return np.asarray(features @ np.array(self.weights) + self.intercept)

    def probability(self, features: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-np.clip(self.logit(features), -30, 30))))


@dataclass(frozen=True, slots=True)
class Constants:
    ranker: Logistic
    confidence: Logistic
    answer_from: float  # confidence from which the best entry is given as the answer
    suggest_from: float  # and from which the first three are shown as "mente du"
    fitted: Mapping[str, object]  # how, on what, and what came out of fold


def read_constants(text: str) -> Constants:
    row = json.loads(text)
    return Constants(
        ranker=_logistic(row["ranker"]),
        confidence=_logistic(row["confidence"]),
        answer_from=float(row["answer_from"]),
        suggest_from=float(row["suggest_from"]),
        fitted=row["fitted"],
    )


def write_constants(constants: Constants) -> str:
    return json.dumps(asdict(constants), indent=1, ensure_ascii=False) + "\n"


def _logistic(row: Mapping[str, object]) -> Logistic:
    weights = row["weights"]
    names = row["names"]
    if not isinstance(weights, list) or not isinstance(names, list) or len(weights) != len(names):
        raise ValueError("a model needs as many weights as names")
    return Logistic(tuple(names), tuple(map(float, weights)), float(str(row["intercept"])))
