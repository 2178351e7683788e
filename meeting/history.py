"""How long things really took: planned against actual, and what that says for the next time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from meeting.agenda import is_left_out
from meeting.model import Meeting, Phase

MINUTE = timedelta(minutes=1)
OVER = frozenset({Phase.CLOSING, Phase.CLOSED})


@dataclass(frozen=True, slots=True)
class Ran:
    """One item: whole minutes planned and really taken, pauses not counted; None if it never was.

    `proposed` is the median over the meetings that had an item of this title, and `runs` how many.
    """

    number: int
    title: str
    planned: int
    actual: int | None
    left_out: bool
    proposed: int | None
    runs: int


def history(meeting: Meeting, earlier: Iterable[Meeting]) -> tuple[Ran, ...]:
    """Give every item as it was planned and as it ran, with the series' median beside it."""
    known: dict[str, list[float]] = {}
    for one in (meeting, *earlier):
        for index, item in enumerate(one.plan.items):
            if (took := minutes(one, index)) is not None:
                known.setdefault(plain(item.title), []).append(took)
    found = []
    for index, item in enumerate(meeting.plan.items):
        took, runs = minutes(meeting, index), known.get(plain(item.title), [])
        found.append(
            Ran(
                number=item.number,
                title=item.title,
                planned=item.duration // MINUTE,
                actual=None if took is None else round(took),
                left_out=is_left_out(meeting, index),
                proposed=max(1, round(median(runs))) if runs else None,
                runs=len(runs),
            )
        )
    return tuple(found)


def minutes(meeting: Meeting, index: int) -> float | None:
    """Say how many minutes an item took that has ended, without pauses; None if it has not."""
    ran = meeting.actual[index]
    if ran.start is None or ran.end is None:
        return None
    off = meeting.rested[index] + meeting.elsewhere[index]
    return max(ran.end - ran.start - off, timedelta()) / MINUTE


def plain(title: str) -> str:
    return " ".join(title.casefold().split())
