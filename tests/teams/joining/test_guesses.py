"""Whoever tries code after code waits; whoever has a right one begins with a clean sheet."""

from datetime import timedelta

from bot.teams.joining.guesses import FREE, HOUR, MOST, REMEMBERED, WAIT, Guesses
from tests.given import START

NOTHING = timedelta()


def tried(guesses: Guesses, person: str, times: int) -> None:
    for _ in range(times):
        guesses.wrong(person, START)


def test_after_each_five_wrong_ones_comes_a_wait_that_passes() -> None:
    guesses = Guesses()
    tried(guesses, "a", FREE)

    assert guesses.held("a", START) == WAIT
    assert guesses.held("a", START + WAIT) == NOTHING
    assert guesses.held("b", START) == NOTHING
    tried(guesses, "a", 1)
    assert guesses.held("a", START) == NOTHING
    tried(guesses, "a", FREE - 1)
    assert guesses.held("a", START) == WAIT


def test_a_right_one_makes_a_clean_sheet() -> None:
    guesses = Guesses()
    tried(guesses, "a", FREE - 1)
    guesses.right("a")
    tried(guesses, "a", 1)

    assert guesses.held("a", START) == NOTHING


def test_all_together_have_a_limit_for_an_hour() -> None:
    guesses = Guesses()
    for number in range(MOST):
        tried(guesses, f"p{number}", 1)

    assert guesses.held("p1", START) == HOUR
    assert guesses.held("p1", START + HOUR) == NOTHING
    guesses.wrong("p", START + HOUR)
    assert guesses.held("p1", START + HOUR) == NOTHING


def test_whoever_has_the_right_code_comes_in_while_others_guess() -> None:
    guesses = Guesses()
    for number in range(MOST):
        tried(guesses, f"p{number}", 1)

    assert guesses.held("somebody else", START) == NOTHING


def test_made_up_people_do_not_fill_the_memory() -> None:
    guesses = Guesses()
    tried(guesses, "a", FREE)
    for number in range(REMEMBERED):
        guesses.wrong(f"p{number}", START + number * HOUR)

    assert guesses.held("a", START) == NOTHING
