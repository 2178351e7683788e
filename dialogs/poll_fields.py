"""Reads what a poll's buttons and forms send."""

import re
from dataclasses import dataclass

from dialogs.fields import Data, MalformedError, text_of, values
from dialogs.poll_words import AskRoom, read_poll
from meeting import commands as c
from meeting.ids import PollId
from meeting.model import Meeting
from meeting.poll_tally import poll_of
from meeting.polls import PollKind

BY_TEXT = "auto"  # the kind follows from how the line is written
ON = frozenset({"1", "on", "yes", "true"})
NUMBERED = re.compile(r"answer-(\d{1,2})")
SEVERAL = frozenset({PollKind.MULTIPLE, PollKind.RANKING})


@dataclass(frozen=True, slots=True)
class PollAnswer:
    """An answer as it came; the person's ballot key is found by the caller."""

    poll: PollId
    values: tuple[str, ...]


def read_asked(data: Data, meeting: Meeting) -> AskRoom:
    """Read a poll from its line and the chosen kind, or one of the meeting file by its id."""
    instead = PollId(text_of(data, "instead")) if data.get("instead") else None
    if data.get("prepared"):
        wanted = text_of(data, "prepared")
        for one in meeting.plan.polls:
            if one.id == wanted:
                return AskRoom(one.question, one.id, instead)
        raise MalformedError("prepared")
    question = read_poll(text_of(data, "text"), _kind(data), live=is_on(data, "live"))
    return AskRoom(question, instead=instead)


def read_answer(data: Data, meeting: Meeting) -> PollAnswer:
    """Read an answer: one field, a list, or a field for each place as cards have it."""
    id_ = poll_id_of(data)
    found = poll_of(meeting.polls, id_)
    several = found is not None and found.question.kind in SEVERAL
    said = values(data.get("answer"), "answer")
    if several and isinstance(data.get("answer"), str):
        said = tuple(one.strip() for value in said for one in value.split(","))
    numbered = sorted((int(match[1]), name) for name in data if (match := NUMBERED.fullmatch(name)))
    return PollAnswer(
        id_, (*said, *(one for _, name in numbered for one in values(data[name], name)))
    )


def read_closing(data: Data) -> c.ClosePoll:
    """Read which poll, the open one where none is named; `quiet` leaves its result unseen."""
    poll = poll_id_of(data) if data.get("poll") else None
    return c.ClosePoll(poll, shown=not is_on(data, "quiet"))


def read_showing(data: Data, *, shown: bool) -> c.ShowPollResult:
    return c.ShowPollResult(poll_id_of(data) if data.get("poll") else None, shown)


def poll_id_of(data: Data) -> PollId:
    return PollId(text_of(data, "poll"))


def is_on(data: Data, field: str) -> bool:
    """Tell whether a box is ticked, as forms, cards and programs say it."""
    match data.get(field):
        case None | "":
            return False
        case bool() as value:
            return value
        case str() as text:
            return text.casefold() in ON
        case _:
            raise MalformedError(field)


def _kind(data: Data) -> PollKind | None:
    wanted = data.get("kind")
    if wanted in (None, "", BY_TEXT):
        return None
    try:
        return PollKind(text_of(data, "kind"))
    except ValueError:
        raise MalformedError("kind") from None
