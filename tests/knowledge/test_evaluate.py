import pytest

from knowledge.evaluate import as_text, predict, report
from knowledge.labelled import Labelled, read_labelled
from tests.knowledge.bases import example, questions


def gold(query: str, *ids: str, topic: str = "t", kind: str = "paraphrase") -> Labelled:
    return Labelled(query, frozenset(ids), topic, kind)


def row(query: str, ranked: list[str], score: float, **changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "query": query,
        "ranked": ranked,
        "scores": [score] + [0.0] * (len(ranked) - 1),
        "answered": False,
        "id": None,
        "suggested": [],
        "topic": "t",
    }
    return plain | changes


GOLD = (
    gold("a", "1"),
    gold("b", "1", "2"),
    gold("c", "3"),
    gold("d", kind="near-miss"),
    gold("e", kind="chitchat"),
)
ROWS = (
    row("a", ["1", "2", "3"], 0.9, answered=True, id="1"),
    row("b", ["3", "2", "1"], 0.8, answered=True, id="3"),
    row("c", ["1", "2", "4", "3"], 0.3, suggested=["1", "2", "4"]),
    row("d", ["1", "2", "3"], 0.7, answered=True, id="1", topic="other"),
    row("e", ["1"], 0.0, topic=None),
)


def test_ranking_counts_only_answerable_questions():
    assert report(GOLD, ROWS)["rank"] == {
        "n": 3,
        "r1": pytest.approx(1 / 3),
        "r3": pytest.approx(2 / 3),
        "mrr": pytest.approx((1 + 1 / 2 + 1 / 4) / 3),
    }


def test_right_and_wrong_are_shares_of_all_questions():
    given = report(GOLD, ROWS)["as_given"]

    assert given == {
        "right": 0.2,
        "wrong": 0.4,
        "wrong_oos": 0.2,
        "wrong_mis": 0.2,
        "prec": pytest.approx(1 / 3),
        "rec": pytest.approx(1 / 3),
        "f1": pytest.approx(1 / 3),
        "right_of_inscope": pytest.approx(1 / 3),
    }


def test_the_oracles_choose_their_threshold_on_the_set_itself():
    result = report(GOLD, ROWS)

    assert result["oracle_right_at_5pct_wrong"] == {
        "thr": 0.9,
        "right": 0.2,
        "wrong": 0.0,
        "wrong_oos": 0.0,
        "wrong_mis": 0.0,
        "prec": 1.0,
        "rec": pytest.approx(1 / 3),
        "f1": pytest.approx(0.5),
        "right_of_inscope": pytest.approx(1 / 3),
    }
    assert result["oracle_best_f1"] == result["oracle_right_at_5pct_wrong"]


def test_with_nothing_right_silence_is_the_best_threshold():
    result = report((gold("a", "1"),), (row("a", ["2"], 0.9),))

    assert result["oracle_right_at_5pct_wrong"]["thr"] is None


def test_routing_leaves_out_what_has_no_topic():
    result = report(GOLD, ROWS)

    assert result["routing_acc"] == 0.75
    assert result["routing_acc_unanswered_no_chitchat"] == 1.0


def test_tiers_say_what_people_meet():
    assert report(GOLD, ROWS)["tiers"] == {
        "answered_right": pytest.approx(1 / 3),
        "right_one_suggested": 0.0,
        "unanswerable_answered": 0.5,
        "unanswerable_shown_suggestions": 0.0,
    }


def test_every_kind_and_threshold_has_its_row_in_the_text():
    text = as_text(report(GOLD, ROWS))

    assert "near-miss   n=1  r1=None  r3=None  right=0.000  wrong=1.000" in text
    assert "0.70        right=0.200  wrong=0.400" in text


def test_other_queries_than_the_labelled_ones_are_refused():
    with pytest.raises(ValueError, match="same queries in the same order"):
        report(GOLD, ROWS[::-1])


def test_a_labelled_line_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match="line 2, query"):
        read_labelled('{"query": "a"}\n{"q": 1}')


def test_the_shipped_engine_keeps_what_was_measured_on_the_questions_it_was_fitted_on():
    labelled = questions("dev")
    result = report(labelled, predict(example(), [one.query for one in labelled]))

    assert result["rank"]["r1"] >= 0.85
    assert result["rank"]["r3"] >= 0.95
    assert result["as_given"]["right"] >= 0.39
    assert result["as_given"]["wrong"] <= 0.03
    assert result["routing_acc"] >= 0.92
