"""What was done or asked for, and the state after it, make the reply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs import replies as r
from dialogs import understand as u
from dialogs.erasing import asked_to_erase
from dialogs.evaluating import seen_line, thanks
from dialogs.poll_words import ShowPoll
from dialogs.polling import about_poll
from dialogs.recap import recap
from dialogs.resting import resting
from dialogs.words import Words
from meeting import commands as c
from meeting.agenda import expected
from meeting.ids import EntryId, PersonId, QuestionId
from meeting.model import Meeting, Phase, Role
from meeting.question import QuestionState
from meeting.question_views import QuestionView, mine_view, question_view
from meeting.series import asked_elsewhere, beside
from meeting.viewer import Viewer
from meeting.views import evaluation_view, view
from meeting.wishes import wishes

NOTES: dict[type[c.Deed], str] = {
    c.Vote: "Your vote counts.",
    c.Unvote: "Your vote is taken back.",
    c.RouteQuestion: "Passed on.",
    c.PutOn: "On now.",
    c.AnswerQuestion: "Answered.",
    c.FollowUp: "Noted: will be followed up.",
    c.Decline: "Declined.",
    c.SolveQuestion: "Good that it helped.",
    c.RateAnswer: "Thank you for telling.",
    c.EditQuestion: "Your question is changed.",
    c.WithdrawQuestion: "Your question is taken back.",
    c.ReturnQuestion: "Passed on.",
    c.ApproveQuestion: "Let through.",
    c.MergeQuestions: "Put together.",
    c.PartQuestion: "It stands for itself again.",
}
OWN = (c.EditQuestion, c.WithdrawQuestion, c.PartQuestion, c.RateAnswer)
DONE: dict[type[c.Deed], str] = {
    c.ProposeTopic: "Noted as a wish for the next meeting.",
    c.Join: "You are in.",
    c.ErasePerson: "Deleted. What was counted is still counted, as nobody's.",
    c.RemindToEvaluate: "The chats are reminded.",
    c.ReportTrouble: "The hosts have been told.",
    c.SettleTrouble: "Noted as dealt with.",
    c.WithdrawLink: "That link opens nothing any more; whoever runs the service makes a new one.",
    c.SeeMessage: "The host can see that you have seen it.",
    c.AnswerPoll: "Thank you, your answer is saved. You can change it while the poll is open.",
    c.DropPoll: "The poll is taken away with all that was answered.",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the reply and when.

    `titles` are the knowledge base's questions by entry, `meetings` all that could be looked into.
    """

    person: PersonId
    at: datetime
    titles: Mapping[EntryId, str]
    meetings: Iterable[Meeting] = ()


def reply_to(done: c.Deed | u.Intent, meeting: Meeting, reader: Reader, words: Words) -> r.Reply:
    """Say what became of a deed, or show what was asked for."""
    match done:
        case u.ShowHelp():
            return r.Help(host=Role.HOST in meeting.roles(reader.person))
        case u.ShowMine() | u.ShowWishes() | c.VoteWish() | u.ShowErasing():
            return _listed(done, meeting, reader, words)
        case c.OpenEvaluation() | c.CloseEvaluation():
            return evaluation(meeting, reader)
        case ShowPoll() | c.AskPoll() | c.ClosePoll() | c.ShowPollResult():
            return about_poll(done, meeting, reader.person, words)
        case c.AskQuestion(question) | c.ChooseEntry(question) | c.AskSpeaker(question):
            to = done if isinstance(done, c.AskQuestion) else None
            named, people = (to.addressed_as, to.addressed) if to else (None, ())
            return asked(meeting, question, named, people, reader, words)
        case _:
            return _noted(done, meeting, reader, words)


def _listed(
    done: u.ShowMine | u.ShowWishes | c.VoteWish | u.ShowErasing,
    meeting: Meeting,
    reader: Reader,
    words: Words,
) -> r.Mine | r.Wishes | r.AskedToErase:
    """Show what is a person's own, or what they may want."""
    if isinstance(done, u.ShowErasing):
        return asked_to_erase(words)
    if isinstance(done, u.ShowMine):
        return mine(meeting, reader)
    found = wishes(meeting, reader.person)
    if isinstance(done, u.ShowWishes):
        return r.Wishes(found)
    note = words("Your vote counts.") if done.wanted else words("Your vote is taken back.")
    return r.Wishes(found, note)


def _noted(done: c.Deed | u.Intent, meeting: Meeting, reader: Reader, words: Words) -> r.Reply:
    if isinstance(done, u.ShowRecap):
        return r.Said("\n".join(recap(meeting, reader.at, words)))
    if isinstance(done, c.EntryDeed):
        return r.Said(_about_entry(done, meeting, words))
    kind = type(done)
    if (switched := _switched(done, meeting, words)) is not None:
        return r.Said(switched)
    if kind in DONE:
        return r.Said(words(DONE[kind]))
    if kind in NOTES and (question := getattr(done, "question", None)) is not None:
        return r.QuestionCard(_viewed(meeting, question, reader, done), words(NOTES[kind]))
    note = None if isinstance(done, u.ShowAgenda) else _stepped(meeting, reader.at, words)
    return timeline(meeting, reader, note)


def _stepped(meeting: Meeting, now: datetime, words: Words) -> str:
    """Say where the meeting is after a step, and until when the item that is on is to last."""
    said = standing(meeting, words)
    if meeting.item is None or meeting.paused is not None:
        return said
    end = expected(meeting, now)[meeting.item.number - 1].end
    return words("{standing}, until {time}", standing=said, time=words.time(end))


def _switched(done: c.Deed | u.Intent, meeting: Meeting, words: Words) -> str | None:
    """Say how things are from now on, where the deed was a switch."""
    match done:
        case c.ShowResults():
            return seen_line(evaluation_view(meeting, Viewer()), words)
        case c.StrikeWord(struck=struck):
            return words("The word is taken out.") if struck else words("The word is in again.")
        case c.SetModeration(on=True):
            return words("New questions are seen by a host first now.")
        case c.SetModeration():
            return words("New questions go straight to the speakers and to everybody now.")
        case c.MarkAbsent() | c.MessageSpeaker() | c.LearnAnswer() | c.CastBallot():
            return _about(done, meeting, words)
        case _:
            return None


def _about(
    done: c.MarkAbsent | c.MessageSpeaker | c.LearnAnswer | c.CastBallot,
    meeting: Meeting,
    words: Words,
) -> str:
    """Say what was done about a speaker, with an answer or by an answer."""
    match done:
        case c.CastBallot():
            return thanks(words, shown=meeting.evaluation.shown)
        case c.LearnAnswer(learned=learned):
            taken = words("It is in the knowledge base from now on.")
            return taken if learned else words("It is out of the knowledge base again.")
        case c.MessageSpeaker(to):
            return words("Sent to {name}.", name=words.person(meeting.person(to)))
        case c.MarkAbsent(person, absent):
            name = meeting.person(person).name or ""
            away = words("{name} is noted as away; questions go to whoever stands in.", name=name)
            return away if absent else words("{name} is noted as here.", name=name)


def _about_entry(done: c.EntryDeed, meeting: Meeting, words: Words) -> str:
    """Say whether people are answered with it now, or whose word it waits for."""
    id_ = done.entry.id if isinstance(done, c.WriteEntry) else done.entry
    last = next(reversed(meeting.entries.get(id_, ())), None)
    if last is None or last.dropped:
        return words("The change is dropped; what was there goes on.")
    if last.approved:
        taken = words("Saved. People are answered with it within a few seconds.")
        out = words("Taken out. Nobody is answered with it any more; the page can put it back.")
        return taken if last.entry else out
    owner = getattr(done, "owner", "") or (last.entry.owner if last.entry else "")
    if not owner:
        return words("Saved. It waits for a host's approval.")
    return words("Saved. It waits for {organisation}'s approval.", organisation=owner)


def _viewed(
    meeting: Meeting, question: QuestionId, reader: Reader, done: c.Deed | u.Intent
) -> QuestionView:
    """Draw the question as it stands: the one that goes on, but to its asker the asker's own."""
    found = meeting.questions[meeting.again.get(question, question)]
    if not isinstance(done, OWN):
        return question_view(meeting, meeting.root(found), Viewer.of(meeting, reader.person))
    held = frozenset({found.id} if done.token is not None else ())
    return question_view(meeting, found, Viewer.of(meeting, reader.person, held))


def timeline(meeting: Meeting, reader: Reader, note: str | None = None) -> r.Timeline:
    drawn = view(meeting, Viewer.of(meeting, reader.person), reader.at)
    return r.Timeline(drawn.agenda, drawn.title, drawn.late_minutes, note)


def standing(meeting: Meeting, words: Words) -> str:
    """Say in one sentence where the meeting is."""
    if meeting.item is not None and meeting.paused is not None:
        return words("Paused: {n}. {title}", n=meeting.item.number, title=meeting.item.title)
    if meeting.item is not None:
        return words("On now: {n}. {title}", n=meeting.item.number, title=meeting.item.title)
    match meeting.phase:
        case Phase.CLOSED:
            return words("The meeting is closed. Thank you for taking part.")
        case Phase.CLOSING:
            if not meeting.evaluation.open:
                return words("The agenda has ended.")
            return words("The agenda has ended. The evaluation is open.")
        case _:
            return words("The meeting has not started yet.")


def mine(meeting: Meeting, reader: Reader) -> r.Mine:
    viewer = Viewer.of(meeting, reader.person)
    others = beside(meeting, reader.meetings)
    return r.Mine(mine_view(meeting, viewer), asked_elsewhere(meeting, others, viewer))


def evaluation(meeting: Meeting, reader: Reader) -> r.Evaluation:
    viewer = Viewer.of(meeting, reader.person)
    return r.Evaluation(evaluation_view(meeting, viewer), meeting.plan.title)


def asked(
    meeting: Meeting,
    question: QuestionId,
    named: str | None,
    people: tuple[PersonId, ...],
    reader: Reader,
    words: Words,
) -> r.Reply:
    """Give the known answer, the choices, or who has the question."""
    found = meeting.questions[meeting.again.get(question, question)]
    if found.state is QuestionState.SUGGESTED and found.answer is not None:
        text = found.answer.text or ""
        rests_on = resting(found.answer, words)
        return r.Known(found.id, text, found.answer.source, found.text, rests_on)
    if found.state is QuestionState.SUGGESTED and found.offer is not None:
        titled = [(e, reader.titles[e]) for e in found.offer.entries if e in reader.titles]
        return r.DidYouMean(found.id, tuple(r.Choice(*one) for one in titled), found.text)
    viewed = question_view(meeting, found, Viewer.of(meeting, reader.person))
    unknown = named if named is not None and not people else None
    return r.Queued(viewed, unknown)
