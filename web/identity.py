"""Who is asking: a signed cookie a meeting, which outlives a restart because nothing is stored."""

import hmac
import re
import secrets
from datetime import timedelta
from urllib.parse import quote, unquote

from aiohttp import web

from meeting.expiry import link_open, times_withdrawn
from meeting.ids import CommandId, MeetingId, PersonId
from meeting.model import ANSWERERS, Meeting, Role
from web.framing import in_tab, set_framed_cookie
from web.site import Site

MONTH = 30 * 24 * 3600  # seconds: as long as a meeting is kept
SESSION = 12 * 3600  # seconds that a host or speaker is signed in with their work account
VISIT = re.compile(r"[0-9a-f]{32}")
UNTIL = "!"  # stands in a cookie before the end of a session; no name is written with it


def cookie_name(site: Site, meeting: MeetingId, *, tab: bool = False) -> str:
    """Give the meeting's own cookie name; with https the browser binds it to this host.

    The tab's cookie has another one: it can be sent from within Teams, so it counts there alone.
    """
    name = site.keys.signature("cookie name", meeting)[:12]
    if tab:
        return f"__Host-ordstyrer-tab-{name}"
    return f"__Host-ordstyrer-{name}" if site.secure else f"ordstyrer-{name}"


def person_of(site: Site, request: web.Request, meeting: Meeting) -> PersonId | None:
    """Find who it is; None without a cookie, with a forged one or one of another meeting."""
    mine = cookie_name(site, meeting.plan.meeting, tab=in_tab(request))
    value = request.cookies.get(mine, "")
    said, _, signature = value.rpartition(".")
    name, _, until = said.partition(UNTIL)
    person = PersonId(unquote(name))
    expected = _signature(site, meeting, person, until)
    genuine = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogateescape"))
    if not genuine or person not in meeting.people or value in site.ended.used:
        return None
    return person if _still(site, meeting, person, until) else None


def session_of(site: Site, request: web.Request, meeting: Meeting) -> str | None:
    """Give the cookie of somebody who is here by a work account, not by a link or a name."""
    mine = cookie_name(site, meeting.plan.meeting, tab=in_tab(request))
    value = request.cookies.get(mine, "")
    return value if UNTIL in value and person_of(site, request, meeting) is not None else None


def _still(site: Site, meeting: Meeting, person: PersonId, until: str) -> bool:
    """Tell whether it has not ended: a session at its own time, a link's cookie with the link."""
    now = site.clock.now()
    if until:
        return now.timestamp() < int(until.partition("-")[0])  # genuine, so it is a number
    return not meeting.roles(person) & ANSWERERS or link_open(meeting, person, now)


def remember(
    site: Site,
    request: web.Request,
    response: web.StreamResponse,
    meeting: Meeting,
    person: PersonId,
    *,
    session: bool = False,
) -> None:
    """Give the person's cookie: for a while after signing in, else as long as a meeting is kept."""
    tab, length = in_tab(request), SESSION if session else MONTH
    name = cookie_name(site, meeting.plan.meeting, tab=tab)
    ends = site.clock.now() + timedelta(seconds=length)
    until = f"{ends.timestamp():.0f}-{secrets.token_hex(8)}" if session else ""  # like no other
    value = cookie_value(site, meeting, person, until)
    if tab:
        set_framed_cookie(response, name, value, length)
        return
    response.set_cookie(
        name,
        value,
        max_age=length,
        path="/",
        httponly=True,
        secure=site.secure,
        samesite="Lax",
    )


def cookie_value(site: Site, meeting: Meeting, person: PersonId, until: str = "") -> str:
    """Give what stands in a cookie; `until` begins with seconds of the epoch."""
    said = quote(person, safe="") + (f"{UNTIL}{until}" if until else "")
    return f"{said}.{_signature(site, meeting, person, until)}"


def forget(
    site: Site, request: web.Request, response: web.StreamResponse, meeting: Meeting
) -> None:
    """Take the cookie back: there is nobody any more whom it is about."""
    name = cookie_name(site, meeting.plan.meeting, tab=in_tab(request))
    if in_tab(request):
        set_framed_cookie(response, name, "", 0)
        return
    response.del_cookie(name, path="/", secure=site.secure, httponly=True, samesite="Lax")


def visit_of(site: Site, request: web.Request) -> tuple[str, dict[str, str]]:
    """Give what tells a browser apart that has no cookie of a meeting yet, and the header for it.

    It is set with a wrong code alone and says nothing of anybody.
    """
    name = "__Host-ordstyrer-visit" if site.secure else "ordstyrer-visit"
    known = request.cookies.get(name, "")
    if VISIT.fullmatch(known):
        return known, {}
    fresh = secrets.token_hex(16)
    secure = "; Secure" if site.secure else ""
    return fresh, {"Set-Cookie": f"{name}={fresh}; Path=/; HttpOnly; SameSite=Lax{secure}"}


def new_participant() -> PersonId:
    return PersonId("p" + secrets.token_hex(12))


def known_elsewhere(site: Site, request: web.Request, meeting: Meeting) -> PersonId | None:
    """Find who this browser is in another meeting of the series, so that questions stay theirs.

    Only participants: a role is given by its own link in each meeting.
    """
    for other in site.others(meeting):
        person = person_of(site, request, other)
        ordinary = other.roles(person) | meeting.roles(person) <= {Role.PARTICIPANT}
        if person is not None and ordinary:
            return person
    return None


def role_of(meeting: Meeting, person: PersonId | None) -> Role | None:
    """Give the strongest role; None for somebody who is not in the meeting."""
    roles = meeting.roles(person)
    return next(
        (role for role in (Role.HOST, Role.SPEAKER, Role.PARTICIPANT) if role in roles), None
    )


def key_holder(site: Site, meeting: Meeting, key: str) -> PersonId | None:
    """Find the host or speaker whose role link has this key, unless the link has ended."""
    speakers = (person for item in meeting.plan.items for person in item.speakers)
    times = times_withdrawn(meeting)
    people = {person: times.get(person, 0) for person in (*meeting.plan.hosts, *speakers)}
    holder = site.keys.holder(meeting.plan.meeting, key, people)
    still = holder is not None and link_open(meeting, holder, site.clock.now())
    return holder if still else None


def _signature(site: Site, meeting: Meeting, person: PersonId, until: str) -> str:
    withdrawal = meeting.withdrawn.get(person)
    times = withdrawal.times if withdrawal else 0
    return site.keys.session(meeting.plan.meeting, person, times, until)


def new_command() -> CommandId:
    """Give the id of a deed that will not be sent again."""
    return CommandId(secrets.token_hex(16))
