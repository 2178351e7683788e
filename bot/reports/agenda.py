"""The agenda as it was planned and as it went."""

from datetime import datetime

from bot.reports.account import Account
from bot.reports.paper import Cell, Column, Table
from dialogs.words import Words
from meeting.agenda import Expected
from meeting.history import Ran, history
from meeting.item import Span
from meeting.model import Phase
from meeting.views import ItemView

OVER = frozenset({Phase.CLOSING, Phase.CLOSED})


def agenda_table(account: Account) -> Table:
    words = account.words
    columns = (
        Column(words("No."), 7, number=True),
        Column(words("Item"), 47),
        Column(words("Planned"), 15),
        Column(words("Held"), 15),
        Column(words("How it went"), 16),
    )
    pairs = zip(account.view.agenda, history(account.meeting, ()), strict=True)
    rows = tuple(
        (
            Cell(str(item.number)),
            Cell(item.title, words.people(item.speakers) if item.speakers else ""),
            Cell(_span(item.planned, words)),
            Cell(_span(item.actual, words)),
            Cell(went(item, took, account)),
        )
        for item, took in pairs
    )
    return Table(words("Agenda with planned and actual times"), columns, rows)


def went(item: ItemView, took: Ran, account: Account) -> str:
    """Say how an item went; nothing while it is still to come."""
    words = account.words
    if took.actual is not None:
        return _compared(took.actual - took.planned, words)
    if item.on:
        return words("on now")
    if item.left_out:
        return words("read it yourself")
    over = account.meeting.phase in OVER
    return words("Not reached").lower() if over or item.passed_over else ""


def minutes_taken(account: Account) -> str:
    """Sum up how many items took how many minutes; nothing before one has ended."""
    rows = history(account.meeting, ())
    actual = [one.actual for one in rows if one.actual is not None]
    if not actual:
        return ""
    return account.words(
        "{n} of {all} items in {actual} minutes; {planned} were planned.",
        n=len(actual),
        all=len(rows),
        actual=sum(actual),
        planned=sum(one.planned for one in rows),
    )


def ran(account: Account) -> tuple[datetime | None, datetime | None]:
    """Give when it really began, and when it ended if it has."""
    spans = [item.actual for item in account.view.agenda]
    starts = [span.start for span in spans if span.start]
    ends = [span.end for span in spans if span.end]
    over = ends and account.meeting.current is None
    return (min(starts, default=None), max(ends) if over else None)


def _compared(minutes: int, words: Words) -> str:
    if minutes == 0:
        return words("as planned")
    more = words("{n} min. longer", n=minutes)
    return more if minutes > 0 else words("{n} min. shorter", n=-minutes)


def _span(span: Expected | Span, words: Words) -> str:
    if span.start is None:
        return ""
    return f"{words.time(span.start)}–{words.time(span.end) if span.end else ''}"  # noqa: RUF001
