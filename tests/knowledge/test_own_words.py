"""A series' own words: what they find, that no other series has them, what is wrong in them."""

import re

import pytest
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st

from knowledge.load import LARGEST_WORDS, WORDS, read_own_words, shipped_words
from knowledge.own_words import MOST_TOLD, FaultyWordsError, parse_words
from knowledge.search import Knowledge
from knowledge.wordlist import Synonyms
from meeting.entry import Entry
from meeting.ids import EntryId
from tests.given import EXAMPLE
from tests.knowledge.bases import example, example_entries

PARKING = Entry(EntryId("parking"), "Hvor må knallerterne stå?", "I skuret bag hallen.", "general")
CANTEEN = Entry(EntryId("canteen"), "Hvornår har kantinen åbent?", "Fra klokken 11.", "general")
RENAMED = "Hvor finder jeg Blåbogen?"


def ids(base: Knowledge, query: str) -> list[str]:
    """What people are answered with or offered."""
    finding = base.ask(query)
    return [finding.answer.id] if finding.answer else [entry.id for entry in finding.suggested]


@pytest.mark.parametrize(
    ("words", "query", "found"),
    [
        ("Blåbog => driftsstatusrapport", RENAMED, "d11"),
        ("den blå bog => driftsstatusrapport", "Hvor finder jeg den blå bog?", "d11"),
        ("BLÅ BØGER, driftsstatusrapport", "hvor finder jeg blå bøger", "d11"),
        ("FKI => fælleskommunal infrastruktur", "status på FKI", "d13"),
    ],
)
def test_a_renamed_thing_a_phrase_and_an_abbreviation_find_what_they_mean(words, query, found):
    with_words = Knowledge.of(example_entries(), parse_words(words))

    assert found not in ids(example(), query)
    assert ids(with_words, query)[0] == found


def test_shipped_words_stand_beside_a_series_own():
    own = Knowledge.of((PARKING, CANTEEN), parse_words("knallert, kantine"))

    assert own.wordlist.synonyms.related["knallert"] == ("kantin",)
    assert shipped_words().synonyms.means.items() <= own.wordlist.synonyms.means.items()
    assert Knowledge.of((PARKING,)).wordlist is shipped_words()


def test_words_of_one_series_are_unknown_to_another():
    one = Knowledge.of(example_entries(), parse_words("blåbog => driftsstatusrapport"))
    other = Knowledge.of(example_entries(), parse_words("blåbog => valg"))

    assert ids(one, RENAMED)[0] == "d11"
    assert "d11" not in ids(other, RENAMED)
    assert "d11" not in ids(example(), RENAMED)


def test_a_base_that_grows_keeps_its_words_and_answers_as_if_read_anew():
    own = parse_words("blåbog => driftsstatusrapport\nscooter => knallert")
    grown = Knowledge.of(example_entries(), own).with_entries((*example_entries(), PARKING))
    anew = Knowledge.of((*example_entries(), PARKING), own)

    for query in (RENAMED, "Hvor må min scooter stå?", "hvad koster udk i 2020"):
        assert grown.ask(query) == anew.ask(query)
    assert ids(grown, "Hvor må min scooter stå?")[0] == "parking"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("alene", 1, "related words with commas between them, or a name => what it means"),
        ("# note\n\na => b\nalene  # her", 4, "related words with commas between them"),
        ("a -> b", 1, "=> once, between a name and what it means"),
        ("a, b -> c", 1, "=> once, between a name and what it means"),
        ("a => b => c", 1, "=> once, between a name and what it means"),
        ("a,, b", 1, "a word on each side of every comma and =>"),
        ("a => ", 1, "a word on each side of every comma and =>"),
        ("=> b", 1, "a word on each side of every comma and =>"),
        ("a, ???", 1, "a word on each side of every comma and =>"),
        ("et alt for langt navn => b", 1, "a phrase of at most 3 words, not 'et alt for langt"),
        ("2020 => tyve tyve", 1, "a word, not '2020': a number, date or month"),
        ("marts, forår", 1, "a word, not 'marts': a number, date or month"),
        ("a => " + "b " * 600, 1, "at most 1000 characters"),
        ("[da]\nog", 1, "related words with commas between them"),
    ],
)
def test_a_fault_is_named_by_its_line_and_what_was_expected(text, line, expected):
    with pytest.raises(FaultyWordsError, match=re.escape(f"line {line}: expected {expected}")):
        parse_words(text)


def test_all_faults_are_named_at_once_and_never_a_whole_file_of_them():
    with pytest.raises(FaultyWordsError) as few:
        parse_words("a, b\nc\nd => e\nf")
    with pytest.raises(FaultyWordsError) as many:
        parse_words("x\n" * 1_000)

    assert [fault.line for fault in few.value.faults] == [2, 4]
    assert len(many.value.faults) == MOST_TOLD


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a, b\nc, d\n\xe6, e\n", "line 3: expected text in UTF-8"),
        (b"a, b\n" * (LARGEST_WORDS // 5 + 1), "expected the end: at most 262144 bytes"),
    ],
    ids=["latin-1", "too large"],
)
def test_a_file_of_another_kind_is_refused(tmp_path, data, said):
    path = tmp_path / "words.txt"
    path.write_bytes(data)

    with pytest.raises(FaultyWordsError, match=said):
        read_own_words(path)


def test_a_file_with_comments_alone_adds_nothing_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xef\xbb\xbf# nothing yet\r\n\r\n")
    empty = read_own_words(path)
    path.write_bytes("\ufeffsmr => rapport\r\nknallert, scooter\r\n".encode())

    assert empty == Synonyms()
    assert read_own_words(path) == parse_words("smr => rapport\nknallert, scooter")


@pytest.mark.parametrize(
    "path", [WORDS / "synonyms.txt", EXAMPLE / "words.txt"], ids=lambda path: path.name
)
def test_the_words_that_are_shipped_are_right_in_form(path):
    assert read_own_words(path) != Synonyms()


@given(st.text(max_size=300))
@case("=>")
@case("a => b\x0bc, d")
@case("#" * 300)
def test_whatever_stands_in_the_file_is_taken_or_refused_by_line(text):
    try:
        own, faults = parse_words(text), ()
    except FaultyWordsError as error:
        own, faults = Synonyms(), error.faults
    lines = [fault.line for fault in faults]

    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert lines == sorted(set(lines))
    assert len(Knowledge.of((PARKING,), own).ask(text).ranked) == 1
