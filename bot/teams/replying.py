"""Which card answers a press: the one that was pressed, as it stands after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation import Told
from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from bot.teams.cards.evaluation import evaluation_card, thanks_card
from bot.teams.cards.faq import known_card
from bot.teams.cards.polling import answer_given, poll_card, pressed_poll
from bot.teams.cards.questions import question_card
from bot.teams.cards.showing import card_of
from bot.teams.heard import Heard
from bot.teams.outbox.sending import Living
from bot.teams.parts import RIGHTS, Parts
from dialogs import acting
from dialogs import replies as r
from dialogs.evaluating import seen_line
from dialogs.refusing import refusal
from dialogs.replying import Reader, asked
from dialogs.telling import tell
from meeting.ids import Answers, PersonId, QuestionId
from meeting.model import Meeting
from meeting.question_views import question_view, shown
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer
from meeting.views import evaluation_view

# Verbs of the desk, the living card in a host's or speaker's own chat.
DESK_ONLY = frozenset(
    {
        "question.answer",
        "question.route",
        "question.on",
        "question.follow-up",
        "question.decline",
        "question.not-mine",
        "question.approve",
        "trouble.settled",
        "evaluation.show-results",
        "evaluation.hide-results",
        "poll.ask",
        "poll.close",
        "poll.show",
        "poll.hide",
        "poll.drop",
    }
)
FAQ = frozenset({"faq.solved", "faq.choose", "faq.ask-speaker"})
STEERING = frozenset({"evaluation.open", "evaluation.show-results", "evaluation.hide-results"})


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed by whom, what was told, and the meeting as it was before."""

    heard: Heard
    person: PersonId
    verb: str
    data: Mapping[str, object]
    told: Told
    before: Meeting


async def answer_card(parts: Parts, press: Press) -> Element:
    """Draw the pressed card anew for the one who pressed."""
    living = await _living(parts, press)
    if living is Living.DESK:
        return parts.drawing.desk(press.told.meeting, press.told.words, press.person, _note(press))
    if isinstance(press.told.reply, r.Refused):
        if press.verb in FAQ and (elses := await _somebody_elses(parts, press)) is not None:
            return elses
        return _as_it_stands(parts, press, living, press.told.reply.text)
    return _done(parts, press, living)


async def _living(parts: Parts, press: Press) -> Living | None:
    """Find which living card was pressed: by its message, or by verbs that only the desk has."""
    heard = press.heard
    rights = bool(press.told.meeting.roles(press.person) & RIGHTS)
    if heard.personal and rights and press.verb in DESK_ONLY:
        return Living.DESK
    for kind in Living if heard.reply_to else ():
        if await parts.cards.get(heard.conversation, kind) == heard.reply_to:
            return kind if rights or kind is not Living.DESK else None
    return None


def _done(parts: Parts, press: Press, living: Living | None) -> Element:
    told = press.told
    frame = parts.drawing.frame(told.meeting, told.words, press.person)
    match told.reply:
        case r.Evaluation(evaluation) if _shows(press):
            return evaluation_card(evaluation, frame)
        case r.Timeline() | r.Evaluation():
            return parts.drawing.agenda(told.meeting, told.words, press.person, _note(press))
        case r.Queued(question) | r.QuestionCard(question):
            note = _note(press) or ""
            listed = _listed(parts, press, note) if living is Living.QUESTIONS else None
            return listed or question_card(question, frame, note)
        case r.Known() | r.DidYouMean() | r.Mine() | r.Wishes() | r.RoomPoll():
            return card_of(told.reply, frame)
        case _:
            return _said(press, frame)


def _said(press: Press, frame: Frame) -> Element:
    note = tell(press.told.reply, press.told.words)
    if press.verb == "evaluation.submit":
        return thanks_card(note, frame)
    return _polled(press, frame, note) or _noted(press, note)


def _noted(press: Press, note: str) -> Element:
    return el.card(press.told.words.language, [el.note(note)], fallback=note)


def _polled(press: Press, frame: Frame, note: str) -> Element | None:
    """Draw the poll whose card was pressed, with what was filled in."""
    poll = pressed_poll(press.told.meeting, press.person, press.data)
    given = answer_given(press.data, press.before)
    return None if poll is None else poll_card(poll, frame, note, given)


def _shows(press: Press) -> bool:
    """Tell whether the evaluation was asked to be shown, not opened."""
    return press.verb == "evaluation.open" and press.before.evaluation.open


def _note(press: Press) -> str | None:
    """Say in one sentence what the press did."""
    words, reply = press.told.words, press.told.reply
    match reply:
        case r.Refused(text=text):
            return text
        case r.Timeline(note=note) | r.QuestionCard(note=note) | r.RoomPoll(note=note):
            return note
        case r.Evaluation(evaluation):
            if press.verb == "evaluation.open":
                return tell(reply, words)
            return seen_line(evaluation, words)
        case _:
            return " ".join(tell(reply, words).split())


def _as_it_stands(parts: Parts, press: Press, living: Living | None, note: str) -> Element:
    """Draw the card unchanged with the sentence that says why."""
    told = press.told
    frame = parts.drawing.frame(told.meeting, told.words, press.person)
    if press.verb.startswith("agenda.") or press.verb in STEERING:
        return parts.drawing.agenda(told.meeting, told.words, press.person, note)
    if press.verb == "evaluation.submit":
        viewer = Viewer.of(told.meeting, press.person)
        shown_ = evaluation_view(told.meeting, viewer)
        return evaluation_card(shown_, frame, note, _given(press))
    if living is Living.QUESTIONS and (listed := _listed(parts, press, note)):
        return listed
    return _polled(press, frame, note) or _question(press, frame, note) or _noted(press, note)


async def _somebody_elses(parts: Parts, press: Press) -> Element | None:
    """Draw the answer that another person got in this chat, where everybody reads it anyway."""
    id_, meeting = press.data.get("question"), press.told.meeting
    found = meeting.questions.get(QuestionId(id_)) if isinstance(id_, str) else None
    if found is None or found.asker is None or found.asker == press.person or press.heard.personal:
        return None
    where = await parts.rooms.asked_in(found.id, found.asker)
    if where is None or where.conversation != press.heard.conversation:
        return None
    words = press.told.words
    note = refusal(RefusedError(Reason.NOT_YOURS), words)
    reply = asked(meeting, found.id, None, (), Reader(found.asker, meeting.at, {}), words)
    frame = parts.drawing.frame(meeting, words, press.person)
    if isinstance(reply, r.Known):
        return known_card(reply, frame, note)
    return question_card(question_view(meeting, found, Viewer()), frame, note)


def _question(press: Press, frame: Frame, note: str) -> Element | None:
    """Draw the question of a refused press, if this person may see it."""
    meeting, viewer = press.told.meeting, Viewer.of(press.told.meeting, press.person)
    id_ = press.data.get("question")
    found = meeting.questions.get(QuestionId(id_)) if isinstance(id_, str) else None
    if found is None or not shown(found, viewer):
        return None
    if press.verb in FAQ and found.asker == press.person:
        reader = Reader(press.person, meeting.at, {})
        reply = asked(meeting, found.id, None, (), reader, frame.words)
        if isinstance(reply, r.Known):
            return known_card(reply, frame, note)
    return question_card(question_view(meeting, found, viewer), frame, note)


def _listed(parts: Parts, press: Press, note: str) -> Element | None:
    return parts.drawing.questions(press.told.meeting, press.told.words, press.person, note)


def _given(press: Press) -> Answers | None:
    """Give back what was filled in, so that nobody has to write it again."""
    if press.verb != "evaluation.submit":
        return None
    return acting.read_answers(press.data, press.before)
