"""What kind of message somebody wrote in a meeting's chat: rules on words and their order.

Danish and English both turn verb and subject round to ask ("kan vi ...", "hvad koster det"), and
people leave out the mark more often than not. So the order of the first two words tells a question
from a comment that begins alike ("kan kun være enig"). All patterns are plain alternatives over
words: the cost grows with the length of the text and no faster.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from dialogs.lexicon import (
    ALWAYS_ASKING,
    CHATTER,
    ENGLISH_QUESTION_WORDS,
    ENGLISH_VERBS,
    EXCLAIMING,
    INDIRECT,
    LEADS,
    MODALS,
    NO_QUESTION_WORDS,
    NO_SUBJECTS,
    PRONOUNS,
    QUESTION_WORDS,
    SUBJECTS,
    THANKS,
    VERBS,
)
from dialogs.trouble import trouble_of


class Kind(StrEnum):
    """What a message is; of one question and of several the bot makes questions of the ledger."""

    QUESTION = "question"
    SEVERAL = "several"
    COMMENT = "comment"
    THANKS = "thanks"
    CHATTER = "chatter"
    TROUBLE = "trouble"


ASKS = frozenset({Kind.QUESTION, Kind.SEVERAL})
FEWEST_WORDS = 3  # an opener alone makes no question: "er klar", "kan godt"
FEWEST_OWN_WORDS = 5  # a question this long stands without the one before it
LINK = re.compile(r"https?://\S+")
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
# Sentences end at their marks and at line ends; a number and a bracket or dot begin a point.
ENDS = re.compile(r"(?<=[?!])\s+|(?<=[a-zæøå)]\.)\s+(?=\S)|\n+", re.IGNORECASE)
POINT = re.compile(r"(?:^|(?<=\s))\(?[1-9][).:]\s+")
CLAUSES = re.compile(r"[,;:\u2013\u2014]| - ")
LEADING = re.compile(r"^(?:og|men|samt|desuden|and|but|also)\s+", re.IGNORECASE)
BULLETS = " \t*-\u2022\u2013"  # what a line of a list begins with
TURNING = frozenset({"men", "but"})  # what comes after it may ask like a sentence of its own
# Words that point back at something said before them.
BACKWARD = frozenset({"det", "den", "de", "dem", "denne", "dette", "it", "they", "them", "that"})


def recognise(text: str) -> Kind:
    """Say what kind of message this is; the text is cleaned and no command."""
    if trouble_of(text) is not None:
        return Kind.TROUBLE
    bare = LINK.sub(" ", text)
    asked = sum(map(_asks, _sentences(bare)))
    if asked > 1 or (asked and _double(bare)):
        return Kind.SEVERAL
    if asked:
        return Kind.QUESTION
    words = _words(bare)
    if not THANKS.isdisjoint(words):
        return Kind.THANKS
    return Kind.CHATTER if _is_chatter(words) else Kind.COMMENT


def is_question(text: str) -> bool:
    return recognise(text) in ASKS


def split(text: str) -> tuple[str, ...]:
    """Give the questions of a message, in order, each to be read without the others.

    What leads up to a question stays with it. A question that is short, or that points back at
    something before it, stays with the one before: alone nobody could answer it.
    """
    parts: list[str] = []
    waiting = ""
    for number, sentence in _numbered(text):
        whole = f"{waiting} {sentence}".strip()
        if not _asks(LINK.sub(" ", sentence)):
            waiting = whole
            continue
        if parts and not number and not waiting and not _stands_alone(sentence):
            parts[-1] = f"{parts[-1]} {sentence}"
        else:
            parts.append(whole if not parts or number else _begun(whole))
        waiting = ""
    if not parts:
        return (text,)
    if waiting:
        parts[-1] = f"{parts[-1]} {waiting}"
    return tuple(parts) if len(parts) > 1 else (text,)


def _sentences(text: str) -> list[str]:
    return [sentence for _, sentence in _numbered(text)]


def _numbered(text: str) -> Iterator[tuple[bool, str]]:
    """Give the sentences, and whether each begins a numbered point."""
    for count, point in enumerate(POINT.split(text)):
        for place, sentence in enumerate(ENDS.split(point)):
            if bare := sentence.strip(BULLETS):
                yield count > 0 and place == 0, bare


def _stands_alone(sentence: str) -> bool:
    words = _words(LEADING.sub("", sentence))
    return len(words) >= FEWEST_OWN_WORDS and BACKWARD.isdisjoint(words)


def _begun(sentence: str) -> str:
    """Begin a sentence anew that went on from another."""
    bare = LEADING.sub("", sentence)
    return bare[:1].upper() + bare[1:]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _asks(sentence: str) -> bool:
    """Tell whether a sentence asks, by its mark, its phrases or the order of its words."""
    if "?" in sentence:
        return any(map(str.isalnum, sentence))
    words = _words(sentence)
    if len(words) < FEWEST_WORDS - 1 or _exclaims(words) or _settles_in(words):
        return False
    if INDIRECT.search(" ".join(words)):
        return True
    return any(_opens(clause, first=first) for clause, first in _clauses(sentence))


def _double(text: str) -> bool:
    """Tell whether one sentence asks twice: "hvornår er det, og hvad koster det"."""
    return sum(_opens(words, first=True) for words, _ in _clauses(text)) > 1


def _clauses(sentence: str) -> Iterator[tuple[list[str], bool]]:
    """Give the clauses' words without greetings, and whether only a call came before them."""
    first = True
    for clause in CLAUSES.split(sentence):
        words, turns = WORD.findall(clause), False
        while words and words[0].casefold() in LEADS:
            turns = turns or words[0].casefold() in TURNING
            del words[0]
        if words:
            yield words, first or turns
            first = first and len(words) < FEWEST_WORDS


def _opens(words: list[str], *, first: bool) -> bool:
    """Tell whether a clause begins as a question does.

    After the first clause only a question word before its verb counts: "..., hvor ligger den" asks
    and "..., hvor vi mødes" does not.
    """
    if len(words) < FEWEST_WORDS - 1:
        return False
    one, two = words[0].casefold(), words[1].casefold()
    if _is_question_word(one):
        told = one in ENGLISH_QUESTION_WORDS and (two in PRONOUNS or words[1][:1].isupper())
        return (first and not told) or _is_verb(two)
    if len(words) < FEWEST_WORDS:
        return False
    if first:
        return _turned(one, words[1])
    if one not in VERBS | ALWAYS_ASKING or two not in SUBJECTS:
        return False
    folded = {word.casefold() for word in words}
    return one in ALWAYS_ASKING | ENGLISH_VERBS or not folded.isdisjoint({"så", "eller"})


def _is_question_word(word: str) -> bool:
    """Take misspelt ones too: hardly any other Danish word begins so."""
    if word in QUESTION_WORDS:
        return True
    return word.startswith("hv") and len(word) > FEWEST_WORDS and word not in NO_QUESTION_WORDS


def _turned(verb: str, following: str) -> bool:
    """Tell whether a verb is followed by its subject."""
    if following.casefold() in NO_SUBJECTS:
        return False
    if verb in MODALS and following.casefold() in {"en", "et"}:
        return True
    return verb in ALWAYS_ASKING or (_is_verb(verb) and _is_subject(following))


def _is_verb(word: str) -> bool:
    return word in VERBS or (word.endswith("r") and len(word) > FEWEST_WORDS)


def _is_subject(written: str) -> bool:
    """Take pronouns, names, and what has a definite ending, for whom or what is asked about."""
    word = written.casefold()
    definite = len(word) > FEWEST_WORDS and word.endswith(("en", "et", "ne"))
    return word in SUBJECTS or definite or written[:1].isupper()


def _settles_in(words: list[str]) -> bool:
    """Tell "så er jeg på" from a question that begins alike."""
    return len(words) < FEWEST_OWN_WORDS and bool(CHATTER.search(" ".join(words)))


def _exclaims(words: list[str]) -> bool:
    return any(tuple(words[: len(start)]) == start for start in EXCLAIMING) or (
        words[0] in QUESTION_WORDS and words[-1] == "lavet"
    )


def _is_chatter(words: list[str]) -> bool:
    return not words or bool(CHATTER.search(" ".join(words)))
