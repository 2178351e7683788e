"""Comments of the evaluation: what points at a person is blotted out before anybody reads it."""

import pytest

from meeting import commands as c
from meeting.comments import blotted, blotted_counts
from meeting.ids import BallotKey
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from tests.given import ANNA, METTE, demo_plan, given

KNOWN = frozenset({"Keld Jørgensen", "Mette Vinther Poulsen"})
HOST = Viewer(METTE, host=True)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Godt møde, kort og klart.", "Godt møde, kort og klart."),
        ("Ring til 20 30 40 50", "Ring til ▒▒▒▒"),
        ("Borgeren 010190-1234 venter", "Borgeren ▒▒▒▒ venter"),
        ("Anna Holm sagde det samme", "▒▒▒▒ sagde det samme"),
        ("Tak til Keld Jørgensen for svaret", "Tak til Keld Jørgensen for svaret"),
        ("Skriv til anna.holm@gmail.com", "Skriv til ▒▒▒▒"),
        ("Sag 2020-12345 er ikke løst", "Sag ▒▒▒▒ er ikke løst"),
        ("Odense Kommune vil gerne have mere", "Odense Kommune vil gerne have mere"),
    ],
)
def test_what_points_at_a_person_is_blotted_out_and_nothing_else(written, kept):
    assert blotted(written, KNOWN) == kept


def test_comments_that_read_the_same_afterwards_are_added_up_in_the_alphabets_order():
    counts = {"Ring 20304050": 1, "Bedre lyd": 2, "Ring 50403020": 1}

    assert list(blotted_counts(counts, demo_plan()).items()) == [("Bedre lyd", 2), ("Ring ▒▒▒▒", 2)]


def test_a_host_reads_them_blotted_out_while_it_is_open_and_so_they_are_kept():
    ballot = c.CastBallot(BallotKey("b"), {"comment": ("Anna Holm, ring 20304050",)})
    meeting = given((METTE, c.OpenEvaluation()), (ANNA, ballot))
    closed = given((METTE, c.CloseEvaluation()), start=meeting)

    seen = [evaluation_view(one, HOST).results for one in (meeting, closed)]

    assert [results and results["comment"] for results in seen] == [{"▒▒▒▒, ring ▒▒▒▒": 1}] * 2
    assert "Anna Holm" not in repr(closed.evaluation)
