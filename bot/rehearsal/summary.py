"""What a rehearsal has shown its hosts: how long items took, how questions fared, what was left."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from dialogs.words import Words
from meeting.history import history
from meeting.model import Meeting, Role
from meeting.question import Question, QuestionState

MINUTE = timedelta(minutes=1)
MOST_LISTED = 10
DEALT_WITH = frozenset({QuestionState.ANSWERED, QuestionState.DECLINED, QuestionState.MERGED})
GONE = frozenset({QuestionState.WITHDRAWN, QuestionState.SUGGESTED})
SHORTENED = 90  # characters of a question on a line


@dataclass(frozen=True, slots=True)
class Took:
    """Whole minutes of one item; `actual` is None where it did not come to its end."""

    number: int
    title: str
    planned: int
    actual: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """A question that got no answer from anybody."""

    number: int
    text: str
    votes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Minutes are the meeting's own, however fast it was played.

    `by_base` of the `answered` were answered from the knowledge base. `first_waited` is how long
    the first question that came to a person waited for its answer; None when it still waits, or
    there was none. `longest_waited` is the same for the one that waited longest.
    """

    people: int
    items: tuple[Took, ...]
    questions: int
    dealt_with: int
    answered: int
    by_base: int
    first_waited: int | None
    longest_waited: int | None
    left_open: tuple[Left, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def summary(meeting: Meeting) -> Summary:
    """Sum up the meeting as it stands."""
    asked = sorted(meeting.questions.values(), key=lambda one: one.number)
    asked = [one for one in asked if one.state not in GONE and one.origin is None]
    answered = [one for one in asked if one.state is QuestionState.ANSWERED]
    to_people = [one for one in asked if not _by_base(one)]
    waits = [wait for one in to_people if (wait := _waited(one)) is not None]
    left = [one for one in asked if one.state not in DEALT_WITH]
    people = (p for p in meeting.people if meeting.roles(p) == {Role.PARTICIPANT})
    return Summary(
        people=sum(1 for _ in people),
        items=tuple(
            Took(one.number, one.title, one.planned, one.actual) for one in history(meeting, ())
        ),
        questions=len(asked),
        dealt_with=sum(one.state in DEALT_WITH for one in asked),
        answered=len(answered),
        by_base=sum(map(_by_base, answered)),
        first_waited=_waited(to_people[0]) if to_people else None,
        longest_waited=max(waits, default=None),
        left_open=tuple(
            Left(one.number, one.text, len(meeting.votes.get(one.id, ())))
            for one in sorted(left, key=lambda one: -len(meeting.votes.get(one.id, ())))
        ),
    )


def lines(found: Summary, words: Words) -> Iterator[str]:
    """Tell it in a few lines."""
    yield words("How the rehearsal went")
    for item in found.items:
        if item.actual is not None:
            yield words(
                "{title}: {planned} min planned, {actual} taken",
                title=f"{item.number}. {item.title}",
                planned=item.planned,
                actual=item.actual,
            )
    if missed := tuple(str(item.number) for item in found.items if item.actual is None):
        yield words("Items not finished: {numbers}", numbers=words.together(missed))
    yield words(
        "{people} people came and asked {n} questions: {done} dealt with, {base} by the bot.",
        people=found.people,
        n=found.questions,
        done=found.dealt_with,
        base=found.by_base,
    )
    if found.first_waited is not None:
        yield words(
            "The first waited {first} min for its answer, the longest {longest} min.",
            first=found.first_waited,
            longest=found.longest_waited or 0,
        )
    yield words.count("1 was left open", "{n} were left open", len(found.left_open))
    for one in found.left_open[:MOST_LISTED]:
        text = " ".join(one.text.split())
        short = text if len(text) <= SHORTENED else f"{text[:SHORTENED]}…"
        votes = words.count("1 vote", "{n} votes", one.votes)
        yield f"#{one.number} ({votes}) {short}"


def _by_base(question: Question) -> bool:
    answer = question.answer
    return question.state is QuestionState.ANSWERED and answer is not None and answer.by is None


def _waited(question: Question) -> int | None:
    """Say how many minutes it took to answer it; None if nobody has."""
    answer = question.answer
    if answer is None or answer.by is None or question.state is not QuestionState.ANSWERED:
        return None
    return round((answer.at - question.asked_at) / MINUTE)
