"""The addresses that a meeting's people get; a role link carries its key in the fragment."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.keys import Keys
from meeting.ids import PersonId
from meeting.model import Plan

NEVER: Mapping[PersonId, int] = {}


@dataclass(frozen=True, slots=True)
class Links:
    """Participant and stage links, and a personal one for each host and speaker by name."""

    participant: str
    stage: str
    hosts: Mapping[str, str]
    speakers: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def lines(self) -> list[str]:
        """Give one line a link, its label first."""
        return [
            f"participant: {self.participant}",
            f"stage: {self.stage}",
            *(f"host {name}: {url}" for name, url in self.hosts.items()),
            *(f"speaker {name}: {url}" for name, url in self.speakers.items()),
        ]


def links(
    plan: Plan, keys: Keys, base_url: str, withdrawn: Mapping[PersonId, int] = NEVER
) -> Links:
    """Derive all links of one meeting; the same secret gives the same links.

    `withdrawn` says how often whose link was: each time they get another.
    """
    room = f"{base_url}/m/{plan.code}"
    names = {person.id: person.name or person.id for person in plan.people}
    speakers = dict.fromkeys(person for item in plan.items for person in item.speakers)

    def personal(page: str, person: PersonId) -> str:
        key = keys.role_key(plan.meeting, person, withdrawn.get(person, 0))
        return f"{room}/{page}#key={key}"

    return Links(
        participant=room,
        stage=f"{room}/stage",
        hosts={names[person]: personal("host", person) for person in plan.hosts},
        speakers={names[person]: personal("speaker", person) for person in speakers},
    )
