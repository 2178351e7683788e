"""The rules' front door: a state and a command make events, or a refusal."""

from dataclasses import replace
from typing import assert_never

from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting
from meeting.preparing import prepared
from meeting.refusals import Reason, RefusedError
from meeting.rules import (
    answers,
    carrying,
    chairing,
    entries,
    erasing,
    evaluating,
    ledger,
    own,
    polling,
    speaking,
    steps,
    wishing,
)


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
            c.StartMeeting()
            | c.NextItem()
            | c.GoBack()
            | c.ExtendItem()
            | c.ShortenItem()
            | c.JumpTo()
            | c.LeaveOut()
            | c.CutAgenda()
            | c.UndoStep()
            | c.PauseMeeting()
            | c.ResumeMeeting()
            | c.SwapItems()
            | c.SetAutomatic()
            | c.EndAgenda()
            | c.CloseMeeting()
        ) as deed:
            return steps.step(meeting, command, deed)
        case c.Join() as deed:
            return ledger.join(meeting, command, deed)
        case c.OpenEvaluation():
            return evaluating.open_it(meeting, command)
        case c.CloseEvaluation():
            return evaluating.close(meeting, command)
        case c.RemindToEvaluate():
            return evaluating.remind(meeting, command)
        case c.ProposeTopic() as deed:
            return wishing.propose(meeting, command, deed)
        case c.VoteWish() as deed:
            return wishing.vote(meeting, command, deed)
        case c.ShowResults() as deed:
            return evaluating.show(meeting, command, deed)
        case c.CastBallot() as deed:
            return evaluating.cast(meeting, command, deed)
        case (
            c.AskPoll()
            | c.ClosePoll()
            | c.ShowPollResult()
            | c.DropPoll()
            | c.StrikeWord()
            | c.AnswerPoll()
        ) as deed:
            return polling.polled(meeting, command, deed)
        case (
            c.Arrive() | c.Signal() | c.MessageSpeaker() | c.SeeMessage() | c.WithdrawLink()
        ) as deed:
            return _spoken(meeting, command, deed)
        case c.WriteEntry() | c.TakeOutEntry() | c.DropEntry() as deed:
            return entries.based(meeting, command, deed)
        case c.ErasePerson() | c.EraseData() as deed:
            return erasing.erase(meeting, command, deed)
        case deed:
            return _question(meeting, command, deed)


def _spoken(meeting: Meeting, command: c.Command, deed: c.SpeakerDeed) -> tuple[e.Event, ...]:
    match deed:
        case c.Arrive():
            return speaking.arrive(meeting, command)
        case c.Signal():
            return speaking.signal(meeting, command, deed)
        case c.MessageSpeaker():
            return speaking.message(meeting, command, deed)
        case c.SeeMessage():
            return speaking.see(meeting, command, deed)
        case c.WithdrawLink():
            return speaking.withdraw(meeting, command, deed)
        case _:
            assert_never(deed)


def _question(
    meeting: Meeting, command: c.Command, deed: c.LedgerDeed | c.SeriesDeed
) -> tuple[e.Event, ...]:
    match deed:
        case c.AskQuestion():
            return ledger.ask(meeting, command, deed)
        case c.Vote():
            return ledger.vote(meeting, command, deed)
        case c.Unvote():
            return ledger.unvote(meeting, command, deed)
        case c.EditQuestion():
            return own.edit(meeting, command, deed)
        case c.WithdrawQuestion():
            return own.withdraw(meeting, command, deed)
        case c.RateAnswer():
            return own.rate(meeting, command, deed)
        case c.ChooseEntry():
            return answers.choose(meeting, command, deed)
        case c.SolveQuestion():
            return answers.solve(meeting, command, deed)
        case c.AskSpeaker():
            return answers.ask_speaker(meeting, command, deed)
        case c.LearnAnswer():
            return answers.learn(meeting, command, deed)
        case _:
            return _handled(meeting, command, deed)


HandledDeed = (
    c.RouteQuestion
    | c.PutOn
    | c.AnswerQuestion
    | c.FollowUp
    | c.Decline
    | c.ReturnQuestion
    | c.ApproveQuestion
    | c.MergeQuestions
    | c.PartQuestion
    | c.SetModeration
    | c.MarkAbsent
    | c.ReportTrouble
    | c.SettleTrouble
    | c.RemindOwner
    | c.CarryIn
    | c.CarryOut
    | c.PassBack
    | c.CorrectKnown
)


def _handled(meeting: Meeting, command: c.Command, deed: HandledDeed) -> tuple[e.Event, ...]:
    match deed:
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
        case c.RemindOwner():
            return carrying.remind(meeting, command, deed)
        case c.CarryIn():
            return carrying.take_up(meeting, command, deed)
        case c.CarryOut():
            return carrying.hand_on(meeting, command, deed)
        case c.PassBack():
            return carrying.pass_back(meeting, command, deed)
        case c.CorrectKnown():
            return carrying.correct(meeting, command, deed)
        case _:
            return _chaired(meeting, command, deed)


ChairedDeed = (
    c.ReturnQuestion
    | c.ApproveQuestion
    | c.MergeQuestions
    | c.PartQuestion
    | c.SetModeration
    | c.MarkAbsent
    | c.ReportTrouble
    | c.SettleTrouble
)


def _chaired(meeting: Meeting, command: c.Command, deed: ChairedDeed) -> tuple[e.Event, ...]:
    match deed:
        case c.ReturnQuestion():
            return chairing.give_back(meeting, command, deed)
        case c.ApproveQuestion():
            return chairing.approve(meeting, command, deed)
        case c.MergeQuestions():
            return chairing.merge(meeting, command, deed)
        case c.PartQuestion():
            return chairing.part(meeting, command, deed)
        case c.SetModeration():
            return chairing.moderate(meeting, command, deed)
        case c.MarkAbsent():
            return chairing.mark(meeting, command, deed)
        case c.ReportTrouble():
            return chairing.report(meeting, command, deed)
        case c.SettleTrouble():
            return chairing.settle(meeting, command)
        case _:
            assert_never(deed)


def decide_first(command: c.Command) -> tuple[e.Event, ...]:
    """Decide for a meeting that is not there yet: it can only be planned."""
    if isinstance(command.deed, c.PlanMeeting):
        plan = command.deed.plan
        return (e.MeetingPlanned(plan), *prepared(plan, command.at))
    raise RefusedError(Reason.NOT_JOINED)


def recorded(command: c.Command, events: tuple[e.Event, ...]) -> e.Change:
    """Make the change that is stored: without a name where the deed must not carry one."""
    nameless = command.by is not None and (_by_token(command.deed) or any(map(_nameless, events)))
    at = command.at.replace(second=0, microsecond=0) if nameless else command.at
    return e.Change(command.id, at, None if nameless else command.by, events)


def _by_token(deed: c.Deed) -> bool:
    """Tell whether it is done by who holds a question's secret, not under a name."""
    kinds = (c.RateAnswer, c.EditQuestion, c.WithdrawQuestion, c.PartQuestion)
    return isinstance(deed, kinds) and deed.token is not None


def _nameless(event: e.Event) -> bool:
    asked = isinstance(event, e.QuestionAsked) and event.question.asker is None
    return asked or isinstance(event, e.BallotCast | e.PollAnswered)


def sealed(change: e.Change) -> e.Change:
    """Give the change as the log keeps it: that somebody answered, not who, what or from where."""
    others = tuple(_sealed(event) for event in change.events if not isinstance(event, e.BallotCast))
    cast = () if len(others) == len(change.events) else (e.BallotCast(),)
    return replace(change, events=(*cast, *others))


def _sealed(event: e.Event) -> e.Event:
    return e.PollAnswered(event.poll) if isinstance(event, e.PollAnswered) else event
