"""Time sums: what a host does, the minute that somebody looks, and when everything is expected.

The programme is 5 + 20 + 15 + 15 + 15 + 5 + 12 + 3 minutes from minute 0. Expected are the eight
items' starts and the end; then how many minutes behind that is.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.agenda import delay, expected
from meeting.ids import ItemId
from meeting.model import Meeting
from tests.given import METTE, START, command, done, given

MINUTE = timedelta(minutes=1)


DEEDS: dict[str, Callable[..., c.Deed]] = {
    "start": c.StartMeeting,
    "next": c.NextItem,
    "back": c.GoBack,
    "extend": lambda minutes: c.ExtendItem(int(minutes)),
    "shorten": lambda minutes: c.ShortenItem(int(minutes)),
    "go": lambda item: c.JumpTo(ItemId(f"item-{item}")),
    "out": lambda item: c.LeaveOut(ItemId(item)),
    "in": lambda item: c.LeaveOut(ItemId(item), left_out=False),
    "cut": lambda item, minutes: c.CutAgenda((c.Cut(ItemId(item), int(minutes)),)),
    "swap": lambda one, other: c.SwapItems(ItemId(f"item-{one}"), ItemId(f"item-{other}")),
    "pause": c.PauseMeeting,
    "resume": c.ResumeMeeting,
    "undo": c.UndoStep,
    "close": c.CloseMeeting,
}
TO_THE_LAST = "0 start,5 next,25 next,40 next,55 next,70 next,75 next,87 next"


def after(script: str) -> Meeting:
    meeting = given()
    for step in filter(None, script.split(",")):
        minute, words = step.split(" ", 1)
        at = START + float(minute) * MINUTE
        word, *values = words.split()
        meeting = done(meeting, command(METTE, DEEDS[word](*values), at=at))
    return meeting


TABLE = [
    ("", 0, "0 5 25 40 55 70 75 87 90", 0),
    ("", -10, "0 5 25 40 55 70 75 87 90", 0),
    ("", 3, "3 8 28 43 58 73 78 90 93", 3),
    ("0 start", 0, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start", 4, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start", 5, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start", 8, "0 8 28 43 58 73 78 90 93", 3),
    ("-2 start", 0, "-2 3 23 38 53 68 73 85 88", -2),
    ("7 start", 7, "7 12 32 47 62 77 82 94 97", 7),
    ("7 start", 15, "7 15 35 50 65 80 85 97 100", 10),
    ("0 start,5 next", 5, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,5 next", 20, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,5 next", 25, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,5 next", 31, "0 5 31 46 61 76 81 93 96", 6),
    ("0 start,3 next", 3, "0 3 23 38 53 68 73 85 88", -2),
    ("0 start,8 next", 8, "0 8 28 43 58 73 78 90 93", 3),
    ("0 start,8 next", 30, "0 8 30 45 60 75 80 92 95", 5),
    ("0 start,5 next,25 next", 25, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,5 next,25 next", 45, "0 5 25 45 60 75 80 92 95", 5),
    ("0 start,5 next,20 next", 21, "0 5 20 35 50 65 70 82 85", -5),
    ("0 start,0 extend 5", 0, "0 10 30 45 60 75 80 92 95", 5),
    ("0 start,0 extend 5,4 extend 5", 4, "0 15 35 50 65 80 85 97 100", 10),
    ("0 start,0 shorten 4", 0, "0 1 21 36 51 66 71 83 86", -4),
    ("0 start,0 shorten 4", 3, "0 3 23 38 53 68 73 85 88", -2),
    ("0 start,5 next,6 extend 60", 6, "0 5 85 100 115 130 135 147 150", 60),
    ("0 start,5 next,6 shorten 10", 6, "0 5 15 30 45 60 65 77 80", -10),
    ("0 start,5 next,6 extend 5,7 shorten 5", 7, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,0 out 6", 0, "0 5 25 40 55 70 70 82 85", -5),
    ("0 start,0 out 6,1 out 7", 1, "0 5 25 40 55 70 70 70 73", -17),
    ("0 start,0 out 6,1 in 6", 1, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,0 out 2,5 next", 5, "0 5 5 20 35 50 55 67 70", -20),
    ("0 start,0 out 2,0 out 3,5 next", 5, "0 5 5 5 20 35 40 52 55", -35),
    ("0 start,0 cut 4 5", 0, "0 5 25 40 50 65 70 82 85", -5),
    ("0 start,0 cut 4 5,1 cut 4 5", 1, "0 5 25 40 45 60 65 77 80", -10),
    ("0 start,5 go 4", 5, "0 5 5 5 20 35 40 52 55", -35),
    ("0 start,5 go 4,20 next", 20, "0 5 5 5 20 35 40 52 55", -35),
    ("0 start,5 go 4,20 go 2", 20, "0 20 40 5 55 70 75 87 90", 0),
    ("0 start,5 go 4,20 go 2,40 next", 40, "0 20 40 5 55 70 75 87 90", 0),
    ("0 start,5 go 8", 5, "0 5 5 5 5 5 5 5 8", -82),
    ("0 start,5 next,10 go 1", 10, "0 5 10 25 40 55 60 72 75", -15),
    ("0 start,5 next,10 go 1,15 go 2", 15, "0 5 30 45 60 75 80 92 95", 5),
    ("0 start,5 next,10 back", 10, "0 10 30 45 60 75 80 92 95", 5),
    ("0 start,5 next,10 back,12 next", 12, "0 12 32 47 62 77 82 94 97", 7),
    ("0 start,5 next,25 next,30 back,31 back", 31, "0 31 51 66 81 96 101 113 116", 26),
    ("0 start,2 pause", 2, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,2 pause", 9, "0 12 32 47 62 77 82 94 97", 7),
    ("0 start,2 pause,6 resume", 6, "0 9 29 44 59 74 79 91 94", 4),
    ("0 start,2 pause,6 resume", 12, "0 12 32 47 62 77 82 94 97", 7),
    ("0 start,1 pause,2 resume,3 pause,5 resume", 5, "0 8 28 43 58 73 78 90 93", 3),
    ("0 start,2 pause,10 next", 10, "0 10 30 45 60 75 80 92 95", 5),
    ("0 start,5 next,6 pause,7 extend 5,8 resume", 8, "0 5 32 47 62 77 82 94 97", 7),
    ("0 start,0 swap 3 6", 0, "0 5 25 30 45 60 75 87 90", 0),
    ("0 start,0 swap 2 7", 0, "0 5 17 32 47 62 67 87 90", 0),
    ("0 start,0 swap 4 5,5 next", 5, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,0 swap 3 6,1 undo", 1, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,5 next,6 undo", 6, "0 6 26 41 56 71 76 88 91", 1),
    ("0 start,0 extend 5,1 undo", 1, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,0 out 6,1 undo", 1, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,2 pause,3 undo", 3, "0 5 25 40 55 70 75 87 90", 0),
    ("0 start,2 pause,5 resume,6 undo", 6, "0 9 29 44 59 74 79 91 94", 4),
    (TO_THE_LAST, 87, "0 5 25 40 55 70 75 87 90", 0),
    (f"{TO_THE_LAST},90 next", 90, "0 5 25 40 55 70 75 87 90", 0),
    (f"{TO_THE_LAST},95 next", 99, "0 5 25 40 55 70 75 87 95", 5),
    ("0 start,10 close", 10, "0 10 30 45 60 75 80 92 95", 5),
    ("0 start,5 next,0 next", 6, "0 5 5 20 35 50 55 67 70", -20),
]


@pytest.mark.parametrize(("script", "now", "times", "late"), TABLE)
def test_everything_is_expected_when_it_adds_up_to(script, now, times, late):
    meeting, at = after(script), START + now * MINUTE

    found = expected(meeting, at)

    ends = [*(one.start for one in found), found[-1].end]
    assert " ".join(f"{(moment - START) / MINUTE:g}" for moment in ends) == times
    assert delay(meeting, at) == late * MINUTE


def test_the_table_is_long_enough_to_mean_something():
    assert len(TABLE) >= 60
