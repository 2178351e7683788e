"""The polls of a meeting in a paper: closed ones alone, and no result that fewer than five gave."""

from collections.abc import Iterator

from bot.reports.account import Account
from bot.reports.paper import Bar, Bars, Block, Heading, Listing
from dialogs.polling import average_of, line_of, told_lines
from dialogs.words import Words
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.poll_results import PollResult
from meeting.poll_views import PollView
from meeting.polls import PollKind

IN_WORDS = frozenset({PollKind.WORDS, PollKind.RANKING})  # of which percentages say nothing


def polled(account: Account) -> tuple[Block, ...]:
    """Give them in the order asked; to all who took part only what a host has shown to all."""
    return tuple(_told(account))


def _told(account: Account) -> Iterator[Block]:
    for poll in account.view.polls:
        result = poll.result
        if poll.open or (account.public and result is None):
            continue
        if result is None or result.responses < FEWEST_RESPONDENTS:
            yield Bars(poll.question.text, account.words("Too few answers to be shown."), ())
        elif poll.question.kind in IN_WORDS:
            about = account.words.count("{n} answer", "{n} answers", result.responses)
            yield Heading(poll.question.text, about)
            yield Listing(tuple(line_of(poll, line) for line in told_lines(result)))
        else:
            yield _bars(poll, result, account.words)


def _bars(poll: PollView, result: PollResult, words: Words) -> Bars:
    about = words.count("{n} answer", "{n} answers", result.responses)
    if result.average is not None:
        about = f"{about}, {words('average {n}', n=average_of(result, words))}"
    bars = tuple(
        Bar(line.title, line.count, round(100 * line.count / result.responses))
        for line in result.lines
    )
    return Bars(poll.question.text, about, bars)
