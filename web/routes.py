"""All routes of the web side in one table: the router and the API's description are made of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from aiohttp.typedefs import Handler as Served
from aiohttp.typedefs import Middleware

from bot.base import filed
from web import accounts, base_files, deck_pages, deeds, looking, records, tab, views
from web.desk import Desk
from web.doing import doing
from web.framing import ROOT
from web.guard import guard, protect, route_of
from web.joining import join
from web.newest import newest
from web.openapi import Described, described
from web.site import Site

Handler = Callable[[Desk, web.Request], Awaitable[web.StreamResponse]]

DESK = web.AppKey("desk", Desk)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PAGE = "text/html"
STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Route:
    handler: Handler
    about: Described


async def message(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.message)


async def question(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.question)


async def vote(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.vote, needed=False)


async def vote_wish(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.vote_wish, needed=False)


async def evaluation(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.evaluation)


async def poll(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.poll)


async def action(desk: Desk, request: web.Request) -> web.StreamResponse:
    return await doing(desk, request, deeds.action)


async def openapi(_desk: Desk, _request: web.Request) -> web.StreamResponse:
    return web.Response(body=DESCRIPTION, content_type="application/json")


def _get(path: str, handler: Handler, summary: str, gives: str, query: str = "") -> Route:
    return Route(handler, Described("GET", path, summary, gives, query=query))


def _file(
    path: str, handler: Handler, summary: str, kinds: tuple[str, ...], query: str = ""
) -> Route:
    return Route(handler, Described("GET", path, summary, "*/*", query=query, kinds=kinds))


def _post(path: str, handler: Handler, summary: str, takes: str, gives: str) -> Route:
    return Route(handler, Described("POST", path, summary, gives, takes=takes))


ROUTES: tuple[Route, ...] = (
    _get("/", views.home, "Join by code", PAGE, query="code"),
    _get("/was", views.accessibility, "The accessibility statement", PAGE),
    _get("/privacy", views.privacy, "What is kept of people, and how long", PAGE),
    _get("/terms", views.terms, "The terms of use", PAGE),
    _get("/m/{code}", views.participant, "The participant's page, or joining", PAGE),
    _get("/m/{code}/host", views.host, "The host's console", PAGE),
    _get("/m/{code}/speaker", views.speaker, "The speaker's queue", PAGE),
    _get("/m/{code}/stage", views.stage, "The big screen", PAGE),
    _get("/m/{code}/people", views.people, "The participants, for hosts", PAGE, query="find"),
    _get("/m/{code}/knowledge", views.knowledge, "The knowledge base", PAGE, query="find"),
    _file("/m/{code}/knowledge.{kind}", base_files.download, "The same as a file", filed.KINDS),
    _post(
        "/m/{code}/knowledge/file", base_files.look, "Show what a file would change", "File", PAGE
    ),
    _post("/m/{code}/knowledge/take", base_files.take, "Take it in", "Take", PAGE),
    _get("/m/{code}/deck", deck_pages.deck, "Plan the next meeting from a deck", PAGE),
    _post("/m/{code}/deck/file", deck_pages.look, "Read a deck", "File", PAGE),
    _post("/m/{code}/deck/next", deck_pages.follow_on, "Draft it from this meeting", "", PAGE),
    _post("/m/{code}/deck/plan", deck_pages.plan, "Plan the meeting", "DeckPlan", PAGE),
    _get("/m/{code}/record", records.look_back, "The meeting to look back at", PAGE),
    _get("/m/{code}/series", records.series, "The series to look back at", PAGE),
    _file("/m/{code}/records.{kind}", records.download, "A record", records.KINDS, "language"),
    _get("/m/{code}/calendar.ics", looking.calendar, "For a calendar", "text/calendar"),
    _post("/m/{code}/join", join, "Come in", "Join", "Joined"),
    _get("/m/{code}/state", looking.state, "What this person may see", "State"),
    _get("/m/{code}/events", looking.events, "The same page, live", STREAM, query="as version"),
    _get("/m/{code}/alike", looking.alike, "Questions that ask the same", "Alike", query="text"),
    _post("/m/{code}/messages", message, "Say something to the bot", "Message", "Reply"),
    _post("/m/{code}/questions", question, "Ask the people", "Ask", "Queued"),
    _post("/m/{code}/questions/{id}/vote", vote, "Vote", "", "Voted"),
    Route(
        vote,
        Described("DELETE", "/m/{code}/questions/{id}/vote", "Take the vote back", "Voted"),
    ),
    _post("/m/{code}/wishes/{id}/vote", vote_wish, "Want it too", "", "Voted"),
    Route(
        vote_wish,
        Described("DELETE", "/m/{code}/wishes/{id}/vote", "Take the vote back", "Voted"),
    ),
    _post("/m/{code}/evaluation", evaluation, "Hand in the evaluation", "Answers", "Reply"),
    _post("/m/{code}/polls/{id}/answer", poll, "Answer a poll", "PollAnswer", "Reply"),
    _get(
        "/m/{code}/polls/preview", looking.preview, "What a line asks", "Preview", query="text kind"
    ),
    _post("/m/{code}/actions", action, "Press a button", "Action", "Reply"),
    _get("/sign-in", accounts.begin, "Sign in with a work account", "", query="code"),
    _get("/sign-in/done", accounts.done, "Come back signed in", "", query="code state error"),
    _post("/m/{code}/sign-out", accounts.sign_out, "Sign out", "", "Nothing"),
    _get("/tab", tab.tab, "What a tab in Teams begins with", PAGE, query="code theme"),
    _get("/tab/config", tab.config, "Set up a tab in Teams", PAGE, query="code theme"),
    _post("/tab/meeting", tab.meeting_here, "Which meeting", "TabMeeting", "MeetingHere"),
    _post("/tab/meetings", tab.hosted, "The meetings one hosts", "Token", "Hosted"),
    _post("/tab/sign-in", tab.sign_in, "Come in by single sign-on", "SignIn", "SignedIn"),
    _get("/healthz", looking.alive, "Alive", "Alive"),
    _get("/readyz", looking.ready, "Store and channels can be used", "Ready"),
    _get("/metrics", looking.metrics, "Figures for Prometheus", "text/plain"),
    _get("/openapi.json", openapi, "This description", "Api"),
)
ELSEWHERE: tuple[Described, ...] = (  # served beside this table, described with it
    Described("POST", "/api/messages", "The bot's endpoint", "", takes="Activity"),
    Described("GET", "/assets/{digest}/{path}", "Styles, scripts, fonts, icons", "*/*"),
)
DESCRIPTION = described((*(route.about for route in ROUTES), *ELSEWHERE))


def add_web(app: web.Application, site: Site) -> Desk:
    """Put the pages and their API on an application; the bot's endpoint is left to its own gate."""
    desk = Desk.of(site)
    app[DESK] = desk
    app.middlewares.append(_counting(desk))
    app.middlewares.append(guard(site))
    app.middlewares.append(newest(site))
    app.on_response_prepare.append(protect(site))
    for route in ROUTES:
        handler = partial(route.handler, desk)
        # No HEAD: on the stream it would never end, and the others have no use for it.
        for path in addresses(route):
            app.router.add_route(route.about.method, path, handler)
    app.on_shutdown.append(_close_streams)
    return desk


def addresses(route: Route) -> tuple[str, ...]:
    """Give where a route is served: what belongs to a meeting also inside Teams."""
    path = route.about.path
    return (path, f"{ROOT}{path}") if path.startswith("/m/") else (path,)


def _counting(desk: Desk) -> Middleware:
    @web.middleware
    async def counted(request: web.Request, handler: Served) -> web.StreamResponse:
        response = await handler(request)
        # A client may invent methods; a label must not grow with them.
        method = request.method if request.method in METHODS else "other"
        desk.figures.requests.labels(method, route_of(request), response.status).inc()
        return response

    return counted


async def _close_streams(app: web.Application) -> None:
    await app[DESK].streams.close()
