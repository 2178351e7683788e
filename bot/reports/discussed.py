"""Questions and answers as a record tells them, item by item."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.reports.account import Account, asker, signature
from bot.reports.paper import Block, Entry, Heading
from dialogs.telling import STATES, got_line
from dialogs.words import Words
from meeting.ids import ItemId
from meeting.question import Answer, QuestionState
from meeting.question_views import QuestionView
from meeting.views import ItemView

# What is no part of a meeting's record: not let through, not asked after all, or told with another.
UNTOLD = frozenset(
    {
        QuestionState.NEW,
        QuestionState.SUGGESTED,
        QuestionState.MERGED,
        QuestionState.WITHDRAWN,
    }
)
LONGEST_TITLE = 300  # characters; a longer question is told in full under its beginning


def told(account: Account) -> tuple[QuestionView, ...]:
    """Give the questions that a record tells; whose alone it is about, all of theirs."""
    if account.whose is not None:
        return account.questions
    return tuple(q for q in account.questions if q.state not in UNTOLD)


def discussed(account: Account) -> tuple[Block, ...]:
    """Tell what was left from before, then what belongs to no item, then item by item."""
    questions, words = told(account), account.words
    earlier = [q for q in questions if q.origin is not None]
    here = [q for q in questions if q.origin is None]
    found = [
        *_group(Heading(words("From earlier meetings")), earlier, account),
        *_group(Heading(words("Before and beside the agenda")), _of(None, here), account),
    ]
    for item in account.view.agenda:
        found += _group(_heading(item, words), _of(item.id, here), account)
    return tuple(found)


def _of(item: ItemId | None, questions: Iterable[QuestionView]) -> list[QuestionView]:
    return [question for question in questions if question.item == item]


def _group(heading: Heading, questions: list[QuestionView], account: Account) -> Iterator[Block]:
    if questions:
        yield heading
        yield from (_entry(question, account) for question in questions)


def _heading(item: ItemView, words: Words) -> Heading:
    about = (words.people(item.speakers) if item.speakers else "", got_line(item.got, words))
    return Heading(f"{item.number}. {item.title}", " · ".join(filter(None, about)))


def _entry(question: QuestionView, account: Account) -> Entry:
    text = " ".join(question.text.split())
    whole = (question.text,) if len(text) > LONGEST_TITLE else ()
    title = f"{question.number}. {_beginning(text)}"
    lines = (*whole, *_lines(question, account))
    return Entry(title, _about(question, account), lines, _signed(question, account))


def _beginning(text: str) -> str:
    if len(text) <= LONGEST_TITLE:
        return text
    return f"{text[:LONGEST_TITLE].rpartition(' ')[0] or text[:LONGEST_TITLE]}…"


def _about(question: QuestionView, account: Account) -> str:
    words, origin = account.words, question.origin
    parts = [asker(question, words)]
    if question.votes:
        parts.append(words.count("{n} vote", "{n} votes", question.votes))
    if origin is not None:
        day = words.date(origin.asked_at)
        parts.append(words("Asked at {title}, {date}", title=origin.title, date=day))
    if question.merged and not account.public:
        others = (f"{one.number} ({one.shown_as or words('Anonymous')})" for one in question.merged)
        parts.append(words("Also asked as {numbers}", numbers=", ".join(others)))
    return " · ".join(parts)


def _lines(question: QuestionView, account: Account) -> Iterator[str]:
    """Tell what came of it, and of what it goes on as."""
    words = account.words
    if question.into is not None:
        yield words("Goes on as question {into}.", into=question.into)
    if question.answer is not None and question.answer.text:
        yield question.answer.text
    if question.declined:
        yield words("Declined: {reason}", reason=question.declined)
    elif question.state in {QuestionState.FOLLOW_UP, QuestionState.CARRIED}:
        yield _promise(question, words)
    elif question.answer is None and question.into is None:
        yield _waits(question, words)


def _promise(question: QuestionView, words: Words) -> str:
    goes_on = question.state is QuestionState.CARRIED
    lines = [words("Goes on in the next meeting") + "."] if goes_on else []
    if question.owner and question.due:
        name, day = words.person(question.owner), words.date(question.due)
        lines.append(words("{name} will follow up by {date}.", name=name, date=day))
    return " ".join(lines) or words("Will be followed up") + "."


def _waits(question: QuestionView, words: Words) -> str:
    if question.to:
        return words("Waits for an answer from {people}.", people=words.people(question.to))
    return words(STATES[question.state]).capitalize() + "."


def _signed(question: QuestionView, account: Account) -> str:
    words, answer = account.words, question.answer
    if answer is None:
        return ""
    source = words("Source: {source}", source=answer.source) if answer.source else ""
    if answer.by is None:
        return " · ".join(filter(None, (words("From the knowledge base"), source)))
    who, when = signature(question.answered_by, words), _when(answer.at, account)
    live = answer.text is None
    said = words("Answered live by {who}, {when}.", who=who, when=when)
    written = words("Answer from {who}, {when}.", who=who, when=when)
    return " · ".join(filter(None, (said if live else written, _corrected(answer, words), source)))


def _corrected(answer: Answer, words: Words) -> str:
    return words("Corrected at {time}", time=words.time(answer.at)) if answer.corrected else ""


def _when(at: datetime, account: Account) -> str:
    """Say the time for what was said on the meeting's day, else the day."""
    words = account.words
    if words.date(at) == words.date(account.meeting.plan.start):
        return words("at {time}", time=words.time(at))
    return words("on {date}", date=words.date(at))
