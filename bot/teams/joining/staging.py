"""Tells hosts what does not fit in the call: who cannot share there, and who organises it.

What somebody is in Teams gives no right here; it is only told, and never kept.
"""

import hashlib

from bot.teams.failures import ConnectorError, LostError
from bot.teams.joining import hosts
from bot.teams.joining.rights import host_by_entra
from bot.teams.joining.service import Call, InCall
from bot.teams.noted import STAGE
from bot.teams.parts import Parts
from bot.teams.room import Room
from bot.teams.saying import PARAGRAPH
from bot.teams.token import TokenError
from dialogs.cleaning import cleaned_line
from dialogs.words import Words
from meeting.ids import PersonId
from meeting.model import Meeting

ATTENDEE = "Attendee"
MOST = 30  # people asked about: the hosts and speakers of a big day
NOT_FOUND = 404


async def stage(parts: Parts, room: Room, meeting: Meeting) -> None:
    """Look at the call, and tell the hosts once what they may want to put right."""
    call = await parts.calls.call(room)
    if call is None or not hosts.chats(parts, meeting):
        return
    lines = [*await _organised(parts, room, meeting, call), *await _attendees(parts, room, meeting)]
    told = hashlib.sha256(PARAGRAPH.join(lines).encode()).hexdigest()
    if not lines or await parts.notes.get(STAGE + room.id) == told:
        return
    await parts.notes.put(STAGE + room.id, told)
    for line in lines:
        await hosts.tell(parts, meeting, line)


async def _organised(parts: Parts, room: Room, meeting: Meeting, call: Call) -> list[str]:
    if call.organiser is None or host_by_entra(parts, call.organiser) in meeting.plan.hosts:
        return []
    seen = await _in_call(parts, room, call.organiser)
    name = cleaned_line((seen.name if seen else None) or "")
    return [_organiser_line(name, parts.drawing.words(meeting))]


def _organiser_line(name: str, words: Words) -> str:
    if not name:
        return words("Who organises it in Teams is no host here: hosts stand in the meeting file.")
    return words(
        "{name} organises it in Teams, but is no host here: hosts stand in the meeting file.",
        name=name,
    )


async def _attendees(parts: Parts, room: Room, meeting: Meeting) -> list[str]:
    """Name the speakers who may only listen in Teams; Teams tells it person by person."""
    found: list[PersonId] = []
    speakers = dict.fromkeys(one for item in meeting.plan.items for one in item.speakers)
    known = [(oid, one) for oid, one in parts.people.entra.items() if one in speakers]
    for oid, person in known[:MOST]:
        try:
            seen = await parts.calls.in_call(room, oid)
        except ConnectorError as error:
            if error.status != NOT_FOUND:  # else that person is just not there
                break
            continue
        except (LostError, TokenError):
            break
        if seen.role == ATTENDEE:
            found.append(person)
    if not found:
        return []
    words = parts.drawing.words(meeting)
    names = words.people(tuple(meeting.person(one) for one in found))
    return [words("{names} cannot share in Teams yet: make them presenters there.", names=names)]


async def _in_call(parts: Parts, room: Room, entra: str) -> InCall | None:
    try:
        return await parts.calls.in_call(room, entra)
    except (ConnectorError, LostError, TokenError):
        return None
