"""A meeting's records over HTTP: files for its hosts, a page to look back at for all in it."""

from dataclasses import replace
from functools import partial

from aiohttp import web

from bot.reports.account import account
from bot.reports.files import TYPES, Kind, file_name, written
from dialogs import i18n
from dialogs.words import LANGUAGES, Words
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting, Role
from meeting.series_views import HELD, Reader, series_view
from web import language, wrongs
from web.desk import Desk, find_meeting
from web.guard import page_answer
from web.identity import person_of
from web.site import Record, Series
from web.views import draw, not_your_page, seen_by

EVERYTHING = "json"
KINDS = (*(kind.value for kind in Kind), EVERYTHING)


async def download(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Give a host a record as a file, in the meeting's own language unless asked for another."""
    meeting = _hosted(desk, request)
    kind = request.match_info["kind"]
    words = _words(request, meeting)
    if kind == EVERYTHING:
        return _file(await _everything(desk, meeting), "application/json", meeting, kind)
    if kind not in list(Kind):
        raise wrongs.no_such_thing()
    wanted = Kind(kind)
    now, others = desk.site.clock.now(), desk.site.others(meeting)
    about = partial(account, meeting, words, now, others=others)
    page = desk.site.links(meeting).join
    data = await desk.archive.write(lambda: written(wanted, about(), page))
    return _file(data, TYPES[wanted], meeting, kind)


async def look_back(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Show the meeting as it went to whoever was there, and what else of the series they know."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        return page_answer(draw(desk, request, meeting, "join"))
    body = await desk.archive.look_back(meeting, language.words_for(request, meeting))
    others, known = _others(desk, request, meeting, person)
    record = Record(body, others, known)
    seen = replace(seen_by(desk, request, meeting, "record"), record=record)
    return page_answer(desk.site.draw.page("record", seen))


async def series(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Show the series to whoever was in any of its meetings: those they know, a host all."""
    meeting = find_meeting(desk, request)
    reader, own = _reader(desk, request, meeting)
    if not own:
        return page_answer(draw(desk, request, meeting, "join"))
    view = series_view(reader, desk.site.clock.now())
    found = Series(view, own, host=bool(reader.chaired))
    seen = replace(seen_by(desk, request, meeting, "series"), series=found)
    return page_answer(desk.site.draw.page("series", seen))


def _reader(
    desk: Desk, request: web.Request, meeting: Meeting
) -> tuple[Reader, frozenset[MeetingId]]:
    """Say what of the series this browser may look back at, and which meetings it was in.

    Who chairs one of its meetings has the rights of a host in all that the same person chairs.
    """
    whole = (meeting, *desk.site.others(meeting))
    came = [(one, person_of(desk.site, request, one)) for one in whole]
    own = frozenset(one.plan.meeting for one, person in came if person is not None)
    chairs = {person for one, person in came if Role.HOST in one.roles(person)}
    chaired = frozenset(one.plan.meeting for one in whole if chairs & {*one.plan.hosts})
    held = frozenset(one.plan.meeting for one in whole if chaired and one.phase in HELD)
    known = tuple(one for one in whole if one.plan.meeting in own | chaired | held)
    return Reader(known, chaired), own


def _others(
    desk: Desk, request: web.Request, meeting: Meeting, person: PersonId
) -> tuple[tuple[Meeting, ...], frozenset[MeetingId]]:
    """Give the series' other meetings, a participant's own ones, and which of them open here."""
    others = tuple(one for one in desk.site.others(meeting) if one.phase in HELD)
    known = frozenset(one.plan.meeting for one in others if person_of(desk.site, request, one))
    if Role.HOST not in meeting.roles(person):
        others = tuple(one for one in others if one.plan.meeting in known)
    return others, known


async def _everything(desk: Desk, meeting: Meeting) -> bytes:
    if desk.site.everything is None:
        raise wrongs.no_such_thing()
    async with desk.archive.turn:
        return await desk.site.everything(meeting)


def _hosted(desk: Desk, request: web.Request) -> Meeting:
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    if Role.HOST not in meeting.roles(person):
        raise not_your_page()
    return meeting


def _words(request: web.Request, meeting: Meeting) -> Words:
    """Speak the meeting's language and not the browser's: a paper is sent to others."""
    asked = request.query.get("language", meeting.plan.language)
    if asked not in LANGUAGES:
        raise wrongs.wrong_field("language")
    return i18n.words(asked, meeting.plan.zone)


def _file(data: bytes, kind: str, meeting: Meeting, ending: str) -> web.Response:
    name = file_name(meeting.plan.meeting, ending)
    charset = "utf-8" if kind.startswith("text/") else None
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=data, content_type=kind, charset=charset, headers=headers)
