"""What goes into a conversation and what comes out: who says something, what they are told."""

from dataclasses import dataclass
from datetime import datetime

from dialogs import replies as r
from dialogs.holding_back import Private
from dialogs.words import Words
from meeting.ids import CommandId, MeetingId, PersonId
from meeting.model import Meeting


@dataclass(frozen=True, slots=True)
class Turn:
    """Who says or presses something, where and when.

    `command` makes the deed idempotent; `language` is the person's, as far as the channel knows;
    `direct` says that it was said to the bot, not just among people; `at` is aware UTC. `private`
    is what the person said about a text that points at somebody.
    """

    meeting: MeetingId
    person: PersonId
    command: CommandId
    at: datetime
    language: str
    version: int | None = None
    direct: bool = True
    private: Private = Private.ASK


@dataclass(frozen=True, slots=True)
class Told:
    """The reply, the words to draw it with, and the state it was drawn from."""

    reply: r.Reply
    words: Words
    meeting: Meeting
