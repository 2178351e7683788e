"""The minutes: what they tell, in Word and as a web page, and what they never tell."""

from datetime import timedelta
from itertools import pairwise

import pytest
from docx.oxml.ns import qn
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from bot.reports.account import Whose
from bot.reports.minutes import minutes
from bot.reports.paper import Bars
from meeting import commands as c
from meeting.ids import BallotKey, QuestionId
from meeting.model import Meeting
from meeting.question import Show
from tests.given import ANNA, HANS, METTE, PETER, RASMUS, asked, command, demo_plan, done, given
from tests.remembered import COMMENT, LONG, remembered
from tests.reports.reading import DA, EN, Page, html, lines_of_word, told_of, word

WHOLE = remembered()


def lines(meeting: Meeting = WHOLE, **more) -> list[str]:
    return Page(html(told_of(meeting, **more))).lines


def after(text: str, found: list[str], number: int = 3) -> list[str]:
    """The lines that follow one."""
    place = found.index(text)
    return found[place + 1 : place + 1 + number]


@pytest.mark.parametrize("speech", [DA, EN], ids=["da", "en"])
def test_word_and_web_page_say_the_same_in_the_same_order(speech):
    about = told_of(WHOLE, speech)

    in_word = lines_of_word(word(about))
    on_page = Page(html(about)).lines[1:]  # without the skip link

    unseen = {speech("Distribution")}  # the column of bars: its head is read in Word alone
    assert [line for line in in_word if line not in unseen] == on_page[:-1]
    assert on_page[-1] == word(about).sections[0].footer.paragraphs[0].text.split("\t")[0]


def test_they_begin_with_when_where_and_who():
    found = lines()

    assert found[1:14] == [
        "Programledermøde marts 2020",
        "Referat",
        *("Dag", "mandag den 30. marts 2020"),
        *("Tid", "10.02–11.29 (planlagt 10.00–11.30)"),
        *("Sted", "Online, kode MARTS2AD"),
        *("Mødeleder", "Mette Vinther Poulsen (KOMBIT)"),
        "Oplægsholdere",
        found[12],
        "Deltog",
    ]
    assert after("Deltog", found, 1) == ["32 deltagere fra 32 organisationer"]
    assert after("Kort fortalt", found) == [
        "7 af 8 punkter på 87 minutter; planlagt var 90.",
        "13 spørgsmål: 9 besvaret, 3 følges op, 1 afvist.",
        "23 svar på evalueringen.",
    ]


def test_the_agenda_stands_with_planned_and_actual_times_and_how_it_went():
    found = lines()

    assert after("Velkomst og dagens programledermøde", found) == [
        *("10.00–10.05", "10.02–10.08", "1 min. længere")
    ]
    assert after("Peter Egelund (KOMBIT)", found) == [
        *("10.25–10.40", "10.31–10.43", "3 min. kortere")
    ]
    assert after("Aktuelle og kommende KLIK-opgaver", found, 2) == ["11.10–11.15", "læs selv"]
    assert after("Evaluering og afslutning", found) == [
        *("11.27–11.30", "11.26–11.29", "som planlagt")
    ]


def test_an_answer_is_signed_by_its_organisation_and_a_question_as_its_asker_chose():
    found = lines()

    assert after("3. Bliver budgetvejledningen ændret efter forliget?", found, 4) == [
        "Vejle · 4 stemmer",
        "Ja. Den nye vejledning er på kl.dk fra på fredag.",
        "Den gælder fra 1. maj.",
        "Svar fra KL, kl. 10.20.",
    ]
    two = "2. Hvornår kommer regningen for første kvartal, og kan den deles på flere EAN-numre?"
    assert after(two, found, 2) == [
        "Leder 2, Odense · 13 stemmer · Også stillet som nr. 5 (Leder 5)",
        "Besvaret mundtligt af ATP, kl. 10.18.",
    ]
    assert after("4. Hvad gør vi, hvis vores tal ikke stemmer med jeres?", found) == [
        "Anonym",
        "Skriv til os med begge tal, så finder vi forskellen sammen.",
        "Svar fra ATP, den 31/3-2020.",
    ]
    assert after("6. Hvor ofte opkræver Udbetaling Danmark?", found) == [
        "Leder 10, Horsens",
        "Udbetaling Danmark opkræver kvartalsvis.",
        "Fra vidensbasen · Kilde: Programledermøde, side 12",
    ]
    assert after("9. Hvorfor virker kaffemaskinen ikke?", found, 2) == [
        "Leder 13, Køge",
        "Afvist: Hører ikke til mødet.",
    ]


def test_whoever_asked_without_a_name_or_anonymously_is_named_nowhere():
    whole = "\n".join(lines())

    assert [name for name in ("Leder 3", "Leder 12", "Leder 4") if f"{name}," in whole] == []
    assert "Kolding" not in whole  # asked anonymously, and nothing else


def test_what_is_open_has_owner_and_date_and_what_is_late_says_so():
    found = lines()

    assert after("Stadig åbent", found, 17)[4:] == [
        *("8", "Hvem får besked, når en frist flyttes?", "Peter Egelund (KOMBIT)"),
        *("1/4-2020", "over fristen"),
        *("12", LONG, "Keld Jørgensen (KOMBIT)", "6/4-2020", "åben"),
        *("14", "Er valgmaterialet klar før ferien?", "Mette Vinther Poulsen (KOMBIT)"),
    ]
    assert after("Løfter", found, 10)[0] == "4 løfter: 1 holdt, 2 udestår, 1 over fristen."
    assert after("Løfter", found, 10)[5:] == [
        *("4", "Hvad gør vi, hvis vores tal ikke stemmer med jeres?"),
        *("Hans Christian Jelstrup (ATP)", "31/3-2020", "holdt"),
    ]
    assert after("K 12 Bestil adgang til det nye sortiment", found, 2) == [
        *("30/4-2020", "Rykket fra 2/4-2020.")
    ]


def test_results_stand_with_how_many_answered_and_those_of_fewer_than_five_do_not():
    found = lines()

    assert after("Hvor nyttigt var mødet?", found, 1) == ["23 svar, gennemsnit 4,0"]
    assert after("Hvad har du brug for inden næste møde?", found, 8) == [
        *("23 svar", "Svar", "Antal", "Andel", "Slides", "23", "100 %", "Optagelse")
    ]
    assert after("Hvordan virkede tegnsprogstolkningen?", found, 2) == [
        "For få svar til at blive vist.",
        "Ønsker til næste møde",
    ]
    assert COMMENT.split(",", maxsplit=1)[0] not in "\n".join(found)
    assert after("Ønsker til næste møde", found, 2) == [
        "Erfaringer med hjemmearbejde (3 stemmer)",
        "Mere om data på tværs af fagområder",
    ]


VALUES = st.dictionaries(
    st.sampled_from(["useful", "recommend", "got_answer", "comment"]), st.integers(0, 2)
)
OPTIONS = {
    "useful": ("1", "3", "5"),
    "recommend": ("0", "5", "10"),
    "got_answer": ("yes", "partly", "no"),
    "comment": ("Godt.", "Skidt.", "Længere pauser."),
}


@settings(max_examples=60, deadline=None)
@hypothesis_given(st.lists(VALUES, max_size=12), st.booleans())
def test_no_slice_of_fewer_than_five_ever_leaves_in_a_paper(ballots, public):
    meeting = given((METTE, c.OpenEvaluation()))
    for number, chosen in enumerate(ballots):
        answers = {question: (OPTIONS[question][value],) for question, value in chosen.items()}
        if answers:
            deed = c.CastBallot(BallotKey(f"b{number}"), answers)
            meeting = done(meeting, command(ANNA, deed))
    meeting = done(meeting, command(METTE, c.ShowResults()))
    meeting = done(meeting, command(METTE, c.CloseEvaluation()))
    answered = dict(meeting.evaluation.answered)

    paper = minutes(told_of(meeting, public=public))

    bars = {
        block.title: block.bars
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Bars) and block.bars
    }
    enough = {
        DA.text(question.text)
        for question in meeting.plan.evaluation
        if answered.get(question.id, 0) >= 5 and question.id != "comment"
    }
    assert set(bars) == enough
    assert not any(text in str(paper.sections) for text in OPTIONS["comment"])


def test_a_meeting_that_nobody_rated_says_so():
    meeting = given(
        (METTE, c.OpenEvaluation()), (METTE, c.StartMeeting()), (METTE, c.CloseMeeting())
    )

    assert after("Evaluering", lines(meeting)[10:], 1) == ["Ingen svar."]
    assert DA("No questions were asked.") in lines(meeting)


def test_while_the_meeting_runs_they_say_that_they_are_a_draft():
    half = remembered(until=50)

    found = lines(half)

    assert found[2] == "Foreløbigt referat: mødet er ikke slut, sådan så det ud kl. 10.50"
    assert "10.02– (planlagt 10.00–11.30)" in found
    assert after("Status på driften af den fælleskommunale infrastruktur", found, 4)[1:] == [
        *("10.40–10.55", "10.43–", "på nu")
    ]
    assert "Evaluering" not in found


def test_a_meeting_that_has_not_begun_can_be_told_of():
    found = lines(given())

    assert "10.00–11.30" in found
    assert "Intet er åbent." in found


def test_what_everybody_looks_back_at_has_nothing_that_was_hidden_from_them():
    meeting = done(WHOLE, command(METTE, c.ShowResults(shown=False), at=WHOLE.at))

    seen, shown = lines(meeting, public=True), lines(public=True)

    assert "Evaluering" not in seen
    assert "Hvor nyttigt var mødet?" in shown
    for hidden in ("Hvorfor virker kaffemaskinen ikke?", "nr. 5 (Leder 5)"):
        assert hidden in "\n".join(lines())
        assert hidden not in "\n".join(shown)


def test_a_speakers_summary_has_only_what_was_theirs():
    about = told_of(WHOLE, whose=Whose(speaker=WHOLE.person(PETER)))

    found = Page(html(about)).lines

    assert found[2] == "Spørgsmål til Peter Egelund (KOMBIT)"
    numbers = [line.split(".", maxsplit=1)[0] for line in found if line.endswith("?")]
    assert set(numbers) >= {"7", "8", "9"}
    assert not set(numbers) & {"1", "2", "3", "4", "10", "11", "13", "14"}
    assert not {"Evaluering", "Ønsker til næste møde", "Frister", "Kort fortalt"} & set(found)


def test_an_organisations_summary_has_all_it_asked_by_name_or_not_and_nothing_anonymous():
    meeting = given(
        (ANNA, asked("Hvem betaler?", "q1", addressed=(RASMUS,), addressed_as="KL")),
        (ANNA, asked("Hvem ved det?", "q2", show=Show.ANONYMOUS)),
        (ANNA, asked("Hvem spørger?", "q3", show=Show.ORGANISATION)),
        (ANNA, asked("Hvem betaler så?", "q4", addressed=(RASMUS,), addressed_as="KL")),
        (METTE, c.MergeQuestions(QuestionId("q4"), QuestionId("q1"))),
    )

    found = lines(meeting, whose=Whose(organisation="ODENSE"))

    assert found[2] == "Spørgsmål fra Odense"
    asked_here = [line for line in found if line.endswith("?")]
    assert [line for line in asked_here if line[0].isdigit()] == [
        *("1. Hvem betaler?", "3. Hvem spørger?", "4. Hvem betaler så?")
    ]
    assert after("4. Hvem betaler så?", found, 2) == ["Anna, Odense", "Går videre som spørgsmål 1."]


def test_a_promise_to_go_on_and_a_question_that_waits_say_who_has_it():
    meeting = given(
        (ANNA, asked("Hvem betaler?", "q1", addressed=(RASMUS, HANS), addressed_as="UDK")),
        (METTE, c.StartMeeting()),
        (ANNA, asked("Hvad så?", "q2", addressed=(HANS,), addressed_as="ATP")),
        (HANS, c.AnswerQuestion(QuestionId("q2"), "Sådan.")),
        (HANS, c.FollowUp(QuestionId("q2"))),
    )

    found = lines(meeting)

    waits = "Venter på svar fra Rasmus Edelberg (KL) og Hans Christian Jelstrup (ATP)."
    assert after("1. Hvem betaler?", found, 2) == ["Anna, Odense", waits]
    assert after("2. Hvad så?", found, 4) == [
        "Anna, Odense",
        "Sådan.",
        "Hans Christian Jelstrup (ATP) følger op senest 1/12-2026.",
        "Svar fra ATP, kl. 10.00.",
    ]


def test_what_a_host_has_not_let_through_or_its_asker_took_back_is_not_told():
    meeting = given(
        (ANNA, asked("Hvem betaler?", "q1")),
        (ANNA, c.WithdrawQuestion(QuestionId("q1"))),
        (METTE, c.SetModeration(on=True)),
        (ANNA, asked("Hvem er dum?", "q2")),
    )

    assert [line for line in lines(meeting) if line.endswith("?")] == []


def test_a_very_long_question_is_a_short_heading_with_the_whole_under_it():
    text = "Hvad gør vi med alle de gamle sager? " * 20
    meeting = given((ANNA, asked(text.strip(), "q1")))

    found = lines(meeting)

    heading = next(line for line in found if line.startswith("1. Hvad gør"))
    assert len(heading) <= 305
    assert heading.endswith("…")
    assert text.strip() in found


def test_in_word_all_is_made_of_words_own_styles():
    document = word(told_of(WHOLE))

    outline = [(p.style.name, p.text) for p in document.paragraphs if p.style.name[:4] in OUTLINE]
    assert outline[0] == ("Title", "Programledermøde marts 2020")
    assert [text for style, text in outline if style == "Heading 1"] == [
        *("Kort fortalt", "Dagsorden", "Spørgsmål og svar", "Stadig åbent", "Løfter", "Frister"),
        *("Evaluering", "Ønsker til næste møde"),
    ]
    assert ("Heading 2", "2. UDK og kommunernes spørgsmål") in outline
    assert ("Heading 3", "10. Hvad var årsagen til nedbruddet den 12. marts?") in outline
    assert {p.style.name for p in document.paragraphs if p.text.startswith("23 svar på")} == {
        "List Bullet"
    }


OUTLINE = {"Titl", "Head"}


def test_in_word_each_table_repeats_its_head_keeps_rows_whole_and_says_what_it_is():
    for table in word(told_of(WHOLE)).tables:
        head, *rest = [row._tr.trPr for row in table.rows]
        assert head.find(qn("w:tblHeader")) is not None
        assert [row.find(qn("w:tblHeader")) for row in rest] == [None] * len(rest)
        assert all(row.find(qn("w:cantSplit")) is not None for row in (head, *rest))
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


@pytest.mark.parametrize(("speech", "locale"), [(DA, "da-DK"), (EN, "en-GB")])
def test_in_word_the_language_and_the_papers_data_are_set(speech, locale):
    document = word(told_of(WHOLE, speech))

    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    about = document.core_properties
    assert languages == {locale}
    assert (about.language, about.title) == (locale, "Programledermøde marts 2020")
    assert about.author == "Mette Vinther Poulsen"
    assert about.created == WHOLE.at
    assert round(document.sections[0].page_width.mm) == 210


@pytest.mark.parametrize("speech", [DA, EN], ids=["da", "en"])
def test_the_web_page_has_language_landmarks_headings_in_steps_and_tables_with_heads(speech):
    page = Page(html(told_of(WHOLE, speech)))

    assert page.all("html") == [{"lang": speech.language}]
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1", "nav")] == [1] * 5
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3", "h4"}]
    assert all(after_ - before <= 1 for before, after_ in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    assert {one.get("scope") for one in page.all("th")} == {"col", "row"}
    assert "@media print" in html(told_of(WHOLE, speech))
    assert [a for _, a in page.elements if "style" in a or "onclick" in a] == []
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"]).removeprefix("#") for a in page.all("a")}
    assert targets <= set(ids)


HOSTILE = (
    "\x00\x01\x08=1+1",
    "<script>alert(1)</script>",
    "\ud7ff\ue000\U0001f600",
    "{{ 7*7 }} {n} %s",
    "\u202eabc",
    "a" * 2000,
    "\ufffe\uffff",
    "1\n2\r\n3\t4",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_people_write_the_papers_open_and_it_stays_text(text):
    meeting = given(
        (ANNA, asked(text, "q1", addressed=(RASMUS,), addressed_as="KL")),
        (RASMUS, c.AnswerQuestion(QuestionId("q1"), text)),
        (ANNA, c.ProposeTopic(text[:200])),
    )
    about = told_of(meeting)

    written = "\n".join(lines_of_word(word(about)))
    page = html(about)

    assert "\n1." in written
    assert "<script>alert" not in page
    assert not Page(page).all("script")


def test_a_host_who_was_not_seen_is_not_said_to_have_chaired():
    assert after("Mødeleder", lines(), 1) == ["Mette Vinther Poulsen (KOMBIT)"]
    nobody = given((None, c.OpenMeeting()))

    (chairs,) = after("Mødeleder", lines(nobody), 1)
    assert chairs.count("(KOMBIT)") == len(demo_plan().hosts)


def test_a_promise_is_late_only_once_its_date_has_passed():
    before = remembered(until=100)
    after_ = done(before, command(METTE, c.ShowResults(shown=False), at=before.at + timedelta(9)))

    assert "over fristen" not in lines(before)
    assert lines(after_).count("over fristen") == 4
