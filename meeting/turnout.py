"""How many have evaluated, of those who were there, of the seats and of the organisations."""

from dataclasses import dataclass

from meeting.model import Meeting, Person


@dataclass(frozen=True, slots=True)
class Turnout:
    """`here` has joined; `seats` were announced on the roster, 0 where there is none.

    `heard` organisations have somebody who answered, of the `invited` ones: those on the roster,
    else those that people gave when they joined.
    """

    responses: int
    here: int
    seats: int
    heard: int
    invited: int

    @property
    def expected(self) -> int:
        """How many could answer: the seats, or more if more came."""
        return max(self.seats, self.here)

    @property
    def share(self) -> float | None:
        """The response rate, 0 to 1; None where nobody could answer."""
        return min(1.0, self.responses / self.expected) if self.expected else None


def turnout(meeting: Meeting) -> Turnout:
    """Count in a time that does not grow with the people: everybody who answers is told of it."""
    away = {person.id for person in meeting.plan.people} - meeting.here
    on_roster = {organisation.casefold() for organisation in meeting.plan.seats}
    return Turnout(
        responses=meeting.evaluation.responses,
        here=len(meeting.people) - len(away),
        seats=sum(meeting.plan.seats.values()),
        heard=meeting.evaluation.heard,
        invited=len(on_roster | meeting.organisations),
    )


def participants(meeting: Meeting) -> tuple[Person, ...]:
    """Name those who came to it without an office: neither to chair nor to speak."""
    speakers = {person for item in meeting.plan.items for person in item.speakers}
    office = speakers | {*meeting.plan.hosts}
    return tuple(person for person in meeting.people.values() if person.id not in office)
