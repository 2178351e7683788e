"""The fold's part about hosts and speakers: who is here, and what they were told."""

from dataclasses import replace
from typing import assert_never

from meeting import events as e
from meeting.item import TIME_LEFT, Message, Withdrawal
from meeting.model import Meeting


def speaking(state: Meeting, event: e.SpeakerEvent, change: e.Change) -> Meeting:
    match event:
        case e.PersonArrived(person):
            came = replace(state, here=state.here | {person})
            return came.represented_by(state.organisation_of(person))
        case e.Signalled(index, mark):
            item = state.plan.items[index].id
            earlier = TIME_LEFT[: TIME_LEFT.index(mark)] if mark in TIME_LEFT else ()
            return replace(state, told=state.told | {(item, one) for one in (*earlier, mark)})
        case e.SpeakerMessaged(message, to, by, text):
            said = Message(message, to, by, text, change.at)
            return replace(state, messages=(*state.messages, said))
        case e.MessageSeen(message):
            seen = tuple(
                replace(one, seen=change.at) if one.id == message else one for one in state.messages
            )
            return replace(state, messages=seen)
        case e.LinkWithdrawn(person):
            before = state.withdrawn.get(person)
            withdrawal = Withdrawal(before.times + 1 if before else 1, change.at)
            return replace(state, withdrawn=state.withdrawn.set(person, withdrawal))
        case _:
            assert_never(event)
