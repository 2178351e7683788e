"""For whom a view is drawn."""

from dataclasses import dataclass

from meeting.ids import PersonId, QuestionId
from meeting.model import Meeting, Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Without a person a view is what all of a kind see alike.

    `held` are anonymous questions whose secret this viewer holds.
    """

    person: PersonId | None = None
    host: bool = False
    held: frozenset[QuestionId] = frozenset()

    @classmethod
    def of(
        cls, meeting: Meeting, person: PersonId | None, held: frozenset[QuestionId] = frozenset()
    ) -> "Viewer":
        return cls(person, Role.HOST in meeting.roles(person), held)
