import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.entries import EntryFault, FaultyEntriesError, parse_entries
from knowledge.load import read_entries
from meeting.entry import Entry
from meeting.ids import EntryId

GOOD = {"id": "a", "question": "Hvornår?", "answer": "I morgen.", "topic": "tid"}


def faults(*rows: object) -> tuple[EntryFault, ...]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    with pytest.raises(FaultyEntriesError) as caught:
        parse_entries("\n".join(lines))
    return caught.value.faults


def test_an_entry_is_read_with_all_its_fields():
    row = GOOD | {
        "alt": ["Hvilken dag?"],
        "source": "Slide 3",
        "links": ["https://kombit.dk"],
        "agenda": "10.00 Velkomst",
        "owner": "KOMBIT",
        "valid_until": "2020-12-31",
        "answer_type": "dato",
    }

    assert parse_entries(json.dumps(row)) == (
        Entry(
            id=EntryId("a"),
            question="Hvornår?",
            answer="I morgen.",
            topic="tid",
            alt=("Hvilken dag?",),
            source="Slide 3",
            links=("https://kombit.dk",),
            agenda="10.00 Velkomst",
            owner="KOMBIT",
            valid_until=date(2020, 12, 31),
            answer_type=("dato",),
        ),
    )


def test_blank_lines_a_byte_order_mark_windows_line_ends_and_other_fields_do_no_harm():
    text = "\ufeff\n" + json.dumps(GOOD | {"remark": "x", "alt": None}) + "\r\n\r\n"

    assert [entry.id for entry in parse_entries(text)] == ["a"]


@pytest.mark.parametrize("field", ["id", "question", "answer", "topic"])
@pytest.mark.parametrize("value", [None, "", "  ", 7, []])
def test_a_missing_or_empty_required_field_is_named(field: str, value: object):
    assert faults(GOOD, GOOD | {"id": "b", field: value}) == (
        EntryFault(2, field, "a text that is not empty"),
    )


def test_every_fault_of_a_file_is_told_at_once_with_its_line():
    found = faults(
        GOOD,
        "",
        '{"id": ',
        "[1]",
        GOOD | {"id": "b", "alt": "one", "links": [1]},
        GOOD | {"id": "c", "valid_until": "31/12-2020", "answer_type": "tal"},
        GOOD | {"id": "d", "source": 3, "valid_untill": "2020-12-31"},
        GOOD,
    )

    assert [(fault.line, fault.field) for fault in found] == [
        (3, "line"),
        (4, "line"),
        (5, "alt"),
        (5, "links"),
        (6, "valid_until"),
        (6, "answer_type"),
        (7, "source"),
        (7, "valid_untill"),
        (8, "id"),
    ]
    assert found[4].sentence == "line 6, valid_until: expected a date such as 2020-12-31"
    assert found[7].expected == "the field to be spelled 'valid_until'"
    assert found[8].expected == "an id of its own, 'a' is already on line 1"


def test_a_line_or_text_that_is_too_long_is_refused():
    assert faults(GOOD | {"answer": "x" * 8_001}) == (
        EntryFault(1, "answer", "at most 8000 characters"),
    )
    assert faults("x" * 1_000_000) == (EntryFault(1, "line", "at most 100000 characters"),)


def test_deeply_nested_text_is_a_fault_and_not_a_crash():
    assert faults("[" * 50_000)[0].field == "line"


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path):
    path = tmp_path / "faq.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b"\n" + "{'spørgsmål'}".encode("latin-1"))

    with pytest.raises(FaultyEntriesError) as caught:
        read_entries(path)

    assert caught.value.faults == (EntryFault(2, "line", "text in UTF-8"),)


def test_an_entry_is_good_through_its_last_day():
    entry = Entry(EntryId("a"), "?", "!", "t", valid_until=date(2020, 3, 31))

    assert [entry.expired(date(2020, 3, 31)), entry.expired(date(2020, 4, 1))] == [False, True]
