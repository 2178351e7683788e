"""Hosts and speakers sign in with their work account, outside Teams: there, back, and out again.

A sign-in belongs to the browser in which it began: a cookie holds its secret, from which the state,
the nonce and PKCE's verifier follow, so that any process can end what another began.
"""

import hmac
import logging
import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.ports import NotSignedInError, SignedIn, SignInUnavailableError, WorkAccounts
from meeting.commands import Arrive, Command
from meeting.ids import PersonId
from meeting.model import ANSWERERS, Meeting, Phase, Role
from web import identity, wrongs
from web.answering import json_answer
from web.desk import Desk, find_meeting, meeting_of_code
from web.doing import see_other
from web.guard import wants_page
from web.site import Site

log = logging.getLogger(__name__)

WITHIN = 600  # seconds from here to Entra ID and back


@dataclass(frozen=True, slots=True)
class SigningIn:
    """One sign-in: its secret, in the browser's cookie, and what goes to Entra ID and back."""

    site: Site
    secret: str
    state: str

    @classmethod
    def begin(cls, site: Site, code: str) -> "SigningIn":
        secret = secrets.token_urlsafe(32)
        about = f"{code}.{site.clock.now().timestamp():.0f}"
        return cls(site, secret, f"{about}.{_signature(site, 'state', secret, about)}")

    @property
    def nonce(self) -> str:
        return _signature(self.site, "nonce", self.secret, self.state)

    @property
    def verifier(self) -> str:
        return _signature(self.site, "verifier", self.secret, self.state)

    def code(self) -> str | None:
        """Give the meeting's code; None where it did not begin here, or too long ago."""
        about, _, signature = self.state.rpartition(".")
        expected = _signature(self.site, "state", self.secret, about)
        given = signature.encode("utf-8", "surrogateescape")
        if not self.secret or not hmac.compare_digest(expected.encode(), given):
            return None
        code, _, begun = about.partition(".")  # genuine, so it is as it was written
        age = self.site.clock.now().timestamp() - int(begun)
        return code if 0 <= age + 1 <= WITHIN else None


def _signature(site: Site, what: str, secret: str, about: str) -> str:
    return site.keys.signature(f"sign-in {what}", secret, about)


def _cookie(site: Site) -> str:
    return "__Host-ordstyrer-sign-in" if site.secure else "ordstyrer-sign-in"


async def begin(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Send the browser to Entra ID."""
    accounts = _accounts(desk)
    meeting = meeting_of_code(desk, request, request.query.get("code", "").strip())
    begun = SigningIn.begin(desk.site, meeting.plan.code)
    address = accounts.address(begun.state, begun.nonce, begun.verifier)
    response = web.Response(status=303, headers={"Location": address})
    response.set_cookie(
        _cookie(desk.site),
        begun.secret,
        max_age=WITHIN,
        path="/",
        httponly=True,
        secure=desk.site.secure,
        samesite="Lax",
    )
    return response


async def done(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Let in whom Entra ID vouches for and the plan names, once for each sign-in."""
    accounts = _accounts(desk)
    secret, state = request.cookies.get(_cookie(desk.site), ""), request.query.get("state", "")
    begun = SigningIn(desk.site, secret, state)
    code = begun.code()
    if code is None or not desk.signed_in.use(state):
        raise wrongs.sign_in_lost()
    meeting = meeting_of_code(desk, request, code)
    signed = await _signed(accounts, request, begun)
    person = _planned(desk, meeting, signed)
    now = await _arrived(desk, meeting, person)
    page = "host" if Role.HOST in now.roles(person) else "speaker"
    response = see_other(request, now, page)
    identity.remember(desk.site, request, response, now, person, session=True)
    response.del_cookie(
        _cookie(desk.site), path="/", secure=desk.site.secure, httponly=True, samesite="Lax"
    )
    return response


async def sign_out(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Take the cookie back, whatever it was; its session is over wherever it was copied to."""
    meeting = find_meeting(desk, request)
    if value := identity.session_of(desk.site, request, meeting):
        desk.site.ended.use(value)
    page = wants_page(request)
    answer = see_other(request, meeting, "participant") if page else json_answer({})
    identity.forget(desk.site, request, answer, meeting)
    return answer


def _accounts(desk: Desk) -> WorkAccounts:
    if desk.site.accounts is None:
        raise wrongs.no_such_thing()
    return desk.site.accounts


async def _signed(accounts: WorkAccounts, request: web.Request, begun: SigningIn) -> SignedIn:
    code = request.query.get("code", "")
    if "error" in request.query or not code:
        raise wrongs.sign_in_lost()
    try:
        return await accounts.whose(code, begun.nonce, begun.verifier)
    except NotSignedInError as error:
        log.info("not signed in", extra={"reason": str(error)})
        raise wrongs.sign_in_lost() from None
    except SignInUnavailableError as error:
        log.warning("nobody can sign in", extra={"reason": str(error)})
        raise wrongs.sign_in_unavailable() from None


def _planned(desk: Desk, meeting: Meeting, signed: SignedIn) -> PersonId:
    """Find the host or speaker; an account gives nobody else anything that a name would not."""
    person = desk.site.tab.entra.get(signed.entra) if desk.site.tab else None
    if person is None or not meeting.roles(person) & ANSWERERS:
        raise wrongs.not_in_programme()
    return person


async def _arrived(desk: Desk, meeting: Meeting, person: PersonId) -> Meeting:
    hub, id_ = desk.site.hub, meeting.plan.meeting
    if hub.shared:
        await hub.refresh(id_)
        meeting = hub.state(id_)
    if person not in meeting.here and meeting.phase is not Phase.CLOSED:
        now = desk.site.clock.now()
        await hub.send(id_, Command(identity.new_command(), now, person, Arrive()))
    return hub.state(id_)
