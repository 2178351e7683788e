"""What a question is about: the knowledge base says it, or the agenda's own words do."""

import re
from collections.abc import Mapping

from knowledge.analyser import fold
from knowledge.search import Finding
from meeting.model import Plan

# Below this confidence a word of the agenda knows better: on the labelled questions it set four
# right and one wrong; above it the agenda's words do more harm than good.
UNSURE = 0.2
WORD = re.compile(r"[a-z0-9]+")
SHORTEST = 4  # letters of a word that can stand for a topic
STEM = 6  # letters that two forms of one word share


def topic_of(text: str, plan: Plan, finding: Finding | None) -> str | None:
    """Give the topic's id, or None when nothing points to one."""
    known = finding.topic if finding is not None else None
    if finding is not None and finding.confidence >= UNSURE:
        return known
    named = _named(text, plan)
    return next(iter(named)) if len(named) == 1 else known


def _named(text: str, plan: Plan) -> set[str]:
    """Find the topics whose own words stand in the text."""
    asked = set(WORD.findall(fold(text)))
    return {
        topic for word, topic in _words(plan).items() if any(_same(word, other) for other in asked)
    }


def _words(plan: Plan) -> Mapping[str, str]:
    """Give the words that stand for one topic alone: of its items' titles and of its own name."""
    topics: dict[str, set[str]] = {}
    for item in plan.items:
        for topic in item.topics:
            for word in WORD.findall(fold(f"{item.title} {topic} {plan.topics.get(topic, '')}")):
                if len(word) >= SHORTEST:
                    topics.setdefault(word, set()).add(topic)
    return {word: next(iter(of)) for word, of in topics.items() if len(of) == 1}


def _same(word: str, other: str) -> bool:
    """Tell two forms of a word from two words: alike, or alike but for a Danish ending."""
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= STEM and long.startswith(short[: max(STEM, len(short) - 2)])
