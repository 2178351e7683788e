"""Telling a question from what else people write in a chat: greetings, thanks, "kan ikke høre"."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge.analyser import Kind, Token
from knowledge.wordlist import Wordlist

NEAR = 86.0  # of 100; lower starts to swallow real questions about sound and slides
MOST_EXTRA_WORDS = 3  # round a known phrase: a name, "hej", "desværre"
LONGEST_GREETING = 6
BEFORE_A_NAME = frozenset({"fra", "from", "med", "with", "til", "to", "for"})
ASKING = frozenset(
    {"hvad", "hvem", "hvor", "hvornaar", "hvorfor", "hvordan", "hvilken", "hvilket", "hvilke"}
    | {"what", "who", "where", "when", "why", "how", "which"}
)


def is_chitchat(read: Sequence[Token], words: Wordlist) -> bool:
    """Tell whether nothing is asked: no word with content, or near a phrase that asks nothing."""
    if any(token.kind is not Kind.WORD for token in read):
        return False
    content = [token for token in read if not _is_light(token, words)]
    if not content:
        return True
    written = [token.word for token in read]
    return _is_greeting(written, words) or _near_phrase(written, words)


def _is_light(token: Token, words: Wordlist) -> bool:
    word = token.word
    return len(word) == 1 or word in words.danish | words.english | words.idle_words


def _is_greeting(written: Sequence[str], words: Wordlist) -> bool:
    """Take "godmorgen fra Kolding": a greeting, then whatever follows "fra", "med" or "for"."""
    too_long = len(written) > LONGEST_GREETING
    if written[0] not in words.idle_words or too_long or ASKING & {*written}:
        return False
    named = next((at for at, word in enumerate(written) if word in BEFORE_A_NAME), None)
    idle = words.danish | words.english | words.idle_words
    return named is not None and all(word in idle for word in written[:named])


def _near_phrase(written: Sequence[str], words: Wordlist) -> bool:
    line = " ".join(written)
    return any(
        fuzz.ratio(line, known) >= NEAR or _holds(written, known.split())
        for known in words.idle_phrases
    )


def _holds(written: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether the phrase's words all stand there in order, with little else."""
    if not 0 <= len(written) - len(known) <= min(MOST_EXTRA_WORDS, len(known) - 1):
        return False
    rest = iter(written)
    return all(word in rest for word in known)
