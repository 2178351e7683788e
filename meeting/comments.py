"""What people write in the evaluation, as it is kept and shown: nothing in it points at a person.

Numbers that are a person's, private persons' names and addresses are blotted out. Hosts and
speakers, who stand in the plan, may be named: the comment is about what they did there.
"""

from collections.abc import Mapping
from functools import lru_cache

from meeting import masking, sensitive
from meeting.model import Plan

KEPT = 8_192  # texts blotted out before: a host's page shows all of them again with each answer


def blotted_counts(counts: Mapping[str, int], plan: Plan) -> dict[str, int]:
    """Blot out, add up what reads the same then, and leave no order but the alphabet's."""
    known = frozenset(
        name for person in plan.people for name in (person.name, *person.aliases) if name
    )
    found: dict[str, int] = {}
    for text, count in counts.items():
        told = blotted(text, known)
        found[told] = found.get(told, 0) + count
    return dict(sorted(found.items()))


@lru_cache(KEPT)
def blotted(text: str, known: frozenset[str]) -> str:
    """Give the text without what points at somebody; `known` names are no secret here."""
    return masking.masked(sensitive.masked(text, sensitive.find(text, known)))
