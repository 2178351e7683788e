"""A poll as JSON: what /state and the export both say."""

from meeting.poll_views import PollView
from meeting.polls import PollKind, PollQuestion
from meeting.rules.poll_answers import MOST_WORDS

Fields = dict[str, object]


def poll_json(poll: PollView) -> Fields:
    """Give it as this viewer may see it; `results` is None where they may not, or not yet."""
    result = poll.result
    return {
        "id": poll.id,
        "number": poll.number,
        "text": poll.question.text,
        "kind": poll.question.kind.value,
        **_offered(poll.question),
        "item": poll.item,
        "open": poll.open,
        "hidden": poll.question.hidden,
        "shown": poll.shown,
        "responses": poll.responses,
        "counted": None if result is None else result.responses,
        "results": None if result is None else {line.value: line.count for line in result.lines},
    }


def _offered(question: PollQuestion) -> Fields:
    """Give what can be answered, by its kind."""
    options = [
        {"value": value, "title": title}
        for value, title in zip(question.values, question.options, strict=False)
    ]
    match question.kind:
        case PollKind.SCALE:
            return {"min": question.low, "max": question.high}
        case PollKind.WORDS:
            return {"most": MOST_WORDS}
        case PollKind.RANKING:
            return {"options": options, "most": question.places}
        case PollKind.CHOICE | PollKind.MULTIPLE:
            return {"options": options}
