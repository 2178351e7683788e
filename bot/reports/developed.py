"""How the evaluation's core questions have developed, as a paper tells it: oldest edition first."""

from bot.reports.account import Account
from bot.reports.paper import Block, Cell, Column, Note, Table
from dialogs import development as told
from dialogs.words import Words
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.trend import FEW

EDITION = 37  # percent of the table's width; the questions share the rest


def developed(account: Account) -> tuple[Block, ...]:
    """Give nothing before two editions have been evaluated."""
    words = account.words
    found = told.development(account.trends, words)
    if not found.editions:
        return ()
    share = (100 - EDITION) // len(found.columns)
    columns = [Column(words("Edition"), 100 - share * len(found.columns))]
    columns += [Column(title, share) for title in found.columns]
    rows = tuple(
        (Cell(edition.title, edition.mark), *(_cell(cell, words) for cell in edition.cells))
        for edition in reversed(found.editions)
    )
    caption = words("The core questions edition by edition")
    return (Table(caption, tuple(columns), rows), *map(Note, notes(account)))


def notes(account: Account) -> tuple[str, ...]:
    """Say what the figures are, and what is left out of them."""
    words = account.words
    points = [point for trend in account.trends for point in trend.points]
    few = any(point.few for point in points if point.value is not None)
    found = (
        words("Few answers: fewer than {n}, so the figure moves a lot with each.", n=FEW)
        if few
        else "",
        words(
            "What fewer than {n} have answered in a meeting is in no figure.", n=FEWEST_RESPONDENTS
        ),
        words("The evaluation is still open; this meeting's figures come when it closes.")
        if account.meeting.evaluation.open
        else "",
    )
    return tuple(filter(None, found))


def _cell(cell: told.Cell, words: Words) -> Cell:
    if cell.share is None:
        return Cell(cell.text)
    marks = [f"n = {cell.answers}", words("few answers") if cell.mark else ""]
    return Cell(cell.text, ", ".join(filter(None, marks)))
