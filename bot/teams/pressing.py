"""Buttons: what was pressed is checked again, done, and answered with the card after it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation import Told, Turn
from bot.keys import question_id
from bot.teams.cards.polling import ASKED
from bot.teams.heard import Heard
from bot.teams.parts import Parts
from bot.teams.replying import Press, answer_card
from bot.teams.room import Asked
from dialogs import acting, fields
from dialogs.replying import Reader, evaluation
from meeting.evaluation import Kind
from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.refusals import RefusedError

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
# Nobody is taken into the meeting for these.
LOOKS = frozenset({"agenda.show", "person.erase-me"})
# Clients leave out inputs that nothing was put in: that is a person's slip, not a broken request.
LEFT_EMPTY: Mapping[str, Mapping[str, object]] = {
    "question.answer": {"text": ""},
    "question.route": {"to": "nobody"},
    "poll.ask": {"text": ""},
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button's verb and data, inputs put where the verb expects them."""

    verb: str
    data: Mapping[str, object]
    version: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back in the response: an HTTP status and its body."""

    status: int
    body: Mapping[str, Any]


def error(status: int, code: str, message: str) -> Answer:
    value = {"code": code, "message": message}
    return Answer(status, {"statusCode": status, "type": ERROR, "value": value})


def card(value: Mapping[str, Any]) -> Answer:
    return Answer(200, {"statusCode": 200, "type": CARD, "value": value})


def message(text: str) -> Answer:
    return Answer(200, {"statusCode": 200, "type": MESSAGE, "value": text})


async def press(
    parts: Parts, heard: Heard, value: object, meeting: Meeting, person: PersonId
) -> Answer:
    """Answer a press: 404 for an unknown verb, 400 for bad data, else 200 with a card."""
    try:
        pressed = read_press(value, meeting)
        acting.read_act(pressed.verb, pressed.data, meeting)  # before anything is done
    except acting.UnknownVerbError:
        return error(404, "NotFound", "unknown verb")
    except fields.MalformedError as bad:
        return error(400, "BadRequest", f"bad value: {bad.field}")
    if pressed.verb not in LOOKS:
        await parts.people.join(person, heard.sender, meeting.plan.meeting)
    turn = replace(await parts.turn(heard, meeting, person), version=pressed.version)
    ask = pressed.verb == "question.ask"
    if ask:
        said = await parts.repeats.said(heard, person, str(pressed.data.get("text")))
        turn = replace(turn, command=said.command)
        # The answer to this press tells it; what comes later is told in the same place.
        here = Asked(heard.conversation, told=True)
        await parts.rooms.asked(question_id(said.command), here)
    told = await _act(parts, turn, pressed, meeting)
    if ask and question_id(turn.command) not in told.meeting.questions:
        await parts.rooms.not_asked(question_id(turn.command))
    done = Press(heard, turn.person, pressed.verb, pressed.data, told, meeting)
    return card(await answer_card(parts, done))


async def _act(parts: Parts, turn: Turn, pressed: Pressed, meeting: Meeting) -> Told:
    if pressed.verb == "evaluation.open" and meeting.evaluation.open:
        # Open already: it is shown, to anybody, as when the word is said again.
        shown = evaluation(meeting, Reader(turn.person, turn.at, {}))
        return Told(shown, parts.conversation.words(turn), meeting)
    try:
        return await parts.conversation.act(turn, pressed.verb, pressed.data)
    except RefusedError as refused:
        return parts.conversation.refused(turn, refused)


def verb_of(value: Mapping[str, Any]) -> object:
    """Give the verb of an invoke's value; whether it is one is not looked at."""
    action = value.get("action")
    return action.get("verb") if isinstance(action, dict) else None


def read_press(value: object, meeting: Meeting) -> Pressed:
    """Read the invoke's value. Raises MalformedError."""
    action = value.get("action") if isinstance(value, dict) else None
    if not isinstance(action, dict):
        raise fields.MalformedError("action")
    verb, data = action.get("verb"), action.get("data")
    if not isinstance(verb, str):
        raise fields.MalformedError("verb")
    if data is not None and not isinstance(data, dict):
        raise fields.MalformedError("data")
    placed = _placed({**LEFT_EMPTY.get(verb, {}), **(data or {})}, meeting)
    if verb == "poll.ask" and ASKED in placed:
        placed["text"] = placed[ASKED]
    return Pressed(verb, placed, acting.read_version(placed))


def _placed(data: Mapping[str, object], meeting: Meeting) -> dict[str, object]:
    """Put inputs under the names that verbs know: a question's own box, several choices in one."""
    placed = dict(data)
    question = data.get("question")
    if isinstance(question, str):
        for name in ("text", "to"):
            if (box := f"{name}-{question}") in data:
                placed[name] = data[box]
    for asked in meeting.plan.evaluation:
        given = placed.get(asked.id)
        if asked.kind is Kind.MULTIPLE and isinstance(given, str):
            placed[asked.id] = [one for one in given.split(",") if one]
    return placed
