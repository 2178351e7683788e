"""Ties a chat to a meeting: kept over restarts, and everything there is drawn anew."""

from bot.teams.noted import HELLO, STAGE, WHICH
from bot.teams.outbox.sending import ConversationId
from bot.teams.parts import Parts
from bot.teams.room import THREAD, Room
from meeting.model import Meeting


async def tie(parts: Parts, room: Room, meeting: Meeting) -> None:
    """Say that this chat is this meeting's, on disk when it returns.

    What was another meeting's begins anew: new cards, a new welcome. A channel belongs to the first
    meeting that one of its threads was tied to, so that its other threads are answered too.
    """
    before, id_ = parts.meeting_in(room.id), meeting.plan.meeting
    if before is not None and before.plan.meeting != id_:
        await parts.rooms.begin_anew(room.id)
        parts.outbox.begin_anew(room.id)
        for kind in (HELLO, STAGE):
            await parts.notes.put(kind + room.id, None)
    await parts.rooms.bind(room.id, id_)
    await parts.notes.put(WHICH + room.id, None)
    channel = ConversationId(room.id.partition(THREAD)[0])
    if channel != room.id and room.call is None:
        await parts.rooms.bind_channel(channel, id_)
