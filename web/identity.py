"""Who is asking: a signed cookie a meeting, which outlives a restart because nothing is stored."""

import hmac
import secrets
from urllib.parse import quote, unquote

from aiohttp import web

from meeting.ids import CommandId, MeetingId, PersonId
from meeting.model import Meeting, Role
from web.framing import in_tab, set_framed_cookie
from web.site import Site

MONTH = 30 * 24 * 3600  # seconds: as long as a meeting is kept


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
    name, _, signature = value.rpartition(".")
    person = PersonId(unquote(name))
    expected = _signature(site, meeting.plan.meeting, person)
    genuine = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogateescape"))
    return person if genuine and person in meeting.people else None


def remember(
    site: Site,
    request: web.Request,
    response: web.StreamResponse,
    meeting: Meeting,
    person: PersonId,
) -> None:
    id_, tab = meeting.plan.meeting, in_tab(request)
    name = cookie_name(site, id_, tab=tab)
    value = f"{quote(person, safe='')}.{_signature(site, id_, person)}"
    if tab:
        set_framed_cookie(response, name, value, MONTH)
        return
    response.set_cookie(
        name,
        value,
        max_age=MONTH,
        path="/",
        httponly=True,
        secure=site.secure,
        samesite="Lax",
    )


def forget(
    site: Site, request: web.Request, response: web.StreamResponse, meeting: Meeting
) -> None:
    """Take the cookie back: there is nobody any more whom it is about."""
    name = cookie_name(site, meeting.plan.meeting, tab=in_tab(request))
    if in_tab(request):
        set_framed_cookie(response, name, "", 0)
        return
    response.del_cookie(name, path="/", secure=site.secure, httponly=True, samesite="Lax")


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
    """Find the host or speaker whose role link has this key."""
    speakers = (person for item in meeting.plan.items for person in item.speakers)
    people = tuple(dict.fromkeys((*meeting.plan.hosts, *speakers)))
    return site.keys.holder(meeting.plan.meeting, key, people)


def _signature(site: Site, meeting: MeetingId, person: PersonId) -> str:
    return site.keys.signature("cookie", meeting, person)


def new_command() -> CommandId:
    """Give the id of a deed that will not be sent again."""
    return CommandId(secrets.token_hex(16))
