"""Opens a chat of their own with each host and speaker, and tells hosts whom Teams will not let it.

Each is tried once for a meeting, whatever happens. Where Teams refuses, the person works on their
page, to which their own link leads; questions wait there as well.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Json
from bot.teams.failures import ConnectorError, Failure, LostError
from bot.teams.heard import Sender
from bot.teams.joining import hosts
from bot.teams.joining.own import turn_to
from bot.teams.noted import HELLO, REACHED, STAGE
from bot.teams.outbox.retry import BUSY, GATEWAY
from bot.teams.outbox.sending import ConversationId
from bot.teams.parts import Parts
from bot.teams.room import Room
from bot.teams.token import TokenError
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting

log = logging.getLogger(__name__)

WAITS = (0.5, 1.0)  # seconds before the second and the third try; opening a chat is repeatable
LONGEST_WAIT = 30.0  # seconds that a Retry-After is waited for
# Teams lets 8 chats be opened in 2 seconds: some at once, then one each so many seconds.
AT_ONCE, BETWEEN = 3, 0.4
# A look-alike of Teams that cannot open chats: that is nobody's refusal, and nobody is told.
NOT_KNOWN = frozenset({404, 405, 501})
TRYING_FOR = timedelta(minutes=2)  # so long one try may be on its way


async def reach(
    parts: Parts, room: Room, meeting: Meeting, people: Mapping[PersonId, Sender]
) -> None:
    """Open the chats of these hosts and speakers, whom Teams has named in a chat of theirs."""
    tried = 0
    for person, member in people.items():
        own = parts.rooms.own(person)
        if own is not None:
            await turn_to(parts, own, meeting, person)
        elif await _first(parts, meeting, person):
            await asyncio.sleep(BETWEEN if tried >= AT_ONCE else 0)
            await _try(parts, room, meeting, (person, member.id))
            tried += 1
    if not hosts.chats(parts, meeting) and await _refused(parts, meeting):
        await _ask_them(parts, room, meeting)
    await tell_hosts(parts, meeting)


async def lost(parts: Parts, conversation: ConversationId) -> None:
    """Note that Teams lets nothing more through to a chat, and tell hosts of a speaker's."""
    room, meeting = parts.rooms.get(conversation), parts.meeting_in(conversation)
    await parts.rooms.forget(conversation)
    if room is None or meeting is None or room.owner is None or not room.desk:
        return
    await _note(parts, _key(meeting.plan.meeting, room.owner), code="gone")
    await tell_hosts(parts, meeting)


async def tell_hosts(parts: Parts, meeting: Meeting) -> None:
    """Tell the hosts whom the bot cannot write to, each person once; it waits for a host."""
    if not hosts.chats(parts, meeting):
        return
    prefix, found = _key(meeting.plan.meeting, PersonId("")), []
    for key in await parts.notes.keys(prefix):
        kept = await parts.notes.get(key)
        if isinstance(kept, dict) and kept.get("code") and not kept.get("told"):
            await parts.notes.put(key, {**kept, "told": True})
            found.append(PersonId(key.removeprefix(prefix)))
    people = tuple(meeting.people[one] for one in found if one in meeting.people)
    if people:
        words = parts.drawing.words(meeting)
        line = words(
            "Ordstyrer cannot write to {names} in Teams. Their own link leads to their page, where "
            "the questions wait.",
            names=words.people(people),
        )
        await hosts.tell(parts, meeting, line)


async def _refused(parts: Parts, meeting: Meeting) -> bool:
    """Tell whether Teams would not open the chat of one of the hosts."""
    kept = [await parts.notes.get(_key(meeting.plan.meeting, host)) for host in meeting.plan.hosts]
    return any(isinstance(one, dict) and one.get("code") and not one.get("told") for one in kept)


async def _ask_them(parts: Parts, room: Room, meeting: Meeting) -> None:
    """Ask hosts and speakers, in the chat where they are, to write first; once, and no names."""
    if room.personal or not await parts.notes.claim(f"{STAGE}{room.id}/write-first", value=1):
        return
    speech = parts.drawing.words(meeting)
    told = speech(
        "Hosts and speakers: write to Ordstyrer in a chat of your own, or use your own link. "
        "Ordstyrer may not write to you first."
    )
    await parts.errands.say(room.id, told)


async def begin_anew(parts: Parts, meeting: MeetingId) -> None:
    """Let those be tried once more whom Teams refused: the bot was added again."""
    for key in await parts.notes.keys(_key(meeting, PersonId(""))):
        await parts.notes.put(key, None)


async def _first(parts: Parts, meeting: Meeting, person: PersonId) -> bool:
    """Claim the one try; one that broke off long ago may be made again."""
    key, now = _key(meeting.plan.meeting, person), parts.clock.now()
    trying: dict[str, Json] = {"at": now.isoformat()}
    if await parts.notes.claim(key, trying):
        return True
    kept = await parts.notes.get(key)
    if not isinstance(kept, dict) or kept.get("code") or not isinstance(kept.get("at"), str):
        return False
    if now - datetime.fromisoformat(str(kept["at"])) < TRYING_FOR:
        return False
    await parts.notes.put(key, trying)
    return True


async def _try(parts: Parts, room: Room, meeting: Meeting, who: tuple[PersonId, str]) -> None:
    person, member = who
    key = _key(meeting.plan.meeting, person)
    try:
        chat = await _opened(parts, room, member)
    except ConnectorError as error:
        if _passing(Failure.of(error)):
            await parts.notes.put(key, None)  # Teams is busy: the next event tries again
        else:
            log.info("own chat refused", extra={"status": error.status, "code": error.code})
            unknown = error.code is None and error.status in NOT_KNOWN
            await _note(parts, key, code=error.code or str(error.status), told=unknown)
    except (LostError, TokenError):
        await parts.notes.put(key, None)
    else:
        await _enter(parts, replace(room, id=chat, owner=person), meeting)


async def _opened(parts: Parts, room: Room, member: str) -> ConversationId:
    for wait in (*WAITS, None):
        try:
            chat = await parts.calls.open_chat(room, member)
        except (ConnectorError, LostError) as error:
            failure = Failure.of(error)
            asked = failure.retry_after or 0.0
            if wait is None or not _passing(failure) or asked > LONGEST_WAIT:
                raise
            await asyncio.sleep(max(wait, asked))
        else:
            break
    if chat is None:
        raise ConnectorError(200, "no id")
    return chat


def _passing(failure: Failure) -> bool:
    return failure.lost is not None or failure.status in BUSY | GATEWAY


async def _enter(parts: Parts, room: Room, meeting: Meeting) -> None:
    """Keep the way to the chat; its desk is the welcome, and there is no other."""
    reference = {**room.reference, "conversation": {"id": room.id}}
    own = replace(room, personal=True, desk=True, call=None, reference=reference)
    await parts.notes.claim(HELLO + own.id, parts.clock.now().isoformat())
    await parts.rooms.bind(own.id, meeting.plan.meeting)
    await parts.rooms.keep(own)
    parts.outbox.heard_from(own.id)
    parts.redrawing.room(own)


async def _note(parts: Parts, key: str, code: str, *, told: bool = False) -> None:
    kept = await parts.notes.get(key)
    before = isinstance(kept, dict) and kept.get("told") is True
    await parts.notes.put(key, {"code": code, "told": told or before})


def _key(meeting: MeetingId, person: PersonId) -> str:
    return f"{REACHED}{meeting}/{person}"
