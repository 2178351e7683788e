"""Whatever the text is: a draft with doubts, or one clear sentence."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.deck import DeckFault, Draft, read_draft, read_file

PIECES = (
    *("10.00", "10.05", "9", "10:30", "12", "am", "pm", "kl. ", "10 min", "\uff11\uff10"),
    *(" - ", "\u2013", "v/", "v.", "V ", " ved ", " by ", "og", "and", ",", ";", ":", "?", "."),
    *("(", ")", "/", "|", "\t", "   ", "\n", "\n\n", "\n\n\n\n", "\f", "• ", "- ", "1. ", "# "),
    *("Anna Smith", "Bo Hansen", "KL", "Velkomst", "Velkommen", "Welcome", "Deltagere", "/2"),
    *("30/3-2020", "30. marts 2020", "Frist", "Opgave 03", "KLIK-opgave 04 Tegn", "Slutdato"),
    *("https://x.dk/a", "a@b.dk", "mailto:", "Spørgsmål", "FAQ", "Svar:", "lydtjek", "2024"),
    *("næste møde", "Tid", "Emne", "Oplægsholder", "direktør", "of", "Hold 2", "Slut", "%", "**"),
    *("[x](y)", "\u202e", "\u200b", "\U0001f600", "e\u0301", "\x00", "\xa0", "ß", "İ", "<b>", "½"),
)
composed = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)


def refusal(text: str) -> str:
    with pytest.raises(DeckFault) as caught:
        read_draft(text, source="deck.txt")
    return str(caught.value)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), composed))
@example("kl. 10.00 - 9.00 \u202e")
def test_any_text_gives_a_draft_or_a_named_fault(text: str) -> None:
    try:
        draft = read_draft(text, source="deck.txt")
    except DeckFault:
        assert not any(letter.isalnum() for letter in text)
    else:
        assert isinstance(draft, Draft)
        assert set(draft.as_json()) == set(Draft.__dataclass_fields__)


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\ufeff", "\f\f", "----\n"])
def test_a_text_without_words_is_refused_in_one_sentence(text: str) -> None:
    assert refusal(text) == "deck.txt holds no text, so there is nothing to import."


def test_a_missing_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeckFault, match=r"^none\.txt could not be read: No such file.*\.$"):
        read_file(tmp_path / "none.txt")


def test_a_text_without_a_programme_gives_a_doubt() -> None:
    draft = read_draft("Kære alle\nTak for sidst, vi ses snart.", source="mail.txt")

    assert draft.programmes == ()
    assert draft.doubts[1] == "Der blev ikke fundet noget program med klokkeslæt."


def test_times_that_contradict_each_other_are_kept_and_doubted() -> None:
    text = "Dagsorden\n10.00-10.30 Velkomst\n10.20-10.10 Drift\n10.40-11.00 Evt."

    draft = read_draft(text, source="deck.txt")

    assert [(item.start, item.end) for item in draft.programmes[0].items] == [
        ("10:00", "10:30"),
        ("10:20", "10:10"),
        ("10:40", "11:00"),
    ]
    assert draft.doubts[1:3] == (
        (
            "Programmet kl. 10:00: »Drift« slutter før eller samtidig med, at punktet begynder "
            "(10:20-10:10)."
        ),
        "Programmet kl. 10:00: »Drift« begynder kl. 10:20, før »Velkomst« slutter kl. 10:30.",
    )


def test_an_end_that_nobody_says_is_none_and_a_doubt() -> None:
    draft = read_draft("Agenda\n10:00 Welcome\n10:15 The budget", source="agenda.txt")

    assert [item.end for item in draft.programmes[0].items] == ["10:15", None]
    assert draft.programmes[0].end is None
    assert "Programme at 10:00: the document does not say when “The budget” ends." in draft.doubts


def test_hidden_and_decomposed_letters_are_read_as_the_words_they_show() -> None:
    text = "Dagsorden\r\n10.00\u2011\u200b10.10 A\u030aben dr\u00adøftelse\r\n10.10-10.20 Evt."

    draft = read_draft(text, source="deck.txt")

    assert [item.title for item in draft.programmes[0].items] == ["Åben drøftelse", "Evt."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encodings_that_people_have(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "deck.txt"
    path.write_bytes("Møde juni 2021\n10.00-10.10 Åbning\n10.10-10.20 Evt.".encode(encoding))

    draft = read_file(path)

    assert draft.title == "Møde juni 2021"
    assert draft.programmes[0].items[0].title == "Åbning"


@pytest.mark.parametrize(
    "unit",
    [
        "10.00 - 10.05 Velkomst v/ Anna Smith, KL\n",
        "(",
        "https://example.org/a ",
        "Anna Smith, ",
    ],
)
def test_five_megabytes_are_read_in_bounded_time(unit: str) -> None:
    text = "Møde juni 2021\n" + unit * (5_000_000 // len(unit))

    begun = time.perf_counter()
    draft = read_draft(text, source="deck.txt")

    assert draft.title == "Møde juni 2021"
    assert time.perf_counter() - begun < 60


def test_what_was_left_unread_is_a_doubt() -> None:
    draft = read_draft("Møde juni 2021\n" + "ord\n" * 30_000, source="deck.txt")

    assert draft.doubts[0] == "Dokumentet er for langt: det er ikke læst fra linje 10001 og frem."
