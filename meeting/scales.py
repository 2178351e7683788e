"""The values that an evaluation question allows."""

from meeting.evaluation import EvaluationQuestion, Kind


def values_of(question: EvaluationQuestion) -> tuple[str, ...]:
    """Give the values that can be chosen, in order; none for free text."""
    if question.kind is Kind.SCALE and question.low is not None and question.high is not None:
        return tuple(str(value) for value in range(question.low, question.high + 1))
    return tuple(option.value for option in question.options)
