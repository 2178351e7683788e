"""Questions as they are drawn: who asks, who has it, what became of it, and where it stands."""

from dataclasses import dataclass, replace

from dialogs.resting import resting
from dialogs.telling import because, letter
from dialogs.words import Words
from meeting.ids import EntryId, PersonId
from meeting.model import Meeting, Phase
from meeting.question import Answer, Got, Question, QuestionState, Show
from meeting.question_views import MergedView, QuestionView

GROUPS = {
    QuestionState.NEW: 0,
    QuestionState.ON_NOW: 0,
    QuestionState.QUEUED: 1,
    QuestionState.SUGGESTED: 2,
    QuestionState.FOLLOW_UP: 3,
    QuestionState.ANSWERED: 4,
    QuestionState.CARRIED: 4,
    QuestionState.DECLINED: 5,
    QuestionState.MERGED: 6,
    QuestionState.WITHDRAWN: 7,
}
CHANGEABLE = frozenset({"new", "suggested", "queued", "on-now", "follow-up"})
MOST = 99_999  # votes and questions beyond this sort as equals
LONG_TEXT = 160  # characters above which a question is drawn in smaller type
VERY_LONG_TEXT = 420
FEWEST_TOLD = 2  # people behind a question; one alone is not worth a word


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is drawn: the words, who gave them, what they rest on."""

    text: str
    about: tuple[str, ...]
    corrected: str  # when, if the base said something else before


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
    holders: tuple[PersonId, ...]
    promise: str = ""
    sure: str = ""
    behind: int = 0
    origin: str = ""
    into: int | None = None
    merged: tuple[MergedView, ...] = ()
    tries: int = 1
    mailbox: str = ""
    due: str = ""
    rates: bool = False
    held: bool = False
    alike: tuple[tuple[str, int], ...] = ()
    choices: tuple[tuple[EntryId, str], ...] = ()
    draft: str = ""
    drafted: str = ""
    teaches: bool = False
    learned: bool = False

    @property
    def holder(self) -> PersonId | None:
        """Who has it, the first of several."""
        return next(iter(self.holders), None)

    @property
    def changeable(self) -> bool:
        """Whether its asker may still word it anew or take it back."""
        return self.state in CHANGEABLE

    @property
    def size(self) -> str:
        """Say how large the text can be drawn on the big screen."""
        if len(self.text) > VERY_LONG_TEXT:
            return "tiny"
        return "small" if len(self.text) > LONG_TEXT else "big"


def card(view: QuestionView, meeting: Meeting, words: Words) -> Card:
    """Draw a question as its view shows it, for all or for one person."""
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
        got=words(GOT[view.got]) if view.got is not None else "",
        rank=rank(view),
        holders=tuple(person.id for person in view.to),
        promise=_promise(view, words),
        sure=f"{view.route.score} %" if view.route.score is not None else "",
        behind=view.organisations,
        origin=_origin(view, words),
        into=view.into,
        merged=view.merged,
        tries=view.tries,
        mailbox=letter(view, meeting.plan.title, words),
        due=_day(view, words),
        rates=view.rates and view.got is None,
        teaches=_teaches(view),
        learned=view.id in meeting.learned,
    )


def _teaches(view: QuestionView) -> bool:
    """Say whether it has an answer that the knowledge base can take: written, by a person."""
    by_person = view.answer is not None and view.answer.by is not None
    written = view.answer is not None and bool(view.answer.text)
    return view.state is QuestionState.ANSWERED and by_person and written


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


BADGES = {
    QuestionState.NEW: "Seen by a host first",
    QuestionState.ON_NOW: "On now",
    QuestionState.QUEUED: "Waiting",
    QuestionState.SUGGESTED: "Looking at a known answer",
    QuestionState.FOLLOW_UP: "Will be followed up",
    QuestionState.ANSWERED: "Answered",
    QuestionState.DECLINED: "Declined",
    QuestionState.WITHDRAWN: "Taken back",
    QuestionState.CARRIED: "Goes on in the next meeting",
}


def badge(view: QuestionView, words: Words) -> str:
    if view.state is QuestionState.MERGED:
        return words("Put together with question {n}", n=view.into or 0)
    return words(BADGES[view.state])


GOT = {Got.YES: "Yes", Got.PARTLY: "Partly", Got.NO: "No"}


def _promise(view: QuestionView, words: Words) -> str:
    """Say who sees to it by when, while it is open."""
    open_ = view.state in {QuestionState.FOLLOW_UP, QuestionState.CARRIED}
    if not open_ or view.owner is None or view.due is None:
        return ""
    name, day = words.person(view.owner), words.date(view.due)
    return words("{name} will follow up by {date}.", name=name, date=day)


def _origin(view: QuestionView, words: Words) -> str:
    """Say in which earlier meeting it was asked, and for how many."""
    if view.origin is None:
        return ""
    title, day = view.origin.title, words.date(view.origin.asked_at)
    where = words("Asked at {title}, {date}", title=title, date=day)
    if view.origin.people < FEWEST_TOLD:
        return where
    return f"{where} · {words('{n} people', n=view.origin.people)}"


def _day(view: QuestionView, words: Words) -> str:
    """Give the day it is due, as a date field holds it."""
    return view.due.astimezone(words.zone).date().isoformat() if view.due else ""


def _waits(view: QuestionView) -> bool:
    return view.state is QuestionState.QUEUED


def _left_open(words: Words) -> str:
    return words("No answer yet")


def rank(view: QuestionView) -> str:
    """Give a key that sorts as text: what is on, what waits by votes, then what is dealt with."""
    votes = MOST - min(view.votes, MOST)
    return f"{GROUPS[view.state]}{votes:05d}{min(view.number, MOST):05d}"


def _reply(view: QuestionView, answer: Answer, words: Words) -> Reply:
    return Reply(
        text=answer.text or words("Answered live at {time}.", time=words.time(answer.at)),
        about=tuple(filter(None, (_by(view, answer, words), *resting(answer, words)))),
        corrected=words.time(answer.at) if answer.corrected else "",
    )


def _by(view: QuestionView, answer: Answer, words: Words) -> str:
    if view.answered_by is not None:
        return words.person(view.answered_by)
    return words("From the knowledge base") if answer.by is None else ""
