"""The evaluation in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.evaluating import (
    change_text,
    few_text,
    last_text,
    runs_text,
    thanks,
    turnout_line,
    until_line,
)
from dialogs.i18n import words
from meeting import commands as c
from meeting.trend import trends
from meeting.turnout import Turnout
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from tests.given import METTE, START, demo_plan, given
from tests.meeting.editions import run, three_editions

DA, EN = (words(language, "Europe/Copenhagen") for language in ("da", "en"))


@pytest.mark.parametrize(
    ("found", "danish", "english"),
    [
        (Turnout(0, 0, 0, 0, 0), "0 har svaret", "0 have answered"),
        (Turnout(1, 4, 0, 0, 0), "1 af 4 har svaret (25 %)", "1 of 4 have answered (25 %)"),
        (
            Turnout(31, 40, 98, 27, 60),
            "31 af 98 har svaret (32 %), fra 27 af 60 organisationer",
            "31 of 98 have answered (32 %), from 27 of 60 organisations",
        ),
        (
            Turnout(9, 4, 0, 3, 2),
            "9 af 4 har svaret (100 %), fra 3 af 3 organisationer",
            "9 of 4 have answered (100 %), from 3 of 3 organisations",
        ),
    ],
)
def test_the_turnout_is_said_of_whom_there_is(found, danish, english):
    assert (turnout_line(found, DA), turnout_line(found, EN)) == (danish, english)


def test_people_read_until_when_they_can_answer():
    plan = replace(demo_plan(), evaluation_open=timedelta(hours=48))
    before = given((METTE, c.StartMeeting()), (METTE, c.OpenEvaluation()), plan=plan)
    after = given((METTE, c.CloseMeeting()), start=before)
    at_once = given((METTE, c.OpenEvaluation()))

    said = [until_line(evaluation_view(one, Viewer()), DA) for one in (before, after, at_once)]

    assert said == [
        "Den er åben 48 timer efter mødet.",
        "Den er åben til kl. 10.00 den 26/11-2026.",
        "",
    ]
    assert START.day == 24


def test_who_answered_reads_where_the_result_will_be():
    hidden, shown = (thanks(EN, shown=shown) for shown in (False, True))

    assert hidden.endswith("The result comes on the meeting's page when a host shows it.")
    assert shown.endswith("The result is on the meeting's page.")


def test_a_change_is_said_with_its_size_and_nothing_is_made_of_rounding():
    better, same = (
        trends(meetings[-1], meetings)[0]
        for meetings in (
            [run(0, 0, [{"useful": "3"}] * 6), run(1, 0, [{"useful": "4"}] * 6)],
            [run(0, 0, [{"useful": "3"}] * 6), run(1, 0, [{"useful": "3"}] * 6)],
        )
    )

    assert change_text(better, DA) == "1,0 højere end sidst"
    assert change_text(same, EN) == "as last time"
    assert change_text(trends(run(0, 0, []), [])[0], EN) == ""


def test_what_would_mislead_is_marked():
    meetings = three_editions()

    points = trends(meetings[-1], meetings)[0].points
    lonely = trends(run(0, 0, [{"useful": "3"}] * 6), [])[0].points[0]

    together = "2 runs together"
    assert [runs_text(point, EN) for point in points] == ["", together, together]
    assert [few_text(point, EN) for point in (*points, lonely)] == [
        "",
        "",
        "",
        "few answers, so it moves a lot with each",
    ]


def test_the_score_and_the_share_are_said_where_no_average_says_them():
    answers = [{"useful": "4", "recommend": "3", "got_answer": "yes"}] * 6
    meetings = [run(0, 0, answers), run(1, 0, [{**answers[0], "recommend": "9"}] * 6)]

    said = [(last_text(one, DA), change_text(one, DA)) for one in trends(meetings[-1], meetings)]

    assert said == [
        ("", "som sidst"),
        ("NPS 100", "200 højere end sidst"),
        ("100 %", "som sidst"),
    ]
    assert last_text(trends(meetings[0], [])[1], DA) == "NPS \N{MINUS SIGN}100"
