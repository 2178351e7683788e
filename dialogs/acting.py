"""Buttons, of cards and pages alike: a verb and its data make a deed. All is checked anew here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs.entry_fields import entry_of, read_entry
from dialogs.fields import (
    Data,
    MalformedError,
    day_of,
    integer_of,
    item_of,
    people_of,
    question_of,
    text_of,
    token_of,
    tokens_of,
    values,
)
from dialogs.poll_fields import (
    PollAnswer,
    poll_id_of,
    read_answer,
    read_asked,
    read_closing,
    read_showing,
)
from dialogs.poll_words import AskRoom
from dialogs.proposing import read_cuts
from meeting import commands as c
from meeting.entry import Entry
from meeting.ids import EntryId, PersonId, QuestionId, WishId
from meeting.model import Meeting
from meeting.question import Got


class UnknownVerbError(LookupError):
    """Nobody knows this verb."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Evaluation answers as they came; the person's ballot key is found by the caller."""

    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choose:
    """An entry was chosen; its text is found in the knowledge base by the caller."""

    question: QuestionId
    entry: EntryId


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """An entry as it was written; `seen` stands for the text that was on the screen before."""

    entry: Entry
    seen: str


@dataclass(frozen=True, slots=True)
class ApproveEntry:
    """What waits in an entry is to be what people are answered with."""

    entry: EntryId
    seen: str


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    entry: EntryId


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Whoever presses is to be erased, with the anonymous questions whose secrets they hold."""

    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Show the agenda; nothing is done."""


@dataclass(frozen=True, slots=True)
class AskNow:
    text: str


# What only the series' knowledge base as a whole can answer for.
OfBase = Choose | SaveEntry | ApproveEntry | RemoveEntry
Act = c.Deed | Submit | PollAnswer | AskRoom | OfBase | EraseMe | Look | AskNow
Reader = Callable[[Data, Meeting], Act]


def read_act(verb: str, data: Data, meeting: Meeting) -> Act:
    """Turn a pressed button into what it asks for.

    Raises UnknownVerbError and MalformedError.
    """
    reader = VERBS.get(verb)
    if reader is None:
        raise UnknownVerbError(verb)
    return reader(data, meeting)


def read_version(data: Data) -> int | None:
    """Give the version a card was drawn at; None when it carries none. Raises MalformedError."""
    return None if data.get("version") is None else integer_of(data, "version")


def read_answers(data: Data, meeting: Meeting) -> Mapping[str, tuple[str, ...]]:
    """Pick the evaluation's inputs out of a card's data, each as a tuple of values."""
    ids = [question.id for question in meeting.plan.evaluation]
    return {id_: values(data[id_], id_) for id_ in ids if id_ in data}


def _follow_up(data: Data, meeting: Meeting) -> Act:
    owner = people_of(data, "owner", meeting)[0] if data.get("owner") else None
    return c.FollowUp(question_of(data), owner, day_of(data, "due", meeting))


def _rating(got: Got) -> Reader:
    return lambda data, _: c.RateAnswer(question_of(data), got, token_of(data))


def _edit(data: Data, _: Meeting) -> Act:
    return c.EditQuestion(question_of(data), text_of(data, "text"), token_of(data))


def _take_up(data: Data, meeting: Meeting) -> Act:
    """Let a question wait again for those who had it."""
    question = question_of(data)
    found = meeting.question(question)
    return c.RouteQuestion(question, () if found is None else meeting.root(found).route.to)


def _merge(data: Data, meeting: Meeting) -> Act:
    """Read which question it goes into, by id or by its number."""
    into = text_of(data, "into").removeprefix("#").strip()
    named = (q.id for q in meeting.questions.values() if str(q.number) == into)
    return c.MergeQuestions(question_of(data), next(named, QuestionId(into)))


def _absence(*, absent: bool) -> Reader:
    return lambda data, meeting: c.MarkAbsent(people_of(data, "person", meeting)[0], absent)


def _cuts(data: Data, _: Meeting) -> Act:
    cuts = read_cuts(text_of(data, "cuts"))
    if cuts is None:
        raise MalformedError("cuts")
    return c.CutAgenda(cuts)


def _message(data: Data, meeting: Meeting) -> Act:
    """Read what a host tells a speaker: own words, or a ready phrase that was pressed."""
    text = text_of(data, "text") or (text_of(data, "phrase") if data.get("phrase") else "")
    return c.MessageSpeaker(people_of(data, "to", meeting)[0], text)


def _learn(data: Data, _: Meeting) -> Act:
    """Read whether it becomes an entry or a way to ask for one, and what else asks the same."""
    entry = EntryId(text_of(data, "entry")) if data.get("entry") else None
    also = tuple(QuestionId(one) for one in values(data.get("also"), "also"))
    return c.LearnAnswer(question_of(data), entry=entry, also=also)


VERBS: dict[str, Reader] = {
    "agenda.show": lambda _data, _: Look(),
    "agenda.start": lambda _data, _: c.StartMeeting(),
    "agenda.next": lambda _data, _: c.NextItem(),
    "agenda.back": lambda _data, _: c.GoBack(),
    "agenda.extend": lambda data, _: c.ExtendItem(integer_of(data, "minutes")),
    "agenda.shorten": lambda data, _: c.ShortenItem(integer_of(data, "minutes")),
    "agenda.jump": lambda data, _: c.JumpTo(item_of(data)),
    "agenda.leave-out": lambda data, _: c.LeaveOut(item_of(data)),
    "agenda.take-in": lambda data, _: c.LeaveOut(item_of(data), left_out=False),
    "agenda.cut": _cuts,
    "agenda.swap": lambda data, _: c.SwapItems(item_of(data), item_of(data, "with")),
    "agenda.automatic": lambda data, _: c.SetAutomatic(item_of(data)),
    "agenda.by-hand": lambda data, _: c.SetAutomatic(item_of(data), automatic=False),
    "agenda.pause": lambda _data, _: c.PauseMeeting(),
    "agenda.resume": lambda _data, _: c.ResumeMeeting(),
    "agenda.undo": lambda _data, _: c.UndoStep(),
    "agenda.end": lambda _data, _: c.EndAgenda(),
    "agenda.close": lambda _data, _: c.CloseMeeting(),
    "question.ask": lambda data, _: AskNow(text_of(data, "text")),
    "question.vote": lambda data, _: c.Vote(question_of(data)),
    "question.unvote": lambda data, _: c.Unvote(question_of(data)),
    "question.answer": lambda data, _: c.AnswerQuestion(question_of(data), text_of(data, "text")),
    "question.answer-live": lambda data, _: c.AnswerQuestion(question_of(data), None),
    "question.route": lambda data, m: c.RouteQuestion(question_of(data), people_of(data, "to", m)),
    "question.on": lambda data, _: c.PutOn(question_of(data)),
    "question.follow-up": _follow_up,
    "question.decline": lambda data, _: c.Decline(question_of(data), text_of(data, "reason")),
    "question.take-up": _take_up,
    "question.edit": _edit,
    "question.withdraw": lambda data, _: c.WithdrawQuestion(question_of(data), token_of(data)),
    "question.not-mine": lambda data, _: c.ReturnQuestion(question_of(data)),
    "question.approve": lambda data, _: c.ApproveQuestion(question_of(data)),
    "question.merge": _merge,
    "question.part": lambda data, _: c.PartQuestion(question_of(data), token_of(data)),
    "questions.look-first": lambda _data, _: c.SetModeration(on=True),
    "questions.let-through": lambda _data, _: c.SetModeration(on=False),
    "speaker.absent": _absence(absent=True),
    "speaker.present": _absence(absent=False),
    "speaker.message": _message,
    "speaker.seen": lambda data, _: c.SeeMessage(text_of(data, "message")),
    "link.withdraw": lambda data, m: c.WithdrawLink(people_of(data, "person", m)[0]),
    "person.erase": lambda data, _: c.ErasePerson(PersonId(text_of(data, "person"))),
    "person.erase-me": lambda data, _: EraseMe(tokens_of(data)),
    "trouble.settled": lambda _data, _: c.SettleTrouble(),
    "faq.solved": lambda data, _: c.SolveQuestion(question_of(data)),
    "faq.choose": lambda data, _: Choose(question_of(data), entry_of(data)),
    "faq.learn": _learn,
    "faq.forget": lambda data, _: c.LearnAnswer(question_of(data), learned=False),
    "entry.save": lambda data, _: SaveEntry(read_entry(data), text_of(data, "seen")),
    "entry.approve": lambda data, _: ApproveEntry(entry_of(data), text_of(data, "seen")),
    "entry.take-out": lambda data, _: RemoveEntry(entry_of(data)),
    "entry.drop": lambda data, _: c.DropEntry(entry_of(data)),
    "faq.ask-speaker": lambda data, _: c.AskSpeaker(question_of(data)),
    "answered.yes": _rating(Got.YES),
    "answered.partly": _rating(Got.PARTLY),
    "answered.no": _rating(Got.NO),
    "wish.add": lambda data, _: c.ProposeTopic(text_of(data, "text")),
    "wish.vote": lambda data, _: c.VoteWish(WishId(text_of(data, "wish"))),
    "wish.unvote": lambda data, _: c.VoteWish(WishId(text_of(data, "wish")), wanted=False),
    "evaluation.open": lambda _data, _: c.OpenEvaluation(),
    "evaluation.remind": lambda _data, _: c.RemindToEvaluate(),
    "evaluation.close": lambda _data, _: c.CloseEvaluation(),
    "evaluation.show-results": lambda _data, _: c.ShowResults(shown=True),
    "evaluation.hide-results": lambda _data, _: c.ShowResults(shown=False),
    "evaluation.submit": lambda data, m: Submit(read_answers(data, m)),
    "poll.ask": read_asked,
    "poll.answer": read_answer,
    "poll.close": lambda data, _: read_closing(data),
    "poll.show": lambda data, _: read_showing(data, shown=True),
    "poll.hide": lambda data, _: read_showing(data, shown=False),
    "poll.strike": lambda data, _: c.StrikeWord(poll_id_of(data), text_of(data, "word")),
    "poll.give-back": lambda data, _: c.StrikeWord(
        poll_id_of(data), text_of(data, "word"), struck=False
    ),
    "poll.drop": lambda data, _: c.DropPoll(poll_id_of(data)),
}
