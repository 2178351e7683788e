"""Without a link a chat may be known by what Teams says; what others can copy takes a host."""

from datetime import timedelta
from typing import Any

import pytest

from meeting.model import Plan
from tests.given import START
from tests.teams import cards
from tests.teams.calls import Answer, details
from tests.teams.joining.scene import (
    GROUP,
    MEETING,
    ORGANISER,
    SECOND_HOST,
    Scene,
    first_plan,
    others_plan,
    scene,
    second_plan,
    utc,
)
from tests.teams.shapes import GUEST, METTE, ODENSE, RASMUS

NO_MEETING = (
    "Denne chat hører ikke til et møde endnu. En vært skriver mødets kode her efter @Ordstyrer."
)
ONLY_A_HOST = "Kun en vært for det møde kan vælge det."


def told(here: Scene, **how: Any) -> None:
    """What Teams says of the chat's meeting; as a rule the series' name and the right time."""
    usual = {"title": "Programledermøde", "start": utc(START), "organiser": ORGANISER}
    here.connector.calls.details["MCMA"] = details(MEETING.id, **{**usual, **how})


async def test_title_and_start_are_enough_when_a_host_organises_it() -> None:
    async with scene(first_plan(), second_plan()) as here:
        told(here, organiser=METTE.entra)
        await here.added(ODENSE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == first_plan().meeting
        assert len(here.cards(MEETING)) == 1
        assert here.texts(MEETING) == []


async def test_anybody_elses_meeting_of_that_title_and_start_waits_for_a_host() -> None:
    async with scene(first_plan(), second_plan()) as here:
        told(here)
        await here.added(ODENSE, MEETING)
        await here.done()
        (card,) = here.connector.cards(MEETING.id)

        assert here.meeting_of(MEETING) is None
        assert [one["data"] for one in cards.buttons(card)] == [{"meeting": first_plan().meeting}]
        assert "Er det chatten til dette møde?" in cards.read(card)
        assert "2. UDK" not in cards.read(card)


@pytest.mark.parametrize(("minutes", "fits"), [(-21, 0), (-20, 1), (15, 1), (16, 0)])
async def test_the_start_may_be_that_of_the_sound_check_and_a_quarter_off(
    minutes: int, fits: int
) -> None:
    """The sound check is five minutes before the start."""
    async with scene(first_plan(), second_plan()) as here:
        told(here, start=utc(START + timedelta(minutes=minutes)))
        await here.added(ODENSE, MEETING)
        await here.done()

        assert len(here.cards(MEETING)) == fits
        assert here.texts(MEETING) == ([] if fits else [NO_MEETING])


@pytest.mark.parametrize(
    "how",
    [
        {"title": "Programledermøde april 2020"},
        {"title": "Programledermøde igen"},
        {"title": None},
        {"start": None},
        {"title": None, "start": None, "kind": "GroupCall"},
    ],
)
async def test_a_title_that_is_not_quite_the_same_fits_nothing(how: dict[str, Any]) -> None:
    async with scene(first_plan(), second_plan()) as here:
        told(here, **{"organiser": METTE.entra, **how})
        await here.added(ODENSE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
        assert here.cards(MEETING) == []
        assert here.texts(MEETING) == [NO_MEETING]


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 502])
async def test_where_teams_tells_nothing_people_are_told_once_what_to_do(status: int) -> None:
    async with scene(first_plan(), second_plan()) as here:
        here.connector.calls.details["MCMA"] = Answer(status, "x")
        await here.added(ODENSE, MEETING)
        await here.added(ODENSE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
        assert here.texts(MEETING) == [NO_MEETING]
        assert len(here.connector.calls.asked) == 1


async def test_two_that_fit_are_told_in_one_card_and_a_host_presses_the_right_one() -> None:
    async with scene(first_plan(), second_plan(hours=0.2)) as here:
        told(here, organiser=METTE.entra)
        await here.added(ODENSE, MEETING)
        await here.done()
        (card,) = here.connector.cards(MEETING.id)
        pressed = cards.buttons(card)
        await here.press(METTE, "chat.bind", pressed[1]["data"], MEETING)
        await here.done()

        assert cards.read(card).startswith("2 møder passer til denne chat.")
        assert len(pressed) == 2
        assert here.meeting_of(MEETING) == second_plan().meeting
        assert len(here.cards(MEETING)) == 2  # the question, and the agenda as the welcome


async def test_the_press_is_answered_with_the_agenda_and_a_second_press_changes_nothing() -> None:
    async with scene(first_plan(), second_plan()) as here:
        told(here)
        await here.added(ODENSE, MEETING)
        await here.done()
        data = {"meeting": first_plan().meeting}
        answer = await here.press(METTE, "chat.bind", data, MEETING)
        again = await here.press(ODENSE, "chat.bind", data, MEETING)
        await here.done()

        assert "agenda.start" in cards.verbs(answer)
        assert cards.verbs(again) == ["agenda.show"]
        assert len(here.cards(MEETING)) == 2


async def test_nobody_but_a_host_of_the_meeting_ties_a_chat_by_pressing() -> None:
    """A speaker, a participant, somebody anonymous with a host's name, another meeting's host."""
    async with scene(first_plan(), second_plan(), others_plan()) as here:
        told(here)
        await here.added(ODENSE, MEETING)
        await here.done()
        data = {"meeting": first_plan().meeting}
        for who in (RASMUS, ODENSE, GUEST, SECOND_HOST):
            assert await here.press(who, "chat.bind", data, MEETING) == ONLY_A_HOST

        assert here.meeting_of(MEETING) is None


@pytest.mark.parametrize("meeting", ["another", "nothing of this name", ""])
async def test_data_that_was_changed_ties_nothing(meeting: str) -> None:
    async with scene(first_plan(), others_plan()) as here:
        told(here)
        await here.added(ODENSE, MEETING)
        await here.done()

        answer = await here.press(METTE, "chat.bind", {"meeting": meeting}, MEETING)
        assert (answer, here.meeting_of(MEETING)) == (ONLY_A_HOST, None)


async def test_a_press_without_a_meeting_is_a_bad_request() -> None:
    async with scene(first_plan()) as here:
        for data in ({}, {"meeting": 7}, {"meeting": None}):
            body = await here.refused(METTE, "chat.bind", data, MEETING)
            assert body == (400, "bad value: meeting")


@pytest.mark.parametrize(
    ("plans", "asked"),
    [
        ((first_plan(), second_plan()), "2 møder passer til denne chat."),
        ((first_plan(),), "Er det chatten til dette møde?"),
    ],
)
async def test_a_series_of_teams_never_ties_itself_by_its_title(
    plans: tuple[Plan, ...], asked: str
) -> None:
    """Of a recurring meeting Teams tells the first day, which may be years ago."""
    async with scene(*plans) as here:
        told(here, organiser=METTE.entra, kind="Recurring", start="2019-01-01T09:00:00Z")
        await here.added(ODENSE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
        assert here.cards(MEETING)[0].startswith(asked)


async def test_a_group_chat_has_no_meeting_to_ask_teams_about() -> None:
    async with scene(first_plan()) as here:
        await here.added(ODENSE, GROUP)
        await here.done()

        assert here.meeting_of(GROUP) is None
        assert here.texts(GROUP) == [NO_MEETING]
        assert here.connector.calls.asked == []
