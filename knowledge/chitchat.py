"""Telling a question from what else people write in a chat: greetings, thanks, "kan ikke høre"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from knowledge.analyser import Kind, Token
from knowledge.wordlist import Terms, Wordlist

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
    return len(token.word) == 1 or _is_idle(token.word, words)


def _is_idle(word: str, words: Wordlist) -> bool:
    return word in words.danish or word in words.english or word in words.idle_words


def _is_greeting(written: Sequence[str], words: Wordlist) -> bool:
    """Take "godmorgen fra Kolding": a greeting, then whatever follows "fra", "med" or "for"."""
    too_long = len(written) > LONGEST_GREETING
    if written[0] not in words.idle_words or too_long or ASKING & {*written}:
        return False
    named = next((at for at, word in enumerate(written) if word in BEFORE_A_NAME), None)
    return named is not None and all(_is_idle(word, words) for word in written[:named])


def _near_phrase(written: Sequence[str], words: Wordlist) -> bool:
    near = extractOne(" ".join(written), words.idle_phrases, scorer=fuzz.ratio, score_cutoff=NEAR)
    return near is not None or any(_holds(written, known) for known in _like_long(written, words))


def _like_long(written: Sequence[str], words: Wordlist) -> Iterator[Sequence[str]]:
    """Give the phrases that have as many words, or a few less but not half."""
    by_length = _by_length(words.idle_phrases)
    for extra in range(MOST_EXTRA_WORDS + 1):
        length = len(written) - extra
        yield from by_length.get(length, ()) if extra < length else ()


@lru_cache(maxsize=4)
def _by_length(phrases: Terms) -> Mapping[int, Sequence[Sequence[str]]]:
    found: defaultdict[int, list[Sequence[str]]] = defaultdict(list)
    for known in map(str.split, phrases):
        found[len(known)].append(known)
    return found


def _holds(written: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether the phrase's words all stand there in order."""
    rest = iter(written)
    return all(word in rest for word in known)
