"""The next edition's programme as this one suggests it: learned minutes, wishes, what is open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meeting.erasure.marks import is_mark
from meeting.history import history
from meeting.ids import PersonId
from meeting.item import Item
from meeting.masking import masked
from meeting.model import Meeting
from meeting.question import OPEN, QuestionState, plain
from meeting.series import earlier_runs
from meeting.wishes import wish_id

MOST_WISHES, FEWEST_VOTES, WISH_MINUTES = 2, 3, 10
STILL_OPEN = OPEN | {QuestionState.FOLLOW_UP}
TOPIC = "topic"  # the core evaluation's question for the next meeting


@dataclass(frozen=True, slots=True)
class NextItem:
    """An item of the next programme; `minutes` are whole ones.

    `before` is what it was planned to take in this edition, None for a wish; `runs` is how many
    runs the minutes were learned from, `votes` how many wished for it.
    """

    title: str
    minutes: int
    speakers: tuple[PersonId, ...] = ()
    before: int | None = None
    runs: int = 0
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    text: str
    votes: int


@dataclass(frozen=True, slots=True)
class NextEdition:
    """`wishes` are those that got no item; `open` is how many questions go on."""

    items: tuple[NextItem, ...]
    wishes: tuple[Wish, ...]
    open: int

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)


def next_edition(meeting: Meeting, meetings: Iterable[Meeting]) -> NextEdition:
    """Suggest it from all runs of this meeting's edition and what the series learned before."""
    every = {one.plan.meeting: one for one in (*meetings, meeting)}
    runs = [
        one
        for one in every.values()
        if (one.plan.series, one.plan.title) == (meeting.plan.series, meeting.plan.title)
    ]
    latest = max(runs, key=lambda run: (run.plan.start, run.plan.meeting))
    wished = _wished(runs)
    wanted = [wish for wish in wished if wish.votes >= FEWEST_VOTES][:MOST_WISHES]
    return NextEdition(
        items=_items(latest, earlier_runs(latest, every.values()), wanted),
        wishes=tuple(wish for wish in wished if wish not in wanted),
        open=sum(q.state in STILL_OPEN for run in runs for q in run.questions.values()),
    )


def _items(
    run: Meeting, earlier: Sequence[Meeting], wanted: Sequence[Wish]
) -> tuple[NextItem, ...]:
    """Keep the items with the minutes they take; what is wished comes before the closing item."""
    learned = history(run, earlier)
    items = [
        NextItem(
            title=item.title,
            minutes=(ran.proposed or ran.planned) if _may_change(item) else ran.planned,
            speakers=item.speakers,
            before=ran.planned,
            runs=ran.runs,
        )
        for item, ran in zip(run.plan.items, learned, strict=True)
    ]
    new = [NextItem(wish.text, WISH_MINUTES, votes=wish.votes) for wish in wanted]
    return (*items[:-1], *new, *items[-1:])


def _may_change(item: Item) -> bool:
    """Tell whether its minutes follow what it took; the evaluation's are protected."""
    return not item.protected


def _wished(runs: Iterable[Meeting]) -> tuple[Wish, ...]:
    """Add up over the runs what was voted for and what the evaluations name, most wanted first."""
    votes: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for run in runs:
        for text in run.proposals:
            texts.setdefault(plain(text), masked(text))
            votes[plain(text)] += 1 + len(run.wished.get(wish_id(text), ()))
        for text, count in run.evaluation.counts.get(TOPIC, {}).items():
            if is_mark(text):
                continue
            texts.setdefault(plain(text), masked(text))
            votes[plain(text)] += count
    return tuple(Wish(texts[key], count) for key, count in votes.most_common())
