"""Where several processes serve one meeting, nobody is met with what this one has not read yet."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.hub import DamagedMeetingError, UnknownMeetingError
from web import identity
from web.site import Site


def newest(site: Site) -> Middleware:
    """Make the middleware: it reads what is new before a page is drawn or a person turned away.

    A deed needs no reading ahead: where it would be refused, the hub itself looks again.
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
    stranger = identity.person_of(site, request, meeting) is None
    if request.method == "GET" or (stranger and request.cookies):
        await site.hub.refresh(meeting.plan.meeting)
