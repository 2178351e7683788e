"""The card of wishes for the next meeting."""

from bot.teams.cards.agenda import Frame
from bot.teams.cards.wishes import LISTED, wishes_card
from dialogs import replies as r
from dialogs.i18n import words
from meeting import commands as c
from meeting.wishes import wish_id, wishes
from tests.given import ANNA, BO, given
from tests.teams import cards

DA = words("da", "Europe/Copenhagen")
FRAME = Frame(DA, "https://ordstyrer.example/m/MARTS2AD", 1)


def card(count: int) -> dict:
    meeting = given(
        *((ANNA, c.ProposeTopic(f"Emne *{n}*")) for n in range(count)),
        *((BO, c.VoteWish(wish_id(f"Emne *{count - 1}*"))) for _ in range(min(count, 1))),
    )
    return wishes_card(r.Wishes(wishes(meeting, BO)), FRAME)


def test_each_wish_has_the_vote_that_changes_something():
    found = card(2)

    pressed = [(one["verb"], one["data"]["wish"]) for one in cards.buttons(found)]

    assert pressed == [
        ("wish.unvote", wish_id("Emne *1*")),
        ("wish.vote", wish_id("Emne *0*")),
    ]


def test_a_long_list_is_cut_and_says_so():
    found = card(LISTED + 3)

    assert len(cards.buttons(found)) == LISTED
    assert DA("… and {n} more on the meeting's page", n=3) in cards.read(found)


def test_an_empty_list_says_how_to_wish():
    assert "emne:" in cards.read(card(0))
