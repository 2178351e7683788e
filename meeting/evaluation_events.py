"""What has happened with the closing evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meeting.ids import Answers, BallotKey


@dataclass(frozen=True, slots=True)
class EvaluationOpened:
    pass


@dataclass(frozen=True, slots=True)
class BallotCast:
    """Somebody answered. The log keeps it empty; the ballot itself lies apart until the close."""

    ballot: BallotKey | None = None
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvaluationCounted:
    """What everybody may see from now on of some questions, while the evaluation is still open.

    `counts` is evaluation question -> value -> how many, `answered` respondents per question.
    Between two of them, and between the last one and the close, at least five answered a question.
    """

    counts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SumsCarried:
    """The sums so far of an evaluation that is still open, in a log that came from elsewhere.

    Ballots never travel; later answers are counted on top of these.
    """

    responses: int
    counts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, int]
    organisations: int = 0


@dataclass(frozen=True, slots=True)
class EvaluationClosed:
    """The sums, which are all that is left of the ballots.

    `counts` is evaluation question -> value -> how many; `answered` is respondents per question,
    `organisations` how many organisations somebody answered from.
    """

    responses: int
    counts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, int]
    organisations: int = 0


@dataclass(frozen=True, slots=True)
class EvaluationReminded:
    """The chats were reminded that the evaluation is open."""


@dataclass(frozen=True, slots=True)
class ResultsShown:
    shown: bool


EvaluationEvent = (
    EvaluationOpened
    | BallotCast
    | EvaluationCounted
    | SumsCarried
    | EvaluationClosed
    | EvaluationReminded
    | ResultsShown
)
