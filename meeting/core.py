"""The evaluation's fixed core: the same in every meeting, so that editions can be compared."""

from meeting.evaluation import EvaluationQuestion, Kind, Option
from meeting.question import Got

# The texts are catalogue sentences; channels translate them as they draw.
CORE_EVALUATION = (
    EvaluationQuestion("useful", "How useful was the meeting?", Kind.SCALE, low=1, high=5),
    EvaluationQuestion(
        "recommend", "Would you recommend the meeting to a colleague?", Kind.SCALE, low=0, high=10
    ),
    EvaluationQuestion(
        "got_answer",
        "Did you get answers to your questions?",
        Kind.CHOICE,
        options=(
            Option(Got.YES.value, "Yes"),
            Option(Got.PARTLY.value, "Partly"),
            Option(Got.NO.value, "No"),
        ),
    ),
    EvaluationQuestion("comment", "What should we do differently?", Kind.TEXT),
    EvaluationQuestion("topic", "A topic for the next meeting?", Kind.TEXT),
)
