"""What the two models look at: the scores of an entry, how far it is from the best, and doubts."""

from collections.abc import Sequence

import numpy as np

from knowledge.index import Floats
from knowledge.scores import Scored
from knowledge.wordlist import STOP_WEIGHT

DOUBTS = (
    "agreement",
    "uncovered",
    "rarest_uncovered",
    "uncovered_words",
    "length",
    "english",
)
MATCHED = 0.5  # a word counts as uncovered when the entry matches it less well than this


def ranker_names(scores: Sequence[str]) -> tuple[str, ...]:
    return (*scores, *(f"{name}_below_best" for name in scores))


def confidence_names(scores: Sequence[str]) -> tuple[str, ...]:
    above = (f"{name}_above_next" for name in scores)
    return ("logit", "logit_above_next", *scores, *above, *DOUBTS)


def ranker_features(table: Floats) -> Floats:
    """One row an entry."""
    best = table.max(axis=0, initial=0.0)
    return np.hstack([table, table - best])


def confidence_features(scored: Scored, logits: Floats, top: int, others: Floats) -> Floats:
    """Describe how sure the entry `top` is; `others` tells which entries it competes with."""
    table = scored.table
    rivals = others.copy()
    rivals[top] = 0
    rivals = rivals.astype(bool)
    best_other = table[rivals].max(axis=0, initial=0.0)
    next_logit = logits[rivals].max(initial=-20.0)
    above = table[top] - best_other
    head = [logits[top], logits[top] - next_logit]
    return np.concatenate([head, table[top], above, _doubts(scored, top, above)])


def _doubts(scored: Scored, top: int, above: Floats) -> Floats:
    content = np.array([one.weight > STOP_WEIGHT for one in scored.question.asked], dtype=bool)
    missing = content & (scored.covered[:, top] < MATCHED)
    total = max(float(scored.rarities.sum()), 1e-9)
    rarest = max(scored.unknown_rarity, 1e-9)
    return np.array(
        [
            float(np.mean(above >= 0)),
            float(scored.rarities[missing].sum()) / total,
            float(scored.rarities[missing].max(initial=0.0)) / rarest,
            float(missing.sum()),
            float(np.log1p(content.sum())),
            float(scored.question.english),
        ]
    )
