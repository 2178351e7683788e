"""Holds a text back that points at a private person, until its writer has said what to do."""

from enum import StrEnum

from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.sensitive import find, masked


class Private(StrEnum):
    """What the writer said: nothing yet, blot it out, or it is fine."""

    ASK = "ask"
    MASK = "mask"
    SEND = "send"


def cleared(text: str, meeting: Meeting, said: Private) -> str:
    """Give the text as it may be kept.

    Raises RefusedError with what was found and the text without it, as long as the writer has not
    said what to do. What is surely private is blotted out whatever was said.
    """
    if not find(text):  # most texts: then it need not be known who is known here
        return text
    findings = find(text, _known(meeting))
    if not findings:
        return text
    if said is Private.ASK:
        sorts = " ".join(dict.fromkeys(one.sort.value for one in findings))
        without = masked(text, findings)
        sure = int(any(one.sure for one in findings))
        raise RefusedError(Reason.SENSITIVE, field="text", sorts=sorts, without=without, sure=sure)
    return masked(text, (one for one in findings if one.sure or said is Private.MASK))


def _known(meeting: Meeting) -> set[str]:
    """Name what is no secret here: who hosts and speaks, for whom, and what the agenda is about."""
    names: set[str | None] = {item.title for item in meeting.plan.items}
    names |= set(meeting.plan.topics.values()) | {meeting.plan.series}
    for person in meeting.plan.people:
        names |= {person.name, person.organisation, *person.aliases}
    names |= {person.organisation for person in meeting.people.values()}
    return {name for name in names if name}
