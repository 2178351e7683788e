"""The pages: who may see which, and what each is drawn from."""

from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from bot.base.shelf import Shelf, shelf
from bot.conversation import Told
from dialogs.cleaning import cleaned
from dialogs.doors import nothing_kept
from meeting.ids import PersonId
from meeting.model import ANSWERERS, Meeting, Role
from meeting.viewer import Viewer
from web import language, wrongs
from web.desk import Desk, find_meeting, meeting_of_code
from web.frames import ROLES
from web.framing import in_tab
from web.guard import page_answer
from web.holding import tokens_of
from web.identity import person_of, session_of
from web.site import Seen
from web.wrongs import WrongError

LONGEST_FIND = 300  # characters
CAME = "came"  # in the address after joining in the tab, where a cookie may have been thrown away


async def home(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Join by code; the code comes back as a query, so that it works without scripts."""
    code = request.query.get("code", "").strip().replace(" ", "").replace("-", "")
    if not code:
        return page_answer(desk.site.draw.page("home", outside(desk, request)))
    try:
        meeting = meeting_of_code(desk, request, code)
    except WrongError as error:
        seen = outside(desk, request)
        wrong, kept = error.told(seen.words), {"code": code[:20]}
        html = desk.site.draw.page("home", seen, error=wrong.sentence, kept=kept)
        return page_answer(html, wrong)
    return web.Response(status=303, headers={"Location": f"/m/{meeting.plan.code}"})


async def accessibility(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Show the accessibility statement, which Danish public bodies have at this address."""
    return page_answer(desk.site.draw.page("was", outside(desk, request)))


async def privacy(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Say what is kept of people, how long, and who answers for it."""
    return page_answer(desk.site.draw.page("privacy", outside(desk, request)))


async def terms(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Say on what terms people take part."""
    return page_answer(desk.site.draw.page("terms", outside(desk, request)))


async def participant(desk: Desk, request: web.Request) -> web.StreamResponse:
    meeting = find_meeting(desk, request)
    if person_of(desk.site, request, meeting) is not None:
        return page_answer(draw(desk, request, meeting, "participant"))
    error = None
    if CAME in request.query:  # and yet there is no cookie
        error = nothing_kept(language.words_for(request, meeting))
    return page_answer(draw(desk, request, meeting, "join", error=error))


async def host(desk: Desk, request: web.Request) -> web.StreamResponse:
    return _for_role(desk, request, "host")


async def speaker(desk: Desk, request: web.Request) -> web.StreamResponse:
    return _for_role(desk, request, "speaker")


async def stage(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Show the big screen to whoever has the code: it holds nothing that is one person's."""
    return page_answer(draw(desk, request, find_meeting(desk, request), "stage"))


def _for_role(desk: Desk, request: web.Request, name: str) -> web.StreamResponse:
    """Show a page of a role; without the right, the page where the link's key is handed in."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if ROLES[name] in meeting.roles(person):
        return page_answer(draw(desk, request, meeting, name))
    return _without_right(desk, request, meeting, person)


async def people(desk: Desk, request: web.Request) -> web.StreamResponse:
    """List the participants for the hosts."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if Role.HOST in meeting.roles(person):
        return page_answer(draw(desk, request, meeting, "people"))
    return _without_right(desk, request, meeting, person)


def _without_right(
    desk: Desk, request: web.Request, meeting: Meeting, person: PersonId | None
) -> web.StreamResponse:
    if person is None:
        return page_answer(draw(desk, request, meeting, "signing-in"))
    words = language.words_for(request, meeting)
    wrong = not_your_page().told(words)
    html = draw(desk, request, meeting, "signing-in", error=wrong.sentence)
    return page_answer(html, wrong)


async def knowledge(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Show the knowledge base to those who answer for it."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if meeting.roles(person) & ANSWERERS:
        return page_answer(draw(desk, request, meeting, "knowledge"))
    return _without_right(desk, request, meeting, person)


def _shelf(desk: Desk, request: web.Request, meeting: Meeting, person: PersonId | None) -> Shelf:
    base = desk.site.bases.get(meeting.plan.meeting)
    today = desk.site.clock.now().date()
    return shelf(desk.site.conversation.editing, base, meeting, person, _find(request), today)


def _find(request: web.Request) -> str:
    return cleaned(request.query.get("find", ""))[:LONGEST_FIND]


def not_your_page() -> WrongError:
    return wrongs.not_you(
        lambda words: words(
            "This page is for others; open it with the personal link you were sent."
        )
    )


def draw(
    desk: Desk,
    request: web.Request,
    meeting: Meeting,
    name: str,
    *,
    error: str | None = None,
    kept: Mapping[str, str] | None = None,
) -> str:
    """Draw a page for whoever asks, with the reply to the form sent before, if there is one."""
    told = desk.lately.take(request.query.get("told", ""))
    seen = seen_by(desk, request, meeting, name, told)
    return desk.site.draw.page(name, seen, error=error, kept=kept)


def seen_by(
    desk: Desk, request: web.Request, meeting: Meeting, name: str, told: Told | None = None
) -> Seen:
    person = None if name == "stage" else person_of(desk.site, request, meeting)
    others = desk.site.others(meeting) if name in {"participant", "speaker", "host"} else ()
    tokens = tokens_of(request, (meeting, *others)) if name == "participant" else {}
    held = frozenset(question for question in tokens if question in meeting.questions)
    return Seen(
        meeting=meeting,
        viewer=replace(_viewer(meeting, person, name), held=held),
        person=person,
        role=ROLES.get(name),
        words=language.words_for(request, meeting),
        now=desk.site.clock.now(),
        links=desk.site.links(meeting),
        told=told,
        titles=desk.site.titles(meeting.plan.meeting),
        refusing=desk.site.trouble() is not None,
        tokens=tokens,
        others=others,
        chats=desk.site.chats(meeting.plan.meeting) if name == "host" else None,
        drafts=desk.site.drafts(meeting, name),
        shelf=_shelf(desk, request, meeting, person) if name == "knowledge" else None,
        alike=desk.site.conversation.likeness.together(meeting) if name == "host" else {},
        find=_find(request) if name == "people" else "",
        tab=in_tab(request),
        accounts=desk.site.accounts is not None and not in_tab(request),
        session=session_of(desk.site, request, meeting) is not None,
        signs_in=_signs_in(desk),
    )


def _signs_in(desk: Desk) -> bool:
    return desk.site.tab is not None and desk.site.tab.signs_in


def _viewer(meeting: Meeting, person: PersonId | None, name: str) -> Viewer:
    """Let a host see all only on the host's own page: the others may be on a shared screen."""
    match name:
        case "host" | "speaker":
            return Viewer.of(meeting, person)
        case _:
            return Viewer(person)


def outside(desk: Desk, request: web.Request) -> Seen:
    words = language.words_for(request, None)
    return Seen(
        None,
        Viewer(),
        None,
        None,
        words,
        desk.site.clock.now(),
        tab=in_tab(request),
        signs_in=_signs_in(desk),
    )
