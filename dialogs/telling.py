"""Writes replies as plain text: for the web, as a card's fallback, for reading aloud."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never
from urllib.parse import quote

from dialogs import replies as r
from dialogs.polling import tell_poll
from dialogs.wishing import wishes
from dialogs.words import Words
from meeting.model import Meeting, TroubleKind
from meeting.question import Got, QuestionState, Route, RouteKind
from meeting.question_views import QuestionView
from meeting.views import ItemView

STATES: dict[QuestionState, str] = {
    QuestionState.SUGGESTED: "suggested answer",
    QuestionState.QUEUED: "waiting",
    QuestionState.ON_NOW: "on now",
    QuestionState.ANSWERED: "answered",
    QuestionState.FOLLOW_UP: "will be followed up",
    QuestionState.DECLINED: "declined",
    QuestionState.NEW: "seen by a host first",
    QuestionState.MERGED: "put together with another",
    QuestionState.WITHDRAWN: "taken back",
    QuestionState.CARRIED: "goes on in the next meeting",
}
LIKELY = 50  # percent from which a topic is said without a "perhaps"
HELP = (
    "Write your question in plain words, and I find the answer or the right speaker.",
    "to UDK: … - ask somebody in particular",
    "agenda - the timeline",
    "my questions - what became of them",
    "topic: … - a wish for the next meeting; topics - all of them, to vote for",
    "delete my data - your name and what you wrote",
)
HOST_HELP = (
    "start, next, back, extend 5, close, evaluation - steer the meeting",
    "shorten 5, go to 4, swap 4 and 5, read-yourself 4, take in 4, undo - change the agenda",
    "pause, resume - stop the clock and let it go on",
    "poll: Shall we meet? / yes / no, close poll, show result - ask the room",
)


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
        case r.Several(replies):
            return "\n".join(tell(one, words) for one in replies)
        case r.Mine() | r.Wishes():
            return mine(reply, words) if isinstance(reply, r.Mine) else wishes(reply, words)
        case r.Evaluation() | r.RoomPoll():
            return tell_poll(reply, words)
        case r.QuestionCard(question, note):
            return "\n".join([note, question_line(question, words)])
        case r.Said(text) | r.Refused(text=text) | r.AskedToErase(text):
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
    return off_plan(reply.late_minutes, reply.agenda[-1].expected.end, words)


def off_plan(minutes: int, end: datetime, words: Words) -> str:
    if minutes > 0:
        return words("We are {n} min. behind, expected end {end}.", n=minutes, end=words.time(end))
    if minutes < 0:
        return words("We are {n} min. ahead, expected end {end}.", n=-minutes, end=words.time(end))
    return ""


def item_line(item: ItemView, words: Words) -> str:
    mark = "▶" if item.on else "✓" if item.actual.end else "·"
    span = f"{words.time(item.expected.start)}-{words.time(item.expected.end)}"
    speakers = f" - {words.people(item.speakers)}" if item.speakers else ""
    on = f" [{words('on now')}]" if item.on else ""
    return f"{mark} {item.number}. {span} {item.title}{speakers}{on}"


def acknowledgement(reply: r.Queued, words: Words) -> str:
    """Name those who have the question and nobody else, on one line with its number."""
    lines = [_standing(reply.question, words)]
    if reply.unknown is not None:
        lines.append(words("{name} is not in this meeting.", name=reply.unknown))
    return "\n".join(lines)


def _standing(question: QuestionView, words: Words) -> str:
    """Say where a question is that was just asked, perhaps not for the first time."""
    number = question.number
    match question.state:
        case QuestionState.NEW:
            return words("Question {number} is seen by a host first.", number=number)
        case QuestionState.MERGED:
            into = question.into or 0
            return words("Question {number} goes on as question {into}.", number=number, into=into)
        case QuestionState.ANSWERED | QuestionState.DECLINED | QuestionState.FOLLOW_UP:
            told = answer_line(question, words) or words(STATES[question.state])
            return words(
                "You have asked that as question {number}: {told}", number=number, told=told
            )
        case _:
            line = words(
                "Question {number} is with {people}.",
                number=number,
                people=words.people(question.to),
            )
            return f"{line} {why}" if (why := because(question.route, words)) else line


def because(route: Route, words: Words) -> str:
    """Say why they have it, and for whom they stand in."""
    if not route.instead_of:
        return _why(route, words)
    away = words("In place of {names}, who is away.", names=", ".join(route.instead_of))
    return f"{away} {_why(route, words)}" if route.detail else away


def _why(route: Route, words: Words) -> str:
    match route.kind:
        case RouteKind.ADDRESSED:
            return words("Because: addressed to {name}.", name=route.detail or "")
        case RouteKind.TOPIC if route.score is not None and route.score < LIKELY:
            return words("Because: the topic is perhaps {topic}.", topic=route.detail or "")
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
        case RouteKind.ANSWERED_BEFORE:
            return words("Because: they answered the same before.")
        case RouteKind.RETURNED:
            return words("Because: it did not belong with {name}.", name=route.detail or "")
        case RouteKind.PROMISED:
            return words("Because: it is left from an earlier meeting.")
        case RouteKind.MAILBOX:
            return words("Because: the mailbox for it is {mailbox}.", mailbox=route.detail or "")


def did_you_mean(reply: r.DidYouMean, words: Words) -> str:
    lines = [f"{n}. {choice.question}" for n, choice in enumerate(reply.choices, 1)]
    return "\n".join([words("Did you mean:"), *lines])


def known(reply: r.Known, words: Words) -> str:
    source = (words("Source: {source}", source=reply.source),) if reply.source else ()
    rests_on = " · ".join(reply.rests_on or source)
    return f"{reply.text}\n{rests_on}" if rests_on else reply.text


def mine(reply: r.Mine, words: Words) -> str:
    """List one's questions of this meeting, then those of the series' others under their names."""
    if not reply.questions and not reply.elsewhere:
        return words("You have asked no questions yet. Write one here.")
    lines = [question_line(question, words) for question in reply.questions]
    for other, questions in reply.elsewhere:
        lines += [f"{edition(other, words)}:", *(question_line(q, words) for q in questions)]
    return "\n".join(lines)


def edition(meeting: Meeting, words: Words) -> str:
    """Name a meeting among the others of its series."""
    return f"{meeting.plan.title}, {words.date(meeting.plan.start)}"


# One person, and {n} people, who cannot follow.
TROUBLES: dict[TroubleKind, tuple[str, str]] = {
    TroubleKind.SOUND: (
        "1 person has trouble with the sound",
        "{n} people have trouble with the sound",
    ),
    TroubleKind.PICTURE: (
        "1 person has trouble with the picture",
        "{n} people have trouble with the picture",
    ),
    TroubleKind.OTHER: ("1 person has trouble following", "{n} people have trouble following"),
}


def troubles(meeting: Meeting, words: Words) -> tuple[str, ...]:
    """Tell a host how many cannot follow, and when the last of them said so."""
    found: list[str] = []
    for kind, (one, many) in TROUBLES.items():
        at = [trouble.at for trouble in meeting.troubles.values() if trouble.kind is kind]
        if at:
            found.append(f"{words.count(one, many, len(at))} ({words.time(max(at))})")
    return tuple(found)


def letter(question: QuestionView, title: str, words: Words) -> str:
    """Give the letter to the mailbox that stands in for a speaker, ready to be sent; else "".

    It is an address as RFC 6068 has it: subject and text filled in.
    """
    if question.route.kind is not RouteKind.MAILBOX or not question.route.detail:
        return ""
    subject = words("Question from {title}", title=title)
    asker = question.shown_as or words("Anonymous")
    if question.organisation and question.organisation != asker:
        asker = f"{asker}, {question.organisation}"
    text = quote(f"{question.text}\n\n{asker}")
    return f"mailto:{quote(question.route.detail)}?subject={quote(subject)}&body={text}"


def question_line(question: QuestionView, words: Words) -> str:
    """One question on one line: number, text, state, who has it, and the answer if there is one."""
    to = f" - {words.people(question.to)}" if question.to else ""
    head = f"{question.number}. {question.text} [{words(STATES[question.state])}]{to}"
    return f"{head}\n   {answer}" if (answer := answer_line(question, words)) else head


def got_line(got: Mapping[Got, int], words: Words) -> str:
    """Say how many got their answer, of those who said; nothing where nobody has said."""
    if not (all_ := sum(got.values())):
        return ""
    return words("{n} of {all} got their answer", n=got.get(Got.YES, 0), all=all_)


def answer_line(question: QuestionView, words: Words) -> str:
    """Give the answer and who gave it; a declined question gives its reason."""
    if question.declined:
        return words("Declined: {reason}", reason=question.declined)
    if question.state is QuestionState.FOLLOW_UP and question.owner and question.due:
        name, day = words.person(question.owner), words.date(question.due)
        return words("{name} will follow up by {date}.", name=name, date=day)
    if question.answer is None:
        return ""
    at = words.time(question.answer.at)
    text = question.answer.text or words("Answered live at {time}.", time=at)
    return f"{text} ({words.person(question.answered_by)})" if question.answered_by else text
