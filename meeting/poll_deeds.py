"""What hosts do with polls, and what people answer."""

from dataclasses import dataclass

from meeting.ids import BallotKey, PollId
from meeting.polls import PollQuestion


@dataclass(frozen=True, slots=True)
class AskPoll:
    """Ask the room; nobody's answer will bear a name.

    Only one poll is open at a time. `instead` names the open one that it takes the place of, which
    is closed and shown; `prepared` is the poll of the meeting file that this is.
    """

    poll: PollId
    question: PollQuestion
    prepared: str | None = None
    instead: PollId | None = None


@dataclass(frozen=True, slots=True)
class ClosePoll:
    """Take no more answers and, if wanted, show the result; without an id that of the open one."""

    poll: PollId | None = None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class ShowPollResult:
    """Let others than hosts see the result, or no longer; without an id that of the latest poll."""

    poll: PollId | None = None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class DropPoll:
    """Take it away with all that was answered, as if it had never been asked."""

    poll: PollId


@dataclass(frozen=True, slots=True)
class StrikeWord:
    """Take a word out of a cloud, however it is written, or give it back.

    Who said it is not known.
    """

    poll: PollId
    word: str
    struck: bool = True


@dataclass(frozen=True, slots=True)
class AnswerPoll:
    """Hand in or change one's answer; nameless: the key stands for the person."""

    poll: PollId
    ballot: BallotKey
    values: tuple[str, ...]


PollDeed = AskPoll | ClosePoll | ShowPollResult | DropPoll | StrikeWord | AnswerPoll
