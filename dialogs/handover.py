"""What the hosts of the next run should know from the one before: five lines at most."""

from collections.abc import Iterable

from dialogs.words import Words
from meeting.history import history
from meeting.model import Meeting, Phase
from meeting.question import WAITING, Got, QuestionState
from meeting.views import got_per_item

LINES = 5
NOTICED = 2  # minutes too long or too short that are worth a word
OPEN = WAITING | {QuestionState.FOLLOW_UP, QuestionState.CARRIED}


def handover(meeting: Meeting, earlier: Iterable[Meeting], words: Words) -> tuple[str, ...]:
    """Tell it of the latest earlier run of the same programme, if there was one."""
    runs = (
        one for one in earlier if one.plan.title == meeting.plan.title and one.phase is Phase.CLOSED
    )
    before = next(iter(runs), None)
    if before is None:
        return ()
    lines = [*_times(before, words), *_cuts(before, words), *_questions(before, words)]
    return tuple(lines[:LINES]) or (words("The earlier run went as planned."),)


def _times(before: Meeting, words: Words) -> list[str]:
    """Name the two items that were furthest off."""
    off = [
        (one.actual - one.planned, one)
        for one in history(before, ())
        if one.actual is not None and abs(one.actual - one.planned) >= NOTICED
    ]
    off.sort(key=lambda pair: -abs(pair[0]))
    return [
        words(
            "{n}. {title} took {actual} min., not {planned}.",
            n=one.number,
            title=one.title,
            actual=one.actual or 0,
            planned=one.planned,
        )
        for _, one in off[:2]
    ]


def _cuts(before: Meeting, words: Words) -> list[str]:
    out = tuple(one.title for one in history(before, ()) if one.left_out)
    return [words("Was read by yourselves: {items}.", items=words.together(out))] if out else []


def _questions(before: Meeting, words: Words) -> list[str]:
    lines = []
    left = sum(question.state in OPEN for question in before.questions.values())
    if left:
        lines.append(
            words.count(
                "1 question is still open and goes on here.",
                "{n} questions are still open and go on here.",
                left,
            )
        )
    unhappy = {item: got.get(Got.NO, 0) for item, got in got_per_item(before).items()}
    item, number = max(unhappy.items(), key=lambda pair: pair[1], default=(None, 0))
    if item is not None and number:
        title = next(one.title for one in before.plan.items if one.id == item)
        lines.append(words("{n} did not get their answer about {title}.", n=number, title=title))
    return lines
