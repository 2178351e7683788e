"""One turn: what kind of activity it is decides who deals with it."""

import logging

import orjson
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, InvokeResponse

from bot.ports import StoreFullError, StoreUnavailableError
from bot.teams import arriving, choosing, editing, saying, talking
from bot.teams.cards.joining import BIND
from bot.teams.heard import Heard, hear, room_of
from bot.teams.joining import binding, codes, reaching
from bot.teams.parts import Parts
from bot.teams.pressing import Answer, error, message, press, verb_of
from bot.teams.sender import message as to_activity
from meeting.model import Meeting, Role

log = logging.getLogger(__name__)

PRESS = "adaptiveCard/action"


class Handler:
    """`on_turn` is what the SDK's adapter calls."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def on_turn(self, context: TurnContext) -> None:
        """Deal with one activity. Raises the store's errors: then nothing was changed."""
        activity: Activity = context.activity
        heard = hear(activity)
        try:
            await self._turn(context, activity, heard)
        except (StoreFullError, StoreUnavailableError):
            raise
        except Exception:
            log.exception("turn failed", extra={"kind": activity.type})
            speech = binding.no_meeting_words(heard.locale)
            sorry = speech("Sorry, something went wrong here. Please say it again.")
            self._parts.roster.aside(self._parts.errands.say(heard.conversation, sorry))
            raise

    async def _turn(self, context: TurnContext, activity: Activity, heard: Heard) -> None:
        parts = self._parts
        meeting = parts.meeting(heard)
        match activity.type:
            case "message":
                await self._message(context, activity, heard)
            case "messageUpdate" | "messageDelete" if meeting is not None:
                await self._changed(activity, heard, meeting)
            case "invoke" if activity.name == PRESS:
                answer = await self._press(activity, heard)
                await _respond(context, heard, answer)
            case "installationUpdate":
                await arriving.installed(parts, heard, activity, meeting)
            case "conversationUpdate":
                await arriving.changed(parts, heard, activity, meeting)
            case "event":
                await arriving.happened(parts, heard, activity, meeting)
            case _:
                pass  # reactions, typing

    async def _message(self, context: TurnContext, activity: Activity, heard: Heard) -> None:
        meeting = await binding.meeting_of(self._parts, heard, activity)
        room = room_of(activity, heard)
        if meeting is None:
            await codes.unbound(self._parts, heard, room)
            return
        if await codes.moved(self._parts, heard, room, meeting):
            return
        person = self._parts.people.identify(heard.sender, meeting)
        await self._parts.enter(room, heard, meeting, person)
        if heard.personal and Role.HOST in meeting.roles(person):
            self._parts.roster.aside(reaching.tell_hosts(self._parts, meeting))
        told = await talking.talk(self._parts, heard, meeting, person)
        if heard.wants_replies:
            replies = saying.contents(self._parts, heard, told)
            await context.send_activities([to_activity(content) for content in replies])
        else:
            await saying.send(self._parts, heard, told)
        await self._parts.people.seen(person, meeting.plan.meeting)

    async def _changed(self, activity: Activity, heard: Heard, meeting: Meeting) -> None:
        """Follow a message that its writer has changed or taken away."""
        person = self._parts.people.identify(heard.sender, meeting)
        if activity.type == "messageDelete":
            await editing.deleted(self._parts, heard, meeting, person)
        else:
            told = await editing.edited(self._parts, heard, meeting, person)
            await saying.send(self._parts, heard, told)

    async def _press(self, activity: Activity, heard: Heard) -> Answer:
        if not isinstance(activity.value, dict):
            return error(400, "BadRequest", "bad value: action")
        room, verb = room_of(activity, heard), verb_of(activity.value)
        if verb == BIND:
            return await choosing.press(self._parts, heard, room, activity.value)
        meeting = await binding.meeting_of(self._parts, heard, activity)
        if meeting is None:
            speech = binding.no_meeting_words(heard.locale)
            return message(speech("This chat belongs to no meeting yet."))
        person = self._parts.people.identify(heard.sender, meeting)
        await self._parts.enter(room, heard, meeting, person)
        answer = await press(self._parts, heard, activity.value, meeting, person)
        await self._parts.people.seen(person, meeting.plan.meeting)
        return answer


async def _respond(context: TurnContext, heard: Heard, answer: Answer) -> None:
    """Leave the answer with the adapter: the context would copy it deeply, and address it."""
    response = InvokeResponse(status=answer.status, body=orjson.dumps(answer.body))
    activity = Activity(type="invokeResponse", value=response)
    if heard.wants_replies:
        await context.send_activity(activity)
    else:
        await context.adapter.send_activities(context, [activity])
