"""Words and spaces: does a line run on, how are broken lines joined, when are two alike."""

import re
from collections.abc import Iterable, Sequence


def word_set(text: str) -> frozenset[str]:
    """Make a set of the words of a list that is written as a paragraph."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    """
    af og i på til fra for om med ved den det de en et der som at eller men ift. samt under over
    efter før mellem mod uden via hos pr. vedr. vedrørende hvilke hvilken hvilket hvor hvordan hvis
    når sin sit sine dine dit din jeres vores deres kan skal vil må bør er var blev bliver har ikke
    ny nye hvad hvem både enten
    of and in on to from for about with by the a an that which or but at as into than
    is are was be will can must should your our their its new how what who when where both either
    """
)
DASHES = "-\u2010\u2011\u2012\u2013—\u2212"
_OPEN_ENDS = (",", "/", "&", "(", "\u2013", "—", "\u2011", "-")
_ADDRESSES = ("http://", "https://", "mailto:", "www.")
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r" (?=[?!,;.](?:\s|$))")
_NOT_WORD = re.compile(r"[\W_]+")
_KEPT_HYPHEN = re.compile(r"(?:^|[\s(])(?:\w{1,2}|[^\W\d_a-zæøå]+|\w*[0-9]\w*)-$")
_CONJUNCTION = re.compile(r"(?:og|eller|and|or)\b")


def squeeze(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def tidy(text: str) -> str:
    """As a person would write it down: single spaces, no space before a closing mark."""
    return _BEFORE_MARK.sub("", squeeze(text))


def alike(text: str) -> str:
    """Give the form in which two spellings of the same title are equal."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def words_of(text: str) -> list[str]:
    return alike(text).split()


def runs_on(previous: str, following: str) -> bool:
    """Whether a line is the continuation of the one before it, by its words alone."""
    if not previous or not following or following.startswith(_ADDRESSES):
        return False
    last = previous.rsplit(None, 1)[-1].casefold()
    if last in FUNCTION_WORDS or previous.rstrip().endswith(_OPEN_ENDS):
        return True
    first = following[0]
    return first.islower() or first in "(&?"


def _glue(left: str, right: str, known: frozenset[str]) -> str:
    """One line break undone; a hyphen at the end stays only where it belongs to the word."""
    if not left.endswith("-") or left.endswith(" -"):
        return f"{left} {right}"
    if _CONJUNCTION.match(right):
        return f"{left} {right}"
    if not right[:1].islower() or _KEPT_HYPHEN.search(left):
        return left + right
    head, tail = left.rsplit(None, 1)[-1].strip("-("), right.split(None, 1)[0].strip(".,;:?!)")
    if f"{head}-{tail}".casefold() in known and f"{head}{tail}".casefold() not in known:
        return left + right
    return left[:-1] + right


def joined(parts: Iterable[str], known: frozenset[str] = frozenset()) -> str:
    """Lines put together to one text."""
    kept = [part for part in parts if part]
    if not kept:
        return ""
    text = kept[0]
    pieces: list[str] = []
    for part in kept[1:]:
        glued = _glue(text, part, known)
        cut = len(glued) - len(part)
        pieces.append(glued[:cut])
        text = part
    return tidy("".join([*pieces, text]))


def paragraphs(parts: Sequence[str], known: frozenset[str] = frozenset()) -> str:
    """Lines put together, with a new line where a new sentence clearly begins."""
    groups: list[list[str]] = []
    for part in parts:
        if groups and (runs_on(groups[-1][-1], part) or " " not in part):
            groups[-1].append(part)
        else:
            groups.append([part])
    texts = [joined(group, known) for group in groups]
    marks = [" " if text.endswith((".", "!", "?", ":")) else "\n" for text in texts]
    return "".join(text + mark for text, mark in zip(texts, marks, strict=True)).rstrip()


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """Without the separators and leader dots that a layout leaves at either end."""
    return squeeze(text).strip(f" \t|·•:;,/*_…{DASHES}").strip()
