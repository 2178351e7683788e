"""What a message is: found and taken by the bars, also on what no rule was made on; and split."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from bot.commands.measuring import MESSAGES, read_messages
from dialogs.figures import measured
from dialogs.recognising import ASKS, Kind, recognise, split
from dialogs.trouble import trouble_of
from meeting.model import TroubleKind

SET = read_messages(MESSAGES)
WORDS = st.sampled_from(
    [
        "hvad",
        "er",
        "kan",
        "vi",
        "ikke",
        "høre",
        "lyden",
        "og",
        "1)",
        "?",
        ",",
        ".",
        "\n",
        "tak",
        "å",
    ]
)


@pytest.mark.parametrize("part", ["tune", "held"])
def test_questions_are_found_and_little_else_is_taken_for_one(part):
    figures = measured(one for one in SET if one.part == part)

    assert figures.found.value >= 0.95
    assert figures.taken.value <= 0.05


def test_the_set_is_large_of_both_languages_and_all_kinds_with_a_part_held_out():
    assert len(SET) >= 300
    assert {one.kind for one in SET if one.part == "held"} == set(Kind)
    assert {one.language for one in SET} == {"da", "en"}
    assert len({one.text for one in SET}) == len(SET)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kan ikke høre noget", TroubleKind.SOUND),
        ("Can you hear us?", TroubleKind.SOUND),
        ("Vi kan ikke se slides", TroubleKind.PICTURE),
        ("Jeg kan ikke komme ind", TroubleKind.OTHER),
        ("Kan vi høre mere om budgettet", None),
        ("Jeg har ikke hørt fra KOMBIT", None),
        ("Kan vi se tallene fra sidste år?", None),
    ],
)
def test_trouble_is_told_from_talk_about_hearing_and_seeing(text, kind):
    assert trouble_of(text) is kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Hvornår kommer den nye version? Og skal vi selv opdatere vores opsætning?",
            ("Hvornår kommer den nye version?", "Skal vi selv opdatere vores opsætning?"),
        ),
        (
            "1) Hvem betaler for uddannelsen 2) hvornår er den",
            ("Hvem betaler for uddannelsen", "hvornår er den"),
        ),
        (
            "Vi har en sag fra 2019. Hvem ejer den? Hvordan sender man sager til arkivet? Tak!",
            (
                "Vi har en sag fra 2019. Hvem ejer den?",
                "Hvordan sender man sager til arkivet? Tak!",
            ),
        ),
        (
            "- Hvornår er fristen for KLIK?\n- Hvem kontakter man om adgang til test?",
            ("Hvornår er fristen for KLIK?", "Hvem kontakter man om adgang til test?"),
        ),
    ],
)
def test_several_questions_are_parted_with_what_leads_up_to_each(text, parts):
    assert recognise(text) is Kind.SEVERAL
    assert split(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Hvad koster det? Hvem bestiller? Og hvornår er fristen?",  # alone they say too little
        "Hvornår er fristen for KLIK?",
        "Tak for i dag",
    ],
)
def test_what_cannot_stand_alone_stays_together(text):
    assert split(text) == (text,)


@for_all(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_of_some_kind_and_splitting_loses_no_word(text):
    kind, parts = recognise(text), split(text)

    words = "".join(filter(str.isalpha, "".join(parts).casefold()))
    whole = "".join(filter(str.isalpha, text.casefold()))
    assert kind in Kind
    assert parts
    for leading in ("og", "men", "and", "but", "also", "samt", "desuden"):
        whole, words = whole.replace(leading, ""), words.replace(leading, "")
    assert words == whole


def test_asking_kinds_are_the_two():
    assert {Kind.QUESTION, Kind.SEVERAL} == ASKS
