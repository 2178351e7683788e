"""The figures with the optional embedder, where it is installed: `make semantic`."""

import pytest

from knowledge import e5
from knowledge.embedding import Meanings
from knowledge.evaluate import predict, report
from knowledge.fitting import Outcome, answer_threshold, cases_of, out_of_fold, recall, shares
from knowledge.load import shipped_constants, shipped_words
from tests.knowledge.bases import example, example_entries, questions

pytestmark = pytest.mark.skipif(
    not e5.installed(), reason="the optional embedder is not installed: `make semantic` brings it"
)


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings(e5.E5())


@pytest.fixture(scope="module")
def alone(meanings: Meanings) -> list[Outcome]:
    cases = cases_of(example_entries(), questions("dev"), shipped_words(), meanings)
    return out_of_fold(cases, seed=0)


def test_the_right_entry_is_first_and_among_the_first_three_more_often(
    alone: list[Outcome],
) -> None:
    assert recall(alone, 1) >= 0.94
    assert recall(alone, 3) >= 0.985


def test_few_are_answered_wrongly_and_more_rightly(alone: list[Outcome]) -> None:
    right, wrong = shares(alone, answer_threshold(alone))

    assert wrong <= 0.03
    assert right >= 0.55


def test_the_shipped_threshold_is_strict_enough_for_unseen_questions(meanings: Meanings) -> None:
    development, own = (
        cases_of(example_entries(), questions(name), shipped_words(), meanings)
        for name in ("dev", "own")
    )
    outcomes = out_of_fold(development, seed=0, also=own)

    right, wrong = shares(outcomes, shipped_constants(semantic=True).answer_from)

    assert wrong <= 0.02
    assert right >= 0.45


def test_questions_that_nothing_was_fitted_on_come_out_as_promised(meanings: Meanings) -> None:
    labelled = questions("fresh")
    base = example().with_meaning(meanings)

    result = report(labelled, predict(base, [one.query for one in labelled]))

    assert result["rank"]["r1"] >= 0.93
    assert result["rank"]["r3"] >= 0.96
    assert result["as_given"]["wrong"] <= 0.06
    assert result["as_given"]["right"] >= 0.4
