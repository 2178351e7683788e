"""Polls in the minutes: closed ones, with what they say, and nothing of fewer than five."""

from bot.reports.account import account
from bot.reports.paper import Bar, Bars, Heading, Listing
from bot.reports.polled import polled
from dialogs.i18n import words
from meeting import commands as c
from tests.given import START
from tests.meeting.test_polls import CHOICE, P1, RANKING, SCALE, answer, crowd, then
from tests.meeting.test_polls import polled as asked

EN = words("en", "Europe/Copenhagen")


def told(meeting, *, public=False):
    return polled(account(meeting, EN, START, public=public))


def test_a_choice_is_told_with_counts_and_shares():
    meeting = asked(CHOICE, *crowd(0, 6, "1"), *crowd(6, 8, "2"))

    (block,) = told(then(meeting, c.ClosePoll(P1)))

    assert block == Bars(
        CHOICE.text, "8 answers", (Bar("Ja", 6, 75), Bar("Nej", 2, 25), Bar("Ved ikke", 0, 0))
    )


def test_a_scale_has_its_average_and_a_ranking_its_places():
    scale = then(asked(SCALE, *crowd(0, 5, "4")), c.ClosePoll(P1))
    ranking = then(asked(RANKING, *crowd(0, 5, "2", "1", "3")), c.ClosePoll(P1))

    (bars,), (heading, listing) = told(scale), told(ranking)

    assert bars.about == "5 answers, average 4.0"
    assert (heading, listing) == (
        Heading(RANKING.text, "5 answers"),
        Listing(("1. B: 15", "2. A: 10", "3. C: 5")),
    )


def test_what_fewer_than_five_answered_is_not_told():
    meeting = asked(CHOICE, *crowd(0, 4, "1"))

    (block,) = told(then(meeting, c.ClosePoll(P1)))

    assert block == Bars(CHOICE.text, "Too few answers to be shown.", ())


def test_an_open_poll_is_in_no_paper_and_an_unseen_one_in_none_for_all():
    running = asked(CHOICE, *crowd(0, 9, "1"), answer("x", "2"))
    unseen = then(running, c.ClosePoll(P1, shown=False))

    assert told(running) == ()
    assert told(unseen, public=True) == ()
    assert len(told(unseen)) == 1
