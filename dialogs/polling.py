"""What is told about polls: how they stand, what was answered, what a line becomes."""

from collections.abc import Sequence

from dialogs import replies as r
from dialogs.poll_words import ShowPoll
from dialogs.words import Words
from meeting import commands as c
from meeting.ids import PersonId, PollId
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.poll_results import Line, PollResult
from meeting.poll_tally import open_poll, poll_of
from meeting.poll_views import PollView, poll_view
from meeting.polls import Poll, PollKind, PollQuestion
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer

KINDS: dict[PollKind, str] = {
    PollKind.CHOICE: "Choose one",
    PollKind.MULTIPLE: "Choose one or more",
    PollKind.SCALE: "Choose a number",
    PollKind.WORDS: "Write up to three words",
    PollKind.RANKING: "Put in order",
}
Told = ShowPoll | c.AskPoll | c.ClosePoll | c.ShowPollResult
MOST_TOLD = 20  # words of a cloud that a line of text tells


def about_poll(done: Told, meeting: Meeting, reader: PersonId, words: Words) -> r.Reply:
    """Say what became of a deed: the poll as it stands, with what was done to it.

    Raises RefusedError where there is no poll to be shown.
    """
    match done:
        case ShowPoll():
            return _now(meeting, reader)
        case c.AskPoll(poll):
            return _shown(meeting, poll, reader, words("The poll is open."))
        case c.ClosePoll(poll, shown):
            closed = words("The poll is closed.")
            note = closed if shown else words("The poll is closed. Only hosts see the result.")
            return _shown(meeting, poll or _told_last(meeting), reader, note)
        case c.ShowPollResult(poll, shown):
            seen = words("Everybody can see the result now, from five answers on.")
            note = seen if shown else words("Only hosts see the result now.")
            return _shown(meeting, poll or meeting.polls[-1].id, reader, note)


def _now(meeting: Meeting, reader: PersonId) -> r.RoomPoll:
    """Show the poll that is open, or else the latest."""
    poll = open_poll(meeting.polls) or (meeting.polls[-1] if meeting.polls else None)
    if poll is None:
        raise RefusedError(Reason.NO_POLL)
    return _drawn(meeting, poll, reader, None)


def tell_poll(reply: r.Evaluation | r.RoomPoll, words: Words) -> str:
    """Give a poll as text, one fact a line; of the evaluation, that it can be answered."""
    if isinstance(reply, r.Evaluation):
        return words("The evaluation is open: it takes a minute.")
    poll = reply.poll
    head = [*([reply.note] if reply.note else []), poll.question.text]
    return "\n".join([*head, *how(poll.question, words), standing_of(poll, words), *numbers(poll)])


def how(question: PollQuestion, words: Words) -> list[str]:
    """Say how it is answered, then the options, if it has some."""
    match question.kind:
        case PollKind.SCALE:
            low, high = question.low, question.high
            return [words("Choose a number from {low} to {high}", low=low, high=high)]
        case PollKind.RANKING if question.places < len(question.options):
            asked = words("Put the first {n} in order", n=question.places)
        case kind:
            asked = words(KINDS[kind])
    return [asked, *(f"- {option}" for option in question.options)]


def standing_of(poll: PollView, words: Words) -> str:
    """Say how many have answered, and when the result can be seen if it cannot be seen now."""
    told = words.count("1 has answered", "{n} have answered", poll.responses)
    if poll.result is not None:
        return told
    return f"{told} · {not_yet(poll, words)}"


def not_yet(poll: PollView, words: Words) -> str:
    """Say why there is no result to be seen."""
    few = FEWEST_RESPONDENTS
    if poll.open and not poll.shown:
        return words("The result is shown when the poll is closed, from {n} answers on.", n=few)
    if poll.open:
        return words("The result is shown in steps, the first at {n} answers.", n=2 * few)
    if not poll.shown:
        return words("The result is not shown.")
    if poll.responses == 0:
        return words("Nobody answered.")
    return words("Too few for a result: it takes {n} answers.", n=few)


def numbers(poll: PollView) -> list[str]:
    """Give the result a line each, as far as this viewer may see it."""
    return [] if poll.result is None else [line_of(poll, line) for line in told_lines(poll.result)]


def told_lines(result: PollResult) -> Sequence[Line]:
    return result.lines[:MOST_TOLD]


def line_of(poll: PollView, line: Line) -> str:
    place = f"{line.place}. " if poll.question.kind is PollKind.RANKING else ""
    return f"{place}{line.title}: {line.count}"


def average_of(result: PollResult, words: Words) -> str:
    """Give a scale's average as people write it; nothing for what has none."""
    return "" if result.average is None else words.number(result.average)


def _told_last(meeting: Meeting) -> PollId:
    """Find the poll that was closed just now."""
    return max(meeting.polls, key=lambda poll: (not poll.open, poll.told)).id


def _shown(meeting: Meeting, poll: PollId, reader: PersonId, note: str) -> r.Reply:
    found = poll_of(meeting.polls, poll)
    return r.Said(note) if found is None else _drawn(meeting, found, reader, note)


def _drawn(meeting: Meeting, poll: Poll, reader: PersonId, note: str | None) -> r.RoomPoll:
    return r.RoomPoll(poll_view(meeting, poll, Viewer.of(meeting, reader)), note)
