"""The rules' front door: a state and a command make events, or a refusal."""

from dataclasses import replace
from typing import assert_never

from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.rules import answers, ledger, poll, steps


def decide(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    """Say what a command does to this state: nothing for a command that was seen before.

    Raises RefusedError when the rules say no.
    """
    if command.id in meeting.seen:
        return ()
    match command.deed:
        case c.PlanMeeting() as deed:
            return steps.plan(meeting, command, deed)
        case c.OpenMeeting():
            return steps.open_(meeting, command)
        case (
            c.StartMeeting() | c.NextItem() | c.GoBack() | c.ExtendItem() | c.CloseMeeting()
        ) as deed:
            return steps.step(meeting, command, deed)
        case c.Join() as deed:
            return ledger.join(meeting, command, deed)
        case c.OpenEvaluation():
            return poll.open_poll(meeting, command)
        case c.ShowResults() as deed:
            return poll.show(meeting, command, deed)
        case c.CastBallot() as deed:
            return poll.cast(meeting, deed)
        case deed:
            return _question(meeting, command, deed)


LedgerDeed = (
    c.AskQuestion
    | c.Vote
    | c.Unvote
    | c.ProposeTopic
    | c.RouteQuestion
    | c.PutOn
    | c.AnswerQuestion
    | c.FollowUp
    | c.Decline
    | c.ChooseEntry
    | c.SolveQuestion
    | c.AskSpeaker
    | c.RateAnswer
)


def _question(meeting: Meeting, command: c.Command, deed: LedgerDeed) -> tuple[e.Event, ...]:
    match deed:
        case c.AskQuestion():
            return ledger.ask(meeting, command, deed)
        case c.Vote():
            return ledger.vote(meeting, command, deed)
        case c.Unvote():
            return ledger.unvote(meeting, command, deed)
        case c.ProposeTopic():
            return ledger.propose(meeting, command, deed)
        case c.RouteQuestion():
            return answers.move(meeting, command, deed)
        case c.PutOn():
            return answers.put_on(meeting, command, deed)
        case c.AnswerQuestion():
            return answers.answer(meeting, command, deed)
        case c.FollowUp():
            return answers.follow_up(meeting, command, deed)
        case c.Decline():
            return answers.decline(meeting, command, deed)
        case c.ChooseEntry():
            return answers.choose(meeting, command, deed)
        case c.SolveQuestion():
            return answers.solve(meeting, command, deed)
        case c.AskSpeaker():
            return answers.ask_speaker(meeting, command, deed)
        case c.RateAnswer():
            return answers.rate(meeting, command, deed)
        case _:
            assert_never(deed)


def decide_first(command: c.Command) -> tuple[e.Event, ...]:
    """Decide for a meeting that is not there yet: it can only be planned."""
    if isinstance(command.deed, c.PlanMeeting):
        return (e.MeetingPlanned(command.deed.plan),)
    raise RefusedError(Reason.NOT_JOINED)


def recorded(command: c.Command, events: tuple[e.Event, ...]) -> e.Change:
    """Make the change that is stored: without a name where the deed must not carry one."""
    nameless = any(
        isinstance(event, e.BallotCast)
        or (isinstance(event, e.QuestionAsked) and event.question.asker is None)
        for event in events
    )
    at = command.at.replace(second=0, microsecond=0) if nameless else command.at
    return e.Change(command.id, at, None if nameless else command.by, events)


def sealed(change: e.Change) -> e.Change:
    """Give the change as the log keeps it: that somebody answered, not who or what."""
    events = tuple(
        e.BallotCast() if isinstance(event, e.BallotCast) else event for event in change.events
    )
    return replace(change, events=events)
