"""The series' own page: what stands on it, its lines, and what it says when there is little."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.model import Meeting
from meeting.series_views import Reader, series_view
from tests.drawing.seeing import IN_ENGLISH, SAY, pages
from tests.drawing.seeing import seen as seen_of
from tests.given import ANNA, METTE, RASMUS, START, asked, given
from tests.meeting.editions import answered, plan_of
from tests.meeting.test_series_views import MANY, Q1, WISH, evaluated, held
from tests.reports.reading import Page
from web.drawing.curve import MOST_DOTS, curves
from web.site import Series


def drawn(*meetings: Meeting, host: bool = False, opens: int = 9, language: str = "da") -> str:
    ids = [one.plan.meeting for one in meetings]
    reader = Reader(meetings, frozenset(ids) if host else frozenset())
    found = Series(series_view(reader, START), frozenset(ids[:opens]), host=host)
    seen = seen_of(meetings[0], ANNA, page="series", language=language)
    return pages().page("series", replace(seen, series=found))


def lines(*meetings: Meeting, **more) -> list[str]:
    return Page(drawn(*meetings, **more)).lines


def test_each_meeting_stands_with_its_figures_and_opens_where_its_reader_was():
    first = held(1, 0, (ANNA, asked()))
    second = held(1, 1)

    page = Page(drawn(first, second, opens=1))

    assert f"/m/{first.plan.code}/record" in {a.get("href") for a in page.all("a")}
    assert f"/m/{second.plan.code}/record" not in {a.get("href") for a in page.all("a")}
    place = page.lines.index(SAY("{day} at {time}", day="25/10-2026", time="10.00"))
    assert page.lines[place + 1 : place + 5] == ["2", "1", "0", "1"]


def test_a_promise_stands_with_its_owner_its_date_where_it_was_given_and_how_it_is():
    meeting = held(1, 0, (ANNA, asked("Hvem betaler?")), (METTE, c.FollowUp(Q1, RASMUS)))

    found = lines(meeting)

    place = found.index("Hvem betaler?")
    assert found[place : place + 6] == [
        "Hvem betaler?",
        "Programledermøde februar 2020",
        "25/10-2026 kl. 10.00",
        "Rasmus Edelberg (KL)",
        "1/12-2026",
        "åben",
    ]
    assert "1 løfte: 1 udestår." in found


def test_the_core_questions_are_drawn_as_lines_and_said_in_words_beside_a_table():
    meetings = [
        evaluated(edition, 0, answered(edition, 0, people))
        for edition, people in enumerate((31, 42, 12))
    ]

    page = Page(drawn(*meetings))

    pictures = [a for a in page.all("svg") if a.get("role") == "img"]
    assert [len(str(one["points"]).split()) for one in page.all("polyline")] == [3, 3, 3]
    assert [str(one["aria-label"]).count("n = ") for one in pictures] == [3, 3, 3]
    assert all("n = 12, få svar" in str(one["aria-label"]) for one in pictures)
    assert (
        len([a for a in page.all("circle") if a.get("class") == "few"]) == 4
    )  # and one to explain
    assert [a.get("class") for a in page.all("table")] == ["rows held", "development"]


def test_where_too_few_answered_the_line_is_broken_and_no_dot_stands():
    sizes = (8, 8, 4, 8, 8)
    meetings = [evaluated(0, 0, [{"useful": "4"}] * people) for people in sizes]
    meetings = [
        replace(
            one,
            plan=replace(
                one.plan, title=f"Udgave {n}", start=one.plan.start + timedelta(days=30 * n)
            ),
        )
        for n, one in enumerate(meetings)
    ]
    view = series_view(Reader(tuple(replaced(meetings))), START)

    useful = curves(view.trends, SAY)[0]

    assert [len(line.split()) for line in useful.lines] == [2, 2]
    assert [dot.y is None for dot in useful.dots] == [False, False, True, False, False]
    assert [dot.year for dot in useful.dots] == ["2026", "", "", "", "2027"]
    assert "Udgave 2: for få svar" in useful.said


def replaced(meetings: list[Meeting], times: int = 1) -> list[Meeting]:
    """The same meetings under ids of their own."""
    return [
        replace(one, plan=replace(one.plan, meeting=type(one.plan.meeting)(f"m{n}")))
        for n, one in enumerate(meetings * times)
    ]


def test_of_very_many_editions_the_latest_are_drawn():
    one = evaluated(0, 0, MANY)
    many = [
        replace(
            meeting,
            plan=replace(
                meeting.plan, title=f"Udgave {n}", start=one.plan.start + timedelta(days=n)
            ),
        )
        for n, meeting in enumerate(replaced([one], MOST_DOTS + 3))
    ]

    useful = curves(series_view(Reader(tuple(many)), START).trends, SAY)[0]

    assert len(useful.dots) == MOST_DOTS
    assert useful.said.endswith(
        f"Udgave {MOST_DOTS + 2}: 4,0 (n = 8, få svar, så tallet flytter sig meget for hvert)"
    )


def test_an_open_evaluation_is_on_a_hosts_page_and_the_page_says_that_only_hosts_see_it():
    before, open_ = evaluated(0, 0, MANY), evaluated(1, 0, MANY, open_=True)
    said = SAY(
        "Some of these figures only hosts see: their results are not shown to all, or the"
        " evaluation is open."
    )

    assert said in lines(before, open_, host=True)
    assert said not in lines(before, open_)
    assert "polyline" not in drawn(before, open_)


def test_a_topic_stands_with_its_votes_and_the_item_that_it_became():
    plan = plan_of(1, 0)
    items = (replace(plan.items[0], title=WISH), *plan.items[1:])
    wished = held(0, 0, (ANNA, c.ProposeTopic(WISH)))
    later = given((METTE, c.StartMeeting()), plan=replace(plan, items=items))

    found = lines(later, wished)

    place = found.index(SAY("on the agenda"))
    assert found[place + 1 : place + 3] == ["Programledermøde februar 2020", f": 1. {WISH}"]


@pytest.mark.parametrize(
    ("host", "said"),
    [
        (True, "This is the first meeting of the series."),
        (False, "This is the first meeting of the series that you were in."),
    ],
)
def test_a_first_meeting_says_that_it_is_the_first(host, said):
    found = lines(held(0, 0), host=host, language="en")

    assert IN_ENGLISH(said) in found
    assert "Nothing was promised." in found
    assert "Nobody has wished for a topic yet." in found
    assert "It is shown once 2 editions have results that you may see." in found


@pytest.mark.parametrize(
    ("host", "said"),
    [
        (True, "No meeting of the series has been held yet."),
        (False, "You have been in no meeting of the series that has begun."),
    ],
)
def test_before_anything_was_held_the_page_says_so_and_nothing_else(host, said):
    page = Page(drawn(given(), host=host, language="en"))

    assert said in page.lines
    assert page.all("table") == []
