"""How a rehearsal goes, in one line for the host's terminal."""

from datetime import datetime

from bot.rehearsal.hall import Hall
from meeting.model import Phase, Role
from meeting.question import OPEN


def living_line(hall: Hall, until: datetime | None) -> str:
    """Say the time, what is on, how many people and questions; `until` when it will be deleted."""
    meeting, words = hall.state, hall.words
    if meeting.phase is Phase.CLOSED and until is not None:
        return words(
            "The meeting is closed. Look at its pages; Ctrl-C deletes all of it, and so does the "
            "clock at {time}.",
            time=words.time(until),
        )
    item, questions = meeting.item, meeting.questions.values()
    on = f"{item.number}. {item.title}" if item else words("not begun")
    people = sum(meeting.roles(person) == {Role.PARTICIPANT} for person in meeting.people)
    return words(
        "{time} · {item} · {people} · {questions}, {n} waiting · Ctrl-C ends it",
        time=words.time(hall.clock.now()),
        item=on,
        people=words.count("1 participant", "{n} participants", people),
        questions=words.count("1 question", "{n} questions", len(questions)),
        n=sum(question.state in OPEN for question in questions),
    )
