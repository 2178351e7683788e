"""From a request to a deed and back: JSON for programs, a page for browsers without scripts."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web

from bot.ports import StoreFullError, StoreUnavailableError
from dialogs.acting import UnknownVerbError
from dialogs.fields import MalformedError
from meeting.model import ANSWERERS, Meeting, Role
from meeting.refusals import Reason, RefusedError
from web import identity
from web.answering import error_json, json_answer, refused, state_of
from web.deeds import Done
from web.desk import Asked, Desk, heard
from web.framing import root_of
from web.guard import page_answer, told_wrong, wants_page
from web.holding import FIELD
from web.views import draw
from web.wrongs import Wrong, WrongError

PATHS = {
    "participant": "",
    "host": "/host",
    "speaker": "/speaker",
    "knowledge": "/knowledge",
    "people": "/people",
}
PAGES = {
    "host": frozenset({Role.HOST}),
    "speaker": frozenset({Role.SPEAKER}),
    "knowledge": ANSWERERS,
    "people": frozenset({Role.HOST}),
}
EXPECTED = (
    WrongError,
    RefusedError,
    MalformedError,
    UnknownVerbError,
    StoreFullError,
    StoreUnavailableError,
)
Deed = Callable[[Desk, Asked], Awaitable[Done]]


async def doing(
    desk: Desk, request: web.Request, deed: Deed, *, needed: bool = True
) -> web.StreamResponse:
    """Answer a deed. What is refused goes up, or is drawn on the page that the form came from."""
    asked = await heard(desk, request, needed=needed)
    with desk.figures.seconds.labels(deed.__name__).time():
        try:
            done = await deed(desk, asked)
        except EXPECTED as error:
            if (answer := _not_done(desk, asked, error)) is None:
                raise  # from here alone: raised where it is an argument, it would hold itself
            return answer
    page = wants_page(request)
    answer = back(desk, asked, done) if page else json_answer(done.data, status=done.status)
    if asked.person not in desk.site.hub.state(asked.meeting.plan.meeting).people:
        identity.forget(desk.site, asked.request, answer, asked.meeting)  # erased by this very deed
    return answer


def _not_done(desk: Desk, asked: Asked, error: Exception) -> web.StreamResponse | None:
    """Answer where more is to be said than what is wrong."""
    if isinstance(error, RefusedError) and error.reason is Reason.STALE:
        return _stale(desk, asked, error)
    if not wants_page(asked.request):
        return None
    return again(desk, asked, told_wrong(asked.request, error, asked.words))


def _stale(desk: Desk, asked: Asked, error: RefusedError) -> web.StreamResponse:
    """Answer a step made from an old view: nothing has changed, and here is how it stands."""
    told = refused(error, asked.words)
    if wants_page(asked.request):
        return again(desk, asked, Wrong(200, told.reason, told.sentence))
    meeting = desk.site.hub.state(asked.meeting.plan.meeting)
    state = state_of(desk.site, meeting, asked.person, asked.words)
    return json_answer({**error_json(told), "version": meeting.version, "state": state})


def back(desk: Desk, asked: Asked, done: Done) -> web.Response:
    """Send a browser back to its page, where it finds the reply; what it holds goes with it."""
    before = parse_qs(urlsplit(asked.request.headers.get("Referer", "")).query).get(FIELD, [])
    held = [*before, *([done.held] if done.held else [])]
    query = urlencode({"told": desk.lately.keep(done.told), FIELD: held}, doseq=True)
    return see_other(asked.request, asked.meeting, page_of(asked), f"?{query}")


def see_other(request: web.Request, meeting: Meeting, page: str, query: str = "") -> web.Response:
    address = f"{root_of(request)}/m/{meeting.plan.code}{PATHS[page]}{query}"
    return web.Response(status=303, headers={"Location": address})


def again(desk: Desk, asked: Asked, wrong: Wrong) -> web.Response:
    """Draw the page that a refused form came from, with the sentence and what was typed."""
    meeting = desk.site.hub.state(asked.meeting.plan.meeting)
    name, kept = page_of(asked), asked.body.kept()
    if wrong.without is not None:
        kept = {**kept, "text": wrong.without}
    return page_answer(
        draw(desk, asked.request, meeting, name, error=wrong.sentence, kept=kept), wrong
    )


def page_of(asked: Asked) -> str:
    """Say to which page a form goes back: the one it names or came from, if it is theirs."""
    came = urlsplit(asked.request.headers.get("Referer", "")).path.rpartition("/")[2]
    for name in (asked.body.data.get("page"), came):
        if name in PAGES and PAGES[str(name)] & asked.meeting.roles(asked.person):
            return str(name)
    return "participant"
