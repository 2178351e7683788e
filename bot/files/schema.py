"""What a meeting file may say, field by field."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from bot.keys import CODE_ALPHABET, CODE_LENGTH

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
Code = Annotated[str, StringConstraints(pattern=f"^[{CODE_ALPHABET}]{{{CODE_LENGTH}}}$")]
Mail = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]
# Where Teams meetings are joined: Microsoft's own clouds, and no look-alike.
TEAMS = re.compile(
    r"https://(?:[a-z]+\.)?teams\.(?:microsoft\.(?:com|us)|live\.com|cloud\.microsoft)/\S+",
    re.IGNORECASE,
)


def _join_link(value: str) -> str:
    """Keep what says which meeting it is; behind it stand the organiser's id, or a passcode."""
    if not TEAMS.fullmatch(value):
        raise ValueError("a Teams join link, beginning https://teams.microsoft.com/")
    return value.partition("?")[0]


JoinLink = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(_join_link)
]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


Many = Field(
    max_length=300
)  # of what a file lists: an alias repeated makes thousands of a few bytes
Day = date


class Section(BaseModel):
    """A part of the file; a field that nobody knows is a fault, most often a slip of the pen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ChangeSection(Section):
    """How one item, by its number, is different in this run."""

    item: Annotated[int, Field(ge=1, le=100)]
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    speakers: Annotated[tuple[Line, ...], Many] | None = None
    read_yourself: Annotated[bool | None, Field(alias="read-yourself")] = None


class RunSection(Section):
    """One run: `start` is wall time in the meeting's zone, `changes` what only this run has."""

    start: datetime
    changes: Annotated[tuple[ChangeSection, ...], Many] = ()
    sound_check: Clock | None = None
    code: Code | None = None
    join_link: Annotated[JoinLink | None, Field(alias="join-link")] = None

    @field_validator("start", mode="before")
    @classmethod
    def _iso(cls, value: object) -> object:
        """Take `2020-03-30 10:00` and nothing that would have to be guessed."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            raise ValueError("a date and time such as 2020-03-30 10:00") from None


class PersonSection(Section):
    name: Line
    organisation: Line | None = None
    host: bool = False
    aliases: Annotated[tuple[Line, ...], Many] = ()
    entra: Annotated[tuple[Line, ...], Many] = ()
    substitute: Line | None = None
    mailbox: Mail | None = None


class PreparedSection(Section):
    """A question that came in beforehand; `to` names who answers, `asked_by` whose it is."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    answer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None
    asked_by: Line | None = None
    topic: Slug | None = None
    to: Annotated[tuple[Line, ...], Many] = ()
    source: Line | None = None


class LinkSection(Section):
    url: Address
    title: Line | None = None


class ItemSection(Section):
    """One agenda item; `start` is wall time in the first run, else it follows the one before."""

    title: Line
    minutes: Annotated[int, Field(ge=1, le=600)]
    speakers: Annotated[tuple[Line, ...], Many] = ()
    topics: Annotated[tuple[Slug, ...], Many] = ()
    protected: bool = False
    read_yourself: Annotated[bool, Field(alias="read-yourself")] = False
    start: Clock | None = None
    approximate: bool = False
    automatic: bool = False
    material: Annotated[tuple[LinkSection, ...], Many] = ()


class OptionSection(Section):
    value: Slug
    title: Line


class EvaluationSection(Section):
    id: Slug
    text: Line
    kind: Literal["scale", "choice", "multiple", "text"]
    min: Annotated[int, Field(ge=0, le=10)] = 1
    max: Annotated[int, Field(ge=1, le=10)] = 5
    options: Annotated[tuple[OptionSection, ...], Many] = ()


class PollSection(Section):
    """A poll that is one press away; `ask` is a line as a host writes it, `item` where it belongs.

    With `live` everybody sees the result as it comes, else once it is closed.
    """

    ask: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]
    kind: Literal["choice", "multiple", "scale", "words", "ranking"] | None = None
    item: Annotated[int, Field(ge=1, le=100)] | None = None
    live: bool = False


class SeatsSection(Section):
    organisation: Line
    seats: Annotated[int, Field(ge=1, le=1000)] = 1


class RosterSection(Section):
    """Who has said they come, and to which day."""

    date: Day | None = None
    participants: Annotated[tuple[SeatsSection, ...], Field(max_length=1000)]


class TaskSection(Section):
    """A task that the meeting tells about; `previous_due` is a deadline that was moved."""

    id: Line | None = None
    title: Line
    due: Day | None = None
    previous_due: Day | None = None


class RetentionSection(Section):
    """For how many days after the meeting what is kept."""

    names: Annotated[int, Field(ge=0, le=3650)] = 30
    texts: Annotated[int, Field(ge=0, le=3650)] = 90
    statistics: Annotated[int, Field(ge=0, le=3650)] = 730


class FileSection(Section):
    """The whole file."""

    series: Line
    edition: Line
    language: Literal["da", "en"] = "da"
    zone: Line = "Europe/Copenhagen"
    knowledge: Line | None = None
    words: Line | None = None
    runs: Annotated[tuple[RunSection, ...], Field(min_length=1, max_length=20)]
    people: Annotated[tuple[PersonSection, ...], Field(min_length=1, max_length=200)]
    topics: dict[Slug, Line] = Field(default_factory=dict, max_length=300)
    agenda: Annotated[tuple[ItemSection, ...], Field(min_length=1, max_length=100)]
    mailboxes: dict[Slug, Mail] = Field(default_factory=dict, max_length=300)
    questions: Annotated[tuple[PreparedSection, ...], Many] = ()
    moderated: bool = False
    begins_with_call: Annotated[bool, Field(alias="begins-with-call")] = False
    ends_with_call: Annotated[bool, Field(alias="ends-with-call")] = False
    evaluation: Annotated[tuple[EvaluationSection, ...], Many] = ()
    retention: RetentionSection = RetentionSection()
    links_open: Annotated[int, Field(alias="links-open", ge=1, le=3650)] = 60  # days
    evaluation_open: Annotated[float, Field(alias="evaluation-open", ge=0, le=720)] = 0  # hours
    polls: Annotated[tuple[PollSection, ...], Field(max_length=50)] = ()
    rosters: Annotated[tuple[RosterSection, ...], Many] = ()
    links: Annotated[tuple[LinkSection, ...], Many] = ()
    tasks: Annotated[tuple[TaskSection, ...], Many] = ()
    next_programme: Annotated[tuple[Line, ...], Many] = ()
