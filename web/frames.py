"""What a live stream sends: drawn once for each version and kind of viewer, the bytes shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import orjson

from bot.reports.state import moment
from dialogs.i18n import words
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting, Role
from meeting.viewer import Viewer
from web.site import Seen, Site
from web.wire import Wire

ROLES = {"participant": Role.PARTICIPANT, "host": Role.HOST, "speaker": Role.SPEAKER}
NOTHING = 0  # the number of no frame
Beside = tuple[datetime, bool]  # what shows besides the meeting: the minute, trouble with the store


@dataclass(frozen=True, slots=True)
class Kind:
    """Viewers who see the same; a speaker is a kind of their own, and a tab has other addresses."""

    page: str
    language: str
    speaker: PersonId | None = None
    tab: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page's parts, and since which version each looks as it does or has been gone.

    What was before version `first` nobody here has seen.
    """

    fragments: Mapping[str, str]
    since: Mapping[str, int]
    first: int

    @classmethod
    def anew(cls, fragments: Mapping[str, str], version: int) -> "Drawn":
        return cls(fragments, dict.fromkeys(fragments, version), version)

    def then(self, fragments: Mapping[str, str], version: int) -> "Drawn":
        """Give the parts as they were drawn next."""
        since = {**self.since}
        for id_ in differing(self.fragments, fragments):
            since[id_] = version
        return Drawn(fragments, since, self.first)


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    changed = [id_ for id_, html in other.items() if one.get(id_) != html]
    return [*changed, *(id_ for id_ in one if id_ not in other)]


@dataclass(slots=True)
class Frame:
    """One kind's page at one moment; `events` are those that lead here, as they were sent."""

    number: int
    meeting: Meeting
    beside: Beside
    head: Mapping[str, object]
    drawn: Drawn
    events: dict[tuple[int, Wire], bytes] = field(default_factory=dict)

    def after(self, before: "Frame | None", wire: Wire) -> bytes:
        """Give the event that brings a viewer from an earlier frame, or from nothing, to this."""
        key = (NOTHING if before is None else before.number, wire)
        if key not in self.events:
            parts = self.drawn.fragments
            ids = parts if before is None else differing(before.drawn.fragments, parts)
            self.events[key] = wire.form(self._event(ids, whole=before is None))
        return self.events[key]

    def since(self, version: int | None, wire: Wire) -> bytes:
        """Give the event for a page that is as new as this version: all in which it may differ.

        What changed at that very version is among it, since time may have changed it.
        """
        if version is None or not self.drawn.first < version <= self.meeting.version:
            return self.after(None, wire)
        newer = [id_ for id_, since in self.drawn.since.items() if since >= version]
        return wire.form(self._event(newer, whole=False))

    def _event(self, ids: Collection[str], *, whole: bool) -> bytes:
        parts = self.drawn.fragments
        data = {
            **self.head,
            "whole": whole,
            "fragments": {id_: parts[id_] for id_ in ids if id_ in parts},
            "removed": [id_ for id_ in ids if id_ not in parts],
        }
        return b"id: %d\ndata: %b\n\n" % (self.meeting.version, orjson.dumps(data))


class Frames:
    """The newest frame of every kind that somebody has looked at."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._newest: dict[tuple[MeetingId, Kind], Frame] = {}
        self._numbers = count(NOTHING + 1)

    def newest(self, meeting: Meeting, kind: Kind) -> Frame:
        """Draw the meeting, unless that was done already and nothing has changed."""
        key, now = (meeting.plan.meeting, kind), self._site.clock.now()
        found, beside = self._newest.get(key), self._beside(now)
        if found is None or found.meeting is not meeting or found.beside != beside:
            found = self._newest[key] = self._next(found, meeting, kind, now)
            found.beside = beside
        return found

    def _next(self, before: Frame | None, meeting: Meeting, kind: Kind, now: datetime) -> Frame:
        seen = self._seen(meeting, kind, now)
        fragments = self._site.draw.fragments(kind.page, seen)
        if before is None:
            drawn = Drawn.anew(fragments, meeting.version)
        elif before.meeting is meeting and before.drawn.fragments == fragments:
            return before  # nothing shows of what has passed
        else:
            drawn = before.drawn.then(fragments, meeting.version)
        head = _head(meeting, now, seen)
        return Frame(next(self._numbers), meeting, self._beside(now), head, drawn)

    def _beside(self, now: datetime) -> Beside:
        return now.replace(second=0, microsecond=0), self._site.trouble() is not None

    def _seen(self, meeting: Meeting, kind: Kind, now: datetime) -> Seen:
        role = ROLES.get(kind.page)
        alike = Viewer(host=role is Role.HOST)
        return Seen(
            meeting=meeting,
            viewer=Viewer.of(meeting, kind.speaker) if kind.speaker else alike,
            person=kind.speaker,
            role=role,
            words=words(kind.language, meeting.plan.zone),
            others=self._site.others(meeting) if kind.page in {"speaker", "host"} else (),
            drafts=self._site.drafts(meeting, kind.page),
            alike=self._site.conversation.likeness.together(meeting) if alike.host else {},
            now=now,
            chats=self._site.chats(meeting.plan.meeting) if alike.host else None,
            links=self._site.links(meeting),
            titles=self._site.titles(meeting.plan.meeting),
            refusing=self._site.trouble() is not None,
            tab=kind.tab,
        )


def _head(meeting: Meeting, now: datetime, seen: Seen) -> Mapping[str, object]:
    return {
        "version": meeting.version,
        "phase": meeting.phase.value,
        "now": moment(now, seen.words.zone),
    }
