"""What can be read without changing anything: the state, the live stream, the server's health."""

import re

from aiohttp import web

from bot.reports.calendar import TYPE
from bot.reports.calendar import calendar as as_calendar
from bot.reports.state import question_json
from dialogs.cleaning import cleaned
from dialogs.poll_fields import read_asked
from dialogs.polling import how
from dialogs.refusing import refusal
from meeting.ids import PersonId
from meeting.model import Meeting, Role
from meeting.question_views import question_view
from meeting.refusals import Reason, RefusedError
from meeting.rules.poll_wording import refusal_of
from meeting.rules.texts import LONGEST_TEXT
from meeting.viewer import Viewer
from web import language, wrongs
from web.answering import json_answer, state_of
from web.desk import Desk, find_meeting
from web.frames import ROLES, Kind
from web.framing import in_tab
from web.health import reason
from web.identity import person_of, role_of

VERSION = re.compile(r"[0-9]{1,9}")


async def state(desk: Desk, request: web.Request) -> web.StreamResponse:
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    words = language.words_for(request, meeting)
    return json_answer(state_of(desk.site, meeting, person, words))


async def alike(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Give the questions that ask nearly what somebody is typing, so that they can join in."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    text = cleaned(request.query.get("text", ""))[:LONGEST_TEXT]
    found = desk.site.conversation.likeness.near(meeting.plan.meeting, text)
    viewer = Viewer.of(meeting, person)
    words = language.words_for(request, meeting)
    views = (question_view(meeting, question, viewer) for question in found)
    return json_answer({"questions": [question_json(view, words) for view in views]})


async def preview(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Say what a line becomes that a host is writing, or why it cannot be asked."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    if Role.HOST not in meeting.roles(person):
        raise RefusedError(Reason.HOST_ONLY)
    words = language.words_for(request, meeting)
    question = read_asked(dict(request.query), meeting).question
    refused = refusal_of(question)
    return json_answer(
        {
            "text": question.text,
            "kind": question.kind.value,
            "how": how(question, words)[0],
            "options": question.options,
            "error": None if refused is None else refusal(refused, words),
        }
    )


async def events(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Stream the page of whoever looks; the big screen's needs no more than the code.

    It begins with what has changed since the version that the page, or the stream before a break,
    had come to; with everything where that is not said.
    """
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    page = _page(request, meeting, person)
    speaker = person if page == "speaker" else None
    kind = Kind(page, language.language(request, meeting), speaker, in_tab(request))

    def still() -> bool:
        return _may_see(desk, request, desk.site.hub.state(meeting.plan.meeting), page, person)

    return await desk.streams.serve(request, meeting.plan.meeting, kind, _known(request), still)


def _may_see(
    desk: Desk, request: web.Request, now: Meeting, page: str, person: PersonId | None
) -> bool:
    """Tell whether a page is still theirs: links are withdrawn, sessions end, people are erased.

    It is asked for each viewer of each frame, so of most of them only what costs nothing.
    """
    if page == "stage":
        return True
    if page == "participant":
        return person in now.people
    return person_of(desk.site, request, now) == person and ROLES[page] in now.roles(person)


def _known(request: web.Request) -> int | None:
    """Read how new the viewer's page is; what a browser says after a break is newer."""
    said = request.headers.get("Last-Event-ID", request.query.get("version", ""))
    return int(said) if VERSION.fullmatch(said) else None


def _page(request: web.Request, meeting: Meeting, person: PersonId | None) -> str:
    """Say which page's stream it is. Raises WrongError: 401, 403, 422."""
    role = role_of(meeting, person)
    page = request.query.get("as", role.value if role else Role.PARTICIPANT.value)
    if page == "stage":
        return page
    if page not in ROLES:
        raise wrongs.wrong_field("as")
    if role is None:
        raise wrongs.not_joined()
    if ROLES[page] not in meeting.roles(person):
        raise wrongs.not_you(
            lambda words: words("Only those with that role in the meeting may see this.")
        )
    return page


async def calendar(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Give the meeting to a calendar: to whoever has the code, so nothing of any person's."""
    meeting = find_meeting(desk, request)
    words = language.words_for(request, meeting)
    body = as_calendar(meeting, desk.site.links(meeting).join, words)
    name = f'attachment; filename="{meeting.plan.code}.ics"'
    headers = {"Content-Type": f"{TYPE}; charset=utf-8", "Content-Disposition": name}
    return web.Response(body=body, headers=headers)


async def alive(_desk: Desk, _request: web.Request) -> web.StreamResponse:
    return json_answer({"alive": True})


async def ready(desk: Desk, _request: web.Request) -> web.StreamResponse:
    """Say whether things can be stored, and if not then why."""
    trouble = desk.site.trouble()
    if trouble is None:
        return json_answer({"ready": True})
    return json_answer({"ready": False, "reason": reason(trouble)}, status=503)


async def metrics(desk: Desk, _request: web.Request) -> web.StreamResponse:
    text, content_type = desk.figures.text()
    return web.Response(body=text, headers={"Content-Type": content_type})
