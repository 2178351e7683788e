"""Those who answer, as the host's page names them."""

from dataclasses import dataclass

from meeting.ids import PersonId
from meeting.model import Meeting, Person


@dataclass(frozen=True, slots=True)
class Chip:
    """Somebody whom a question can be passed on to with one press."""

    id: PersonId
    name: str
    short: str

    @classmethod
    def of(cls, person: Person) -> "Chip":
        """Name the person shortly: the organisation and the first name."""
        first = (person.name or "").split(" ")[0]
        short = f"{person.organisation} · {first}" if person.organisation else first
        return cls(person.id, person.name or "", short)


def answerers(meeting: Meeting) -> tuple[PersonId, ...]:
    """Give those a question can be passed to, hosts first, in the plan's order."""
    speakers = (person for item in meeting.plan.items for person in item.speakers)
    return tuple(dict.fromkeys((*meeting.plan.hosts, *speakers)))


@dataclass(frozen=True, slots=True)
class Seat:
    """A host or speaker as seen here, away or neither, and who stands in."""

    id: PersonId
    name: str
    away: bool
    here: bool
    stand_in: str | None

    @classmethod
    def of(cls, meeting: Meeting, person: PersonId) -> "Seat":
        known = meeting.person(person)
        other = meeting.people.get(known.substitute) if known.substitute else None
        return cls(
            person,
            known.name or "",
            away=person in meeting.absent,
            here=person in meeting.here,
            stand_in=other.name if other else None,
        )
