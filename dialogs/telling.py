"""Writes replies as plain text: for the web, as a card's fallback, for reading aloud."""

from typing import assert_never

from dialogs import replies as r
from dialogs.words import Words
from meeting.model import QuestionState, Route, RouteKind
from meeting.views import ItemView, QuestionView

STATES: dict[QuestionState, str] = {
    QuestionState.SUGGESTED: "suggested answer",
    QuestionState.QUEUED: "waiting",
    QuestionState.ON_NOW: "on now",
    QuestionState.ANSWERED: "answered",
    QuestionState.FOLLOW_UP: "will be followed up",
    QuestionState.DECLINED: "declined",
}
HELP = (
    "Write your question in plain words, and I find the answer or the right speaker.",
    "to UDK: … - ask somebody in particular",
    "agenda - the timeline",
    "my questions - what became of them",
    "topic: … - a wish for the next meeting",
)
HOST_HELP = ("start, next, back, extend 5, close, evaluation - steer the meeting",)


def tell(reply: r.Reply, words: Words) -> str:
    """Give the whole reply as text, one fact a line."""
    match reply:
        case r.Timeline():
            return timeline(reply, words)
        case r.Queued():
            return acknowledgement(reply, words)
        case r.Known():
            return known(reply, words)
        case r.DidYouMean():
            return did_you_mean(reply, words)
        case r.Mine(questions):
            return mine(questions, words)
        case r.Poll():
            return words("The evaluation is open: it takes a minute.")
        case r.QuestionCard(question, note):
            return "\n".join([note, question_line(question, words)])
        case r.Said(text) | r.Refused(text=text):
            return text
        case r.Help(host):
            return "\n".join(words(line) for line in HELP + (HOST_HELP if host else ()))
        case r.Unspoken():
            return ""
        case _:
            assert_never(reply)


def timeline(reply: r.Timeline, words: Words) -> str:
    lines = [item_line(item, words) for item in reply.agenda]
    head = [reply.title] if reply.note is None else [reply.note]
    return "\n".join([*head, *lines, *([late] if (late := lateness(reply, words)) else [])])


def lateness(reply: r.Timeline, words: Words) -> str:
    """Say how far off plan the meeting is, in minutes; nothing when it is on time."""
    minutes = reply.late_minutes
    end = words.time(reply.agenda[-1].expected.end)
    if minutes > 0:
        return words("We are {n} min. behind, expected end {end}.", n=minutes, end=end)
    if minutes < 0:
        return words("We are {n} min. ahead, expected end {end}.", n=-minutes, end=end)
    return ""


def item_line(item: ItemView, words: Words) -> str:
    mark = "▶" if item.on else "✓" if item.actual.end else "·"
    span = f"{words.time(item.expected.start)}-{words.time(item.expected.end)}"
    speakers = f" - {words.people(item.speakers)}" if item.speakers else ""
    on = f" [{words('on now')}]" if item.on else ""
    return f"{mark} {item.number}. {span} {item.title}{speakers}{on}"


def acknowledgement(reply: r.Queued, words: Words) -> str:
    """Name those who have the question and nobody else, on one line with its number."""
    question = reply.question
    line = words(
        "Question {number} is with {people}.",
        number=question.number,
        people=words.people(question.to),
    )
    why = f" {reason}" if (reason := because(question.route, words)) else ""
    lines = [line + why]
    if reply.unknown is not None:
        lines.append(words("{name} is not in this meeting.", name=reply.unknown))
    return "\n".join(lines)


def because(route: Route, words: Words) -> str:
    """Say why they have it, without naming anybody else."""
    match route.kind:
        case RouteKind.ADDRESSED:
            return words("Because: addressed to {name}.", name=route.detail or "")
        case RouteKind.TOPIC:
            return words("Because: the topic is {topic}.", topic=route.detail or "")
        case RouteKind.ON_NOW:
            return words("Because: that is the item that is on.")
        case RouteKind.HOST if route.detail:
            return words(
                "Because: {name} has several speakers; the host chooses.", name=route.detail
            )
        case RouteKind.HOST:
            return words("Because: the host takes what has no speaker.")
        case RouteKind.MOVED:
            return words("Because: it was passed on.")


def did_you_mean(reply: r.DidYouMean, words: Words) -> str:
    lines = [f"{n}. {choice.question}" for n, choice in enumerate(reply.choices, 1)]
    return "\n".join([words("Did you mean:"), *lines])


def known(reply: r.Known, words: Words) -> str:
    source = f"\n{words('Source: {source}', source=reply.source)}" if reply.source else ""
    return f"{reply.text}{source}"


def mine(questions: tuple[QuestionView, ...], words: Words) -> str:
    if not questions:
        return words("You have asked no questions yet. Write one here.")
    return "\n".join(question_line(question, words) for question in questions)


def question_line(question: QuestionView, words: Words) -> str:
    """One question on one line: number, text, state, who has it, and the answer if there is one."""
    to = f" - {words.people(question.to)}" if question.to else ""
    head = f"{question.number}. {question.text} [{words(STATES[question.state])}]{to}"
    return f"{head}\n   {answer}" if (answer := answer_line(question, words)) else head


def answer_line(question: QuestionView, words: Words) -> str:
    """Give the answer and who gave it; a declined question gives its reason."""
    if question.declined:
        return words("Declined: {reason}", reason=question.declined)
    if question.answer is None:
        return ""
    at = words.time(question.answer.at)
    text = question.answer.text or words("Answered live at {time}.", time=at)
    return f"{text} ({words.person(question.answered_by)})" if question.answered_by else text
