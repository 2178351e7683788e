"""What may be answered to a poll, and how it is kept."""

from meeting.model import Plan
from meeting.polls import PollKind, PollQuestion
from meeting.refusals import Reason, RefusedError
from meeting.sensitive import find, masked

MOST_WORDS = 3  # words or short phrases of one person
LONGEST_WORD = 40  # characters: one of them must fit on a screen among others
FIELD = "answer"


def allowed(question: PollQuestion, values: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    """Give the answer as it is kept. Raises RefusedError where it is none."""
    values = tuple(value.strip() for value in values if value.strip())
    if not values:
        raise RefusedError(Reason.NO_ANSWER, field=FIELD)
    match question.kind:
        case PollKind.WORDS:
            return _words(values, plan)
        case PollKind.RANKING:
            return _chosen(question, values, most=question.places)
        case PollKind.MULTIPLE:
            return tuple(sorted(_chosen(question, values, most=len(question.options)), key=int))
        case PollKind.CHOICE | PollKind.SCALE:
            return _chosen(question, values, most=1)


def _chosen(question: PollQuestion, values: tuple[str, ...], *, most: int) -> tuple[str, ...]:
    fits = len(values) <= most and len(set(values)) == len(values)
    if not fits or not set(values) <= set(question.values):
        raise RefusedError(Reason.WRONG_ANSWER, field=FIELD)
    return values


def _words(values: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    """Take each word once, however it is written, and blot out what points at a person."""
    if any(len(value) > LONGEST_WORD for value in values):
        raise RefusedError(Reason.LONG_TEXT, field=FIELD, most=LONGEST_WORD)
    kept: dict[str, str] = {}
    for value in values:
        word = _without_persons(" ".join(value.split()), plan)
        kept.setdefault(word.casefold(), word)
    if len(kept) > MOST_WORDS:
        raise RefusedError(Reason.TOO_MANY, field=FIELD, most=MOST_WORDS)
    return tuple(kept.values())


def _without_persons(word: str, plan: Plan) -> str:
    """Blot out numbers and names; where nothing is left, the writer is told so."""
    findings = find(word)
    if findings:  # seldom, so that it need not be known for each answer who is known here
        findings = find(word, [person.name for person in plan.people if person.name])
    blotted = masked(word, findings)
    if not any(character.isalnum() for character in blotted):
        sorts = " ".join(dict.fromkeys(one.sort.value for one in findings))
        if sorts:
            raise RefusedError(Reason.SENSITIVE, field=FIELD, sorts=sorts)
        raise RefusedError(Reason.NO_ANSWER, field=FIELD)
    return blotted
