"""Joining: a person comes in, comes again, or shows the key of a host's or speaker's link."""

from aiohttp import web

from dialogs.cleaning import cleaned_line
from meeting.commands import Arrive, Command, Join
from meeting.ids import PersonId
from meeting.model import Meeting
from web import identity, language, wrongs
from web.answering import json_answer
from web.desk import Desk, find_meeting
from web.doing import EXPECTED, see_other
from web.framing import in_tab
from web.guard import page_answer, told_wrong, wants_page
from web.reading import Body, read_body
from web.views import CAME, draw


async def join(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Come in: with a role link's key as its holder, else as the one who was here, or somebody new.

    Whoever comes again keeps the person, and a name or organisation that is not given.
    """
    meeting = find_meeting(desk, request)
    body = await read_body(request, needed=False)
    try:
        person = await _let_in(desk, request, meeting, body)
    except EXPECTED as error:
        if not wants_page(request):
            raise
        words = language.words_for(request, meeting)
        wrong = told_wrong(request, error, words)
        name = "join" if identity.person_of(desk.site, request, meeting) is None else "participant"
        html = draw(desk, request, meeting, name, error=wrong.sentence, kept=body.kept())
        return page_answer(html, wrong)
    response = _joined(desk, request, meeting, person)
    identity.remember(desk.site, request, response, meeting, person)
    return response


async def _let_in(desk: Desk, request: web.Request, meeting: Meeting, body: Body) -> PersonId:
    if body.data.get("key"):
        meeting = await _as_it_is(desk, meeting)
        holder = identity.key_holder(desk.site, meeting, body.text("key"))
        if holder is None:
            raise wrongs.wrong_key()
        await desk.site.hub.send(meeting.plan.meeting, _command(desk, holder, Arrive()))
        return holder
    known = identity.person_of(desk.site, request, meeting)
    elsewhere = identity.known_elsewhere(desk.site, request, meeting)
    person = known or elsewhere or identity.new_participant()
    before = meeting.people.get(person)
    deed = Join(
        _line(body, "name", before.name if before else None),
        _line(body, "organisation", before.organisation if before else None),
    )
    await desk.site.hub.send(meeting.plan.meeting, _command(desk, person, deed))
    return person


async def _as_it_is(desk: Desk, meeting: Meeting) -> Meeting:
    """Read the meeting anew where another process may have withdrawn a link."""
    hub, id_ = desk.site.hub, meeting.plan.meeting
    if hub.shared:
        await hub.refresh(id_)
    return hub.state(id_)


def _command(desk: Desk, person: PersonId, deed: Join | Arrive) -> Command:
    return Command(identity.new_command(), desk.site.clock.now(), person, deed)


def _line(body: Body, field: str, before: str | None) -> str | None:
    text = body.maybe(field)
    return before if text is None else cleaned_line(text) or None


def _joined(desk: Desk, request: web.Request, before: Meeting, id_: PersonId) -> web.Response:
    meeting = desk.site.hub.state(before.plan.meeting)
    role = identity.role_of(meeting, id_)
    page = role.value if role else "participant"
    if wants_page(request):
        return see_other(request, meeting, page, f"?{CAME}" if in_tab(request) else "")
    person = meeting.person(id_)
    return json_answer(
        {
            "role": page,
            "name": person.name,
            "organisation": person.organisation,
            "version": meeting.version,
        }
    )
