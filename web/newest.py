"""Where several processes serve one meeting, nobody is met with what this one has not read yet."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.hub import DamagedMeetingError, UnknownMeetingError
from meeting.model import ANSWERERS
from web import identity
from web.site import Site


def newest(site: Site) -> Middleware:
    """Make the middleware: it reads what is new before a page is drawn or a person turned away.

    A deed needs no reading ahead: where it would be refused, the hub itself looks again. Those of
    hosts and speakers do: their link may have been withdrawn elsewhere.
    """

    @web.middleware
    async def with_newest(request: web.Request, handler: Handler) -> web.StreamResponse:
        code = request.match_info.get("code")
        if code is not None and site.hub.shared:
            await _look(site, request, code)
        return await handler(request)

    return with_newest


async def _look(site: Site, request: web.Request, code: str) -> None:
    try:
        meeting = site.hub.by_code(code)
    except (UnknownMeetingError, DamagedMeetingError):
        return
    person = identity.person_of(site, request, meeting)
    stranger = person is None and request.cookies
    if request.method == "GET" or stranger or meeting.roles(person) & ANSWERERS:
        await site.hub.refresh(meeting.plan.meeting)
