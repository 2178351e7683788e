"""Wishes for the next meeting: proposed by anybody, one vote a person each."""

from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.texts import LONGEST_TOPIC, check_text
from meeting.wishes import wish_id

MOST_WISHES = 5_000


def propose(meeting: Meeting, command: c.Command, deed: c.ProposeTopic) -> tuple[e.Event, ...]:
    """Take a wish in; the same in other letters is the same wish. Who had it is not kept."""
    rights.joined(meeting, command)
    _open(meeting)
    check_text(deed.text, most=LONGEST_TOPIC)
    if wish_id(deed.text) in meeting.wished:
        return ()
    if len(meeting.proposals) >= MOST_WISHES:
        raise RefusedError(Reason.TOO_MANY, most=MOST_WISHES)
    return (e.TopicProposed(deed.text),)


def vote(meeting: Meeting, command: c.Command, deed: c.VoteWish) -> tuple[e.Event, ...]:
    """Want it too, or no longer; saying it again changes nothing."""
    person = rights.joined(meeting, command).id
    _open(meeting)
    voters = meeting.wished.get(deed.wish)
    if voters is None:
        raise RefusedError(Reason.UNKNOWN_WISH, field="wish")
    wanted = person in voters
    return () if wanted is deed.wanted else (e.WishVoted(deed.wish, person, deed.wanted),)


def _open(meeting: Meeting) -> None:
    """Let wishes come for as long as the meeting can be evaluated."""
    if not meeting.evaluation.open:
        rights.not_closed(meeting)
