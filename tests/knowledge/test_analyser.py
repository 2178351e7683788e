from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import assume
from hypothesis import given as for_all
from hypothesis import strategies as st

from knowledge.analyser import (
    LONGEST_READ,
    MOST_TOKENS,
    Kind,
    all_tokens,
    fold,
    indexed_terms,
    stem,
    tokens,
)
from knowledge.load import shipped_words
from knowledge.question import read_question
from knowledge.vocabulary import EXACT, JOINED, MEANS, PART, TYPO, Vocabulary

WORDS = "servicevindue driftsstatusrapport projekt valg valgprojekt beskedfordeler"
TERMS = indexed_terms(all_tokens(WORDS))


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("støttesystemer på årsmøde", "stoettesystemer paa aarsmoede"),
        ("FORÅR", "forår"),
        ("Støttesystemerne", "støttesystem"),
        ("UDK's regninger", "udks regning"),
        ("3/2", "3. feb"),
        ("den 3. februar", "d. 3/2"),
        ("February 3rd", "3. februar"),
        ("2020-03-18", "18/3-2020"),
        ("26/3-20", "26. marts 2020"),
        ("1.448 mio", "1448 mio"),
        ("99,80 %", "99,8"),
        ("opgave 03", "opgave 3"),
        ("kl. 10", "10"),
        ("covid-19", "COVID19"),
        ("caf\u00e9", "cafe\u0301"),
        ("service\u200bvindue", "servicevindue"),
        ("\u202eservicevindue\u202c", "servicevindue"),
    ],
)
def test_two_ways_of_writing_come_out_the_same(one: str, other: str):
    significant = [term for term in terms(one) if term not in {"den", "d", "s"}]

    assert significant == [term for term in terms(other) if term not in {"den", "d", "s"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("den 20. om eftermiddagen", ["@20", "om", "eftermiddag"]),
        ("i februar", ["i", "februar"]),
        ("SF1590_A", ["sf1590", "a"]),
        ("134.000.000 servicekald", ["#134000000", "servicekald"]),
        ("kl. 6.35-11.20", ["#6.35", "#11.2"]),
        ("skriv til drift@kombit.dk.", ["skriv", "til", "drift@kombit.dk"]),
        ("go/nogo", ["go", "nogo"]),
        ("!!! 😀 \u202e", []),
    ],
)
def test_numbers_dates_and_codes_are_one_token_each(text: str, expected: list[str]):
    assert terms(text) == expected


def test_a_date_in_an_entry_also_stands_for_its_day_and_month():
    assert indexed_terms(all_tokens("3. februar")) == ["@3-2", "@3", "februar"]
    assert [token.kind for token in tokens("3. februar")] == [Kind.DATE]


def test_an_address_in_an_entry_also_stands_for_its_words():
    assert indexed_terms(all_tokens("drift@kombit.dk")) == [
        "drift@kombit.dk",
        "drift",
        "kombit",
        "dk",
    ]


def test_words_are_stemmed_the_same_in_every_thread():
    texts = [f"kommunernes serviceplatforme{number} løsningerne" for number in range(200)]

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(terms, texts)] == [*map(terms, texts)]


def test_a_question_is_read_only_so_far():
    assert len(tokens("hvad " * 1_000)) == MOST_TOKENS
    assert terms("a" * 5_000) == ["a" * LONGEST_READ]


def vocabulary() -> Vocabulary:
    return Vocabulary(TERMS, shipped_words(), {"kmdsag": {"kmd": JOINED, "sag": JOINED}})


def best(text: str) -> tuple[str, float]:
    asked = read_question(text, vocabulary()).asked
    found = [(match, term) for one in asked for term, match in one.matches.items()]
    match, term = max(found)
    return term, match


@pytest.mark.parametrize(
    ("text", "term", "match"),
    [
        ("servicevinduer", "servicevindue", EXACT),
        ("service vinduer", "servicevindu", JOINED),
        ("drifts status rapporter", "driftsstatusrapport", JOINED),
        ("servcevindue", "servicevindu", TYPO),
        ("drifstatusraporten", "driftsstatusrapport", TYPO),
        ("beskedfordleren", "beskedfordel", TYPO),
        ("projektet", "projekt", EXACT),
        ("skyggevalg", "valg", PART),
        ("election", "valg", MEANS),
        ("outage windows", "servicevindu", MEANS),
    ],
)
def test_a_word_finds_the_bases_own_word(text: str, term: str, match: float):
    assert best(text) == (stem(term), pytest.approx(match))


def test_a_compound_of_the_base_is_found_by_its_parts():
    matches = vocabulary().meaning(tokens("projekt")[0]).matches

    assert matches[stem("valgprojekt")] == PART


def test_two_words_of_the_base_are_found_when_written_as_one():
    assert vocabulary().meaning(tokens("kmdsag")[0]).matches == {"kmd": JOINED, "sag": JOINED}


def test_numbers_have_no_near_forms():
    known = Vocabulary(("#165", "@3-2"), shipped_words())

    assert known.meaning(tokens("166")[0]).matches == {}
    assert known.meaning(tokens("165")[0]).matches == {"#165": EXACT}
    assert known.meaning(tokens("3. feb")[0]).matches == {"@3-2": EXACT}


def test_a_misspelled_question_word_is_still_light():
    light, heavy = read_question("hvrofor servicevindue", vocabulary()).asked

    assert (light.spelling, light.weight < heavy.weight) == ("hvorfor", True)


def test_english_is_told_from_danish():
    assert read_question("what is the agenda for today", vocabulary()).english
    assert not read_question("hvad er programmet for it i dag", vocabulary()).english


@for_all(st.text(alphabet="abdejklmærøå ÆÉßüﬁⅧ.,?!-_/'\"\n", max_size=60))
def test_words_alone_are_read_as_among_numbers(text: str):
    assume(not any(char.isdigit() for char in fold(text)))

    assert tokens(text) == tokens(f"{text} ; 7")[:-1]
