"""What points at a private person is found before it is kept, and nothing else is."""

import json
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from meeting.masking import MASK
from meeting.sensitive import Sort, find, masked
from tests.given import EXAMPLE

LINES = Path(__file__).with_name("sensitive.jsonl").read_text(encoding="utf-8").splitlines()
SET = [(row["text"], [tuple(one) for one in row["spans"]]) for row in map(json.loads, LINES)]
KNOWN = ("Rasmus Edelberg", "Hans Christian Jelstrup", "Keld Jørgensen", "KL", "Kommune", "And")


def spans(text: str) -> list[tuple[str, str]]:
    return [(one.sort.value, text[one.start : one.end]) for one in find(text, KNOWN)]


@pytest.mark.parametrize(("text", "expected"), SET, ids=[text for text, _ in SET])
def test_what_is_private_is_found_and_what_looks_like_it_is_not(text, expected):
    assert sorted(spans(text)) == sorted(expected)


def test_no_question_that_people_really_asked_is_held_back():
    found = []
    for name in ("faq-dev.jsonl", "faq-fresh.jsonl", "faq-own.jsonl"):
        file = EXAMPLE.parents[1] / "tests" / "fixtures" / name
        queries = [json.loads(line)["query"] for line in file.read_text("utf-8").splitlines()]
        found += [query for query in queries if find(query, KNOWN)]

    assert found == []


@for_all(st.text(max_size=60).filter(lambda text: not any(c.isalnum() for c in text)))
def test_a_civil_registration_number_is_found_in_any_surroundings(around):
    text = f"{around} 010203-0000 {around}"

    assert [one.sort for one in find(text) if one.sure] == [Sort.CPR]


@for_all(st.text(max_size=300))
def test_masking_leaves_the_rest_as_it_is(text):
    findings = find(text)

    rest, at = [], 0
    for one in findings:
        rest.append(text[at : one.start])
        at = one.end
    assert masked(text, findings) == MASK.join([*rest, text[at:]])


def test_known_names_may_be_said_whole_and_in_part():
    assert find("Hvad siger Hans Christian Jelstrup?", KNOWN) == ()
    assert find("Hvad siger Hans Christian Jelstrups kolleger?", KNOWN) == ()
    assert find("Hvad siger Hans Petersen?", KNOWN) != ()
