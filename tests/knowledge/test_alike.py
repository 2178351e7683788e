"""Questions that ask the same are found, and what tells two apart keeps them apart."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from knowledge.alike import OFFER, Index, read, score

FRIST = "Hvornår er fristen for KLIK-opgave 07?"
WORDS = st.lists(
    st.sampled_from(
        [
            "hvornår",
            "er",
            "fristen",
            "for",
            "klik",
            "opgave",
            "07",
            "UDK",
            "KL",
            "prisen",
            "i",
            "2024",
            "ikke",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


def alike(one: str, other: str) -> bool:
    return score(read(one), read(other)) >= OFFER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FRIST, "hvornår er fristen for klik opgave 07"),
        (FRIST, "hvad er slutdatoen på opgave 07 i KLIK"),
        ("Er der planlagt servicevinduer i juni?", "planlagte servicevindue juni?"),
        ("Hvad er forskellen på KY og KSD?", "forskellen mellem KSD og KY?"),
        ("Hvordan bestiller man et OCES3-certifikat?", "bestilling af oces3 certifikat hvordan"),
    ],
)
def test_the_same_question_in_other_words_is_offered(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FRIST, "Hvornår er fristen for KLIK-opgave 08?"),
        (FRIST, "hvor mange har fuldført KLIK-opgave 07"),
        ("Hvad gør KOMBIT ved cybertruslen?", "Hvad gør KL ved cybertruslen?"),
        ("Hvem underskriver aftalen?", "Hvornår underskrives aftalen?"),
        ("Kan fristen den 30. april udskydes?", "Kan fristen den 30. juni udskydes?"),
        ("Hvor mange er gået over?", "Hvor mange er ikke gået over?"),
    ],
)
def test_a_number_a_date_a_name_or_what_is_asked_for_tells_two_apart(one, other):
    assert not alike(one, other)


@for_all(WORDS, WORDS)
def test_likeness_is_the_same_either_way_round(one, other):
    assert score(read(one), read(other)) == pytest.approx(score(read(other), read(one)))
    assert score(read(one), read(one.upper() if one.islower() else one)) >= 0


@for_all(st.lists(WORDS, max_size=6), WORDS, WORDS)
def test_what_was_taken_out_again_leaves_no_trace(texts, gone, wanted):
    kept, changed = Index(), Index()
    for number, text in enumerate(texts):
        kept.add(str(number), text)
    changed.add("gone", gone)
    for number, text in reversed(list(enumerate(texts))):
        changed.add(str(number), text)
    changed.remove("gone")

    assert kept.near(wanted, most=10) == changed.near(wanted, most=10)
    assert "gone" not in changed


def test_in_a_group_each_is_alike_to_each():
    index = Index()
    texts = (FRIST, "hvornår er fristen for klik opgave 07", "Hvem betaler?", "hvem betaler")
    for number, text in enumerate(texts):
        index.add(str(number), text)

    assert index.groups() == (("0", "1"), ("2", "3"))
