"""A meeting's code as people write it, and what is none."""

import pytest

from dialogs.codes import code_alone, code_named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K3F7ABCD", "K3F7ABCD"),
        (" k3f7-abcd ", "K3F7ABCD"),
        ("K3F7 ABCD.", "K3F7ABCD"),
        ("møde K3F7ABCD", "K3F7ABCD"),
        ("https://moede.example.dk/m/k3f7abcd?told=1", "K3F7ABCD"),
        ("https://moede.example.dk/tab/m/K3F7ABCD/host", "K3F7ABCD"),
        ("K3F7ABC", None),
        ("K3F7ABCDE", None),
        ("K3F7ABC0", None),
        ("er det K3F7ABCD", None),
        ("https://moede.example.dk/m/K3F7ABCDE", None),
        ("", None),
    ],
)
def test_a_code_that_stands_alone(text: str, code: str | None) -> None:
    assert code_alone(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("møde K3F7ABCD", "K3F7ABCD"),
        ("Meeting k3f7 abcd", "K3F7ABCD"),
        ("meeting code: K3F7ABCD", "K3F7ABCD"),
        ("mødekode K3F7ABCD!", "K3F7ABCD"),
        ("K3F7ABCD", None),
        ("møde K3F7ABCD i dag", None),
        ("mødet er slut", None),
        ("møde: hvornår", None),
    ],
)
def test_a_code_that_is_said_to_be_one(text: str, code: str | None) -> None:
    assert code_named(text) == code
