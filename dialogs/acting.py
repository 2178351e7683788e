"""Buttons, of cards and pages alike: a verb and its data make a deed. All is checked anew here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dialogs.addressing import named
from dialogs.cleaning import cleaned
from dialogs.proposing import read_cuts
from meeting import commands as c
from meeting.ids import EntryId, ItemId, PersonId, QuestionId
from meeting.model import Meeting
from meeting.promises import OFFICES_CLOSE
from meeting.question import Got
from meeting.tokens import digest

Data = Mapping[str, object]


class UnknownVerbError(LookupError):
    """Nobody knows this verb."""


class MalformedError(ValueError):
    """The data lacks a field or has one of the wrong kind; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


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
class Look:
    """Show the agenda; nothing is done."""


@dataclass(frozen=True, slots=True)
class AskNow:
    text: str


Act = c.Deed | Submit | Choose | Look | AskNow
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
    return None if data.get("version") is None else _integer(data, "version")


def read_answers(data: Data, meeting: Meeting) -> Mapping[str, tuple[str, ...]]:
    """Pick the evaluation's inputs out of a card's data, each as a tuple of values."""
    ids = [question.id for question in meeting.plan.evaluation]
    return {id_: values(data[id_], id_) for id_ in ids if id_ in data}


def values(value: object, field: str) -> tuple[str, ...]:
    """Give an answer's values: a scale's number and a list of choices alike; empty for nothing."""
    match value:
        case None | "":
            return ()
        case bool():
            raise MalformedError(field)
        case str():
            return (text,) if (text := cleaned(value)) else ()
        case int():
            return (str(value),)
        case float() if value.is_integer():
            return (str(int(value)),)
        case list() | tuple():
            return tuple(one for item in value for one in values(item, field))
        case _:
            raise MalformedError(field)


def _text(data: Data, field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str):
        raise MalformedError(field)
    return cleaned(value)


NUMBER = re.compile(r"\s{0,9}[-+]?\d{1,9}\s{0,9}", re.ASCII)


def _integer(data: Data, field: str) -> int:
    """Read a whole number, also as forms and card inputs send it."""
    match data.get(field):
        case bool():
            raise MalformedError(field)
        case int() as number:
            return number
        case float() as number if number.is_integer():
            return int(number)
        case str() as text if NUMBER.fullmatch(text):
            return int(text)
        case _:
            raise MalformedError(field)


def _question(data: Data) -> QuestionId:
    return QuestionId(_text(data, "question"))


def _people(data: Data, field: str, meeting: Meeting) -> tuple[PersonId, ...]:
    """Read one or more people, by id or by name; an unknown one is left for the rules to refuse."""
    value = data.get(field)
    wanted = value if isinstance(value, list) else [value]
    if not wanted:
        raise MalformedError(field)
    found: list[PersonId] = []
    for one in wanted:
        if not isinstance(one, str) or not one.strip():
            raise MalformedError(field)
        known = PersonId(one) in meeting.people
        found += [PersonId(one)] if known else named(one, meeting) or [PersonId(one)]
    return tuple(dict.fromkeys(found))


def _follow_up(data: Data, meeting: Meeting) -> Act:
    owner = _people(data, "owner", meeting)[0] if data.get("owner") else None
    return c.FollowUp(_question(data), owner, _date(data, "due", meeting))


def _date(data: Data, field: str, meeting: Meeting) -> datetime | None:
    """Read a day as a form's date field gives it; it ends when offices close."""
    if not data.get(field):
        return None
    try:
        day = date.fromisoformat(_text(data, field))
        return datetime.combine(day, OFFICES_CLOSE, ZoneInfo(meeting.plan.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MalformedError(field) from None


def _token(data: Data) -> str | None:
    """Give the digest of the secret that came with it, if one did."""
    return digest(_text(data, "token")) if data.get("token") else None


def _rating(got: Got) -> Reader:
    return lambda data, _: c.RateAnswer(_question(data), got, _token(data))


def _edit(data: Data, _: Meeting) -> Act:
    return c.EditQuestion(_question(data), _text(data, "text"), _token(data))


def _merge(data: Data, meeting: Meeting) -> Act:
    """Read which question it goes into, by id or by its number."""
    into = _text(data, "into").removeprefix("#").strip()
    named = (q.id for q in meeting.questions.values() if str(q.number) == into)
    return c.MergeQuestions(_question(data), next(named, QuestionId(into)))


def _absence(*, absent: bool) -> Reader:
    return lambda data, meeting: c.MarkAbsent(_people(data, "person", meeting)[0], absent)


def _cuts(data: Data, _: Meeting) -> Act:
    cuts = read_cuts(_text(data, "cuts"))
    if cuts is None:
        raise MalformedError("cuts")
    return c.CutAgenda(cuts)


def _item(data: Data, field: str = "item") -> ItemId:
    """Read an item's id, or its number as people say it."""
    number = data.get(field)
    return ItemId(str(number) if type(number) is int else _text(data, field))


def _message(data: Data, meeting: Meeting) -> Act:
    """Read what a host tells a speaker: own words, or a ready phrase that was pressed."""
    text = _text(data, "text") or (_text(data, "phrase") if data.get("phrase") else "")
    return c.MessageSpeaker(_people(data, "to", meeting)[0], text)


VERBS: dict[str, Reader] = {
    "agenda.show": lambda _data, _: Look(),
    "agenda.start": lambda _data, _: c.StartMeeting(),
    "agenda.next": lambda _data, _: c.NextItem(),
    "agenda.back": lambda _data, _: c.GoBack(),
    "agenda.extend": lambda data, _: c.ExtendItem(_integer(data, "minutes")),
    "agenda.shorten": lambda data, _: c.ShortenItem(_integer(data, "minutes")),
    "agenda.jump": lambda data, _: c.JumpTo(_item(data)),
    "agenda.leave-out": lambda data, _: c.LeaveOut(_item(data)),
    "agenda.take-in": lambda data, _: c.LeaveOut(_item(data), left_out=False),
    "agenda.cut": _cuts,
    "agenda.swap": lambda data, _: c.SwapItems(_item(data), _item(data, "with")),
    "agenda.automatic": lambda data, _: c.SetAutomatic(_item(data)),
    "agenda.by-hand": lambda data, _: c.SetAutomatic(_item(data), automatic=False),
    "agenda.pause": lambda _data, _: c.PauseMeeting(),
    "agenda.resume": lambda _data, _: c.ResumeMeeting(),
    "agenda.undo": lambda _data, _: c.UndoStep(),
    "agenda.end": lambda _data, _: c.EndAgenda(),
    "agenda.close": lambda _data, _: c.CloseMeeting(),
    "question.ask": lambda data, _: AskNow(_text(data, "text")),
    "question.vote": lambda data, _: c.Vote(_question(data)),
    "question.unvote": lambda data, _: c.Unvote(_question(data)),
    "question.answer": lambda data, _: c.AnswerQuestion(_question(data), _text(data, "text")),
    "question.answer-live": lambda data, _: c.AnswerQuestion(_question(data), None),
    "question.route": lambda data, m: c.RouteQuestion(_question(data), _people(data, "to", m)),
    "question.on": lambda data, _: c.PutOn(_question(data)),
    "question.follow-up": _follow_up,
    "question.decline": lambda data, _: c.Decline(_question(data), _text(data, "reason")),
    "question.edit": _edit,
    "question.withdraw": lambda data, _: c.WithdrawQuestion(_question(data), _token(data)),
    "question.not-mine": lambda data, _: c.ReturnQuestion(_question(data)),
    "question.approve": lambda data, _: c.ApproveQuestion(_question(data)),
    "question.merge": _merge,
    "question.part": lambda data, _: c.PartQuestion(_question(data), _token(data)),
    "questions.look-first": lambda _data, _: c.SetModeration(on=True),
    "questions.let-through": lambda _data, _: c.SetModeration(on=False),
    "speaker.absent": _absence(absent=True),
    "speaker.present": _absence(absent=False),
    "speaker.message": _message,
    "speaker.seen": lambda data, _: c.SeeMessage(_text(data, "message")),
    "trouble.settled": lambda _data, _: c.SettleTrouble(),
    "faq.solved": lambda data, _: c.SolveQuestion(_question(data)),
    "faq.choose": lambda data, _: Choose(_question(data), EntryId(_text(data, "entry"))),
    "faq.learn": lambda data, _: c.LearnAnswer(_question(data)),
    "faq.forget": lambda data, _: c.LearnAnswer(_question(data), learned=False),
    "faq.ask-speaker": lambda data, _: c.AskSpeaker(_question(data)),
    "answered.yes": _rating(Got.YES),
    "answered.partly": _rating(Got.PARTLY),
    "answered.no": _rating(Got.NO),
    "evaluation.open": lambda _data, _: c.OpenEvaluation(),
    "evaluation.show-results": lambda _data, _: c.ShowResults(shown=True),
    "evaluation.hide-results": lambda _data, _: c.ShowResults(shown=False),
    "evaluation.submit": lambda data, m: Submit(read_answers(data, m)),
}
