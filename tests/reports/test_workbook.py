"""The workbook and the CSV: figures that are figures, native charts, and never a formula."""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from bot.reports.questions_csv import questions_csv
from bot.reports.sheets import LONGEST
from bot.reports.workbook import workbook
from meeting import commands as c
from meeting.commands import AskQuestion
from meeting.ids import BallotKey, QuestionId
from meeting.question import Show
from tests.given import ANNA, METTE, PETER, given
from tests.remembered import COMMENT, remembered
from tests.reports.reading import DA, EN, Whose, book, cells, told_of

WHOLE = remembered()
BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "﹢",
    "﹣",
    "﹫",
)
BEFORE = ("", " ", "\u00a0", "\t", "\ufeff", "\u200b", "\u3000", "'\n", '"', "\r\n", "\0", "\u2028")
FORMULAS = [
    f"{before}{sign}{rest}"
    for before, sign, rest in product(BEFORE, BEGINNINGS, ("1+1", "cmd|' /C calc'!A0"))
]
TAKEN = re.compile(r"[=+\-@\t\r\n\0]")


def whole_of_formulas():
    """A meeting in which every text that people can write begins as a formula would."""
    plan = replace(
        WHOLE.plan,
        title="=1+1",
        items=tuple(replace(item, title=f"={item.title}") for item in WHOLE.plan.items),
        evaluation=tuple(replace(one, text="=Skjult!$A$1") for one in WHOLE.plan.evaluation),
        people=tuple(replace(person, name=f"+{person.name}") for person in WHOLE.plan.people),
    )
    people = WHOLE.people.mutate()
    for id_, person in WHOLE.people.items():
        people[id_] = replace(
            person, name=f"={person.name}", organisation=f"@{person.organisation}"
        )
    first = WHOLE.questions[QuestionId("q3")]
    questions = WHOLE.questions.mutate()
    for number, text in enumerate(FORMULAS):
        id_ = QuestionId(f"f{number}")
        answer = replace(first.answer, text=text, source=text)
        questions[id_] = replace(
            first, id=id_, number=number, text=text, shown_as=text, organisation=text, answer=answer
        )
    return replace(
        WHOLE,
        plan=plan,
        people=people.finish(),
        questions=questions.finish(),
        proposals=tuple(FORMULAS),
    )


def sheet_xml(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    return {name: text for name, text in parts.items() if name.startswith("xl/")}


def test_there_are_more_than_two_hundred_ways_to_begin_a_formula():
    assert len(set(FORMULAS)) == len(FORMULAS) > 200


def test_no_cell_of_the_workbook_is_a_formula_whatever_people_write():
    about = told_of(whole_of_formulas())

    made, parts = book(about), sheet_xml(workbook(about))

    found = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    texts = {cell.value for cell in found if isinstance(cell.value, str)}
    assert [cell.coordinate for cell in found if cell.data_type == "f"] == []
    assert {name: text.count("<f>") for name, text in parts.items() if "worksheets/" in name} == {
        name: 0 for name in parts if "worksheets/" in name
    }
    assert {"=1+1", "=Skjult!$A$1"} <= texts
    wanted = {text for text in FORMULAS if text.isprintable()}
    assert wanted <= texts
    assert all("externalLink" not in name for name in parts)


def test_who_edits_a_cell_that_looks_like_a_formula_gets_no_formula():
    made = book(told_of(whole_of_formulas()))

    risky = [
        cell
        for row in made["Emner"].iter_rows(min_row=2, max_col=1)
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]
    assert len(risky) >= 8
    assert {cell.quotePrefix for cell in risky} == {True}


def test_charts_take_their_words_from_cells_and_no_formula_of_peoples():
    parts = sheet_xml(workbook(told_of(whole_of_formulas())))

    charts = {name: text for name, text in parts.items() if name.startswith("xl/charts/")}
    formulas = {one for text in charts.values() for one in re.findall(r"<c:f>(.*?)</c:f>", text)}
    assert len(charts) == 6
    assert {one.partition("!")[0] for one in formulas} == {"Dagsorden", "Evaluering"}
    assert [f for f in formulas if not re.fullmatch(r"\w+!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", f)] == []


def test_no_cell_of_the_csv_is_taken_for_a_formula_whatever_people_write():
    about = told_of(whole_of_formulas())

    data = questions_csv(about.questions, DA).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))

    assert len(rows) == 1 + len(about.questions)
    texts = [cell for row in rows[1:] for cell in row if not cell.lstrip("-").isdecimal()]
    assert [text for text in texts if _is_formula(text)] == []
    assert sum(text.startswith("'") for text in texts) >= len(FORMULAS)


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet could take it for one: its first sign that is seen, as it is meant."""
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    seen = next((one for one in text if unicodedata.category(one) not in unseen), "")
    return bool(TAKEN.match(text) or TAKEN.fullmatch(unicodedata.normalize("NFKC", seen)))


@pytest.mark.parametrize(
    ("speech", "names"),
    [
        (DA, ["Overblik", "Dagsorden", "Spørgsmål", "Løfter", "Evaluering", "Emner"]),
        (EN, ["Overview", "Agenda", "Questions", "Promises", "Evaluation", "Topics"]),
    ],
)
def test_the_sheets_are_named_in_the_readers_language(speech, names):
    assert book(told_of(WHOLE, speech)).sheetnames == names


def test_times_are_times_and_minutes_are_numbers():
    rows = cells(book(told_of(WHOLE)), "Dagsorden")

    assert rows[2][:12] == [
        2,
        "UDK og kommunernes spørgsmål",
        "Rasmus Edelberg (KL) og Hans Christian Jelstrup (ATP)",
        datetime(2020, 3, 30, 10, 5),
        datetime(2020, 3, 30, 10, 25),
        datetime(2020, 3, 30, 10, 8),
        datetime(2020, 3, 30, 10, 31),
        20,
        23,
        3,
        "3 min. længere",
        4,
    ]
    assert rows[2][12:] == [2, 1, 0]
    assert rows[6][5:11] == [None, None, 5, None, None, "læs selv"]
    formats = [cell.number_format for cell in book(told_of(WHOLE))["Dagsorden"][3]]
    assert formats[3:10] == ['hh"."mm'] * 4 + ["0", "0", "+0;-0;0"]


def test_promises_have_a_real_date_and_how_they_stand():
    rows = cells(book(told_of(WHOLE)), "Løfter")

    assert [(row[0], row[3].date().isoformat(), row[4]) for row in rows[1:]] == [
        (8, "2020-04-01", "over fristen"),
        (4, "2020-04-06", "holdt"),
        (12, "2020-04-06", "åben"),
        (14, "2020-04-06", "åben"),
    ]
    assert rows[2][5].date().isoformat() == "2020-03-31"


def test_every_question_has_a_row_with_what_became_of_it():
    rows = cells(book(told_of(WHOLE)), "Spørgsmål")

    assert [row[0] for row in rows[1:]] == [*range(1, 15)]
    states = [row[5] for row in rows[1:]]
    assert states.count("besvaret") == 9
    assert states.count("lagt sammen med et andet") == 1
    assert rows[3][2:] == [
        "Bliver budgetvejledningen ændret efter forliget?",
        "Vejle",
        "Rasmus Edelberg (KL)",
        "besvaret",
        4,
        "Ja. Den nye vejledning er på kl.dk fra på fredag.\nDen gælder fra 1. maj.",
        "KL",
        datetime(2020, 3, 30, 10, 20),
        None,
        None,
        None,
    ]


def test_tables_can_be_filtered_stay_in_sight_and_print_on_whole_pages():
    made = book(told_of(WHOLE))

    for name in ("Dagsorden", "Spørgsmål", "Løfter", "Emner"):
        sheet = made[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
    for sheet in made:
        setup = (
            sheet.page_setup.orientation,
            sheet.page_setup.paperSize,
            sheet.page_setup.fitToHeight,
        )
        assert setup == ("landscape", 9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_each_distribution_has_a_native_chart_with_words_for_who_cannot_see_it():
    made = book(told_of(WHOLE))
    parts = sheet_xml(workbook(told_of(WHOLE)))

    assert [len(made[name]._charts) for name in made.sheetnames] == [0, 1, 0, 0, 5, 0]
    drawings = "".join(text for name, text in parts.items() if "drawings/drawing" in name)
    assert set(re.findall(r'descr="(.*?)"', drawings)) == {
        "Minutter: planlagt og brugt",
        "Hvor nyttigt var mødet?",
        "Vil du anbefale mødet til en kollega?",
        "Fik du svar på dine spørgsmål?",
        "Hvordan var længden?",
        "Hvad har du brug for inden næste møde?",
    }


def test_what_fewer_than_five_have_answered_is_hidden_and_comments_of_more_are_there():
    some = told_of(WHOLE)
    more = given((METTE, c.OpenEvaluation()), start=remembered(until=85))
    for number in range(5):
        deed = c.CastBallot(BallotKey(f"b{number}"), {"comment": (COMMENT,)})
        more = given((METTE, deed), start=more)

    hidden = sum("For få svar til at blive vist." in row for row in cells(book(some), "Evaluering"))
    shown = cells(book(told_of(more)), "Evaluering")

    assert hidden == 3  # one scale, and both questions for words
    assert COMMENT not in str(cells(book(some), "Evaluering"))
    assert [row[:2] for row in shown if row[1] == 5] == [
        ["Mere tid til spørgsmål, tak. Ring på ▒▒▒▒.", 5]
    ]


def test_topics_stand_with_their_votes_the_most_wanted_first():
    assert cells(book(told_of(WHOLE)), "Emner") == [
        ["Emne", "Stemmer"],
        ["Erfaringer med hjemmearbejde", 3],
        ["Mere om data på tværs af fagområder", 0],
    ]


def test_an_organisations_or_speakers_workbook_has_nothing_of_the_evaluation():
    made = book(told_of(WHOLE, whose=Whose(speaker=WHOLE.person(PETER))))

    assert made.sheetnames == ["Overblik", "Dagsorden", "Spørgsmål", "Løfter"]
    assert [row[0] for row in cells(made, "Spørgsmål")[1:]] == [7, 8, 9]


def test_a_text_longer_than_a_cell_holds_is_cut_and_not_left_out():
    meeting = given((ANNA, AskQuestion(QuestionId("q1"), "Hvad?", show=Show.ANONYMOUS)))
    (question,) = meeting.questions.values()
    long = replace(question, text="a" * (LONGEST + 5))

    rows = cells(
        book(told_of(replace(meeting, questions=meeting.questions.set("q1", long)))), "Spørgsmål"
    )

    assert len(rows[1][2]) == LONGEST
    assert rows[1][2].endswith("…")


def test_the_same_state_gives_the_same_bytes():
    assert workbook(told_of(WHOLE)) == workbook(told_of(WHOLE))


def test_a_meeting_with_nothing_in_it_makes_a_workbook():
    assert len(book(told_of(given())).sheetnames) == 6
