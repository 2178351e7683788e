"""What the web side is made of: the site's parts, and what a page drawer is given to draw."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from markupsafe import Markup
from prometheus_client.registry import Collector

from bot.base.shelf import Shelf
from bot.conversation import Conversation, Told
from bot.hub import Hub
from bot.keys import Keys
from bot.likeness import Draft
from bot.planning import Planner
from bot.ports import Clock, SignIn, WorkAccounts
from dialogs.words import Words
from knowledge.search import Knowledge
from meeting.ids import EntryId, MeetingId, PersonId, QuestionId
from meeting.model import Meeting, Role
from meeting.series import beside, earlier_runs
from meeting.series_views import SeriesView
from meeting.viewer import Viewer
from web.once import Once

Titles = Callable[[MeetingId], Mapping[EntryId, str]]
Trouble = Callable[[], str | None]
Everything = Callable[[Meeting], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of one meeting's pages, whole, as people pass them on."""

    home: str
    join: str
    host: str
    speaker: str
    stage: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a meeting left, drawn; the series' `others`, and which of them the reader can open."""

    body: Markup
    others: tuple[Meeting, ...]
    known: frozenset[MeetingId]


@dataclass(frozen=True, slots=True)
class Series:
    """A series as a reader may see it, and of which meetings the record opens here."""

    view: SeriesView
    opens: frozenset[MeetingId]
    host: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a page is drawn from.

    `meeting` and `links` are None outside a meeting. `person` is None for somebody who has not
    joined and for what all viewers of a kind see alike; `role` is what the page is drawn for.
    `told` is the reply to this person's form a moment ago, `titles` the knowledge base's questions
    by entry. `refusing` says that nothing can be stored at the moment. `tokens` are the secrets of
    anonymous questions that this person holds, `others` the series' other meetings, latest first;
    `alike` says for a host which open questions ask nearly the same, `drafts` what an earlier
    meeting answered to one, `shelf` what the base's editors see, `upload` a file that one of them
    has sent, `deck` a deck that a host has sent, `find` who is looked for, `record` what the page
    to look back at shows, `series` what the series' own page does, `chats` how many chats in Teams
    are with us, None without Teams. `tab` says that the page stands inside Teams, `signs_in` that
    people can be known there; `accounts` that they can sign in with a work account here, `session`
    that this one has.
    """

    meeting: Meeting | None
    viewer: Viewer
    person: PersonId | None
    role: Role | None
    words: Words
    now: datetime
    links: Links | None = None
    told: Told | None = None
    titles: Mapping[EntryId, str] = field(default_factory=dict)
    refusing: bool = False
    tokens: Mapping[QuestionId, str] = field(default_factory=dict)
    others: tuple[Meeting, ...] = ()
    chats: int | None = None
    alike: Mapping[QuestionId, tuple[QuestionId, ...]] = field(default_factory=dict)
    drafts: Mapping[QuestionId, Draft] = field(default_factory=dict)
    shelf: Shelf | None = None
    upload: object = None
    deck: object = None
    find: str = ""
    record: Record | None = None
    series: Series | None = None
    tab: bool = False
    signs_in: bool = False
    accounts: bool = False
    session: bool = False


class Drawer(Protocol):
    """Draws pages; nothing here is awaited, and nothing is read but what is handed in."""

    def page(
        self,
        name: str,
        seen: Seen,
        *,
        error: str | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> str:
        """Give a whole HTML page.

        `name` is "home", "join", "signing-in" (the host's and speaker's page before their key is
        known; its script posts the key of the address to join and reloads), "participant",
        "host", "speaker", "stage", "was" (the accessibility statement), "privacy", "terms" or
        "wrong" (an error page: `error` is all there is to say).
        `error` is the sentence of a refused form, `kept` what was typed, by field name.
        """
        ...

    def fragments(self, name: str, seen: Seen) -> Mapping[str, str]:
        """Give element id -> that element's HTML, for the parts of a page that change.

        The same for all viewers of the kind and language, so without `voted` and `mine`.
        """
        ...


def no_trouble() -> None:
    return None


def no_chats(_: MeetingId) -> None:
    return None


def no_titles(_: MeetingId) -> Mapping[EntryId, str]:
    return {}


class TeamsTab(SignIn, Protocol):
    """What the Teams edge knows and a tab asks.

    `signs_in` says that people can be known there by a token, `entra` which host or speaker an
    Entra object id (in lower case) is; `accounts` is how they sign in outside Teams, if they can.
    """

    @property
    def accounts(self) -> WorkAccounts | None: ...

    @property
    def signs_in(self) -> bool: ...

    @property
    def entra(self) -> Mapping[str, PersonId]: ...

    async def meeting_of_chat(self, chat: str) -> MeetingId | None:
        """Say which meeting a common chat belongs to; None for one that nobody has told of."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How the live streams behave, in seconds of real time; `buffer` is bytes for one viewer."""

    between: float = 0.25
    heartbeat: float = 20.0
    slowest: float = 8.0
    look: float = 1.0
    buffer: int = 64 * 1024


@dataclass(frozen=True, slots=True)
class Site:
    """The web side's parts, put together in app.py; `base_url` has no trailing slash.

    `trouble` says why nothing can be stored at the moment, if so; `collectors` are the figures of
    the other channels, and `chats` how many of their chats belong to a meeting, None without any.
    `everything` gives a meeting's export, which only the stores' side can write. `tab` knows
    what a tab in Teams asks; None where the pages stand alone.
    """

    hub: Hub
    conversation: Conversation
    keys: Keys
    clock: Clock
    base_url: str
    draw: Drawer
    trouble: Trouble = no_trouble
    collectors: Sequence[Collector] = ()
    titles: Titles = no_titles
    planner: Planner | None = None
    bases: Mapping[MeetingId, Knowledge] = field(default_factory=dict)
    chats: Callable[[MeetingId], int | None] = no_chats
    tab: TeamsTab | None = None
    everything: Everything | None = None
    pace: Pace = field(default_factory=Pace)
    timer: Callable[[], float] = time.monotonic
    ended: Once = field(default_factory=Once)  # sessions that were signed out of

    @property
    def accounts(self) -> WorkAccounts | None:
        """How hosts and speakers sign in with a work account in any browser, if they can."""
        return self.tab.accounts if self.tab is not None else None

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies can be bound to it."""
        return urlsplit(self.base_url).scheme == "https"

    def others(self, meeting: Meeting) -> tuple[Meeting, ...]:
        """Give the series' other meetings, the latest first."""
        return beside(meeting, self.hub.meetings())

    def drafts(self, meeting: Meeting, page: str) -> Mapping[QuestionId, Draft]:
        """Give what earlier meetings answered, for the pages on which questions are answered."""
        if page not in {"host", "speaker"}:
            return {}
        earlier = earlier_runs(meeting, self.others(meeting))
        return self.conversation.likeness.drafts(meeting, earlier)

    def links(self, meeting: Meeting) -> Links:
        page = f"{self.base_url}/m/{meeting.plan.code}"
        return Links(
            home=f"{self.base_url}/",
            join=page,
            host=f"{page}/host",
            speaker=f"{page}/speaker",
            stage=f"{page}/stage",
        )
