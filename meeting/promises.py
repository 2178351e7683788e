"""What is promised: no open question is left without an owner and a date."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from meeting import events as e
from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.question import OPEN, WAITING, Question, QuestionState

# Where nobody names a date: a week, as the meetings' own follow-up mails have it, until offices
# close. An earlier date would be missed, a later one forgotten.
PROMISED_WITHIN = timedelta(days=7)
OFFICES_CLOSE = time(16, 0)
REMINDED_BEFORE = timedelta(days=1)
STILL_OPEN = WAITING | {QuestionState.CARRIED}  # what has no end yet, here or elsewhere
REMINDERS = 2  # one the day before, one when the date has passed


class Standing(StrEnum):
    """How a promise stands."""

    KEPT = "kept"
    KEPT_LATE = "kept late"
    OPEN = "open"
    LATE = "late"
    CARRIED = "goes on"


KEPT = frozenset({Standing.KEPT, Standing.KEPT_LATE})


def standing(question: Question, now: datetime) -> Standing | None:
    """Say how a promise stands now (aware UTC); None for what was never promised."""
    due, answer = question.due, question.answer
    if due is None and question.owner is None:
        return None
    match question.state:
        case QuestionState.ANSWERED:
            late = due is not None and answer is not None and answer.at > due
            return Standing.KEPT_LATE if late else Standing.KEPT
        case QuestionState.FOLLOW_UP:
            return Standing.LATE if due is not None and due < now else Standing.OPEN
        case QuestionState.CARRIED:
            return Standing.CARRIED
        case _:
            return None


def due_by(meeting: Meeting, at: datetime) -> datetime:
    """Give the date (aware UTC) that a promise made at this moment has by itself."""
    zone = ZoneInfo(meeting.plan.zone)
    day = at.astimezone(zone).date() + PROMISED_WITHIN
    return datetime.combine(day, OFFICES_CLOSE, zone).astimezone(UTC)


def owner_of(meeting: Meeting, question: Question) -> PersonId:
    """Say who sees to an open question: the first who has it and is there, else a host."""
    candidates = (*([question.owner] if question.owner else []), *question.route.to)
    there = [person for person in candidates if person not in meeting.absent]
    return next(iter(there or meeting.plan.hosts))


def at_the_close(meeting: Meeting, at: datetime) -> tuple[e.Event, ...]:
    """Give every open question its end, or an owner and a date.

    A known answer that its asker did not object to counts as the answer.
    """
    due = due_by(meeting, at)
    found: list[e.Event] = []
    for question in sorted(meeting.questions.values(), key=lambda one: one.number):
        if question.state is QuestionState.SUGGESTED and question.answer is not None:
            found.append(e.QuestionAnswered(question.id, question.answer))
        elif question.state in OPEN or question.state is QuestionState.SUGGESTED:
            found.append(e.FollowUpPromised(question.id, owner_of(meeting, question), due))
        elif question.state is QuestionState.FOLLOW_UP and None in (question.owner, question.due):
            by = question.due or due
            found.append(e.FollowUpPromised(question.id, owner_of(meeting, question), by))
    return tuple(found)


def promises(meeting: Meeting) -> tuple[Question, ...]:
    """List what is promised and not yet kept, the earliest date first."""
    open_ = (q for q in meeting.questions.values() if q.state is QuestionState.FOLLOW_UP)
    return tuple(sorted(open_, key=lambda q: (q.due is None, q.due or meeting.at, q.number)))


def reminder_due(question: Question) -> datetime | None:
    """Say when the owner is to be reminded next (aware UTC); None when there is nothing to say."""
    promised = question.state is QuestionState.FOLLOW_UP and question.due is not None
    if not promised or question.due is None or question.reminded >= REMINDERS:
        return None
    return question.due if question.reminded else question.due - REMINDED_BEFORE
