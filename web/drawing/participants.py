"""The hosts' list of who takes part, from which they can have somebody deleted."""

from dataclasses import dataclass

from markupsafe import Markup

from dialogs.erasing import THEIRS
from meeting.erasure.marks import is_stand_in
from meeting.ids import PersonId
from meeting.model import Meeting, Person
from web.drawing.sheet import Sheet

MOST_SHOWN = 100  # the search finds the others


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who has joined, and how many questions they asked under their name."""

    id: PersonId
    name: str | None
    organisation: str | None
    questions: int

    @classmethod
    def of(cls, meeting: Meeting, person: Person) -> "Participant":
        asked = len(meeting.own.get(person.id, ()))
        return cls(person.id, person.name, person.organisation, asked)

    def has(self, words: str) -> bool:
        label = f"{self.name or ''} {self.organisation or ''}"
        return words.casefold() in label.casefold()


def participants(sheet: Sheet) -> Markup:
    """List those who are not in the programme, by name; first of all those who have one."""
    planned = {person.id for person in sheet.meeting.plan.people}
    people = (p for p in sheet.meeting.people.values() if not is_stand_in(p.id))
    others = (person for person in people if person.id not in planned)
    found = sorted((Participant.of(sheet.meeting, person) for person in others), key=_order)
    wanted = [one for one in found if one.has(sheet.seen.find)]
    return sheet.part(
        "participants",
        rows=wanted[:MOST_SHOWN],
        more=len(wanted) - len(wanted[:MOST_SHOWN]),
        total=len(found),
        find=sheet.seen.find,
        goes=sheet.words(THEIRS),
    )


def _order(one: Participant) -> tuple[bool, str, str]:
    return not one.name, (one.name or "").casefold(), (one.organisation or "").casefold()
