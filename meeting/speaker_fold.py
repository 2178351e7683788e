"""The fold's part about hosts and speakers: who is here, and what they were told."""

from dataclasses import replace
from typing import assert_never

from meeting import events as e
from meeting.item import Mark, Message
from meeting.model import Meeting

# What nobody needs to hear any more once the later one has been said.
EARLIER: dict[Mark, tuple[Mark, ...]] = {
    Mark.TWO: (Mark.FIVE,),
    Mark.OVER: (Mark.FIVE, Mark.TWO),
}


def speaking(state: Meeting, event: e.SpeakerEvent, change: e.Change) -> Meeting:
    match event:
        case e.PersonArrived(person):
            return replace(state, here=state.here | {person})
        case e.Signalled(index, mark):
            item = state.plan.items[index].id
            marks = (mark, *EARLIER.get(mark, ()))
            return replace(state, told=state.told | {(item, one) for one in marks})
        case e.SpeakerMessaged(message, to, by, text):
            said = Message(message, to, by, text, change.at)
            return replace(state, messages=(*state.messages, said))
        case e.MessageSeen(message):
            seen = tuple(
                replace(one, seen=change.at) if one.id == message else one for one in state.messages
            )
            return replace(state, messages=seen)
        case _:
            assert_never(event)
