"""What people wrote goes; that they did, to whom it went and what became of it stays.

What the series' knowledge base was taught stays with it, until somebody takes it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from meeting import events as e
from meeting.erasure.traces import question_of
from meeting.evaluation import Kind
from meeting.ids import PollId, QuestionId
from meeting.polls import PollKind
from meeting.question import Answer, Question


@dataclass(frozen=True, slots=True)
class Taught:
    """The questions that the base was taught, and what is answered in words.

    `polled` are questions of the evaluation, `clouds` polls.
    """

    questions: frozenset[QuestionId]
    polled: frozenset[str]
    clouds: frozenset[PollId]


def taught(log: Iterable[e.Change]) -> Taught:
    questions: dict[QuestionId, bool] = {}
    polled: set[str] = set()
    clouds: set[PollId] = set()
    for event in (event for change in log for event in change.events):
        match event:
            case e.AnswerLearned(question, learned):
                questions[question] = learned
            case e.MeetingPlanned(plan):
                polled |= {asked.id for asked in plan.evaluation if asked.kind is Kind.TEXT}
            case e.PollAsked(poll, asked) if asked.kind is PollKind.WORDS:
                clouds.add(poll)
            case _:
                pass
    still = frozenset(q for q, learned in questions.items() if learned)
    return Taught(still, frozenset(polled), frozenset(clouds))


def wordless(event: e.Event, known: Taught, mark: str) -> e.Event | None:
    """Give an event without what people wrote; None when it was nothing else."""
    about = question_of(event)
    if about is not None:
        return event if about in known.questions else _of_question(event, mark)
    match event:
        case e.MeetingPlanned(plan):
            return e.MeetingPlanned(replace(plan, prepared=()))
        case (
            e.TopicProposed()
            | e.WishVoted()
            | e.SpeakerMessaged()
            | e.MessageSeen()
            | e.WordStruck()
        ):
            return None
        case e.PollAnswered() | e.PollCounted() | e.PollSumsCarried() | e.PollClosed():
            return _cloudless(event, known, mark)
        case e.EvaluationClosed() | e.SumsCarried():
            return replace(event, counts=_counts(event.counts, known.polled, mark))
        case _:
            return event


def _cloudless(
    event: e.PollAnswered | e.PollCounted | e.PollSumsCarried | e.PollClosed,
    known: Taught,
    mark: str,
) -> e.Event:
    """Keep how many words were said in a cloud, and none of them."""
    if isinstance(event, e.PollAnswered):
        return e.PollAnswered(event.poll)
    if event.poll not in known.clouds or not event.counts:
        return event
    return replace(event, counts={mark: sum(event.counts.values())})


def _of_question(event: e.Event, mark: str) -> e.Event:
    match event:
        case e.QuestionAsked(question):
            return e.QuestionAsked(_question(question, mark))
        case e.QuestionEdited():
            return replace(event, text=mark)
        case e.QuestionDeclined():
            return replace(event, reason=mark)
        case e.AnswerOffered() | e.QuestionAnswered():
            return replace(event, answer=_answer(event.answer, mark))
        case _:
            return event


def _question(question: Question, mark: str) -> Question:
    return replace(
        question,
        text=mark,
        answer=None if question.answer is None else _answer(question.answer, mark),
        declined=None if question.declined is None else mark,
    )


def _answer(answer: Answer, mark: str) -> Answer:
    basis = answer.basis and replace(answer.basis, words=())
    return replace(answer, text=None if answer.text is None else mark, basis=basis)


def _counts(
    counts: Mapping[str, Mapping[str, int]], polled: frozenset[str], mark: str
) -> Mapping[str, Mapping[str, int]]:
    """Keep how many answered in words."""
    return {
        question: {mark: sum(values.values())} if question in polled and values else values
        for question, values in counts.items()
    }
