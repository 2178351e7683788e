"""Fits the shipped constants: `python -m knowledge.fit` (`make fit`), a development tool.

It prints how the engine did on questions that its models had not seen (ten folds, mean of five
shuffles), fits on all questions, and writes `constants.json` with those figures beside the weights.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

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
from knowledge.load import CONSTANTS, read_entries, shipped_words
from knowledge.models import Constants, write_constants

ROOT = Path(__file__).parent.parent
BASE = ROOT / "examples" / "programledermoede-2020-03" / "faq.jsonl"
DEVELOPMENT = ROOT / "tests" / "fixtures" / "faq-dev.jsonl"
OWN = ROOT / "tests" / "fixtures" / "faq-own.jsonl"  # written for fitting: harder near misses
SHUFFLES = (0, 1, 2, 3, 4)

Figures = dict[str, float]


def main() -> None:
    development, own = _cases(DEVELOPMENT), _cases(OWN)
    both = (*development, *own)
    runs = [out_of_fold(both, seed) for seed in SHUFFLES]
    answer_from = mean(answer_threshold(run) for run in runs)
    suggest_from = mean(suggest_threshold(run, answer_from) for run in runs)
    parts = {"both": both, "development": development, "own": own}
    fitted = {
        "questions": {name: len(cases) for name, cases in parts.items()},
        "method": f"{FOLDS} folds, mean of {len(SHUFFLES)} shuffles, wrong at most {WRONG_CAP}",
        **{
            name: _figures(_only(runs, part), answer_from, suggest_from)
            for name, part in parts.items()
        },
        "development_fitted_alone": _at_own_threshold(development),
    }
    models = fit_ranker(both), fit_confidence(both, SHUFFLES[0])
    constants = Constants(*models, answer_from, suggest_from, fitted)
    CONSTANTS.write_text(write_constants(constants), encoding="utf-8")
    sys.stdout.write(json.dumps(fitted, indent=1) + "\n")
    sys.stdout.write(f"answer from {answer_from:.3f}, suggest from {suggest_from:.3f}\n")


def _cases(path: Path) -> tuple[Case, ...]:
    labelled = read_labelled(path.read_text(encoding="utf-8"))
    return cases_of(read_entries(BASE), labelled, shipped_words())


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
