"""Who comes to a rehearsal: invented people with organisations, when they come and when they go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dialogs.i18n import words
from meeting.agenda import planned_end
from meeting.ids import PersonId
from meeting.model import Plan

GIVEN = (
    *("Anne", "Birthe", "Camilla", "Ditte", "Eva", "Freja", "Gitte", "Hanne", "Ida", "Jytte"),
    *("Karen", "Lone", "Maja", "Nanna", "Pia", "Rikke", "Sanne", "Tove", "Ulla", "Vibeke"),
    *("Anders", "Bo", "Claus", "Dennis", "Erik", "Frank", "Gorm", "Henrik", "Ivan", "Jens"),
    *("Kim", "Lars", "Mads", "Niels", "Ole", "Per", "Rune", "Søren", "Troels", "Verner"),
)
FAMILY = (
    *("Ager", "Bakkedal", "Dalby", "Engmark", "Fjordholt", "Granlund", "Havsted", "Kildeby"),
    *("Lyngdal", "Mosegård", "Nørlund", "Overby", "Pilegård", "Rosendal", "Skovhøj", "Strandby"),
    *("Tornby", "Udsen", "Vesterlund", "Ådal", "Østermark", "Bækgård", "Hedelund", "Solbakke"),
)
# No municipality is called so.
PLACES = (
    *("Nordvig", "Søndermose", "Granby", "Lyngsted", "Havnbjerg", "Egelunde", "Vestermark"),
    *("Kildevang", "Åsund", "Bakkeborg", "Fjordby", "Mosekær", "Solhøj", "Tangsø"),
    *("Birkemose", "Stenholt", "Elvdal", "Rågelund", "Hyldebro", "Klintby", "Skovmark"),
    *("Mellemvang", "Østervig", "Pilemark", "Dybsø", "Hvidkær", "Tjørneby", "Ravnlund"),
)
LATE, LEAVES = 0.12, 0.1  # shares of the people


@dataclass(frozen=True, slots=True)
class Extra:
    """One of them; moments are aware UTC."""

    number: int
    id: PersonId
    name: str
    organisation: str
    arrives: datetime
    leaves: datetime | None

    def there(self, now: datetime) -> bool:
        return self.arrives <= now and (self.leaves is None or now < self.leaves)


def cast(plan: Plan, opens: datetime, people: int, seed: int) -> tuple[Extra, ...]:
    """Invent so many people for the meeting; the same seed gives the same ones."""
    places = organisations(plan, people)
    return tuple(_extra(plan, opens, place, seed) for place in enumerate(places))


def organisations(plan: Plan, people: int) -> tuple[str, ...]:
    """Give each of so many people an organisation: by the roster's seats, else invented ones."""
    seats = [name for name, number in plan.seats.items() for _ in range(number)]
    if not seats:
        speech = words(plan.language, plan.zone)
        seats = [speech("{place} Municipality", place=place) for place in PLACES]
    return tuple(seats[number % len(seats)] for number in range(people))


def _extra(plan: Plan, opens: datetime, place: tuple[int, str], seed: int) -> Extra:
    number, organisation = place
    random = Random(f"{seed}-person-{number}")  # noqa: S311 - nothing rests on it
    end = max(planned_end(item) for item in plan.items)
    arrives = _arrival(random, opens, plan.start, end)
    leaves = None
    if random.random() < LEAVES:
        leaves = max(arrives, plan.start) + (end - plan.start) * random.uniform(0.3, 0.9)
    given, family = GIVEN[number % len(GIVEN)], random.choice(FAMILY)
    id_ = PersonId(f"extra-{number + 1}")
    return Extra(number, id_, f"{given} {family}", organisation, arrives, leaves)


def _arrival(random: Random, opens: datetime, start: datetime, end: datetime) -> datetime:
    """Most come in the minutes around the start, some are there at once, some come late."""
    if random.random() < LATE:
        return start + (end - start) * random.uniform(0.06, 0.4)
    until = start + timedelta(minutes=4)
    return opens + (until - opens) * random.triangular(0, 1, 0.6)
