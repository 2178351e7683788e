"""Why an entry was found: the asker's own words that it holds, as they were written."""

import re

from knowledge.analyser import tokens
from knowledge.features import MATCHED
from knowledge.scores import Scored
from knowledge.wordlist import STOP_WEIGHT

PIECES = re.compile(r"[^\s,;:!?()\"'«»“”]+")
MOST_WORDS = 6


def words_found(text: str, scored: Scored, place: int) -> tuple[str, ...]:
    """Give the words of `text` that the entry at `place` matches well, in the order written."""
    found = {
        one.token.term
        for row, one in enumerate(scored.question.asked)
        if one.weight > STOP_WEIGHT and scored.covered[row, place] >= MATCHED
    }
    pieces = (piece.strip(".-/") for piece in PIECES.findall(text))
    kept = (piece for piece in pieces if any(token.term in found for token in tokens(piece)))
    return tuple(dict.fromkeys(kept))[:MOST_WORDS]
