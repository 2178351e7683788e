"""What was done or asked for, and the state after it, make the reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs import replies as r
from dialogs import understand as u
from dialogs.words import Words
from meeting import commands as c
from meeting.model import EntryId, Meeting, PersonId, Phase, QuestionId, QuestionState, Role
from meeting.views import Viewer, evaluation_view, question_view, questions_view, view

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
}
DONE: dict[type[c.Deed], str] = {
    c.ProposeTopic: "Noted as a wish for the next meeting.",
    c.Join: "You are in.",
    c.CastBallot: "Thank you, your answers are saved. You can change them while it is open.",
}


SHOWN = "Everybody can see the results now, from five answers on."
HIDDEN = "Only hosts see the results now."


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the reply and when; `titles` are the knowledge base's questions by entry."""

    person: PersonId
    at: datetime
    titles: Mapping[EntryId, str]


def reply_to(done: c.Deed | u.Intent, meeting: Meeting, reader: Reader, words: Words) -> r.Reply:
    """Say what became of a deed, or show what was asked for."""
    match done:
        case u.ShowHelp():
            return r.Help(host=Role.HOST in meeting.roles(reader.person))
        case u.ShowMine():
            return mine(meeting, reader)
        case c.OpenEvaluation():
            return poll(meeting, reader)
        case c.AskQuestion(question):
            return asked(meeting, question, done.addressed_as, done.addressed, reader)
        case c.ChooseEntry(question) | c.AskSpeaker(question):
            return asked(meeting, question, None, (), reader)
        case _:
            return _noted(done, meeting, reader, words)


def _noted(done: c.Deed | u.Intent, meeting: Meeting, reader: Reader, words: Words) -> r.Reply:
    kind = type(done)
    if isinstance(done, c.ShowResults):
        return r.Said(words(SHOWN if done.shown else HIDDEN))
    if kind in DONE:
        return r.Said(words(DONE[kind]))
    if kind in NOTES and (question := getattr(done, "question", None)) is not None:
        found = meeting.questions[question]
        viewed = question_view(meeting, found, Viewer.of(meeting, reader.person))
        return r.QuestionCard(viewed, words(NOTES[kind]))
    note = None if isinstance(done, u.ShowAgenda) else standing(meeting, words)
    return timeline(meeting, reader, note)


def timeline(meeting: Meeting, reader: Reader, note: str | None = None) -> r.Timeline:
    drawn = view(meeting, Viewer.of(meeting, reader.person), reader.at)
    return r.Timeline(drawn.agenda, drawn.title, drawn.late_minutes, note)


def standing(meeting: Meeting, words: Words) -> str:
    """Say in one sentence where the meeting is."""
    if meeting.item is not None:
        return words("On now: {n}. {title}", n=meeting.item.number, title=meeting.item.title)
    match meeting.phase:
        case Phase.CLOSED:
            return words("The meeting is closed. Thank you for taking part.")
        case Phase.CLOSING:
            return words("The agenda has ended. The evaluation is open.")
        case _:
            return words("The meeting has not started yet.")


def mine(meeting: Meeting, reader: Reader) -> r.Mine:
    seen = questions_view(meeting, Viewer.of(meeting, reader.person))
    return r.Mine(tuple(question for question in seen if question.mine))


def poll(meeting: Meeting, reader: Reader) -> r.Poll:
    viewer = Viewer.of(meeting, reader.person)
    return r.Poll(evaluation_view(meeting, viewer), meeting.plan.title)


def asked(
    meeting: Meeting,
    question: QuestionId,
    named: str | None,
    people: tuple[PersonId, ...],
    reader: Reader,
) -> r.Reply:
    """Give the known answer, the choices, or who has the question."""
    found = meeting.questions[question]
    if found.state is QuestionState.SUGGESTED and found.answer is not None:
        text = found.answer.text or ""
        return r.Known(question, text, found.answer.source, found.text)
    if found.state is QuestionState.SUGGESTED and found.offer is not None:
        titled = [(e, reader.titles[e]) for e in found.offer.entries if e in reader.titles]
        return r.DidYouMean(question, tuple(r.Choice(*one) for one in titled), found.text)
    viewed = question_view(meeting, found, Viewer.of(meeting, reader.person))
    unknown = named if named is not None and not people else None
    return r.Queued(viewed, unknown)
