"""Stands before every route: security headers, own origin only, and no error without a sentence."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.hub import DamagedMeetingError, UnknownMeetingError
from bot.ports import StoreFullError, StoreUnavailableError
from dialogs.acting import UnknownVerbError
from dialogs.fields import MalformedError
from dialogs.words import Words
from meeting.model import Meeting
from meeting.refusals import RefusedError
from meeting.viewer import Viewer
from web import language, wrongs
from web.answering import error_json, json_answer, refused
from web.framing import HOSTS, in_tab
from web.reading import is_form
from web.site import Seen, Site
from web.wire import pack_answer
from web.wrongs import Wrong, WrongError

log = logging.getLogger(__name__)

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ELSEWHERE = frozenset({"cross-site", "same-site"})
BOT = "/api/"  # the bot's endpoint has a gate of its own
# Same-origin, not no-referrer: with the latter a browser sends "Origin: null" with our own forms.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types ordstyrer"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
CSP = "Content-Security-Policy"
IN_TAB = {
    **HEADERS,
    CSP: HEADERS[CSP].replace("frame-ancestors 'none'", f"frame-ancestors {HOSTS}"),
}
KNOWN: dict[type[Exception], Callable[[], WrongError]] = {
    UnknownMeetingError: wrongs.unknown_meeting,
    UnknownVerbError: wrongs.no_such_thing,
    StoreFullError: wrongs.store_full,
    StoreUnavailableError: wrongs.store_unavailable,
    web.HTTPNotFound: wrongs.no_such_thing,
    web.HTTPRequestEntityTooLarge: wrongs.too_large,
    web.HTTPClientError: wrongs.malformed,
}
HSTS = "max-age=31536000"


def guard(site: Site) -> Middleware:
    """Make the middleware."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(BOT):
            return await handler(request)
        try:
            if request.match_info.http_exception is None:
                check_origin(site, request)
            response = await handler(request)
        except Exception as error:  # noqa: BLE001 - the last place where anything can be answered
            response = answer_error(site, request, error)
        if not response.prepared:  # a stream's headers have gone
            language.remember(request, response, secure=site.secure)
            pack_answer(request, response)
        return response

    return guarded


def protect(site: Site) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Make what puts the headers on before they are sent; on a stream's too."""

    async def protected(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in (IN_TAB if in_tab(request) else HEADERS).items():
            response.headers.setdefault(name, value)
        response.headers["Server"] = "Ordstyrer"
        if site.secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)

    return protected


def check_origin(site: Site, request: web.Request) -> None:
    """Refuse what another site's page sends. Raises WrongError.

    A change needs our own Origin; elsewhere it may be absent, but never a foreign one.
    """
    origin = request.headers.get("Origin")
    changing = request.method in CHANGING
    if origin is None:
        if changing:
            raise wrongs.foreign_origin()
    elif not is_own(site, request, origin):
        raise wrongs.foreign_origin()
    navigating = request.headers.get("Sec-Fetch-Mode") == "navigate" and not changing
    if request.headers.get("Sec-Fetch-Site") in ELSEWHERE and not navigating:
        raise wrongs.foreign_origin()


def is_own(site: Site, request: web.Request, origin: str) -> bool:
    """Tell whether it is the public address or, on this machine alone, the one that was asked."""
    base = urlsplit(site.base_url)
    if origin == f"{base.scheme}://{base.netloc}":
        return True
    asked = urlsplit(f"{base.scheme}://{request.host}")
    local = base.hostname in LOOPBACK and asked.hostname in LOOPBACK
    return local and origin == f"{base.scheme}://{request.host}"


def answer_error(site: Site, request: web.Request, error: Exception) -> web.StreamResponse:
    """Turn whatever went wrong into its status and one sentence."""
    meeting = _meeting(site, request)
    words = language.words_for(request, meeting)
    wrong = told_wrong(request, error, words)
    if wants_page(request):
        tab = in_tab(request)
        seen = Seen(meeting, Viewer(), None, None, words, site.clock.now(), tab=tab)
        return page_answer(site.draw.page("wrong", seen, error=wrong.sentence), wrong)
    return json_answer(error_json(wrong), status=wrong.status, headers=wrong.headers)


def told_wrong(request: web.Request, error: Exception, words: Words) -> Wrong:
    if isinstance(error, RefusedError):
        return refused(error, words)
    return wrong_of(request, error).told(words)


def wrong_of(request: web.Request, error: Exception) -> WrongError:
    """Find what an error means for the one who asked; what nobody expected is our fault."""
    match error:
        case WrongError():
            return error
        case MalformedError():
            return wrongs.wrong_field(error.field)
        case web.HTTPMethodNotAllowed():
            return wrongs.not_that_way(", ".join(sorted(error.allowed_methods)))
        case _:
            pass
    for kind, wrong in KNOWN.items():
        if isinstance(error, kind):
            return wrong()
    log.error("request failed", extra={"route": route_of(request)}, exc_info=error)
    return wrongs.our_fault()


def page_answer(html: str, wrong: Wrong | None = None) -> web.Response:
    return web.Response(
        text=html,
        status=wrong.status if wrong else 200,
        headers=wrong.headers if wrong else None,
        content_type="text/html",
    )


def wants_page(request: web.Request) -> bool:
    """Tell a browser from a program: it sent a form or asks for HTML, and not for JSON."""
    accepted = request.headers.get("Accept", "")
    return "application/json" not in accepted and ("text/html" in accepted or is_form(request))


def route_of(request: web.Request) -> str:
    """Give the route's pattern, which names no meeting and nobody."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"


def _meeting(site: Site, request: web.Request) -> Meeting | None:
    try:
        return site.hub.by_code(request.match_info.get("code", ""))
    except (UnknownMeetingError, DamagedMeetingError):
        return None
