"""Reads `meeting.yaml` into plans; each fault is named with line, field and what was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.files.checking import faults_of, wall
from bot.files.faults import FileFault, fault_at, yaml_fault
from bot.files.polls import prepared_poll
from bot.files.schema import (
    EvaluationSection,
    FileSection,
    ItemSection,
    PreparedSection,
    RunSection,
)
from bot.files.slugs import slug
from bot.files.tree import read_tree
from bot.keys import Keys
from meeting.core import CORE_EVALUATION
from meeting.evaluation import EvaluationQuestion, Kind, Option
from meeting.ids import ItemId, MeetingId, PersonId
from meeting.item import Item, Material, Task
from meeting.model import Person, Plan, Prepared
from meeting.retention import Retention

MOST_TOLD = 100  # faults: a file of another kind has one on every line


class MeetingFileError(ValueError):
    """The file cannot be used; nothing of it was taken."""

    def __init__(self, path: Path, faults: tuple[FileFault, ...]) -> None:
        lines = [f"{path.name}, line {f.line}, {f.field}: {f.expected}" for f in faults]
        super().__init__("\n".join(lines))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """A meeting file that has been checked."""

    path: Path
    content: FileSection

    @property
    def knowledge(self) -> Path | None:
        return self._beside(self.content.knowledge)

    @property
    def words(self) -> Path | None:
        return self._beside(self.content.words)

    def _beside(self, name: str | None) -> Path | None:
        return None if name is None else self.path.parent / name

    @property
    def entra(self) -> Mapping[str, PersonId]:
        """Entra object ids and whose they are."""
        return {
            object_id.casefold(): person_id(person.name)
            for person in self.content.people
            for object_id in person.entra
        }

    def plans(self, keys: Keys) -> tuple[Plan, ...]:
        """Make one plan a run, with the file's code or one that follows from the secret."""
        return tuple(self._plan(n, run, keys) for n, run in enumerate(self.content.runs, 1))

    def _plan(self, number: int, run: RunSection, keys: Keys) -> Plan:
        content = self.content
        meeting = MeetingId(f"{slug(content.series)}-{slug(content.edition)}-{number}")
        start = run.start.replace(tzinfo=ZoneInfo(content.zone)).astimezone(UTC)
        return Plan(
            meeting=meeting,
            code=run.code or keys.code(meeting),
            series=content.series,
            title=f"{content.series} {content.edition}",
            language=content.language,
            zone=content.zone,
            start=start,
            items=_items(agenda_of(content, run), start, content),
            people=tuple(
                Person(
                    person_id(p.name),
                    p.name,
                    p.organisation,
                    p.aliases,
                    substitute=person_id(p.substitute) if p.substitute else None,
                    mailbox=p.mailbox,
                )
                for p in content.people
            ),
            hosts=tuple(person_id(p.name) for p in content.people if p.host),
            evaluation=CORE_EVALUATION + tuple(map(_evaluation, content.evaluation)),
            topics=dict(content.topics),
            mailboxes=dict(content.mailboxes),
            prepared=tuple(map(_prepared, content.questions)),
            moderated=content.moderated,
            tasks=tuple(Task(t.title, t.id, t.due, t.previous_due) for t in content.tasks),
            begins_with_call=content.begins_with_call,
            ends_with_call=content.ends_with_call,
            sound_check=_sound_check(run, content.zone),
            seats=_seats(content, run),
            evaluation_open=timedelta(hours=content.evaluation_open),
            polls=tuple(map(prepared_poll, content.polls)),
            links_open=content.links_open,
            retention=Retention(**content.retention.model_dump()),
            join_link=run.join_link,
        )


def read_meeting_file(path: Path) -> MeetingFile:
    """Read and check a meeting file. Raises MeetingFileError, or OSError if it is not there."""
    return read_meeting_text(path, _read(path))


def read_meeting_text(path: Path, text: str) -> MeetingFile:
    """Check the text of a meeting file; `path` is where it would stand. Raises MeetingFileError."""
    try:
        tree = read_tree(text)
    except Exception as error:  # noqa: BLE001 - of odd keys, tags and dates it raises many kinds
        raise MeetingFileError(path, (yaml_fault(error),)) from None
    try:
        content = FileSection.model_validate(tree)
    except ValidationError as error:
        told = error.errors(include_url=False, include_context=False, include_input=False)
        found = [fault_at(tree, tuple(e["loc"]), e["msg"]) for e in told[:MOST_TOLD]]
        raise MeetingFileError(path, tuple(found)) from None
    some = islice(faults_of(content), MOST_TOLD)
    if faults := tuple(fault_at(tree, where, what) for where, what in some):
        raise MeetingFileError(path, faults)
    return MeetingFile(path, content)


def _read(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = FileFault(line, "the file", "text in UTF-8")
        raise MeetingFileError(path, (fault,)) from None


def person_id(name: str) -> PersonId:
    return PersonId(slug(name))


def agenda_of(content: FileSection, run: RunSection) -> tuple[ItemSection, ...]:
    """Give the programme's agenda with what this run has different."""
    items = list(content.agenda)
    for change in run.changes:
        said = change.model_dump(exclude={"item"}, exclude_none=True)
        items[change.item - 1] = items[change.item - 1].model_copy(update=said)
    return tuple(items)


def _items(
    agenda: tuple[ItemSection, ...], start: datetime, content: FileSection
) -> tuple[Item, ...]:
    offsets = _offsets(agenda, content.runs[0].start, ZoneInfo(content.zone))
    return tuple(
        Item(
            id=ItemId(f"item-{number}"),
            number=number,
            title=item.title,
            start=start + offset,
            duration=timedelta(minutes=item.minutes),
            speakers=tuple(map(person_id, item.speakers)),
            topics=item.topics,
            protected=item.protected,
            read_yourself=item.read_yourself,
            approximate=item.approximate,
            automatic=item.automatic,
            material=tuple(Material(one.url, one.title) for one in item.material),
        )
        for number, (item, offset) in enumerate(zip(agenda, offsets, strict=True), 1)
    )


def _offsets(agenda: Sequence[ItemSection], first: datetime, zone: ZoneInfo) -> list[timedelta]:
    """Say how long after the start each item begins; clock times are those of the first run.

    Sums are made in UTC, where every minute is a minute.
    """
    begin = free = first.replace(tzinfo=zone).astimezone(UTC)
    found: list[timedelta] = []
    for item in agenda:
        if item.start is not None:
            local = wall(free.astimezone(zone).replace(tzinfo=None), item.start)
            free = max(free, local.replace(tzinfo=zone).astimezone(UTC))
        found.append(free - begin)
        free += timedelta(minutes=item.minutes)
    return found


def _sound_check(run: RunSection, zone: str) -> datetime | None:
    if run.sound_check is None:
        return None
    return wall(run.start, run.sound_check).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _prepared(section: PreparedSection) -> Prepared:
    return Prepared(
        section.text,
        section.answer,
        section.asked_by,
        section.topic,
        tuple(map(person_id, section.to)),
        section.source,
    )


def _seats(content: FileSection, run: RunSection) -> dict[str, int]:
    """Add up who has said they come: to the run's day, or to all where the roster names none."""
    day = run.start.date()
    found: dict[str, int] = {}
    for roster in content.rosters:
        for row in roster.participants if roster.date in {None, day} else ():
            found[row.organisation] = found.get(row.organisation, 0) + row.seats
    return found


def _evaluation(section: EvaluationSection) -> EvaluationQuestion:
    kind = Kind(section.kind)
    scale = kind is Kind.SCALE
    return EvaluationQuestion(
        id=section.id,
        text=section.text,
        kind=kind,
        low=section.min if scale else None,
        high=section.max if scale else None,
        options=tuple(Option(option.value, option.title) for option in section.options),
    )
