"""The hosts' list of personal links, without the links: whose opens the meeting, and until when."""

from dataclasses import dataclass

from markupsafe import Markup

from dialogs.words import Words
from meeting.erasure.marks import is_stand_in
from meeting.expiry import link_ends, link_open
from meeting.ids import PersonId
from meeting.model import ANSWERERS, Meeting, Role
from web.drawing.sheet import Sheet


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """Whose it is, whether they chair, and what is to be known of it."""

    id: PersonId
    name: str | None
    host: bool
    stands: tuple[str, ...]


def personal_links(sheet: Sheet) -> Markup:
    """List hosts before speakers, each in the programme's order."""
    meeting = sheet.meeting
    found = [
        PersonalLink(one.id, one.name, Role.HOST in meeting.roles(one.id), _stands(sheet, one.id))
        for one in meeting.plan.people
        if meeting.roles(one.id) & ANSWERERS and not is_stand_in(one.id)
    ]
    rows = sorted(found, key=lambda one: not one.host)
    return sheet.part("personal-links", rows=rows, own=sheet.seen.person)


def _stands(sheet: Sheet, person: PersonId) -> tuple[str, ...]:
    meeting, words = sheet.meeting, sheet.words
    withdrawal = meeting.withdrawn.get(person)
    if withdrawal is None:
        return (_until(meeting, person, sheet),)
    withdrawn = words("Withdrawn {date}.", date=words.date(withdrawal.at))
    return withdrawn, _again(words), _until(meeting, person, sheet)


def _until(meeting: Meeting, person: PersonId, sheet: Sheet) -> str:
    words, ends = sheet.words, link_ends(meeting, person)
    if ends is None:
        return words("Opens the meeting as long as it is kept.")
    if not link_open(meeting, person, sheet.seen.now):
        return words("Ended {date}.", date=words.date(ends))
    return words("Opens the meeting until {date}.", date=words.date(ends))


def _again(words: Words) -> str:
    return words("Whoever runs the service makes a new one.")
