"""The polls of a meeting file: each a line, read as a host's own would be."""

from collections.abc import Iterator

from bot.files.schema import FileSection, PollSection
from bot.files.slugs import slug
from dialogs.poll_words import read_poll
from dialogs.refusing import SENTENCES
from meeting.ids import ItemId
from meeting.polls import PollKind, PollQuestion, PreparedPoll
from meeting.rules.poll_wording import refusal_of

LONGEST_ID = 40  # characters


def prepared_poll(section: PollSection) -> PreparedPoll:
    item = None if section.item is None else ItemId(f"item-{section.item}")
    return PreparedPoll(_id(section), _question(section), item)


def poll_faults(content: FileSection) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Check that each can be asked, belongs to an item that is there, and is there once."""
    known: set[str] = set()
    for n, section in enumerate(content.polls):
        refused = refusal_of(_question(section))
        if refused is not None:
            values: dict[str, str | int] = {"field": "", **refused.values}
            yield ("polls", n, "ask"), SENTENCES[refused.reason].format_map(values)
        if section.item is not None and section.item > len(content.agenda):
            yield ("polls", n, "item"), f"an item's number, from 1 to {len(content.agenda)}"
        if _id(section) in known:
            yield ("polls", n, "ask"), "another question than the polls before it"
        known.add(_id(section))


def _question(section: PollSection) -> PollQuestion:
    kind = None if section.kind is None else PollKind(section.kind)
    return read_poll(section.ask, kind, live=section.live)


def _id(section: PollSection) -> str:
    """Name it by what it asks, so that it is known again when others come before it."""
    return slug(_question(section).text)[:LONGEST_ID].strip("-")
