"""The tab in Teams: which meeting it is about, and who has opened it by what Entra ID says of them.

What the page says about its chat or its person is only ever a question; rights come from the plan.
"""

import logging
import re

from aiohttp import web

from bot.ports import NotSignedInError, SignedIn
from dialogs.cleaning import cleaned_line
from meeting.commands import Arrive, Command, Deed, Join
from meeting.ids import PersonId
from meeting.model import ANSWERERS, Meeting, Phase, Role
from meeting.rules.texts import LONGEST_NAME
from web import identity, language, wrongs
from web.answering import json_answer
from web.desk import Desk, meeting_of_code, wrong_code
from web.doing import PATHS
from web.framing import ROOT
from web.guard import page_answer
from web.reading import Body, read_body
from web.views import draw, outside
from web.wrongs import WrongError

log = logging.getLogger(__name__)

CHAT = re.compile(r"[!-~]{1,300}")  # as Teams names one: nothing that a store could not take


async def tab(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Draw what the tab begins with: its script finds out where in Teams it stands."""
    return _drawn(desk, request, "tab")


async def config(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Draw the page on which somebody says which meeting a new tab is about."""
    return _drawn(desk, request, "tab-config")


def _drawn(desk: Desk, request: web.Request, name: str) -> web.Response:
    """Draw with the meeting of the code, if the address has one; a wrong one may be typed again."""
    code = _plain(request.query.get("code", ""))
    if not code:
        return page_answer(desk.site.draw.page(name, outside(desk, request)))
    try:
        meeting = meeting_of_code(desk, request, code)
    except WrongError as error:
        seen = outside(desk, request)
        wrong, kept = error.told(seen.words), {"code": code[:20]}
        return page_answer(desk.site.draw.page(name, seen, error=wrong.sentence, kept=kept), wrong)
    return page_answer(draw(desk, request, meeting, name))


async def meeting_here(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Say which meeting has a code, or belongs to the chat that the tab stands in."""
    body = await read_body(request)
    chat = body.maybe("chat")
    found = await _of_chat(desk, request, chat) if chat else _of_code(desk, request, body)
    return json_answer(_shown(found))


async def _of_chat(desk: Desk, request: web.Request, chat: str) -> Meeting:
    """Find a chat's meeting; made-up chats are counted as wrong codes are."""
    known = desk.site.tab if CHAT.fullmatch(chat) else None
    id_ = await known.meeting_of_chat(chat) if known else None
    if id_ is not None:
        return desk.site.hub.state(id_)
    raise wrong_code(desk, request, f"chat {chat}", wrongs.unknown_chat())


def _of_code(desk: Desk, request: web.Request, body: Body) -> Meeting:
    return meeting_of_code(desk, request, _plain(body.text("code")))


async def hosted(desk: Desk, request: web.Request) -> web.StreamResponse:
    """List the meetings that are not over and that whoever has signed in is a host of."""
    signed = await _signed(desk, await read_body(request))
    person = _person(desk, signed)
    meetings = [
        meeting
        for meeting in desk.site.hub.meetings()
        if Role.HOST in meeting.roles(person) and meeting.phase is not Phase.CLOSED
    ]
    meetings.sort(key=lambda meeting: meeting.plan.start)
    shown = [_shown(m) | {"when": _when(request, m)} for m in meetings]
    return json_answer({"meetings": shown})


async def sign_in(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Let in whom the token names: as the host or speaker of the plan, else as a participant."""
    body = await read_body(request)
    meeting = _of_code(desk, request, body)
    person = await _let_in(desk, meeting, await _signed(desk, body))
    now = desk.site.hub.state(meeting.plan.meeting)
    role = identity.role_of(now, person)
    page = role.value if role else "participant"
    answer = json_answer(
        {
            "role": page,
            "name": now.person(person).name,
            "path": f"{ROOT}/m/{now.plan.code}{PATHS[page]}",
            "version": now.version,
        }
    )
    signed_in = bool(now.roles(person) & ANSWERERS)
    identity.remember(desk.site, request, answer, now, person, session=signed_in)
    return answer


async def _signed(desk: Desk, body: Body) -> SignedIn:
    token = body.text("token")
    if desk.site.tab is None:
        raise wrongs.not_signed_in()
    try:
        return await desk.site.tab.whose(token)
    except NotSignedInError as error:
        log.info("not signed in", extra={"reason": str(error)})
        raise wrongs.not_signed_in() from None


async def _let_in(desk: Desk, meeting: Meeting, signed: SignedIn) -> PersonId:
    """Bring the person in, once; a name that they have changed here is left as it is."""
    hub, id_ = desk.site.hub, meeting.plan.meeting
    if hub.shared:
        await hub.refresh(id_)
        meeting = hub.state(id_)
    person = _person(desk, signed)
    deed: Deed | None = None
    if meeting.roles(person) & ANSWERERS:
        deed = None if person in meeting.here or meeting.phase is Phase.CLOSED else Arrive()
    elif person not in meeting.people:
        deed = Join(cleaned_line(signed.name or "")[:LONGEST_NAME].strip() or None, None)
    if deed is not None:
        now = desk.site.clock.now()
        await hub.send(id_, Command(identity.new_command(), now, person, deed))
    return person


def _person(desk: Desk, signed: SignedIn) -> PersonId:
    planned = desk.site.tab.entra.get(signed.entra) if desk.site.tab else None
    return planned or desk.site.keys.signed_in(signed.entra)


def _shown(meeting: Meeting) -> dict[str, object]:
    code = meeting.plan.code
    return {"code": code, "title": meeting.plan.title, "path": f"{ROOT}/m/{code}"}


def _when(request: web.Request, meeting: Meeting) -> str:
    words, start = language.words_for(request, meeting), meeting.plan.start
    return f"{words.date(start)} {words.time(start)}"


def _plain(code: str) -> str:
    return code.strip().replace(" ", "").replace("-", "")
