"""The rules of reading, each as a table of what stands there and what it says."""

from datetime import date

import pytest

from knowledge.deck import Draft, read_draft
from knowledge.deck.aliases import full_names, names_in_a_row
from knowledge.deck.credits import credited
from knowledge.deck.dates import days_in
from knowledge.deck.people import Person, listed_people
from knowledge.deck.times import Span, duration_in, leading

FOREIGN = ("Zdenka Novak", "Akiko Ono", "Xu Wen")


def read(text: str) -> Draft:
    return read_draft(text, source="deck.txt")


def named(*people: tuple[str, str | None]) -> tuple[Person, ...]:
    return tuple(Person(name, organisation) for name, organisation in people)


@pytest.mark.parametrize(
    ("text", "start", "end", "rest"),
    [
        ("10.00 - 10.05 Velkomst", 600, 605, "Velkomst"),
        ("10:00\u201310:05 Welcome", 600, 605, "Welcome"),
        ("kl. 10 Velkomst", 600, None, "Velkomst"),
        ("Kl. 10-11 Velkomst", 600, 660, "Velkomst"),
        ("10.00- Velkomst", 600, None, "Velkomst"),
        ("10.30-11 Workshop", 630, 660, "Workshop"),
        ("10.00 - 3 nye tiltag", 600, None, "3 nye tiltag"),
        ("1:00\u20131:30 pm Panel", 780, 810, "Panel"),
        ("11:30 - 12:15pm Lunch", 690, 735, "Lunch"),
        ("11 to 12 am Night", 660, 0, "Night"),
        ("kl. 1000-1015 Pause", 600, 615, "Pause"),
        ("14:00h \u2013 14:05h: Opening", 840, 845, "Opening"),
        ("fra 10.00 til 10.05 Velkomst", 600, 605, "Velkomst"),
    ],
)
def test_a_time_at_the_start_of_a_line(text: str, start: int, end: int | None, rest: str) -> None:
    found = leading(text)

    assert found is not None
    assert (found[0].start, found[0].end, found[1]) == (start, end, rest)


@pytest.mark.parametrize(
    "text",
    ["2019-2023", "27.03.00", "30.03.2020", "10,5 pct.", "5.30.26.1.001", "12 personer", "25.00 x"],
)
def test_a_number_that_is_no_time(text: str) -> None:
    assert leading(text) is None


def test_a_time_that_may_be_a_range_of_numbers_is_not_firm() -> None:
    assert leading("9-10 Workshop") == (Span(540, 600, dashed=True, firm=False), "Workshop")


@pytest.mark.parametrize(
    ("text", "minutes", "rest"),
    [
        ("Welcome (10 min)", 10, "Welcome"),
        ("Velkomst, 5 minutter", 5, "Velkomst"),
        ("Workshop (1½ time)", 90, "Workshop"),
        ("(20 min.) Status", 20, "Status"),
    ],
)
def test_a_length_and_the_title_without_it(text: str, minutes: int, rest: str) -> None:
    assert duration_in(text) == (minutes, rest)


def test_minutes_inside_a_title_are_no_length() -> None:
    assert duration_in("Fra 0 til 100 på 30 minutter med KL") is None
    assert duration_in("Runde (5 min. pr. deltager)") is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Rasmus Berg/KL og Ole Bak/ATP", named(("Rasmus Berg", "KL"), ("Ole Bak", "ATP"))),
        ("Anna Holm, KL, Bo Friis, KMD", named(("Anna Holm", "KL"), ("Bo Friis", "KMD"))),
        ("Projektdirektør Peter Lund", named(("Peter Lund", None))),
        ("Anna Smith, Head of Digital, Contoso", named(("Anna Smith", "Contoso"))),
        ("Anna Smith (CTO, Contoso)", named(("Anna Smith", "Contoso"))),
        ("KL v/ Anna Holm", named(("Anna Holm", "KL"))),
        ("Anna Holm fra KL", named(("Anna Holm", "KL"))),
        ("Anna Holm - KL & Bo Friis - KMD", named(("Anna Holm", "KL"), ("Bo Friis", "KMD"))),
        (
            "Anna Holm, Social- og Ældreministeriet",
            named(("Anna Holm", "Social- og Ældreministeriet")),
        ),
        ("Anna Holm, Teknik og Miljø", named(("Anna Holm", "Teknik og Miljø"))),
        ("Zdenka Novak, Akiko Ono og Xu Wen", named(*((n, None) for n in FOREIGN))),
        ("Alle", ()),
    ],
)
def test_a_list_of_people(text: str, people: tuple[Person, ...]) -> None:
    assert listed_people(text) == people


@pytest.mark.parametrize(
    ("text", "title", "people"),
    [
        ("Status v/ Anna Holm (KL)", "Status", named(("Anna Holm", "KL"))),
        ("Status V Anna Holm/KL", "Status", named(("Anna Holm", "KL"))),
        ("Keynote by Anna Smith, KL", "Keynote", named(("Anna Smith", "KL"))),
        ("Anna Holm (KL): Status", "Status", named(("Anna Holm", "KL"))),
        ("Lunch with networking", "Lunch with networking", ()),
        ("Step by step", "Step by step", ()),
        ("KOMBIT, kommunerne og coronakrisen", "KOMBIT, kommunerne og coronakrisen", ()),
        ("Cloud Migration: Lessons Learned", "Cloud Migration: Lessons Learned", ()),
    ],
)
def test_a_title_and_the_people_it_is_credited_to(
    text: str, title: str, people: tuple[Person, ...]
) -> None:
    credit = credited(text)

    assert (credit.title, credit.people) == (title, people)


def test_a_short_form_of_a_name_is_the_same_person() -> None:
    names = ["Hans Christian Bak", "Hans Chr. Bak", "Hans Bak", "H. C. Bak", "Hanne Bak"]

    assert dict(full_names(names)) == dict.fromkeys(names[1:4], "Hans Christian Bak")


def test_an_alias_is_read_as_the_full_name_in_every_programme() -> None:
    draft = read("10.00-10.10 Nyt v/ Hans Christian Bak, ATP\n10.10-10.20 Mere v/ Hans Chr. Bak\n")

    assert [item.speakers for item in draft.programmes[0].items] == [
        named(("Hans Christian Bak", "ATP")),
        named(("Hans Christian Bak", "ATP")),
    ]
    assert "»Hans Chr. Bak« er læst som en kortere form af Hans Christian Bak." in draft.doubts


def test_names_in_a_row_are_cut_where_one_of_them_is_known() -> None:
    assert names_in_a_row("Peter Lund Martin Bo Friis", ["Martin Bo Friis"]) == (
        "Peter Lund",
        "Martin Bo Friis",
    )


def test_names_below_the_last_item_are_no_speakers_where_others_are_marked() -> None:
    draft = read("10.00-10.10 Nyt v/ Anna Holm\n10.10-10.20 Evaluering\nKeld Friis\n")

    assert draft.programmes[0].items[1].speakers == ()
    assert "Linje 3: »Keld Friis« under sidste punkt er ikke læst som oplægsholdere." in (
        draft.doubts
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("den 30. marts 2020", date(2020, 3, 30)),
        ("30/4-2020", date(2020, 4, 30)),
        ("30.4.2020", date(2020, 4, 30)),
        ("2020-04-30", date(2020, 4, 30)),
        ("March 30, 2020", date(2020, 3, 30)),
        ("30th of March 2020", date(2020, 3, 30)),
        ("3/30/2020", date(2020, 3, 30)),
        ("30/4", None),
    ],
)
def test_a_date_and_no_year_that_nobody_said(text: str, day: date | None) -> None:
    assert [found.day for found in days_in(text)] == [day]


def test_a_deadline_without_a_year_is_read_in_the_year_of_the_title() -> None:
    assert read("Møde marts 2020\nOpgave 7: Svar. Frist 2/4").tasks[0].due == "2020-04-02"


def test_a_deadline_whose_year_nobody_says_is_none_and_a_doubt() -> None:
    draft = read("Møde i netværket\nOpgave 7: Svar. Frist 2/4")

    assert draft.tasks[0].due is None
    assert "Datoen 2/4 har intet årstal, og dokumentet siger ikke hvilket." in draft.doubts


def test_a_task_without_title_and_one_with_two_deadlines_are_doubts() -> None:
    draft = read("Møde marts 2020\nOpgave 7\n\n- Opgave 8: Svar. Frist 2/4\n- Opgave 8: Frist 3/4")

    assert [(task.id, task.due) for task in draft.tasks] == [("7", None), ("8", "2020-04-02")]
    assert "Opgave 7 har ingen titel i dokumentet." in draft.doubts
    assert "Opgave 8 har flere frister (2/4 og 3/4); den første er brugt." in draft.doubts


def test_hosts_stand_on_the_lines_below_their_label() -> None:
    assert read("Møde juni 2021\nVærter:\nAnna Holm\nBo Friis, KL\n").hosts == (
        "Anna Holm",
        "Bo Friis",
    )


def test_lengths_in_a_table_without_times() -> None:
    draft = read(
        "Mødet starter kl. 9.30\n\n| Punkt | Varighed | Hvem |\n|---|---|---|\n"
        "| Velkomst | 10 | Anna Holm |\n| Drift | 20 min | Bo Friis |\n"
    )

    assert [(item.start, item.end, item.title) for item in draft.programmes[0].items] == [
        ("09:30", "09:40", "Velkomst"),
        ("09:40", "10:00", "Drift"),
    ]


def test_a_sound_check_that_is_the_first_row_is_no_item() -> None:
    draft = read("9.45-10.00 Lydtjek\n10.00-10.10 Velkomst\n10.10-10.20 Drift\n")

    assert (draft.programmes[0].start, draft.programmes[0].sound_check) == ("10:00", "09:45")
    assert [item.title for item in draft.programmes[0].items] == ["Velkomst", "Drift"]


def test_seats_of_an_organisation_that_stands_twice_are_added_up() -> None:
    draft = read("Deltagere 3. juni 2021\nBillund/2\nVejle\nBillund\n")

    assert draft.as_json()["rosters"] == [
        {
            "date": "2021-06-03",
            "participants": [
                {"organisation": "Billund", "seats": 3},
                {"organisation": "Vejle", "seats": 1},
            ],
        }
    ]
    assert any("»Billund« står flere gange" in doubt for doubt in draft.doubts)


def test_the_next_programme_may_be_plain_lines_and_carry_times() -> None:
    draft = read(
        "Møde juni 2021\n\nForeløbigt program for august\n10.00 Velkomst\n10.10 Drift\n..."
    )

    assert draft.next_programme == ("Velkomst", "Drift")
    assert draft.programmes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Fik du svar på dine spørgsmål?\nEllers så skriv spørgsmål til UDK i chatten",
        "- Har I spørgsmål?\n- Skriv i chatten",
        "- Hvad synes du om mødet?\n- Giv karakter fra 1 til 5",
        "Til drøftelse\n- Hvad er vores mål?\n- Vi tager en runde om bordet",
        "Any questions?\nPost them in the chat",
    ],
)
def test_a_question_to_the_audience_is_no_pair(text: str) -> None:
    assert read(text).faq == ()
