"""Proposals in words: what is in danger, what is cut, what holds then."""

from datetime import timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dialogs.i18n import words
from dialogs.proposing import proposed, read_cuts, write_cuts
from meeting.commands import Cut, ExtendItem, JumpTo, NextItem, StartMeeting
from meeting.ids import ItemId
from tests.given import METTE, START, command, done, given

DA, EN = (words(language, "Europe/Copenhagen") for language in ("da", "en"))


def late(number: int, minute: float, extra: int):
    at = START + timedelta(minutes=minute)
    meeting = given((METTE, StartMeeting()))
    for deed in (JumpTo(ItemId(str(number))), ExtendItem(extra)):
        meeting = done(meeting, command(METTE, deed, at=at))
    return meeting, at


def test_the_host_reads_what_is_in_danger_what_is_cut_and_what_holds():
    found = proposed(*late(5, 57, 3), DA)

    assert found is not None
    assert found.danger == "Evaluering og afslutning ville begynde kl. 11.32 og ikke kl. 11.27."
    assert found.offers[-1].effect == "Evaluering og afslutning kl. 11.27 holder."
    assert any("som læs-selv" in one.text for one in found.offers)
    assert any(one.text.startswith("Forkort ") for one in found.offers)


def test_in_english_the_same_cuts_are_offered():
    danish, english = proposed(*late(5, 57, 3), DA), proposed(*late(5, 57, 3), EN)

    assert danish is not None
    assert english is not None
    assert [one.data for one in danish.offers] == [one.data for one in english.offers]
    assert english.offers[-1].effect == "Evaluering og afslutning at 11:27 holds."


def test_what_does_not_hold_is_not_promised():
    found = proposed(*late(6, 90, 3), DA)

    assert found is not None
    nearest, at_once = found.offers
    assert "holder" not in nearest.effect
    assert "og ikke 11.27" in nearest.effect
    assert at_once.text == "Gå til Evaluering og afslutning nu."
    assert (at_once.verb, at_once.data) == ("agenda.jump", {"item": "item-8"})


def test_on_time_there_is_nothing_to_decide():
    meeting = given((METTE, StartMeeting()), (METTE, NextItem()))

    assert proposed(meeting, START, DA) is None


IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True).map(ItemId)
CUTS = st.lists(st.builds(Cut, IDS, st.one_of(st.none(), st.integers(0, 999))), min_size=1)


@for_all(CUTS.map(tuple))
def test_cuts_come_back_from_a_button_as_they_were_sent(cuts):
    assert read_cuts(write_cuts(cuts)) == cuts


@pytest.mark.parametrize("wrong", ["", ",", "a,", ":3", "a:", "a:-1", "a:x", "a:1:2", "a:²"])
def test_cuts_that_nobody_can_have_offered_are_not_read(wrong):
    assert read_cuts(wrong) is None
