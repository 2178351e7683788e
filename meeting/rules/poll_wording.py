"""What a poll must be to be asked."""

from meeting.polls import PollKind, PollQuestion
from meeting.refusals import Reason, RefusedError
from meeting.rules.texts import check_text

LONGEST_QUESTION = 300  # characters: it is read from the back of the room
LONGEST_OPTION = 100  # characters
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
MOST_RANKED = 10  # more than that nobody puts in order, and no card could hold it
HIGHEST = 10  # the end of the longest scale


def refusal_of(question: PollQuestion) -> RefusedError | None:
    """Say why it cannot be asked, before it is."""
    try:
        check(question)
    except RefusedError as refused:
        return refused
    return None


def check(question: PollQuestion) -> None:
    check_text(question.text, most=LONGEST_QUESTION)
    match question.kind:
        case PollKind.SCALE:
            if not 0 <= question.low < question.high <= HIGHEST:
                raise RefusedError(Reason.POLL_SCALE, field="text", most=HIGHEST)
        case PollKind.WORDS:
            return
        case PollKind.RANKING:
            _check_options(question.options, MOST_RANKED)
            if question.most is not None and not 1 <= question.most <= len(question.options):
                most = len(question.options)
                raise RefusedError(Reason.POLL_PLACES, field="text", most=most)
        case PollKind.CHOICE | PollKind.MULTIPLE:
            _check_options(question.options, MOST_OPTIONS)


def _check_options(options: tuple[str, ...], most: int) -> None:
    for option in options:
        check_text(option, field="options", most=LONGEST_OPTION)
    different = len({option.casefold() for option in options}) == len(options)
    if not (different and FEWEST_OPTIONS <= len(options) <= most):
        raise RefusedError(Reason.POLL_OPTIONS, field="options", most=most)
