"""Puts the Teams edge together from what the running bot gives it, starts and ends it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import aiohttp
from botbuilder.integration.aiohttp import CloudAdapter
from prometheus_client.registry import Collector

from bot.conversation import Conversation
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, Lease, Notes, Store, WorkAccounts
from bot.teams.adapter import make_adapter
from bot.teams.client import MOST_OPEN, Clients
from bot.teams.drawing import Drawing
from bot.teams.entra import EntraTokens, OpenIdApp, SingleSignOn
from bot.teams.errands import Errands
from bot.teams.forgetting import TeamsNotes
from bot.teams.gate import Gate
from bot.teams.handler import Handler
from bot.teams.joining.alerting import Alerts
from bot.teams.joining.guesses import Guesses
from bot.teams.joining.looking import Looking
from bot.teams.joining.presence import Presence
from bot.teams.joining.reaching import lost
from bot.teams.joining.service import CallService
from bot.teams.leading import Leading
from bot.teams.notices import Notices
from bot.teams.outbox.figures import OutboxCollector
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import ConversationId
from bot.teams.outbox.showing import Outside
from bot.teams.outbox.usage import KeptUse
from bot.teams.parts import Parts
from bot.teams.people import People
from bot.teams.redrawing import Redrawing
from bot.teams.registering import Registration, gate_of, tokens_of
from bot.teams.repeats import Repeats
from bot.teams.rooms import KeptCardIds, Rooms
from bot.teams.roster import Roster
from bot.teams.sender import ConnectorSender
from meeting.ids import MeetingId, PersonId


@dataclass(frozen=True, slots=True)
class Edge:
    """What is set from outside. Without a registration it is development: this machine only.

    `home` is the demo meeting, to which every chat belongs; `entra` maps Entra object ids (in
    lower case) to hosts and speakers; `by_name` lets signed-in people have the role of their name;
    `sso` lets people be known in the tab, `accounts` in any browser.
    """

    base_url: str
    registration: Registration | None = None
    home: MeetingId | None = None
    by_name: bool = False
    entra: Mapping[str, PersonId] = field(default_factory=dict)
    sso: SingleSignOn | None = None
    accounts: OpenIdApp | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The running bot that this edge belongs to, and what has it forget people."""

    hub: Hub
    conversation: Conversation
    store: Store
    notes: Notes
    lease: Lease
    keys: Keys
    clock: Clock
    forgetting: TeamsNotes | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """What there is between start and close."""

    session: aiohttp.ClientSession
    gate: Gate
    clients: Clients
    adapter: CloudAdapter
    handler: Handler
    parts: Parts
    leading: Leading
    entra: EntraTokens | None
    accounts: WorkAccounts | None


class Teams:
    """The Teams edge; start it inside the event loop, close it before the hub."""

    def __init__(self, site: Site, edge: Edge) -> None:
        self._site = site
        self.edge = edge
        self._running: Running | None = None

    @property
    def running(self) -> Running:
        if self._running is None:
            raise RuntimeError("the Teams edge has not been started")
        return self._running

    @property
    def collector(self) -> Collector:
        """The outbox's figures, for the registry of `/metrics`."""
        return OutboxCollector(lambda: self._running.parts.outbox if self._running else None)

    def chats(self, meeting: MeetingId) -> int:
        """Count the meeting chats that belong to a meeting and can be written to."""
        rooms = () if self._running is None else self._running.parts.rooms.of(meeting)
        return sum(not room.personal for room in rooms)

    async def start(self) -> None:
        """Read what is known of the chats; with the lease, begin to keep them up to date."""
        if self._running is not None:
            return
        session = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=MOST_OPEN)
        )
        self._running = running = self._put_together(session)
        await running.leading.start()
        running.parts.roster.aside(running.parts.repeats.run())

    async def close(self) -> None:
        """Stop watching, send what goes quickly, close the session."""
        running, self._running = self._running, None
        if running is None:
            return
        await running.parts.roster.close()
        await running.leading.close()
        await running.session.close()

    def _put_together(self, session: aiohttp.ClientSession) -> Running:
        site, edge = self._site, self.edge
        tokens = tokens_of(session, edge.registration, site.clock, _monotonic())
        clients = Clients(session, tokens, site.clock)
        rooms = Rooms(site.hub, site.notes, home=edge.home)
        if site.forgetting is not None:
            site.forgetting.rooms = rooms
        drawing = Drawing(site.hub, rooms, site.clock, edge.base_url)
        sender = ConnectorSender(clients, rooms, tokens)
        whole = edge.registration is not None
        usage = KeptUse(site.notes, site.clock)
        ids = KeptCardIds(site.notes)
        outbox = Outbox(Outside(sender, drawing, ids, usage, self._lost), whole=whole)
        parts = self._parts(rooms, drawing, outbox, clients)
        return Running(
            session=session,
            gate=gate_of(session, edge.registration, _monotonic()),
            clients=clients,
            adapter=make_adapter(clients),
            handler=Handler(parts),
            parts=parts,
            leading=self._leading(parts),
            entra=EntraTokens.of(edge.sso, session, _monotonic()) if edge.sso else None,
            accounts=_accounts(session, edge.accounts),
        )

    async def _lost(self, conversation: ConversationId) -> None:
        """Forget a chat that Teams lets nothing through to, and tell hosts of a speaker's."""
        if self._running is not None:
            await lost(self._running.parts, conversation)

    def _leading(self, parts: Parts) -> Leading:
        return Leading(
            lease=self._site.lease,
            notes=self._site.notes,
            rooms=parts.rooms,
            outbox=parts.outbox,
            redrawing=parts.redrawing,
            notices=Notices(parts, self._site.store),
            errands=parts.errands,
            looking=Looking(parts),
        )

    def _parts(self, rooms: Rooms, drawing: Drawing, outbox: Outbox, clients: Clients) -> Parts:
        site, edge = self._site, self.edge
        calls = CallService(clients)
        return Parts(
            hub=site.hub,
            conversation=site.conversation,
            keys=site.keys,
            clock=site.clock,
            notes=site.notes,
            people=People(site.hub, site.keys, site.clock, edge.entra, edge.by_name),
            rooms=rooms,
            cards=KeptCardIds(site.notes),
            drawing=drawing,
            outbox=outbox,
            redrawing=Redrawing(site.hub, rooms, outbox),
            roster=Roster(clients),
            repeats=Repeats(site.notes, site.clock),
            errands=Errands(outbox, site.notes, site.lease, site.clock, rooms),
            calls=calls,
            presence=Presence(site.notes),
            guesses=Guesses(),
            alerts=Alerts(calls, rooms, site.notes, site.clock, edge.base_url),
        )


def _monotonic() -> Callable[[], float]:
    return asyncio.get_running_loop().time


def _accounts(session: aiohttp.ClientSession, app: OpenIdApp | None) -> WorkAccounts | None:
    if app is None:
        return None
    from bot.teams.accounts import EntraAccounts  # noqa: PLC0415 - a tenth of a second

    return EntraAccounts.of(app, session, _monotonic())
