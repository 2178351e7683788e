"""What everybody may see of a count that goes on: pictures of it, at least five answers apart.

There are at least five answers from one picture to the next, and at least five between a picture
and the answers that are in by then. So neither two pictures nor a picture and the result of the
close give away by their difference what fewer than five have said.
"""

from dataclasses import dataclass, field

from immutables import Map

FEWEST_RESPONDENTS = 5  # below this a result could point at persons, so others never see it
STEPS = 10  # a step is this part of what has been published, so that a log of pictures stays small


@dataclass(frozen=True, slots=True)
class Sums:
    """How many have answered, and how often each thing was said.

    A ranking counts each option in each place, `2:1` being the second option in the first place.
    """

    responses: int = 0
    counts: Map[str, int] = field(default_factory=Map)


def held_with(held: tuple[Sums, ...], sums: Sums) -> tuple[Sums, ...]:
    """Keep the last two pictures, five answers apart: one of them is far enough behind."""
    last = held[-1].responses if held else 0
    return held if sums.responses < last + FEWEST_RESPONDENTS else (*held[-1:], sums)


def publishable(published: Sums | None, held: tuple[Sums, ...], responses: int) -> Sums | None:
    """Give the newest picture that everybody may see now, if it is a step from what they see.

    `responses` is how many have answered by now.
    """
    seen = published.responses if published else 0
    first = seen + max(FEWEST_RESPONDENTS, seen // STEPS)
    last = responses - FEWEST_RESPONDENTS
    found = [sums for sums in held if first <= sums.responses <= last]
    return found[-1] if found else None
