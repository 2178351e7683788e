"""What the outbox sends and through what: contents, results and the sender's role."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NewType, Protocol

ConversationId = NewType("ConversationId", str)
Card = Mapping[str, Any]
Starting = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Content:
    """One message: text, or a card with a line for notifications.

    `brief` says the same as the card in a line, for when the chat is too busy for messages of
    their own. A living card that is `about` something is a message of its own for each such thing,
    and what is `past` is changed where it stands and not posted by itself.
    """

    text: str | None = None
    card: Card | None = None
    summary: str | None = None
    brief: str | None = None
    about: str | None = None
    past: bool = False


class Living(Enum):
    """The cards that are changed in place: one of a kind in a conversation."""

    AGENDA = "agenda"
    QUESTIONS = "questions"
    EVALUATION = "evaluation"
    RESULTS = "results"
    POLL = "poll"
    LAST_POLL = "last poll"  # the one before, so that its message shows how it ended
    DESK = "desk"  # a host's or speaker's, in the own chat


class Sent(Enum):
    SENT = "sent"
    UNCLEAR = "unclear"  # it may have arrived; never sent again by itself
    GONE = "gone"
    DROPPED = "dropped"
    NOT_TRIED = "not tried"  # the program ended first
    NOT_OURS = "not ours"  # somebody else has it
    TOO_LATE = "too late"  # Teams was away for so long that it means nothing any more


class Sender(Protocol):
    """One attempt each. Raises ConnectorError, LostError and TokenError."""

    async def ready(self) -> None:
        """Have everything at hand that a request needs, so that its turn is not spent waiting."""
        ...

    async def create(self, conversation: ConversationId, content: Content) -> str | None:
        """Post a message and give its id."""
        ...

    async def update(
        self, conversation: ConversationId, activity: str, content: Content
    ) -> None: ...

    def renew(self) -> None:
        """Have a new token fetched."""
        ...


class Artist(Protocol):
    """Draws a living card from the newest state; None when there is nothing to show."""

    def draw(self, conversation: ConversationId, kind: Living) -> Content | None: ...


class CardIds(Protocol):
    """Remembers which message is a conversation's living card, of a kind or about something."""

    async def get(
        self, conversation: ConversationId, kind: Living, about: str | None = None
    ) -> str | None: ...

    async def put(
        self, conversation: ConversationId, kind: Living, activity: str, about: str | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Used:
    """What a conversation has used of its limits: how many seconds ago each request was made.

    `hold` is how many seconds nothing may be sent, because Teams asked for it.
    """

    ages: tuple[float, ...] = ()
    hold: float = 0.0


class Usage(Protocol):
    """Remembers over a restart what was used; what it gives back is never less than that."""

    async def get(self, conversation: ConversationId) -> Used: ...

    async def put(self, conversation: ConversationId, used: Used) -> None: ...
