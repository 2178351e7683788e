"""What somebody has missed who comes late: the meeting so far, in five lines at most."""

from datetime import datetime

from dialogs.telling import off_plan
from dialogs.words import Words
from meeting.agenda import delay, expected
from meeting.model import Meeting, Phase
from meeting.question import Question, QuestionState
from meeting.question_views import backers

LINES = 5
NAMED = 3  # items that are named when more have been
SHORT = 120  # characters of a question or an answer
NOTICED = 2  # minutes off plan that are worth a word


def recap(meeting: Meeting, now: datetime, words: Words) -> tuple[str, ...]:
    """Tell it, the most useful first; before the first item has ended there is nothing to miss."""
    done = [n for n, span in enumerate(meeting.actual) if span.end is not None]
    if not done:
        return (words("You have not missed anything yet."),)
    lines = [_gone_through(meeting, done, words), *_on(meeting, words)]
    lines += [*_answers(meeting, words), *_left_out(meeting, words), *_late(meeting, now, words)]
    return tuple(lines[:LINES])


def _gone_through(meeting: Meeting, done: list[int], words: Words) -> str:
    titles = tuple(meeting.plan.items[n].title for n in done[-NAMED:])
    if len(done) > NAMED:
        items = words.together(titles)
        return words("{n} items are done, the latest: {items}.", n=len(done), items=items)
    return words("Done so far: {items}.", items=words.together(titles))


def _on(meeting: Meeting, words: Words) -> list[str]:
    item = meeting.item
    if item is None:
        return []
    start = meeting.actual[item.number - 1].start or meeting.at
    title = item.title
    return [words("On now, since {time}: {title}.", time=words.time(start), title=title)]


def _answers(meeting: Meeting, words: Words) -> list[str]:
    """Tell how many questions there are, and the answer that most people wanted."""
    open_ = [q for q in meeting.questions.values() if q.state in COUNTED]
    answered = [q for q in open_ if q.state is QuestionState.ANSWERED]
    if not open_:
        return []
    told = words.count("1 question has been asked", "{n} questions have been asked", len(open_))
    lines = [words("{asked}, {n} answered.", asked=told, n=len(answered))]
    written = [q for q in answered if q.answer is not None and q.answer.text]
    if written:
        best = max(written, key=lambda q: (len(backers(meeting, q)), -q.number))
        lines.append(_answer(best, words))
    return lines


COUNTED = frozenset(
    {
        QuestionState.QUEUED,
        QuestionState.ON_NOW,
        QuestionState.ANSWERED,
        QuestionState.FOLLOW_UP,
        QuestionState.CARRIED,
    }
)


def _answer(question: Question, words: Words) -> str:
    text = question.answer.text if question.answer else None
    return words(
        "Most wanted: {question} The answer: {answer}",
        question=_shortened(question.text),
        answer=_shortened(text or ""),
    )


def _left_out(meeting: Meeting, words: Words) -> list[str]:
    out = tuple(item.title for item in meeting.plan.items if item.id in meeting.left_out)
    return [words("To read by yourselves: {items}.", items=words.together(out))] if out else []


def _late(meeting: Meeting, now: datetime, words: Words) -> list[str]:
    minutes = round(delay(meeting, now).total_seconds() / 60)
    if meeting.phase is not Phase.RUNNING or abs(minutes) < NOTICED:
        return []
    return [off_plan(minutes, expected(meeting, now)[-1].end, words)]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"
