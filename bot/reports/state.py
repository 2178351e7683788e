"""A view of a meeting as JSON: what /state and the export both say, in one shape."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.reports.polls import poll_json
from dialogs.telling import because
from dialogs.words import Words
from meeting.agenda import Expected
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.item import Span
from meeting.model import Person
from meeting.question import Got, Question, QuestionState
from meeting.question_views import QuestionView
from meeting.views import EvaluationView, ItemView, MeetingView
from meeting.wishes import WishView

Fields = dict[str, object]


def state_json(view: MeetingView, words: Words, zone: ZoneInfo) -> Fields:
    """Give the whole view; times are ISO 8601 with the zone's offset.

    `polls` and `wishes` stand there once there are some; the rest is what is promised outside.
    """
    more: Fields = {
        "polls": [poll_json(poll) for poll in view.polls],
        "wishes": [wish_json(wish) for wish in view.wishes],
    }
    promised: Fields = {
        "version": view.version,
        "phase": view.phase.value,
        "code": view.code,
        "title": view.title,
        "now": moment(view.now, zone),
        "agenda": [item_json(item, zone) for item in view.agenda],
        "questions": [question_json(question, words) for question in view.questions],
        "evaluation": evaluation_json(view.evaluation, words),
    }
    return promised | {name: rows for name, rows in more.items() if rows}


def wish_json(wish: WishView) -> Fields:
    return {"id": wish.id, "text": wish.text, "votes": wish.votes, "voted": wish.voted}


def moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()


def item_json(item: ItemView, zone: ZoneInfo) -> Fields:
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "speakers": people_json(item.speakers),
        "protected": item.protected,
        "planned": _span(item.planned, zone),
        "expected": _span(item.expected, zone),
        "actual": _span(item.actual, zone),
    }


def people_json(people: Sequence[Person]) -> list[Fields]:
    return [{"name": person.name, "organisation": person.organisation} for person in people]


def question_json(question: QuestionView, words: Words) -> Fields:
    return {
        "id": question.id,
        "number": question.number,
        "text": question.text,
        "shown_as": question.shown_as,
        "organisation": question.organisation,
        "item": question.item,
        "to": people_json(question.to),
        "reason": _reason(question, words),
        "state": question.state.value,
        "votes": question.votes,
        "voted": question.voted,
        "mine": question.mine,
        "answer": answer_json(question, words),
    }


def got_json(got: Mapping[Got, int]) -> dict[str, int]:
    """Count an item's askers and voters by their word on the answer: yes, partly, no."""
    return {word.value: got.get(word, 0) for word in Got}


def promise_json(question: Question, owner: Person | None, zone: ZoneInfo) -> Fields:
    return {
        "question": question.id,
        "number": question.number,
        "owner": owner.name if owner else None,
        "due": moment(question.due, zone) if question.due else None,
    }


def answer_json(question: QuestionView, words: Words) -> Fields | None:
    """Give the answer; one given aloud says when."""
    answer = question.answer
    if answer is None:
        return None
    by = question.answered_by
    return {
        "text": answer.text or words("Answered live at {time}.", time=words.time(answer.at)),
        "by": words.person(by) if by else None,
        "source": answer.source,
    }


def evaluation_json(evaluation: EvaluationView, words: Words) -> Fields:
    return {
        "open": evaluation.open,
        "questions": [evaluation_question_json(one, words) for one in evaluation.questions],
        "responses": evaluation.responses,
        "results": _results(evaluation.results),
    }


def evaluation_question_json(question: EvaluationQuestion, words: Words) -> Fields:
    found: Fields = {
        "id": question.id,
        "text": words.text(question.text),
        "kind": question.kind.value,
    }
    if question.kind is Kind.SCALE:
        found |= {"min": question.low, "max": question.high}
    if question.options:
        found["options"] = [
            {"value": option.value, "title": words.text(option.title)}
            for option in question.options
        ]
    return found


def _results(results: Mapping[str, Mapping[str, int]] | None) -> Fields | None:
    if results is None:
        return None
    return {question: dict(counts) for question, counts in results.items()}


def _reason(question: QuestionView, words: Words) -> str | None:
    """Say why those have it, or why it was declined; nothing while nobody has it."""
    if question.state is QuestionState.DECLINED and question.declined:
        return words("Declined: {reason}", reason=question.declined)
    return because(question.route, words) if question.to else None


def _span(span: Expected | Span, zone: ZoneInfo) -> Fields:
    return {
        "start": None if span.start is None else moment(span.start, zone),
        "end": None if span.end is None else moment(span.end, zone),
    }
