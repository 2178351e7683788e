"""What a live stream sends: drawn once for each version and kind of viewer, the bytes shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import orjson

from bot.reports.state import moment
from dialogs.i18n import words
from meeting.model import Meeting, PersonId, Role
from meeting.views import Viewer
from web.site import Seen, Site

ROLES = {"participant": Role.PARTICIPANT, "host": Role.HOST, "speaker": Role.SPEAKER}


@dataclass(frozen=True, slots=True)
class Kind:
    """Viewers who see the same; a speaker is a kind of their own."""

    page: str
    language: str
    speaker: PersonId | None = None


@dataclass(slots=True)
class Frame:
    """One kind's page at one moment; `deltas` are the events that lead here from earlier frames."""

    number: int
    meeting: Meeting
    minute: datetime
    head: Mapping[str, object]
    fragments: Mapping[str, str]
    deltas: dict[int, bytes] = field(default_factory=dict)

    def event(self, before: "Frame | None") -> bytes:
        """Give the event that brings a viewer from an earlier frame, or from nothing, to this."""
        number = 0 if before is None else before.number
        if number not in self.deltas:
            self.deltas[number] = self._event({} if before is None else before.fragments)
        return self.deltas[number]

    def _event(self, before: Mapping[str, str]) -> bytes:
        changed = {id_: html for id_, html in self.fragments.items() if before.get(id_) != html}
        removed = [id_ for id_ in before if id_ not in self.fragments]
        data = orjson.dumps({**self.head, "fragments": changed, "removed": removed})
        return b"id: %d\ndata: %b\n\n" % (self.meeting.version, data)


class Frames:
    """The newest frame of every kind that somebody looks at."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._newest: dict[tuple[str, Kind], Frame] = {}
        self._numbers = count(1)

    def newest(self, meeting: Meeting, kind: Kind) -> Frame:
        """Draw the meeting, unless that was done already for this state and minute."""
        key = (meeting.plan.meeting, kind)
        known, now = self._newest.get(key), self._site.clock.now()
        minute = now.replace(second=0, microsecond=0)
        if known is not None and known.meeting is meeting and known.minute == minute:
            return known
        drawn = self._draw(meeting, kind, now)
        if known is not None and _same(known, drawn):
            known.minute = minute
            return known
        self._newest[key] = drawn
        return drawn

    def _draw(self, meeting: Meeting, kind: Kind, now: datetime) -> Frame:
        seen = self._seen(meeting, kind, now)
        head = {
            "version": meeting.version,
            "phase": meeting.phase.value,
            "now": moment(now, seen.words.zone),
        }
        fragments = self._site.draw.fragments(kind.page, seen)
        minute = now.replace(second=0, microsecond=0)
        return Frame(next(self._numbers), meeting, minute, head, fragments)

    def _seen(self, meeting: Meeting, kind: Kind, now: datetime) -> Seen:
        role = ROLES.get(kind.page)
        alike = Viewer(host=role is Role.HOST)
        return Seen(
            meeting=meeting,
            viewer=Viewer.of(meeting, kind.speaker) if kind.speaker else alike,
            person=kind.speaker,
            role=role,
            words=words(kind.language, meeting.plan.zone),
            now=now,
            links=self._site.links(meeting),
            titles=self._site.titles(meeting.plan.meeting),
        )


def _same(one: Frame, other: Frame) -> bool:
    """Tell whether only time has passed, and nothing that shows has changed with it."""
    return one.meeting is other.meeting and one.fragments == other.fragments
