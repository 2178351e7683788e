"""Finds out which planned meeting a chat of Teams is: by link, by title and time, by its person.

Whatever is found is checked against the meeting file: only what Teams itself says about the chat,
or a host whom Entra ID vouches for, ties it.
"""

from botbuilder.schema import Activity

from bot.teams.cards.joining import choice_card
from bot.teams.heard import Heard, room_of
from bot.teams.joining.fitting import Fit, fit, linked_to
from bot.teams.joining.own import follow, theirs
from bot.teams.joining.rights import host_by_entra
from bot.teams.joining.tying import tie
from bot.teams.joining.welcoming import welcome
from bot.teams.noted import WHICH
from bot.teams.outbox.sending import Content
from bot.teams.parts import Parts
from bot.teams.room import Room
from dialogs.i18n import words
from dialogs.words import Words
from meeting.ids import PersonId
from meeting.model import Meeting

NO_MEETING_ZONE = "Europe/Copenhagen"


def no_meeting_words(locale: str) -> Words:
    """Speak the language that Teams says a person has: there is no meeting's to go by."""
    return words("en" if locale.casefold().startswith("en") else "da", NO_MEETING_ZONE)


async def meeting_of(parts: Parts, heard: Heard, activity: Activity) -> Meeting | None:
    """Give the meeting that something was said or pressed for; ties the chat where that is sure.

    Nothing is asked of Teams here: a chat is known by a join link, a person by Entra ID.
    """
    known = parts.meeting(heard)
    if known is not None:
        return await follow(parts, heard, known) if heard.personal else known
    room = room_of(activity, heard)
    if heard.personal:
        found = theirs(parts, heard.sender)
        if found is not None:
            await tie(parts, room, found)
        return found
    found = linked_to(parts.hub.meetings(), room.id)
    if found is not None and not await parts.presence.left_since(room.id, heard.sent):
        await tie(parts, room, found)
        await welcome(parts, room, found)
    return found


async def met(parts: Parts, heard: Heard, room: Room) -> None:
    """Meet a chat of no meeting yet: find which it is, or say once what to do."""
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    found = None if room.personal else linked_to(parts.hub.meetings(), room.id)
    if found is not None:
        await tie(parts, room, found)
        await welcome(parts, room, found)
    elif await parts.notes.claim(WHICH + room.id, ""):
        speech = no_meeting_words(heard.locale)
        work = _met_own if room.personal else _met_common
        parts.roster.aside(work(parts, room, speech))


async def look(parts: Parts, room: Room, speech: Words, *, asked: bool) -> None:
    """Ask Teams what the chat is, and tie it, or tell hosts what fits.

    Unless it is `asked` for, nothing is said that was said before.
    """
    found, before = await _fit(parts, room), parts.meeting_in(room.id)
    if found.certain is not None:
        if before is None or before.plan.meeting != found.certain.plan.meeting:
            await tie(parts, room, found.certain)
            await welcome(parts, room, found.certain)
        return
    fitting = [one for one in found.possible if before is None or one is not before]
    offer = ",".join(one.plan.meeting for one in fitting)
    said = await parts.notes.get(WHICH + room.id)
    if not asked and (said == offer or not offer):
        return
    await parts.notes.put(WHICH + room.id, offer)
    if fitting:
        speech = words(fitting[0].plan.language, fitting[0].plan.zone)
        card = choice_card(fitting, speech)
        summary = speech("Which meeting is this?")
        await parts.errands.send(room.id, Content(card=card, summary=summary))
    elif before is None:
        told = speech(
            "This chat belongs to no meeting yet. A host writes the meeting's code here, after "
            "@Ordstyrer."
        )
        await parts.errands.say(room.id, told)


async def _fit(parts: Parts, room: Room) -> Fit:
    call = await parts.calls.call(room)

    def host_of(entra: str) -> PersonId | None:
        return host_by_entra(parts, entra)

    return fit(parts.hub.meetings(), room.id, call, host_of)


async def _met_common(parts: Parts, room: Room, speech: Words) -> None:
    await look(parts, room, speech, asked=True)


async def _met_own(parts: Parts, room: Room, speech: Words) -> None:
    """Find whose own chat it is; whoever is known in no meeting says which by its code."""
    for member in await parts.roster.members(room):
        found = theirs(parts, member)
        if found is not None:
            await tie(parts, room, found)
            await welcome(parts, room, found)
            return
    told = speech("Write the meeting's code here, and this chat belongs to it.")
    await parts.errands.say(room.id, told)
