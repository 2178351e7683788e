"""Checks of a meeting file that no field can make alone: where the fault is, what was expected."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import tz

from bot.files.polls import poll_faults
from bot.files.schema import FileSection
from bot.files.slugs import slug
from meeting.core import CORE_EVALUATION

Where = tuple[str | int, ...]


def faults_of(content: FileSection) -> Iterator[tuple[Where, str]]:
    """Check what no field can tell alone."""
    if not any(person.host for person in content.people):
        yield ("people",), "at least one person with host: true"
    names = [person.name for person in content.people]
    for n, name in enumerate(names):
        if slug(name) in map(slug, names[:n]):
            yield ("people", n, "name"), f"a name that is not there already ({name})"
    for n, item in enumerate(content.agenda):
        for speaker in set(item.speakers) - set(names):
            yield ("agenda", n, "speakers"), f"people listed under people, not {speaker}"
        for topic in set(item.topics) - set(content.topics):
            yield ("agenda", n, "topics"), f"topics listed under topics, not {topic}"
    yield from _agenda_faults(content)
    yield from _change_faults(content, names)
    yield from _question_faults(content, names)
    yield from _evaluation_faults(content)
    yield from poll_faults(content)
    yield from _time_faults(content)
    yield from _retention_faults(content)


def _retention_faults(content: FileSection) -> Iterator[tuple[Where, str]]:
    """Check that the statistics, with which everything goes, are kept the longest."""
    kept = content.retention
    longest = max(kept.names, kept.texts)
    if kept.statistics < longest:
        yield ("retention", "statistics"), f"at least {longest} days, as long as names and texts"


def _agenda_faults(content: FileSection) -> Iterator[tuple[Where, str]]:
    """Check that no item begins before the one ahead of it has ended."""
    begins = free = content.runs[0].start
    for n, item in enumerate(content.agenda):
        if item.start is not None:
            begins = wall(free, item.start)
        if begins < free:
            yield ("agenda", n, "start"), f"{free:%H:%M} or later: item {n} ends only then"
        begins = free = max(begins, free) + timedelta(minutes=item.minutes)


def _change_faults(content: FileSection, names: list[str]) -> Iterator[tuple[Where, str]]:
    for n, run in enumerate(content.runs):
        for m, change in enumerate(run.changes):
            if change.item > len(content.agenda):
                most = len(content.agenda)
                yield ("runs", n, "changes", m, "item"), f"an item's number, from 1 to {most}"
            for speaker in sorted({*(change.speakers or ())} - set(names)):
                where = ("runs", n, "changes", m, "speakers")
                yield where, f"people listed under people, not {speaker}"


def wall(after: datetime, clock: str) -> datetime:
    """Read a clock time as the one nearest to a moment, which may be past midnight."""
    hour, minute = map(int, clock.split(":"))
    same = after.replace(hour=hour, minute=minute, second=0, microsecond=0)
    half = timedelta(hours=12)
    if same - after > half:
        return same - 2 * half
    return same + 2 * half if after - same > half else same


def _question_faults(content: FileSection, names: list[str]) -> Iterator[tuple[Where, str]]:
    """Check that those who stand in or answer are there, and that topics are known."""
    for n, person in enumerate(content.people):
        if person.substitute is not None and person.substitute not in {*names} - {person.name}:
            yield ("people", n, "substitute"), f"another of the people, not {person.substitute}"
    for n, question in enumerate(content.questions):
        if question.topic is not None and question.topic not in content.topics:
            yield ("questions", n, "topic"), f"a topic listed under topics, not {question.topic}"
        for name in sorted(set(question.to) - set(names)):
            yield ("questions", n, "to"), f"people listed under people, not {name}"


def _evaluation_faults(content: FileSection) -> Iterator[tuple[Where, str]]:
    taken = {question.id for question in CORE_EVALUATION}
    for n, question in enumerate(content.evaluation):
        if question.id in taken:
            yield ("evaluation", n, "id"), f"an id that is not taken already ({question.id})"
        taken.add(question.id)
        if question.kind in {"choice", "multiple"} and not question.options:
            yield ("evaluation", n, "options"), "at least one option with value and title"
        if question.kind == "scale" and question.min >= question.max:
            yield ("evaluation", n, "max"), f"a number above {question.min}"


def _time_faults(content: FileSection) -> Iterator[tuple[Where, str]]:
    try:
        zone = ZoneInfo(content.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a continent is a folder
        yield ("zone",), "an IANA zone name such as Europe/Copenhagen"
        return
    for n, run in enumerate(content.runs):
        if run.start.tzinfo is not None:
            yield ("runs", n, "start"), "wall time without an offset; zone says where"
        elif not tz.datetime_exists(run.start.replace(tzinfo=zone)):
            yield ("runs", n, "start"), "a time that exists: the clocks go forward that night"
        elif tz.datetime_ambiguous(run.start.replace(tzinfo=zone)):
            yield ("runs", n, "start"), "a time that exists once: the clocks go back that night"
