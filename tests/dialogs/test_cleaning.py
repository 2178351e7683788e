"""People's text, made safe to show."""

import unicodedata

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dialogs.cleaning import ODD, cleaned, cleaned_line
from tests.odd_texts import odd_texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hej  med   dig ", "Hej med dig"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("e\u0301", "é"),
        ("Z" + "\u0334" * 40, "Z" + "\u0334" * 2),
        ("linje 1\r\n\r\n\r\n\r\nlinje 2", "linje 1\n\nlinje 2"),
        ("nul\x00byte", "nulbyte"),
        ("<b>fed</b>", "<b>fed</b>"),
        ("👩‍👩‍👧 familie", "👩‍👩‍👧 familie"),
    ],
)
def test_text_keeps_what_it_says_and_loses_what_hides(typed: str, kept: str):
    assert cleaned(typed) == kept


def test_a_name_stays_on_one_line():
    assert cleaned_line(" Anna\nBerg\t Hansen ") == "Anna Berg Hansen"


def test_what_is_taken_as_it_stands_is_what_the_rules_leave_as_it_stands():
    """Every character of the short way, alone and between others, goes the long way unchanged."""
    short = [chr(code) for code in range(0x300) if ODD.search(chr(code)) is None]
    texts = [*short, *(f"a{one}b" for one in short), "".join(short), " a b ", "å" * 300]
    texts += ["a\nb", "a \nb", "a\n b", "a \n b", "\na", "a\n", "a\nb\nc", "a\n\nb", "a\n \nb"]

    assert len(short) > 400
    for text in texts:
        long = cleaned(f"{text}\u200b")  # an invisible mark makes it go the long way

        assert (text, cleaned(text)) == (text, long)


def test_five_hundred_odd_texts_keep_to_their_own_place():
    """No control of direction, none that hides, at most two marks in a row, and composed."""
    for text in odd_texts(500):
        for kept in (cleaned(text), cleaned_line(text)):
            marks = "".join("m" if unicodedata.combining(one) else "." for one in kept)
            bidi = {unicodedata.bidirectional(one) for one in kept}
            assert not bidi & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
            assert "mmm" not in marks
            assert unicodedata.is_normalized("NFC", kept)
            assert all(one == "\n" or unicodedata.category(one) != "Cc" for one in kept)


@for_all(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once_and_the_result_can_be_stored(typed: str):
    once = cleaned(typed)

    assert cleaned(once) == once
    assert once.encode() == unicodedata.normalize("NFC", once).encode()
