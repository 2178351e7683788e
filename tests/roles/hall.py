"""Two meetings of one series and eight kinds of person, each with all the cookies it can have."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientResponse, ClientSession, DummyCookieJar

from bot.keys import Keys
from bot.ports import NotSignedInError, SignedIn
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting import commands as c
from meeting.entry import Entry
from meeting.events import Change
from meeting.ids import EntryId, MeetingId, PersonId
from meeting.planning import moved_to
from meeting.question import Show
from tests.drawing.seeing import pages
from tests.given import (
    BO,
    KELD,
    KEYS,
    MARTIN,
    METTE,
    PETER,
    RASMUS,
    START,
    asked,
    command,
    demo_file,
    demo_knowledge,
)
from tests.web.served import SECRET, Served, serving
from tests.web.test_tab import ENTRA, Known
from web import identity

KINDS = (
    "stranger",
    "withdrawn",
    "anonymous",
    "participant",
    "signed in",
    "other speaker",
    "speaker",
    "host",
)
ANONYMOUS, ASKER = PersonId("p-anonymous"), PersonId("p-asker")
SIGNED_IN = Keys(SECRET).signed_in(ENTRA["anna"])
WHO: dict[str, PersonId | None] = {
    "stranger": None,
    "withdrawn": MARTIN,
    "anonymous": ANONYMOUS,
    "participant": ASKER,
    "signed in": SIGNED_IN,
    "other speaker": KELD,
    "speaker": RASMUS,
    "host": METTE,
}
SECOND = moved_to(demo_file().plans(KEYS)[1], START)
PRIVATE = "FORTROLIGT"  # in all that only somebody may read
WAITING = Entry(EntryId("e1"), f"Hvem, {PRIVATE}?", f"Kommunen, {PRIVATE}.", "general")
Log = dict[MeetingId, list[Change]]


class Elsewhere:
    """Fits bot.ports.WorkAccounts, and vouches for nobody."""

    def address(self, state: str, nonce: str, verifier: str) -> str:
        del nonce, verifier
        return f"https://entra.invalid/?state={state}"

    async def whose(self, code: str, nonce: str, verifier: str) -> SignedIn:
        del code, nonce, verifier
        raise NotSignedInError("nobody")


@dataclass
class Hall:
    """A running server, and a hand of each kind."""

    served: Served
    session: ClientSession
    other: str  # the other meeting's code
    cookies: dict[str, str] = field(default_factory=dict)
    tab_cookies: dict[str, str] = field(default_factory=dict)
    looked: dict[tuple[str, str, bool], str] = field(default_factory=dict)  # pages, by who saw them

    @property
    def hub(self):
        return self.served.site.hub

    def states(self):
        return (self.hub.state(self.served.meeting), self.hub.state(SECOND.meeting))

    async def do(self, by: PersonId | None, *deeds: object) -> None:
        for deed in deeds:
            await self.served.do(by, deed)

    def address(self, path: str, kind: str, *, other: bool, tab: bool) -> str:
        code = self.other if other else self.served.code
        inside = path.startswith("/m/") and (tab or kind == "signed in")
        return f"{self.served.root}{'/tab' if inside else ''}{path.replace('{code}', code)}"

    async def send(
        self,
        kind: str,
        method: str,
        path: str,
        *,
        other: bool = False,
        tab: bool = False,
        **more: object,
    ) -> ClientResponse:
        headers = {
            "Origin": self.served.root,
            "Cookie": f"{self.cookies[kind]}; {self.tab_cookies[kind]}",
            **more.pop("headers", {}),
        }
        url = self.address(path, kind, other=other, tab=tab)
        return await self.session.request(
            method, url, headers=headers, allow_redirects=False, **more
        )


def _fill_cookies(hall: Hall) -> None:
    """Give each kind its own cookie, and the same value once more under the other meeting's name.

    Who has signed in inside Teams has a cookie there alone.
    """
    site, meetings = hall.served.site, (hall.served.meeting, SECOND.meeting)
    for kind, person in WHO.items():
        value = "" if person is None else hall.served.cookies[kind]
        hall.cookies[kind], hall.tab_cookies[kind] = (
            "; ".join(f"{identity.cookie_name(site, m, tab=tab)}={value}" for m in meetings)
            if value and (tab or kind != "signed in")
            else "none=here"
            for tab in (False, True)
        )


async def _begin(served: Served) -> None:
    """Plan the other meeting, let everybody in, and plant what not everybody may know."""
    hub = served.site.hub
    await hub.plan(SECOND.meeting, command(None, c.PlanMeeting(SECOND)))
    await hub.send(SECOND.meeting, command(None, c.OpenMeeting()))
    for by, deed in (
        (ANONYMOUS, c.Join(None, None)),
        (ASKER, c.Join("Anna", "Odense")),
        (SIGNED_IN, c.Join("Ane", None)),
        (BO, c.Join(f"Bo {PRIVATE}", "Billund")),
        (RASMUS, c.WriteEntry(WAITING)),
        (METTE, c.MessageSpeaker(RASMUS, f"Rund gerne af, {PRIVATE}.")),
        (BO, asked(f"Et ord om nogen, {PRIVATE}?", "q9", show=Show.ORGANISATION)),
        (METTE, c.Decline(question_of("q9"), "Det hører ikke til her.")),
        (ASKER, asked("Hvem?", "q1", addressed=(RASMUS,), addressed_as="KL")),
        (BO, asked("Hvorfor?", "q2", show=Show.ORGANISATION, addressed=(PETER,), addressed_as="P")),
        (BO, c.ProposeTopic("Mere om data")),
    ):
        await served.do(by, deed)


def question_of(name: str):
    return asked("x", name).question


_kept: dict[str, object] = {}


async def _log() -> tuple[Log, dict[str, str]]:
    """Make the meetings once; each server starts from the same log, with the same secret."""
    if not _kept:
        store = MemoryStore()
        async with serving(store, knowledge=demo_knowledge(), tab=Known()) as served:
            await _begin(served)
            meeting = served.site.hub.state(served.meeting)
            cookies = {
                kind: identity.cookie_value(served.site, meeting, person)
                for kind, person in WHO.items()
                if person is not None
            }
            await served.do(METTE, c.WithdrawLink(MARTIN))
        log = {id_: [*await store.read(id_)] for id_ in await store.meetings()}
        _kept.update(log=log, cookies=cookies)
    return _kept["log"], _kept["cookies"]


@asynccontextmanager
async def hall(**more: object) -> AsyncIterator[Hall]:
    log, cookies = await _log()
    store = MemoryStore()
    for meeting, changes in log.items():
        await store.append(meeting, None, changes)
    async with (
        serving(
            store,
            ballots=MemoryBallots(),
            knowledge=demo_knowledge(),
            draw=pages(),
            **{"tab": Known(accounts=Elsewhere()), **more},
        ) as served,
        ClientSession(cookie_jar=DummyCookieJar()) as session,
    ):
        served.cookies = cookies
        made = Hall(served, session, SECOND.code)
        _fill_cookies(made)
        yield made
