"""What the time says to speakers and hosts, in words."""

from datetime import datetime

from dialogs.words import Words
from meeting.agenda import expected
from meeting.item import Mark
from meeting.model import Meeting
from meeting.signals import due_now, missing


def signalled(meeting: Meeting, index: int, mark: Mark, now: datetime, words: Words) -> str:
    """Tell an item's speakers, or the hosts about them, what a mark means."""
    item = meeting.plan.items[index]
    start = words.time(expected(meeting, now)[index].start)
    match mark:
        case Mark.SOUND_CHECK:
            begins = words.time(meeting.plan.start)
            return words("Sound check now; the meeting begins at {time}.", time=begins)
        case Mark.NEXT:
            return words(
                "You are next: {n}. {title}, about {time}.",
                n=item.number,
                title=item.title,
                time=start,
            )
        case Mark.FIVE:
            return words("5 minutes left of {n}. {title}.", n=item.number, title=item.title)
        case Mark.TWO:
            return words("2 minutes left of {n}. {title}.", n=item.number, title=item.title)
        case Mark.OVER:
            return words("The time for {n}. {title} is up.", n=item.number, title=item.title)
        case Mark.MISSING:
            return missing_line(meeting, index, start, words)


def missed(meeting: Meeting, now: datetime, words: Words) -> tuple[str, ...]:
    """Tell a host which speaker who is on soon has not been seen."""
    starts = expected(meeting, now)
    return tuple(
        missing_line(meeting, index, words.time(starts[index].start), words)
        for index in due_now(meeting, Mark.MISSING, now)
    )


def missing_line(meeting: Meeting, index: int, start: str, words: Words) -> str:
    """Name who is missing, and who stands in for them."""
    people = tuple(meeting.person(person) for person in missing(meeting, index))
    names = words.people(people) if people else ""
    item = meeting.plan.items[index]
    line = words(
        "{names} has not been seen yet; item {n} begins at {time}.",
        names=names,
        n=item.number,
        time=start,
    )
    stand_ins = tuple(
        dict.fromkeys(meeting.person(p.substitute) for p in people if p.substitute is not None)
    )
    if not stand_ins:
        return line
    return f"{line} {words('{names} stands in.', names=words.people(stand_ins))}"
