"""Fits the shipped constants: `python -m knowledge.fit` (`make fit`), a development tool.

Once by words and letters alone, and where the optional embedder is installed once with it. It
prints how the engine did on questions that its models had not seen (ten folds, mean of five
shuffles), fits on all questions, and writes the constants with those figures beside the weights.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from knowledge import e5
from knowledge.embedding import Meanings
from knowledge.fitting import (
    FOLDS,
    WRONG_CAP,
    Case,
    Outcome,
    answer_threshold,
    cases_of,
    fit_confidence,
    fit_ranker,
    out_of_fold,
    recall,
    shares,
    suggest_threshold,
    tiers,
)
from knowledge.labelled import read_labelled
from knowledge.load import CONSTANTS, SEMANTIC_CONSTANTS, read_entries, shipped_words
from knowledge.models import Constants, write_constants

ROOT = Path(__file__).parent.parent
BASE = ROOT / "examples" / "programledermoede-2020-03" / "faq.jsonl"
DEVELOPMENT = ROOT / "tests" / "fixtures" / "faq-dev.jsonl"
OWN = ROOT / "tests" / "fixtures" / "faq-own.jsonl"  # written for fitting: harder near misses
SHUFFLES = (0, 1, 2, 3, 4)
WRONG_CAP_SEMANTIC = 0.02  # stricter: near misses are near in meaning, so it errs more on new ones

Figures = dict[str, float]


def main() -> None:
    _fit(CONSTANTS, None, WRONG_CAP)
    if e5.installed():
        _fit(SEMANTIC_CONSTANTS, Meanings(e5.E5()), WRONG_CAP_SEMANTIC)
    else:
        sys.stdout.write(f"{e5.PACKAGE} is not installed: {SEMANTIC_CONSTANTS.name} stays\n")


def _fit(path: Path, meanings: Meanings | None, wrong_cap: float) -> None:
    development, own = _cases(DEVELOPMENT, meanings), _cases(OWN, meanings)
    both = (*development, *own)
    runs = [out_of_fold(both, seed) for seed in SHUFFLES]
    answer_from = mean(answer_threshold(run, wrong_cap) for run in runs)
    suggest_from = mean(suggest_threshold(run, answer_from) for run in runs)
    parts = {"both": both, "development": development, "own": own}
    fitted = {
        "questions": {name: len(cases) for name, cases in parts.items()},
        "method": f"{FOLDS} folds, mean of {len(SHUFFLES)} shuffles, wrong at most {wrong_cap}",
        **{
            name: _figures(_only(runs, part), answer_from, suggest_from)
            for name, part in parts.items()
        },
        "development_fitted_alone": _at_own_threshold(development),
    }
    models = fit_ranker(both), fit_confidence(both, SHUFFLES[0])
    constants = Constants(*models, answer_from, suggest_from, fitted)
    path.write_text(write_constants(constants), encoding="utf-8")
    sys.stdout.write(f"{path.name}\n{json.dumps(fitted, indent=1)}\n")
    sys.stdout.write(f"answer from {answer_from:.3f}, suggest from {suggest_from:.3f}\n")


def _cases(path: Path, meanings: Meanings | None) -> tuple[Case, ...]:
    labelled = read_labelled(path.read_text(encoding="utf-8"))
    return cases_of(read_entries(BASE), labelled, shipped_words(), meanings)


def _only(runs: Sequence[Sequence[Outcome]], cases: Sequence[Case]) -> list[list[Outcome]]:
    wanted = {id(case) for case in cases}
    return [[one for one in run if id(one.case) in wanted] for run in runs]


def _figures(runs: Sequence[Sequence[Outcome]], answer_from: float, suggest_from: float) -> Figures:
    rows = [_row(run, answer_from) | tiers(run, answer_from, suggest_from) for run in runs]
    return _mean(rows)


def _at_own_threshold(cases: Sequence[Case]) -> Figures:
    runs = [out_of_fold(cases, seed) for seed in SHUFFLES]
    return _mean([_row(run, answer_threshold(run)) for run in runs])


def _row(run: Sequence[Outcome], threshold: float) -> Figures:
    right, wrong = shares(run, threshold)
    return {"r1": recall(run, 1), "r3": recall(run, 3), "right": right, "wrong": wrong}


def _mean(rows: Sequence[Figures]) -> Figures:
    return {name: round(mean(row[name] for row in rows), 4) for name in rows[0]}


if __name__ == "__main__":
    main()
