"""What passes between hosts and speakers, as their pages show it."""

from dataclasses import dataclass

from markupsafe import Markup

from dialogs.phrases import PHRASES
from meeting.ids import PersonId
from meeting.model import Meeting, Phase, Role
from web.drawing.seats import Chip, Seat, answerers
from web.drawing.sheet import Sheet
from web.drawing.timeline import Stage

LATEST = 4  # messages that a host's page lists
BEFORE = frozenset({Phase.PLANNED, Phase.OPEN})


@dataclass(frozen=True, slots=True)
class Note:
    """A message as a page shows it; `seen` is when, as people read it, or None."""

    id: str
    other: str
    text: str
    at: str
    seen: str | None


def my_time(sheet: Sheet, remaining: int) -> Markup:
    own = [
        row
        for row in sheet.place.rows
        if any(person.id == sheet.seen.person for person in row.speakers)
    ]
    on = next((row for row in own if row.stage is Stage.ON), None)
    coming = next((row for row in own if row.stage in {Stage.NEXT, Stage.LATER}), None)
    minutes = round((coming.begins - sheet.moment).total_seconds() / 60) if coming else 0
    running = sheet.meeting.phase is Phase.RUNNING
    is_next = running and coming is not None and coming.stage is Stage.NEXT
    check = sheet.meeting.plan.sound_check if sheet.meeting.phase in BEFORE else None
    return sheet.part(
        "my-time",
        on=on,
        mine=coming,
        is_next=is_next,
        minutes=minutes,
        remaining=remaining,
        check=sheet.words.time(check) if check is not None else None,
    )


def messages_to(sheet: Sheet) -> Markup:
    """Draw what hosts have told this speaker and the speaker has not seen yet."""
    mine = [
        one for one in sheet.meeting.messages if one.to == sheet.seen.person and one.seen is None
    ]
    drawn = [
        Note(one.id, _name(sheet.meeting, one.by), one.text, sheet.words.time(one.at), None)
        for one in mine
    ]
    return sheet.part("messages", notes=drawn)


def talk(sheet: Sheet) -> Markup:
    """Draw the host's words to a speaker: ready ones and own ones, and what became of the last."""
    meeting, words = sheet.meeting, sheet.words
    speakers = [p for p in answerers(meeting) if Role.SPEAKER in meeting.roles(p)]
    on = meeting.item.speakers if meeting.item else ()
    speakers.sort(key=lambda person: person not in on)
    notes = [
        Note(
            one.id,
            _name(meeting, one.to),
            one.text,
            words.time(one.at),
            words.time(one.seen) if one.seen else None,
        )
        for one in reversed(meeting.messages[-LATEST:])
    ]
    chips = [Chip.of(meeting.person(person)) for person in speakers]
    live = bool(chips) and meeting.phase is not Phase.CLOSED
    return sheet.part("talk", live=live, speakers=chips, phrases=PHRASES, notes=notes)


def room(sheet: Sheet) -> Markup:
    """Draw who speaks and is here, and whether hosts see questions first."""
    return sheet.part("room", moderated=sheet.meeting.moderated, speakers=_speakers(sheet.meeting))


def checklist(sheet: Sheet) -> Markup:
    """Draw what should be in place before the meeting begins; nothing once it has."""
    meeting, words = sheet.meeting, sheet.words
    if meeting.phase not in BEFORE:
        return sheet.part("checklist", checks=(), sound_check=None)
    hosts = [Seat.of(meeting, person) for person in meeting.plan.hosts]
    speakers = [seat for seat in _speakers(meeting) if seat.id not in meeting.plan.hosts]
    checks = (
        *(_presence(seat, words("host")) for seat in hosts),
        *(_presence(seat, words("speaker")) for seat in speakers),
        *_chat(sheet),
        Check(words("Everything that is written can be stored"), not sheet.seen.refusing, ""),
        Check(
            words.count("The knowledge base has 1 answer", "The knowledge base has {n} answers", n)
            if (n := len(sheet.seen.titles))
            else words("There is no knowledge base: every question goes to a speaker"),
            n > 0,
            "",
        ),
    )
    check = meeting.plan.sound_check
    return sheet.part("checklist", checks=checks, sound_check=words.time(check) if check else None)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that should be in place; `rest` says more."""

    text: str
    good: bool
    rest: str


def _chat(sheet: Sheet) -> tuple[Check, ...]:
    """Say whether a Teams chat belongs to the meeting, where there is Teams at all."""
    if sheet.seen.chats is None:
        return ()
    if sheet.seen.chats:
        return (Check(sheet.words("The meeting's chat in Teams is with us"), True, ""),)
    told = sheet.words("No chat in Teams yet: add the bot and write the code there")
    return (Check(told, False, ""),)


def _presence(seat: Seat, role: str) -> Check:
    return Check(seat.name, seat.here and not seat.away, role)


def _speakers(meeting: Meeting) -> list[Seat]:
    hosts = frozenset(meeting.plan.hosts)
    return [
        Seat.of(meeting, person)
        for person in answerers(meeting)
        if person not in hosts or Role.SPEAKER in meeting.roles(person)
    ]


def _name(meeting: Meeting, person: PersonId) -> str:
    return meeting.person(person).name or ""
