"""What the ledger's events make of the state. No rule is checked here."""

from dataclasses import replace
from typing import assert_never

from immutables import Map

from meeting import events as e
from meeting.ids import QuestionId
from meeting.model import Meeting, Trouble
from meeting.question import Lesson, Question, QuestionState, plain

OneQuestionEvent = (
    e.QuestionQueued
    | e.QuestionPutOn
    | e.QuestionTakenOff
    | e.QuestionHeld
    | e.QuestionWithdrawn
    | e.AnswerOffered
    | e.QuestionAnswered
    | e.FollowUpPromised
    | e.QuestionDeclined
    | e.QuestionEdited
    | e.OwnerReminded
    | e.QuestionCarried
)


def ledger(state: Meeting, event: e.LedgerEvent, change: e.Change) -> Meeting:
    """Apply an event of the ledger; votes are applied where runs of them are."""
    match event:
        case e.QuestionAsked(question):
            return _asked(state, question)
        case e.QuestionRepeated(question, again):
            once_more = replace(state, again=state.again.set(again, question))
            known = _known(state, question)
            return _keep(once_more, replace(known, tries=known.tries + 1))
        case e.QuestionMerged() | e.QuestionParted():
            return _grouped(state, event)
        case e.AnswerRated() | e.AnswerLearned():
            return _judged(state, event)
        case (
            e.ModerationSet()
            | e.SpeakerMarked()
            | e.TroubleReported()
            | e.TroubleSettled()
            | e.VoteCast()
            | e.VoteWithdrawn()
        ):
            return _around(state, event, change)
        case _:
            known = _known(state, event.question)
            return _keep(_answered(state, known, event), _changed(known, event))


def _judged(state: Meeting, event: e.AnswerRated | e.AnswerLearned) -> Meeting:
    """Note what people think of an answer: whether it helped, whether all are to have it."""
    match event:
        case e.AnswerRated(question, person, got):
            ratings = state.ratings.get(question, Map()).set(person, got)
            return replace(state, ratings=state.ratings.set(question, ratings))
        case e.AnswerLearned(question, learned, entry):
            if learned:
                return replace(state, learned=state.learned.set(question, Lesson(entry)))
            known = question in state.learned
            return replace(state, learned=state.learned.delete(question)) if known else state


def _answered(state: Meeting, question: Question, event: OneQuestionEvent) -> Meeting:
    """Note who answered these words, for when they are asked again."""
    if not isinstance(event, e.QuestionAnswered) or event.answer.by is None:
        return state
    answerers = state.answerers.set(plain(question.text), event.answer.by)
    return replace(state, answerers=answerers)


def _asked(state: Meeting, question: Question) -> Meeting:
    asker, token = question.asker, question.token
    if token is not None:
        state = replace(state, tokens=state.tokens.set(token, question.id))
    if asker is not None:
        mine = (*state.own.get(asker, ()), question.id)
        state = replace(state, own=state.own.set(asker, mine))
    return _keep(state, question)


def _grouped(state: Meeting, event: e.QuestionMerged | e.QuestionParted) -> Meeting:
    question = _known(state, event.question)
    match event:
        case e.QuestionMerged(id_, into):
            within = (*state.merged.get(into, ()), id_)
            after = replace(question, state=QuestionState.MERGED, into=into)
            return _keep(replace(state, merged=state.merged.set(into, within)), after)
        case e.QuestionParted(id_):
            after = replace(question, state=QuestionState.QUEUED, into=None)
            if question.into is not None:
                rest = tuple(one for one in state.merged.get(question.into, ()) if one != id_)
                state = replace(state, merged=state.merged.set(question.into, rest))
            return _keep(state, after)
        case _:
            assert_never(event)


AroundEvent = (
    e.ModerationSet
    | e.SpeakerMarked
    | e.TroubleReported
    | e.TroubleSettled
    | e.VoteCast
    | e.VoteWithdrawn
)


def _around(state: Meeting, event: AroundEvent, change: e.Change) -> Meeting:
    match event:
        case e.ModerationSet(on):
            return replace(state, moderated=on)
        case e.SpeakerMarked(person, absent):
            others = state.absent - {person}
            return replace(state, absent=others | {person} if absent else others)
        case e.TroubleReported(person, kind):
            return replace(state, troubles=state.troubles.set(person, Trouble(kind, change.at)))
        case e.TroubleSettled():
            return replace(state, troubles=Map())
        case e.VoteCast(question, person):
            voters = state.votes.get(question, Map())
            return replace(state, votes=state.votes.set(question, voters.set(person, True)))
        case e.VoteWithdrawn(question, person):
            voters = state.votes[question].delete(person)
            return replace(state, votes=state.votes.set(question, voters))
        case _:
            assert_never(event)


MOVES: dict[type[e.LedgerEvent], QuestionState] = {
    e.QuestionPutOn: QuestionState.ON_NOW,
    e.QuestionTakenOff: QuestionState.QUEUED,
    e.QuestionWithdrawn: QuestionState.WITHDRAWN,
    e.QuestionCarried: QuestionState.CARRIED,
}


def _changed(question: Question, event: OneQuestionEvent) -> Question:
    match event:
        case e.QuestionQueued(_, route):
            return replace(question, route=route, state=QuestionState.QUEUED, answer=None)
        case e.QuestionPutOn() | e.QuestionTakenOff() | e.QuestionWithdrawn() | e.QuestionCarried():
            return replace(question, state=MOVES[type(event)])
        case e.QuestionHeld():
            return replace(question, state=QuestionState.NEW, answer=None)
        case _:
            return _settled(question, event)


SettledEvent = (
    e.AnswerOffered
    | e.QuestionAnswered
    | e.FollowUpPromised
    | e.QuestionDeclined
    | e.QuestionEdited
    | e.OwnerReminded
)


def _settled(question: Question, event: SettledEvent) -> Question:
    match event:
        case e.AnswerOffered(_, answer):
            return replace(question, answer=answer)
        case e.QuestionAnswered(_, answer):
            return replace(question, answer=answer, state=QuestionState.ANSWERED)
        case e.FollowUpPromised(_, owner, due):
            promised = replace(question, owner=owner, due=due, reminded=0)
            return replace(promised, state=QuestionState.FOLLOW_UP)
        case e.QuestionDeclined(_, reason):
            return replace(question, declined=reason, state=QuestionState.DECLINED)
        case e.QuestionEdited(_, text):
            return replace(question, text=text)
        case e.OwnerReminded():
            return replace(question, reminded=question.reminded + 1)
        case _:
            assert_never(event)


def _known(state: Meeting, question: QuestionId) -> Question:
    return state.questions[question]


def _keep(state: Meeting, question: Question) -> Meeting:
    return replace(state, questions=state.questions.set(question.id, question))
