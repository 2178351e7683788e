"""What a question is about: the knowledge base says it, or the agenda's own words do."""

import re
from collections.abc import Mapping
from functools import lru_cache

from knowledge.analyser import fold
from knowledge.search import Finding
from meeting.item import Item
from meeting.model import Plan

# Below this confidence a word of the agenda knows better: on the labelled questions it set four
# right and one wrong; above it the agenda's words do more harm than good.
UNSURE = 0.2
WORD = re.compile(r"[a-z0-9]+")
SHORTEST = 4  # letters of a word that can stand for a topic
STEM = 6  # letters that two forms of one word share


def topic_of(text: str, plan: Plan, finding: Finding | None) -> str | None:
    """Give the topic's id, or None when nothing points to one."""
    return _first(_named(text, plan), finding)


def topics_of(text: str, plan: Plan, finding: Finding | None) -> tuple[tuple[str, int], ...]:
    """Rank what a question may be about, each topic with how sure it is in percent.

    The first one is `topic_of`'s, the next what the agenda's words name, then the topics of the
    other entries that came near.
    """
    named = _named(text, plan)
    first = _first(named, finding)
    shares = dict(finding.topics) if finding is not None else {}
    near = (match.entry.topic for match in finding.ranked) if finding is not None else ()
    for topic in (*sorted(named), *near):
        shares.setdefault(topic, 0.0)
    others = (topic for topic in shares if topic != first)
    rest = sorted(others, key=lambda one: (one not in named, -shares[one]))
    ranked = ([first] if first is not None else []) + rest
    return tuple((topic, round(100 * shares.get(topic, 0.0))) for topic in ranked)


def _first(named: set[str], finding: Finding | None) -> str | None:
    known = finding.topic if finding is not None else None
    if finding is not None and finding.confidence >= UNSURE:
        return known
    return next(iter(named)) if len(named) == 1 else known


def _named(text: str, plan: Plan) -> set[str]:
    """Find the topics whose own words stand in the text."""
    words = _words(plan.items, tuple(plan.topics.items()))
    return {
        topic
        for asked in set(WORD.findall(fold(text)))
        for word, topic in words.get(asked[:STEM], ())
        if _same(word, asked)
    }


@lru_cache(maxsize=64)
def _words(
    items: tuple[Item, ...], names: tuple[tuple[str, str], ...]
) -> Mapping[str, list[tuple[str, str]]]:
    """Give the words that stand for one topic alone, with it, by their first letters.

    They are those of its items' titles and of its own name.
    """
    called = dict(names)
    topics: dict[str, set[str]] = {}
    for item in items:
        for topic in item.topics:
            for word in WORD.findall(fold(f"{item.title} {topic} {called.get(topic, '')}")):
                if len(word) >= SHORTEST:
                    topics.setdefault(word, set()).add(topic)
    found: dict[str, list[tuple[str, str]]] = {}
    for word, of in topics.items():
        if len(of) == 1:
            found.setdefault(word[:STEM], []).append((word, next(iter(of))))
    return found


def _same(word: str, other: str) -> bool:
    """Tell two forms of a word from two words: alike, or alike but for a Danish ending."""
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= STEM and long.startswith(short[: max(STEM, len(short) - 2)])
