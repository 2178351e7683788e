"""Asking the knowledge base: a sure answer, up to three suggestions, or honest silence."""

import copy
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from threading import Thread

import numpy as np

from knowledge.analyser import LONGEST_READ
from knowledge.answertype import mismatch
from knowledge.chitchat import is_chitchat
from knowledge.embedding import Meanings
from knowledge.features import confidence_features, ranker_features
from knowledge.index import Floats
from knowledge.load import shipped_constants, shipped_words
from knowledge.models import Constants
from knowledge.scores import Scored, Scorer
from knowledge.why import words_found
from knowledge.wordlist import Synonyms, Wordlist
from meeting.entry import Entry
from meeting.ids import EntryId

EMBEDDED_AT_ONCE = 64  # texts that a changed base embeds before it answers anybody
RANKED, SUGGESTED, VOTING = 10, 3, 5
OTHER_KIND = 0.5  # what is left of a confidence when the entry tells another kind of thing
NO_WORDS = Synonyms()
VOTE_SPREAD = (
    3.0  # how far in log odds the next entries may be behind and still count for the topic
)


@dataclass(frozen=True, slots=True)
class Match:
    entry: Entry
    score: float  # 0..1; the first one's is the confidence that it is right


@dataclass(frozen=True, slots=True)
class Finding:
    ranked: tuple[Match, ...]  # ten, best first, also when nothing is sure
    answer: Entry | None  # only when sure
    suggested: tuple[Entry, ...]  # "mente du"; empty when there is an answer, or nothing likely
    topic: str | None  # for routing; None when nothing known is asked
    topics: tuple[
        tuple[str, float], ...
    ] = ()  # all that may be meant with their shares, best first
    words: tuple[str, ...] = ()  # the asker's own that the answer was found by

    @property
    def confidence(self) -> float:
        return self.ranked[0].score if self.ranked else 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """Entries in order for one question, before any decision."""

    scored: Scored
    order: tuple[int, ...]
    logits: Floats
    confidence: float
    other_kind: bool  # an amount, count or date is asked for that the first entry does not give


class Knowledge:
    """Immutable index over some entries: build once, ask from anywhere.

    `soon` has a thread build it; who asks before it is there waits.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        words: Wordlist,
        constants: Constants,
        before: Scorer | None = None,
        *,
        soon: bool = False,
    ) -> None:
        self.entries = tuple(entries)
        self.titles = {entry.id: entry.question for entry in self.entries}
        self._places = {entry.id: place for place, entry in enumerate(self.entries)}
        self.wordlist, self._by_words, self._constants = words, constants, constants
        self._built: Future[Scorer] = Future()
        if soon:
            Thread(target=self._build, args=(before,), daemon=True).start()
        else:
            self._build(before)
            self.wait()
        self._meanings: Meanings | None = None

    @classmethod
    def of(
        cls, entries: Iterable[Entry], own: Synonyms = NO_WORDS, *, soon: bool = False
    ) -> "Knowledge":
        """Build with the word lists and constants that are shipped, and a series' own words."""
        return cls(entries, shipped_words().with_own(own), shipped_constants(), soon=soon)

    def _build(self, before: Scorer | None) -> None:
        try:
            self._built.set_result(Scorer(self.entries, self.wordlist, before))
        except BaseException as error:  # noqa: BLE001 - whoever waits or asks is told
            self._built.set_exception(error)

    @property
    def _scorer(self) -> Scorer:
        return self._built.result()

    def with_entries(self, entries: Iterable[Entry]) -> "Knowledge":
        """Build a base of these entries; what this one has read already is not read again."""
        found = Knowledge(entries, self.wordlist, self._by_words, self._scorer)
        meanings = self._meanings
        if meanings is None or meanings.missing(found.entries) > EMBEDDED_AT_ONCE:
            return found
        return found.with_meaning(meanings)

    def with_meaning(self, meanings: Meanings) -> "Knowledge":
        """Answer by what is meant as well. Slow: it embeds every text that is new."""
        if not self.entries:
            return self
        found = copy.copy(self)
        found._meanings = meanings  # noqa: SLF001 - of one class
        found._built = Future()  # noqa: SLF001
        found._built.set_result(self._scorer.with_meaning(meanings))  # noqa: SLF001
        found._constants = shipped_constants(semantic=True)  # noqa: SLF001
        return found

    @property
    def semantic(self) -> bool:
        """Whether it answers by what is meant as well."""
        return self._meanings is not None

    @property
    def built(self) -> bool:
        return self._built.done()

    def wait(self) -> None:
        """Return once it is built."""
        self._built.result()

    def ask(self, query: str, today: date | None = None) -> Finding:
        """Find what answers the query; an entry that expired before `today` is never offered."""
        if not self.entries:
            return Finding((), None, (), None)
        weighed = self._weigh(query)
        if not weighed.scored.known or is_chitchat(weighed.scored.question.tokens, self.wordlist):
            return Finding(self._matches(weighed, 0.0), None, (), None)
        stated = weighed.confidence * (OTHER_KIND if weighed.other_kind else 1.0)
        offers = _Offers(today, len(query) <= LONGEST_READ)
        answer = self._answer(weighed, offers)
        topics = self._topics(weighed)
        return Finding(
            ranked=self._matches(weighed, stated),
            answer=answer,
            suggested=() if answer else self._suggest(weighed, offers),
            topic=answer.topic if answer else topics[0][0],
            topics=topics,
            words=words_found(query, weighed.scored, weighed.order[0]) if answer else (),
        )

    def entry(self, id_: EntryId) -> Entry | None:
        """Give an entry as it reads now; None when it is not in the base."""
        place = self._places.get(id_)
        return None if place is None else self.entries[place]

    def words(self, query: str, id_: EntryId) -> tuple[str, ...]:
        """Say which words of the query this entry holds."""
        return words_found(query, self._scorer.score(query), self._places[id_])

    def _weigh(self, query: str) -> Weighed:
        scored = self._scorer.score(query)
        logits = self._constants.ranker.logit(ranker_features(scored.table))
        order = _best(logits, RANKED)
        features = confidence_features(scored, logits, order[0], np.ones(len(logits), dtype=bool))
        confidence = float(self._constants.confidence.probability(features))
        other_kind = mismatch(scored.question.kinds, self._scorer.gives[order[0]])
        return Weighed(scored, order, logits, confidence, other_kind)

    def _matches(self, weighed: Weighed, confidence: float) -> tuple[Match, ...]:
        chances = 1 / (1 + np.exp(-np.clip(weighed.logits[list(weighed.order)], -30, 30)))
        shares = (chances / chances[0]).tolist()
        return tuple(
            Match(self.entries[place], round(confidence * share, 6))
            for place, share in zip(weighed.order, shares, strict=True)
        )

    def _answer(self, weighed: Weighed, offers: "_Offers") -> Entry | None:
        entry = self.entries[weighed.order[0]]
        sure = weighed.confidence >= self._constants.answer_from and not weighed.other_kind
        return entry if sure and offers.allow(entry) else None

    def _suggest(self, weighed: Weighed, offers: "_Offers") -> tuple[Entry, ...]:
        if weighed.confidence < self._constants.suggest_from:
            return ()
        likely = (self.entries[place] for place in weighed.order)
        return tuple(entry for entry in likely if offers.allow(entry))[:SUGGESTED]

    def _topics(self, weighed: Weighed) -> tuple[tuple[str, float], ...]:
        """Let the first five vote: near misses often have the right neighbours."""
        best = weighed.logits[weighed.order[0]]
        votes: defaultdict[str, float] = defaultdict(float)
        for place in weighed.order[:VOTING]:
            vote = np.exp((weighed.logits[place] - best) / VOTE_SPREAD)
            votes[self.entries[place].topic] += float(vote)
        total = sum(votes.values())
        shares = ((topic, vote / total) for topic, vote in votes.items())
        return tuple(sorted(shares, key=lambda one: -one[1]))


@dataclass(frozen=True, slots=True)
class _Offers:
    """What may be shown at all: nothing to a text that was not read to its end, nothing expired."""

    today: date | None
    read_whole: bool

    def allow(self, entry: Entry) -> bool:
        expired = self.today is not None and entry.expired(self.today)
        return self.read_whole and not expired


def _best(logits: Floats, count: int) -> tuple[int, ...]:
    """Place the highest first; equals stay in the order of the base."""
    lowest = np.partition(logits, -count)[-count] if len(logits) > count else -np.inf
    high = np.flatnonzero(logits >= lowest)
    return tuple(int(place) for place in high[np.argsort(-logits[high], kind="stable")][:count])
