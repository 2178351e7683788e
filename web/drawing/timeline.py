"""Where the meeting is: the agenda as rows to draw, and the one that is on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from dialogs.words import Words
from meeting.agenda import delay
from meeting.item import Material
from meeting.model import Meeting, Person, Phase
from meeting.signals import Pressure, pressure, thresholds
from meeting.views import ItemView, agenda_view

NOTICED = timedelta(minutes=2)  # smaller differences from the plan are nobody's concern


class Stage(StrEnum):
    """How an item stands to the moment."""

    DONE = "done"
    ON = "on"
    NEXT = "next"
    LATER = "later"
    SKIPPED = "skipped"
    PASSED = "passed"
    READ = "read"


NOT_RUN = frozenset({Stage.SKIPPED, Stage.PASSED, Stage.READ})


@dataclass(frozen=True, slots=True)
class Row:
    """One agenda item; `due` is when it should end, `ends` when it is expected to.

    `about` says that its time is meant as "ca.".

    `planned` is given only where a person would notice that it differs from what is expected.
    """

    id: str
    number: int
    title: str
    speakers: tuple[Person, ...]
    stage: Stage
    begins: datetime
    due: datetime
    start: str
    end: str
    due_at: str
    planned: str | None
    minutes: int
    questions: int
    passed: int
    protected: bool
    about: bool
    automatic: bool
    material: tuple[Material, ...]
    before: str | None = None
    after: str | None = None

    @property
    def length(self) -> int:
        """Seconds from its beginning until it should end."""
        return max(1, round((self.due - self.begins).total_seconds()))

    @property
    def warns(self) -> tuple[int, int]:
        """Seconds left from which the time is a warning and a danger; 0 for never."""
        return thresholds(self.due - self.begins)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the meeting is; `left` is whole minutes of the item that is on, negative when over.

    `paused` is since when the clock stands still, as people read it.
    `day` is when it begins, in words, and nothing where that is today.
    `begun` is when it really began, and then `end` of a closed meeting is when it really ended.
    """

    phase: Phase
    rows: tuple[Row, ...]
    on: Row | None
    next: Row | None
    left: int
    begins: datetime
    day: str
    begun: datetime | None
    end: str
    late: int
    paused: str | None
    pressure: Pressure

    @property
    def closed(self) -> bool:
        return self.phase is Phase.CLOSED


def standing(meeting: Meeting, now: datetime, words: Words) -> Standing:
    agenda = agenda_view(meeting, now)
    pairs = zip(agenda, _stages(agenda, meeting.phase), strict=True)
    rows = tuple(_row(item, stage, now, words) for item, stage in pairs)
    rows = _beside(rows)
    on = next((row for row in rows if row.stage is Stage.ON), None)
    return Standing(
        phase=meeting.phase,
        rows=rows,
        on=on,
        next=next((row for row in rows if row.stage is Stage.NEXT), None),
        left=0 if on is None else -((now - on.due) // timedelta(minutes=1)),
        begins=agenda[0].expected.start,
        day=words.other_day(agenda[0].expected.start, now),
        begun=min((span.start for span in meeting.actual if span.start), default=None),
        end=words.time(_end(meeting, agenda)),
        late=_late(delay(meeting, now)),
        paused=None if meeting.paused is None else words.time(meeting.paused),
        pressure=Pressure.CALM if on is None else pressure(on.due - on.begins, on.due - now),
    )


def window(place: Standing, most: int = 8) -> tuple[Row, ...]:
    """Give as many rows as fit side by side, with the one that is on among them."""
    marked = place.on or place.next
    at = place.rows.index(marked) if marked else len(place.rows)
    first = max(0, min(at - 2, len(place.rows) - most))
    return place.rows[first : first + most]


def _end(meeting: Meeting, agenda: tuple[ItemView, ...]) -> datetime:
    """Say when the meeting is expected to end; once it is closed, when the last item did."""
    ran = [span.end for span in meeting.actual if span.end is not None]
    return max(ran) if meeting.phase is Phase.CLOSED and ran else agenda[-1].expected.end


def _stages(agenda: tuple[ItemView, ...], phase: Phase) -> list[Stage]:
    found: list[Stage] = []
    for item in agenda:
        if item.on:
            found.append(Stage.ON)
        elif item.actual.end is not None:
            found.append(Stage.DONE)
        elif item.left_out:
            found.append(Stage.READ)
        elif phase is Phase.CLOSED:
            found.append(Stage.SKIPPED)
        elif item.passed_over:
            found.append(Stage.PASSED)
        else:
            found.append(Stage.LATER if Stage.NEXT in found else Stage.NEXT)
    return found


def _row(item: ItemView, stage: Stage, now: datetime, words: Words) -> Row:
    told = item.planned if stage in NOT_RUN else item.expected
    begins, ends = told.start, told.end
    due = item.due if stage in {Stage.ON, Stage.NEXT, Stage.LATER} else ends
    length = due - begins
    return Row(
        id=item.id,
        number=item.number,
        title=item.title,
        speakers=item.speakers,
        stage=stage,
        begins=begins,
        due=due,
        start=_time(begins, item, stage, words),
        end=words.time(ends),
        due_at=words.time(due),
        planned=None if stage in NOT_RUN else _planned(item, words),
        minutes=round(length.total_seconds() / 60),
        questions=item.questions,
        passed=max(0, round((min(now, due) - begins).total_seconds())),
        protected=item.protected,
        about=item.approximate,
        automatic=item.automatic,
        material=item.material,
    )


def _beside(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Name with each row what it can change places with: the nearest that can move as well."""
    movable = [row.id for row in rows if row.stage in COMING and not row.protected]
    before = {second: first for first, second in pairwise(movable)}
    after = dict(pairwise(movable))
    return tuple(replace(row, before=before.get(row.id), after=after.get(row.id)) for row in rows)


COMING = frozenset({Stage.NEXT, Stage.LATER})


def _time(begins: datetime, item: ItemView, stage: Stage, words: Words) -> str:
    """Say when; what has begun is no longer about so much."""
    known = not item.approximate or stage in {Stage.DONE, Stage.ON}
    return words.time(begins) if known else words("about {time}", time=words.time(begins))


def _late(by: timedelta) -> int:
    return round(by / timedelta(minutes=1)) if abs(by) >= NOTICED else 0


def _planned(item: ItemView, words: Words) -> str | None:
    apart = abs(item.expected.start - item.planned.start) >= NOTICED
    if not apart and abs(item.expected.end - item.planned.end) < NOTICED:
        return None
    return f"{words.time(item.planned.start)}–{words.time(item.planned.end)}"  # noqa: RUF001
