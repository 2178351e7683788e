"""The core questions over the editions, in the minutes and in the workbook."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from bot.reports.developed import developed
from bot.reports.minutes import minutes
from bot.reports.paper import Table
from bot.reports.workbook import workbook
from meeting import commands as c
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS
from tests.given import METTE, PETER, given
from tests.meeting.editions import answered, plan_of, run, three_editions
from tests.meeting.test_series_views import MANY, evaluated
from tests.meeting.test_slices import BALLOT
from tests.reports.reading import (
    DA,
    EN,
    Page,
    Whose,
    book,
    cells,
    html,
    lines_of_word,
    told_of,
    word,
)
from tests.reports.test_workbook import sheet_xml

*EARLIER, LAST = three_editions()
SMALL = run(1, 0, answered(1, 0, 12))
TITLE = "Udgave for udgave"
OPEN = "The evaluation is still open; this meeting's figures come when it closes."


def lines(meeting: Meeting = LAST, others=EARLIER, **more) -> list[str]:
    return Page(html(told_of(meeting, others=others, **more))).lines


def table(meeting: Meeting, *others: Meeting) -> list[list[tuple[str, str]]]:
    blocks = developed(told_of(meeting, others=others))
    rows = next((block.rows for block in blocks if isinstance(block, Table)), ())
    return [[(cell.text, cell.about) for cell in row] for row in rows]


def test_the_editions_stand_oldest_first_with_figures_how_many_answered_and_their_runs():
    found = table(LAST, *EARLIER)

    assert [row[0] for row in found] == [
        ("Programledermøde januar 2020", ""),
        ("Programledermøde februar 2020", "2 kørsler samlet"),
        ("Programledermøde marts 2020", "2 kørsler samlet"),
    ]
    assert [row[1] for row in found] == [("2,7", "n = 31"), ("3,4", "n = 60"), ("3,8", "n = 78")]
    assert [row[2][0] for row in found] == ["NPS −42", "NPS −20", "NPS 17"]
    assert [row[3][0] for row in found] == ["39 %", "42 %", "53 %"]


@pytest.mark.parametrize("speech", [DA, EN], ids=["da", "en"])
def test_word_and_web_page_tell_the_same_development_after_the_evaluation(speech):
    about = told_of(LAST, speech, others=EARLIER)

    in_word, on_page = lines_of_word(word(about)), Page(html(about)).lines[1:]

    assert [line for line in in_word if line != speech("Distribution")] == on_page[:-1]
    titles = [p.text for p in word(about).paragraphs if p.style.name == "Heading 1"]
    assert titles[-2:] == [speech("Evaluation"), speech("Over the editions")]


def test_few_answers_and_too_few_are_said():
    tiny = run(0, 0, answered(0, 0, 4))

    found = table(LAST, tiny, SMALL)

    assert [row[1] for row in found] == [
        ("for få svar", ""),
        ("3,4", "n = 12, få svar"),
        ("3,6", "n = 23"),
    ]
    assert "Få svar: færre end 20, så tallet flytter sig meget for hvert." in lines(
        LAST, [tiny, SMALL]
    )


def test_before_there_are_two_editions_and_for_a_part_of_the_questions_there_is_nothing():
    assert TITLE not in lines(LAST, [])
    assert TITLE not in lines(whose=Whose(speaker=LAST.person(PETER)))
    assert TITLE not in lines(given(plan=plan_of(2, 1)))


def test_the_page_for_all_has_none_as_not_everybody_was_in_every_meeting():
    shown = evaluated(2, 1, MANY)

    assert TITLE in lines(shown)
    assert TITLE not in lines(shown, public=True)


def test_an_open_evaluation_is_in_no_paper_and_the_paper_says_why_its_own_is_missing():
    open_, other = evaluated(2, 1, MANY, open_=True), evaluated(2, 0, MANY, open_=True)

    own = lines(open_, EARLIER[:-1])
    place = own.index(TITLE)

    assert DA(OPEN) in own
    assert "Programledermøde marts 2020" not in own[place:-1]
    assert table(LAST, *EARLIER[:-1], other) == table(LAST, *EARLIER[:-1])
    assert DA(OPEN) not in lines()


@settings(deadline=None, max_examples=30)
@for_all(st.lists(st.tuples(st.lists(BALLOT, max_size=9), st.booleans()), min_size=1, max_size=4))
def test_no_paper_has_a_figure_of_fewer_than_five_or_of_an_open_evaluation(runs):
    meetings = [
        evaluated(n // 2, n % 2, ballots, shown=False, open_=open_)
        for n, (ballots, open_) in enumerate(runs)
    ]
    final = [meeting for meeting in meetings if not meeting.evaluation.open]

    about = told_of(meetings[-1], others=meetings)

    assert about.trends == (told_of(final[-1], others=final).trends if final else ())
    points = [point for trend in about.trends for point in trend.points]
    assert all(
        point.answers >= FEWEST_RESPONDENTS * max(point.runs, 1)
        for point in points
        if point.value is not None
    )
    told = [
        block
        for section in minutes(about).sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    numbers = re.findall(r"n = (\d+)", str(told))
    assert all(int(n) >= FEWEST_RESPONDENTS for n in numbers)


def test_the_workbook_has_them_as_figures_to_count_with():
    tiny = run(0, 0, answered(0, 0, 4))

    head, *rows = cells(book(told_of(LAST, others=[tiny, SMALL])), TITLE)

    assert head[:6] == ["Udgave", "Dag", "Kørsler", "Nytte, 1 til 5", "Svar", "Bemærkning"]
    assert rows[0] == [
        *("Programledermøde januar 2020", datetime(2026, 9, 25, 11, 0), None),
        *[None, None, "for få svar"] * 3,
    ]
    assert rows[1][2:6] == [1, pytest.approx(3.417, abs=0.001), 12, "få svar"]
    assert rows[2][4:6] == [23, None]
    assert rows[2][9] == pytest.approx(0.522, abs=0.001)


def test_each_question_has_a_native_line_of_its_cells_with_words_for_who_cannot_see_it():
    about = told_of(LAST, others=EARLIER)
    parts = sheet_xml(workbook(about))

    lines_ = [text for text in parts.values() if "<c:lineChart>" in text]
    assert len(book(about)[TITLE]._charts) == len(lines_) == 3
    assert "'Udgave for udgave'!$D$2:$D$4" in lines_[0]
    drawings = "".join(text for name, text in parts.items() if "drawings/drawing" in name)
    assert {"Nytte, 1 til 5, udgave for udgave", "Fik svar, udgave for udgave"} <= set(
        re.findall(r'descr="(.*?)"', drawings)
    )


def test_a_first_editions_workbook_has_no_sheet_of_them():
    assert TITLE not in book(told_of(LAST)).sheetnames


def test_a_meeting_without_an_evaluation_yet_does_not_tell_of_the_others():
    running = given((METTE, c.StartMeeting()), plan=plan_of(2, 1))
    later = evaluated(2, 1, MANY)

    assert told_of(running, others=EARLIER).trends == ()
    assert later.plan.start - running.plan.start == timedelta()
