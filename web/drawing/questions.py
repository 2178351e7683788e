"""Questions as they are drawn: who asks, who has it, what became of it, and where it stands."""

from dataclasses import dataclass, replace

from dialogs.telling import because
from dialogs.words import Words
from meeting.model import (
    Answer,
    EntryId,
    Got,
    Meeting,
    PersonId,
    Phase,
    Question,
    QuestionState,
    Show,
)
from meeting.views import QuestionView

GROUPS = {
    QuestionState.ON_NOW: 0,
    QuestionState.QUEUED: 1,
    QuestionState.SUGGESTED: 2,
    QuestionState.FOLLOW_UP: 3,
    QuestionState.ANSWERED: 4,
    QuestionState.DECLINED: 5,
}
MOST = 99_999  # votes and questions beyond this sort as equals
LONG_TEXT = 160  # characters above which a question is drawn in smaller type
VERY_LONG_TEXT = 420


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is drawn: the words, who gave them, where they come from."""

    text: str
    by: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One question, ready for any of the pages."""

    id: str
    number: int
    text: str
    who: str
    to: str
    why: str
    state: str
    badge: str
    votes: int
    voted: bool
    mine: bool
    asked: str
    reply: Reply | None
    declined: str | None
    got: str
    rank: str
    holder: PersonId | None
    choices: tuple[tuple[EntryId, str], ...] = ()

    @property
    def size(self) -> str:
        """Say how large the text can be drawn on the big screen."""
        if len(self.text) > VERY_LONG_TEXT:
            return "tiny"
        return "small" if len(self.text) > LONG_TEXT else "big"


def card(view: QuestionView, meeting: Meeting, words: Words, reader: PersonId | None) -> Card:
    """Draw a question for all (`reader` None) or for the person who sees it as their own."""
    closed = meeting.phase is Phase.CLOSED
    if closed and view.state is QuestionState.ON_NOW:
        view = replace(view, state=QuestionState.QUEUED)  # nothing is on in a meeting that is over
    return Card(  # one line a field
        id=view.id,
        number=view.number,
        text=view.text,
        who=asker(meeting.questions[view.id], words),
        to=words.people(view.to) if view.to else "",
        why=because(view.route, words) if view.to else "",
        state=view.state.value.replace(" ", "-"),
        badge=_left_open(words) if closed and _waits(view) else badge(view, words),
        votes=view.votes,
        voted=view.voted,
        mine=view.mine,
        asked=words.time(view.asked_at),
        reply=_reply(view, view.answer, words) if view.answer else None,
        declined=view.declined,
        got=_rated(meeting, view, reader, words),
        rank=rank(view),
        holder=view.to[0].id if view.to else None,
    )


def asker(question: Question, words: Words) -> str:
    """Name the asker as they chose to be shown."""
    match question.show:
        case Show.ANONYMOUS:
            return words("Anonymous")
        case Show.ORGANISATION:
            return question.organisation or ""
        case Show.NAME:
            name = question.shown_as or words("Participant")
            return f"{name}, {question.organisation}" if question.organisation else name


def badge(view: QuestionView, words: Words) -> str:
    match view.state:
        case QuestionState.ON_NOW:
            return words("On now")
        case QuestionState.QUEUED:
            return words("Waiting")
        case QuestionState.SUGGESTED:
            return words("Looking at a known answer")
        case QuestionState.FOLLOW_UP:
            return words("Will be followed up")
        case QuestionState.ANSWERED:
            return words("Answered")
        case QuestionState.DECLINED:
            return words("Declined")


def _waits(view: QuestionView) -> bool:
    return view.state is QuestionState.QUEUED


def _left_open(words: Words) -> str:
    return words("No answer yet")


def rank(view: QuestionView) -> str:
    """Give a key that sorts as text: what is on, what waits by votes, then what is dealt with."""
    votes = MOST - min(view.votes, MOST)
    return f"{GROUPS[view.state]}{votes:05d}{min(view.number, MOST):05d}"


def answerers(meeting: Meeting) -> tuple[PersonId, ...]:
    """Give those a question can be passed to, hosts first, in the plan's order."""
    speakers = (person for item in meeting.plan.items for person in item.speakers)
    return tuple(dict.fromkeys((*meeting.plan.hosts, *speakers)))


def _reply(view: QuestionView, answer: Answer, words: Words) -> Reply:
    return Reply(
        text=answer.text or words("Answered live at {time}.", time=words.time(answer.at)),
        by=_by(view, answer, words),
        source=answer.source,
    )


def _by(view: QuestionView, answer: Answer, words: Words) -> str:
    if view.answered_by is not None:
        return words.person(view.answered_by)
    return words("From the knowledge base") if answer.by is None else ""


def _rated(meeting: Meeting, view: QuestionView, reader: PersonId | None, words: Words) -> str:
    ratings = meeting.ratings.get(view.id)
    match ratings.get(reader) if ratings is not None and reader is not None else None:
        case Got.YES:
            return words("Yes")
        case Got.PARTLY:
            return words("Partly")
        case Got.NO:
            return words("No")
        case None:
            return ""
