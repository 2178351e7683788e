"""A base as a table: what is written is read back, and what is wrong is named by its cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.filed import KINDS, write_base_file
from bot.documents.reading import read_base
from knowledge.entries import FaultyEntriesError
from knowledge.table import column, entries_of_rows, rows_of_entries
from meeting.entry import ANSWER_TYPES, Entry
from meeting.ids import EntryId

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="'"),
    min_size=1,
    max_size=20,
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=TEXT.map(EntryId),
        question=TEXT,
        answer=TEXT,
        topic=TEXT,
        alt=st.lists(TEXT, max_size=3).map(tuple),
        source=st.one_of(st.just(""), TEXT),
        links=st.lists(TEXT, max_size=2).map(tuple),
        owner=st.one_of(st.just(""), TEXT),
        valid_until=st.one_of(st.none(), st.dates(min_value=date(1900, 1, 1))),
        answer_type=st.lists(st.sampled_from(ANSWER_TYPES), unique=True).map(tuple),
    ),
    max_size=5,
    unique_by=lambda entry: entry.id,
)
FORMULAS = ("=1+1", "+45 70 11 11 55", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0")


@given(ENTRIES, st.booleans())
def test_what_is_written_as_rows_is_read_back(entries, danish):
    assert entries_of_rows([*rows_of_entries(entries, danish=danish)]) == tuple(entries)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(kind, text, tmp_path):
    entry = Entry(EntryId("a"), text, text, "udk", alt=(text,), source=text)
    data = write_base_file(kind, [entry], danish=True)

    path = tmp_path / "sent"
    path.write_bytes(data)

    assert read_base(path, f"faq.{kind}") == (entry,)
    if kind == "csv":
        assert f";{text}" not in data.decode()


def test_columns_are_named_as_a_spreadsheet_does():
    assert [column(place) for place in (0, 25, 26, 27, 701, 702)] == [
        *("A", "Z", "AA", "AB", "ZZ", "AAA"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Svar", "Emne"], ["a", "b"]], "line 1, question: expected a column with the heading"),
        ([["question", "answer", "topic"], ["a", "", "c"]], "line 2, answer (B): expected a text"),
        (
            [["id", "question", "answer", "topic"], ["x", "a", "b", "c"], ["x", "d", "e", "f"]],
            "line 3, id: expected an id of its own, 'x' is already on line 2",
        ),
        (
            [["Svarets art", "question", "answer", "topic"], ["vejret", "a", "b", "c"]],
            "line 2, answer_type (A): expected one or more of",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(rows, said):
    with pytest.raises(FaultyEntriesError) as caught:
        entries_of_rows(rows)

    assert str(caught.value).startswith(said)


def test_a_new_row_needs_no_id_and_the_same_question_is_the_same_entry():
    rows = [["Spørgsmål", "Svar", "Emne"], ["Hvem?", "Lars", "udk"]]
    again = [rows[0], ["Hvem?", "Bo", "udk"]]

    assert entries_of_rows(rows)[0].id == entries_of_rows(again)[0].id


def test_several_texts_stand_one_a_line_and_dates_as_danes_write_them():
    rows = [
        ["Spørgsmål", "Svar", "Emne", "Andre måder at spørge", "Gælder til"],
        ["Hvem?", "Lars", "udk", "Hvem er det?\n\n Hvem da? ", "3/2-2027"],
    ]
    (entry,) = entries_of_rows(rows)

    assert entry.alt == ("Hvem er det?", "Hvem da?")
    assert entry.valid_until == date(2027, 2, 3)
