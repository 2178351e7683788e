"""What the draft of the next meeting rests on, line by line, for the host who puts it right."""

from collections.abc import Iterator

from dialogs.words import Words
from meeting.next_edition import NextEdition, NextItem

MOST_WISHES = 5


def suggested(next_: NextEdition, planned: int, words: Words) -> tuple[str, ...]:
    """Say it; `planned` is how many minutes this edition was planned to take."""
    return tuple(_lines(next_, planned, words))


def _lines(next_: NextEdition, planned: int, words: Words) -> Iterator[str]:
    for number, item in enumerate(next_.items, 1):
        if item.before is None:
            yield _wished(number, item, words)
        elif item.before != item.minutes:
            yield _learned(number, item, words)
    if next_.minutes != planned:
        yield words(
            "The programme takes {n} min. now; this one had {planned}.",
            n=next_.minutes,
            planned=planned,
        )
    for wish in next_.wishes[:MOST_WISHES]:
        votes = words.count("1 vote", "{n} votes", wish.votes)
        yield words("Wished for, without an item: {text} ({votes}).", text=wish.text, votes=votes)
    if next_.open:
        yield words.count(
            "1 open question goes on in it by itself.",
            "{n} open questions go on in it by themselves.",
            next_.open,
        )


def _wished(number: int, item: NextItem, words: Words) -> str:
    return words(
        "{n}. {title} was wished for ({votes}); it needs a speaker, and perhaps other minutes.",
        n=number,
        title=item.title,
        votes=words.count("1 vote", "{n} votes", item.votes),
    )


def _learned(number: int, item: NextItem, words: Words) -> str:
    return words(
        "{n}. {title}: {minutes} min. instead of {before}, the median of {runs}.",
        n=number,
        title=item.title,
        minutes=item.minutes,
        before=item.before or 0,
        runs=words.count("1 run", "{n} runs", item.runs),
    )
