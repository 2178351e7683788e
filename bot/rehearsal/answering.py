"""What simulated people answer: to polls of each kind, and to the evaluation."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from dialogs.words import Words
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.polls import PollKind, PollQuestion
from meeting.scales import values_of

COMMENTS, SKIPS = 0.2, 0.05  # shares: write something where they may; leave a choice out


def poll_answer(question: PollQuestion, speech: Words, random: Random) -> tuple[str, ...]:
    values = question.values
    match question.kind:
        case PollKind.WORDS:
            return (random.choice(cloud(speech)),)
        case PollKind.RANKING:
            return tuple(random.sample(values, question.places))
        case PollKind.MULTIPLE:
            return tuple(random.sample(values, random.randint(1, min(2, len(values)))))
        case PollKind.CHOICE | PollKind.SCALE:
            return (_leaning(values, random),)


def evaluation(
    questions: Sequence[EvaluationQuestion], speech: Words, random: Random
) -> Mapping[str, tuple[str, ...]]:
    """Answer as people do: mostly content, some leave something out, few write."""
    found = {}
    for question in questions:
        values = values_of(question)
        if question.kind is Kind.TEXT:
            if random.random() < COMMENTS:
                found[question.id] = (random.choice(COMMENTED)(speech),)
        elif question.kind is Kind.SCALE:
            high = len(values) - 1
            place = random.triangular(0, high, 0.8 * high)
            found[question.id] = (values[round(place)],)
        elif values and random.random() > SKIPS:
            found[question.id] = (_leaning(values, random),)
    return found


def cloud(speech: Words) -> tuple[str, ...]:
    """Give the words that are on everybody's mind."""
    said = (speech("cooperation"), speech("deadlines"), speech("economy"), speech("clarity"))
    return (*said, *said[:2], speech("overview"), speech("many tasks"))


def _leaning(values: Sequence[str], random: Random) -> str:
    """Choose one, the first ones rather than the last, so that a picture is worth looking at."""
    return values[int(len(values) * random.random() ** 1.6)]


COMMENTED: tuple[Callable[[Words], str], ...] = (
    lambda speech: speech("More time for questions"),
    lambda speech: speech("Send the slides before the meeting"),
    lambda speech: speech("Good pace, and clear answers"),
)
