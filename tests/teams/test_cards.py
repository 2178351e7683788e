"""Cards hold what people write as text and nothing else, stay small, and can be read on a phone."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from immutables import Map

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame, agenda_card
from bot.teams.cards.desk import Urgent, desk_card
from bot.teams.cards.evaluation import evaluation_card, results_card, thanks_card
from bot.teams.cards.faq import did_you_mean_card, known_card
from bot.teams.cards.polling import poll_card
from bot.teams.cards.questions import mine_card, question_card, questions_card
from bot.teams.cards.rating import rating_card
from dialogs.acting import VERBS
from dialogs.i18n import words
from dialogs.proposing import proposed
from dialogs.replies import Choice, DidYouMean, Known
from meeting.commands import (
    AnswerQuestion,
    CastBallot,
    ExtendItem,
    NextItem,
    OpenEvaluation,
    StartMeeting,
)
from meeting.ids import BallotKey, EntryId, PollId, QuestionId
from meeting.model import Meeting
from meeting.pictures import Sums
from meeting.poll_results import result_of
from meeting.poll_views import PollView, PreparedView
from meeting.polls import PollKind, PollQuestion
from meeting.question_views import question_view, questions_view
from meeting.rules.poll_wording import MOST_OPTIONS, MOST_RANKED
from meeting.viewer import Viewer
from meeting.views import evaluation_view, view
from tests.given import ANNA, BO, METTE, START, asked, given
from tests.odd_texts import odd_texts
from tests.teams import cards

HOSTILE = [
    "[klik](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<at>Mette Vinther Poulsen</at>",
    "<<at>at>Mette<</at>/at>",
    "<script>alert(1)</script>",
    "**fed** _kursiv_ `kode` ~~x~~",
    "# overskrift\n- liste\n1. liste",
    "${name} {{DATE(2020-01-01)}}",
    '"}],"actions":[{"type":"Action.OpenUrl","url":"https://evil.example"}]',
    "\u202eomvendt\u202c \u200b\ufeff",
    "a\u0301" + "\u0301" * 40,
    "👩‍👩‍👧‍👦" * 40,
    "&lt;b&gt; &amp; <b>",
    "\\*\\_\\[",
    "{{[[((",
    "æøå ÆØÅ ß 日本語",
    " \n\t ",
    "x" * 2000,
    "😀" * 2000,
    "ja\x00nej\x1b[31m",
]
FRAME = Frame(words("da", "Europe/Copenhagen"), "https://meeting.example/m/X", 1, host=True)
# Longer ones are cut, and then a list may hold fewer of them.
SHORTER = [text for text in HOSTILE if len(text) <= 1000]
TEXTS = st.one_of(st.sampled_from(SHORTER), st.text(max_size=300))


def meeting_with(text: str) -> Meeting:
    """A meeting in which people wrote this wherever they can."""
    ballot = {"useful": ("5",), "comment": (text,)}
    return given(
        (METTE, StartMeeting()),
        (ANNA, asked(text, "q1")),
        (BO, asked(text, "q2")),
        (METTE, AnswerQuestion(QuestionId("q2"), text)),
        (METTE, OpenEvaluation()),
        *((None, CastBallot(BallotKey(f"b{n}"), ballot)) for n in range(5)),
    )


def polls(text: str) -> Iterator[PollView]:
    """A poll of each kind, open and with its result, with this text wherever it can stand."""
    for kind in PollKind:
        most = MOST_RANKED if kind is PollKind.RANKING else MOST_OPTIONS
        options = tuple(f"{n}{text[:98]}" for n in range(most))
        written = kind in {PollKind.WORDS, PollKind.SCALE}
        question = PollQuestion(text[:300], kind, () if written else options)
        said = {PollKind.WORDS: text[:40], PollKind.RANKING: "1:1"}.get(kind, "1")
        result = result_of(question, Sums(3, Map({said: 3})))
        about = (None, None, True, True, True, 3, result)
        yield PollView(PollId(f"poll-{kind.value}"), 1, question, *about)


def drawn(text: str) -> list[dict[str, Any]]:
    """Every kind of card, with this text wherever a person's text can stand."""
    text = text if text.strip() else "tom"
    meeting = meeting_with(text)
    now = START + timedelta(minutes=3)
    host = view(meeting, Viewer.of(meeting, METTE), now)
    one = question_view(meeting, meeting.questions[QuestionId("q1")], Viewer(ANNA))
    answered = question_view(meeting, meeting.questions[QuestionId("q2")], Viewer(ANNA))
    everybody = questions_view(meeting, Viewer(ANNA))
    poll = evaluation_view(meeting, Viewer.of(meeting, METTE))
    listed = questions_card(host, FRAME, text)
    assert listed is not None
    asked_now = tuple(polls(text))
    ready = PreparedView("ready", asked_now[0].question, now=True, asked=False)
    return [
        *(poll_card(one, FRAME, text, (text, text)) for one in asked_now),
        desk_card(replace(host, polls=asked_now[:1]), (), FRAME, ()),
        desk_card(replace(host, polls=()), (), FRAME, (), urgent=Urgent(prepared=(ready,))),
        agenda_card(host, FRAME, text),
        question_card(one, FRAME, text),
        question_card(answered, FRAME, text),
        listed,
        mine_card(everybody, FRAME),
        desk_card(host, host.questions, FRAME, meeting.plan.people, text),
        known_card(Known(QuestionId("q1"), text, text, text), FRAME),
        did_you_mean_card(
            DidYouMean(QuestionId("q1"), (Choice(EntryId("u1"), text),), text), FRAME
        ),
        evaluation_card(poll, FRAME, text, {"comment": (text,)}),
        results_card(poll, text, FRAME),
        thanks_card(text, FRAME),
        rating_card(meeting.questions[QuestionId("q1")], FRAME),
    ]


def tree(node: Any, name: str = "") -> Any:
    """The card without its words: what is left must not depend on what people wrote."""
    if isinstance(node, dict):
        return {key: tree(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [tree(one, name) for one in node]
    words_of = {"text", "fallbackText", "speak", "value", "title", "label"}
    return "…" if name in words_of and isinstance(node, str) else node


def texts(node: Any) -> Iterator[str]:
    """Every string of a card."""
    match node:
        case str():
            yield node
        case dict() | list():
            for inner in node.values() if isinstance(node, dict) else node:
                yield from texts(inner)
        case _:
            pass


MENTION = re.compile(r"<at\b[^>]*>.*</at\b[^>]*>", re.IGNORECASE | re.DOTALL)
TEMPLATE = [tree(card) for card in drawn("Hvad koster det?")]


@settings(max_examples=60, deadline=None)
@for_all(TEXTS)
def test_what_people_write_never_changes_a_cards_tree(text: str) -> None:
    assert [tree(card) for card in drawn(text)] == TEMPLATE


def test_two_thousand_odd_texts_change_no_cards_tree(soaking: bool) -> None:
    broken = []
    for text in odd_texts(2_000 if soaking else 60):
        found = drawn(text)
        mentions = [one for card in found for one in texts(card) if MENTION.search(one)]
        if [tree(card) for card in found] != TEMPLATE or mentions:
            broken.append(text)

    assert (broken, len(TEMPLATE) >= 7) == ([], True)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_cards_stay_small_and_carry_their_fallbacks(text: str) -> None:
    for card in drawn(text):
        assert len(json.dumps(card)) <= 24_000
        assert card["version"] == "1.5"
        assert isinstance(card["fallbackText"], str)
        assert isinstance(card["speak"], str)
        assert "<" not in card["speak"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_markdown_blocks_hold_no_persons_text_unescaped(text: str) -> None:
    plain = {
        e["text"] for card in drawn("zzz") for e in cards.elements(card["body"]) if "text" in e
    }
    for card in drawn(text):
        blocks = [e for e in cards.elements(card["body"]) if e["type"] == "TextBlock"]
        for block in blocks:
            assert block["text"] in plain or "evil" not in block["text"] or "\\[" in block["text"]
        assert "<at" not in json.dumps(card)


def test_every_button_executes_a_known_verb_with_ids_and_version_only() -> None:
    allowed = {"question", "entry", "version", "minutes", "poll", "quiet", "prepared"}
    for card in drawn("Hvad koster det?"):
        for button in cards.buttons(card):
            assert button["type"] == "Action.Execute"
            assert button["verb"] in VERBS
            assert set(button["data"]) <= allowed


def test_every_input_has_a_label_and_an_id_of_its_own() -> None:
    for card in drawn("Hvad koster det?"):
        inputs = cards.inputs(card)
        assert len({i["id"] for i in inputs}) == len(inputs)
        assert all(i["label"] for i in inputs)


def test_no_row_is_wider_than_two_columns_and_all_text_wraps() -> None:
    for card in drawn("Hvad koster det?"):
        for element in cards.elements(card["body"]):
            if element["type"] == "ColumnSet":
                assert len(element["columns"]) <= 2
            if element["type"] == "TextBlock":
                assert element["wrap"] is True


def test_many_long_questions_are_cut_politely() -> None:
    questions = [(ANNA, asked(f"{n} " + "😀 æ" * 500, f"q{n}")) for n in range(120)]
    meeting = given(*questions)
    host = view(meeting, Viewer.of(meeting, METTE), START)
    listed = questions_card(host, FRAME)
    assert listed is not None
    mine = mine_card(questions_view(meeting, Viewer(ANNA)), FRAME)
    desk = desk_card(host, host.questions, FRAME, meeting.plan.people)

    assert "112" in cards.read(listed)
    for card in (listed, mine, desk):
        assert len(json.dumps(card)) <= 24_000


def test_host_buttons_are_only_on_a_hosts_card() -> None:
    meeting = given((METTE, StartMeeting()))
    seen = view(meeting, Viewer(ANNA), START)
    everybody = Frame(FRAME.words, FRAME.page, 1, members=("29:host",))

    common = agenda_card(seen, everybody)
    assert cards.verbs(common) == ["agenda.show"]
    assert common["refresh"]["userIds"] == ["29:host"]
    assert common["refresh"]["action"]["verb"] == "agenda.show"
    assert cards.verbs(agenda_card(seen, FRAME)) == [
        *("agenda.next", "agenda.back", "agenda.extend", "agenda.undo", "evaluation.open"),
        "agenda.show",
    ]


def test_a_hosts_desk_offers_what_saves_the_evaluation_and_a_press_sends_just_that() -> None:
    meeting = given((METTE, StartMeeting()), (METTE, ExtendItem(6)))
    found = proposed(meeting, START, FRAME.words)
    host = view(meeting, Viewer.of(meeting, METTE), START)

    desk = desk_card(host, (), FRAME, (), urgent=Urgent(proposed=found))

    assert found is not None
    assert found.danger in cards.read(desk)
    pressed = [one for one in cards.elements([desk]) if one.get("verb") == "agenda.cut"]
    assert [one["data"]["cuts"] for one in pressed] == [
        offer.data["cuts"] for offer in found.offers
    ]


def test_refresh_is_for_sixty_people_at_most() -> None:
    card = el.refreshing({}, [f"29:{n}" for n in range(90)], "agenda.show")

    assert len(card["refresh"]["userIds"]) == 60


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("a\nb", "a b"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("<at>Mette</at> hej", "Mette hej"),
        ("[x](http://e.com)", "\\[x\\](http://e.com)"),
        ("Rasmus Edelberg (KL)", "Rasmus Edelberg (KL)"),
    ],
)
def test_line_of_a_message_is_shown_as_it_was_written(said: str, line: str) -> None:
    assert el.as_line(said) == line


@pytest.mark.parametrize(
    ("minutes", "colour"), [(1, "Default"), (16, "Warning"), (19, "Attention"), (22, "Attention")]
)
def test_the_time_of_what_is_on_takes_the_colour_of_how_pressing_it_is(minutes, colour) -> None:
    meeting = given((METTE, StartMeeting()), (METTE, NextItem()))
    seen = view(meeting, Viewer(ANNA), START + timedelta(minutes=minutes))

    runs = [one for one in cards.elements([agenda_card(seen, FRAME)]) if "color" in one]

    assert colour in [one["color"] for one in runs if one["text"].startswith(" til ")]
