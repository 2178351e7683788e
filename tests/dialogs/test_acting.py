"""Buttons' data is checked anew, whatever stands in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dialogs.acting import (
    VERBS,
    AskNow,
    Choose,
    Look,
    Submit,
    UnknownVerbError,
    read_act,
    read_version,
)
from dialogs.fields import MalformedError
from dialogs.poll_fields import PollAnswer
from dialogs.poll_words import AskRoom
from meeting import commands as c
from meeting.ids import EntryId, PersonId, PollId, QuestionId
from meeting.polls import PollKind, PollQuestion
from meeting.question import Got
from meeting.tokens import digest
from tests.given import KELD, RASMUS, given

MEETING = given()
Q = QuestionId("q1")


@pytest.mark.parametrize(
    ("verb", "data", "act"),
    [
        ("agenda.show", {}, Look()),
        ("agenda.extend", {"minutes": 5}, c.ExtendItem(5)),
        ("agenda.extend", {"minutes": "5"}, c.ExtendItem(5)),
        ("agenda.close", {}, c.CloseMeeting()),
        ("question.ask", {"text": " Hvad nu? "}, AskNow("Hvad nu?")),
        ("question.vote", {"question": "q1"}, c.Vote(Q)),
        ("question.answer", {"question": "q1", "text": "Ja"}, c.AnswerQuestion(Q, "Ja")),
        ("question.answer-live", {"question": "q1"}, c.AnswerQuestion(Q, None)),
        ("question.route", {"question": "q1", "to": RASMUS}, c.RouteQuestion(Q, (RASMUS,))),
        ("question.route", {"question": "q1", "to": ["Keld"]}, c.RouteQuestion(Q, (KELD,))),
        ("question.route", {"question": "q1", "to": "?"}, c.RouteQuestion(Q, (PersonId("?"),))),
        ("question.follow-up", {"question": "q1"}, c.FollowUp(Q)),
        ("question.decline", {"question": "q1", "reason": "Nej"}, c.Decline(Q, "Nej")),
        (
            "question.follow-up",
            {"question": "q1", "owner": "Keld", "due": "2026-12-01"},
            c.FollowUp(Q, KELD, datetime(2026, 12, 1, 15, tzinfo=UTC)),
        ),
        (
            "question.withdraw",
            {"question": "q1", "token": "abc"},
            c.WithdrawQuestion(Q, digest("abc")),
        ),
        ("question.merge", {"question": "q1", "into": "q2"}, c.MergeQuestions(Q, QuestionId("q2"))),
        ("speaker.absent", {"person": "Keld"}, c.MarkAbsent(KELD)),
        ("faq.choose", {"question": "q1", "entry": "u01"}, Choose(Q, EntryId("u01"))),
        ("answered.partly", {"question": "q1"}, c.RateAnswer(Q, Got.PARTLY)),
        ("evaluation.hide-results", {}, c.ShowResults(shown=False)),
        ("poll.ask", {"text": "Klar? 1-5"}, AskRoom(PollQuestion("Klar?", PollKind.SCALE))),
        (
            "poll.ask",
            {"text": "Mødes? / ja / nej", "kind": "multiple", "live": "yes", "instead": "poll-2"},
            AskRoom(
                PollQuestion("Mødes?", PollKind.MULTIPLE, ("ja", "nej"), hidden=False),
                instead=PollId("poll-2"),
            ),
        ),
        ("poll.answer", {"poll": "poll-1", "answer": 4}, PollAnswer(PollId("poll-1"), ("4",))),
        (
            "poll.answer",
            {"poll": "poll-1", "answer-2": "b", "answer-1": "a", "answer-3": ""},
            PollAnswer(PollId("poll-1"), ("a", "b")),
        ),
        ("poll.close", {}, c.ClosePoll()),
        ("poll.close", {"poll": "poll-1", "quiet": True}, c.ClosePoll(PollId("poll-1"), False)),
        ("poll.hide", {"poll": "poll-1"}, c.ShowPollResult(PollId("poll-1"), False)),
        ("poll.drop", {"poll": "poll-1"}, c.DropPoll(PollId("poll-1"))),
        (
            "evaluation.submit",
            {"useful": 4, "recommend": "9", "comment": "", "verb": "x"},
            Submit({"useful": ("4",), "recommend": ("9",), "comment": ()}),
        ),
    ],
)
def test_a_button_asks_for(verb, data, act):
    assert read_act(verb, data, MEETING) == act


@pytest.mark.parametrize(
    ("verb", "data", "field"),
    [
        ("agenda.extend", {}, "minutes"),
        ("agenda.extend", {"minutes": "fem"}, "minutes"),
        ("agenda.extend", {"minutes": True}, "minutes"),
        ("agenda.extend", {"minutes": "--5"}, "minutes"),
        ("agenda.extend", {"minutes": " " * 40 + "5"}, "minutes"),
        ("agenda.extend", {"minutes": "²"}, "minutes"),
        ("question.answer", {"question": "q1", "live": True}, "text"),
        ("question.vote", {"question": 7}, "question"),
        ("question.ask", {"text": None}, "text"),
        ("question.route", {"question": "q1", "to": []}, "to"),
        ("question.route", {"question": "q1", "to": [7]}, "to"),
        ("faq.choose", {"question": "q1"}, "entry"),
        ("question.follow-up", {"question": "q1", "due": "i morgen"}, "due"),
        ("question.follow-up", {"question": "q1", "due": "2026-02-30"}, "due"),
        ("speaker.absent", {}, "person"),
        ("evaluation.submit", {"useful": {"a": 1}}, "useful"),
        ("evaluation.submit", {"useful": True}, "useful"),
    ],
)
def test_a_wrong_field_is_named(verb, data, field):
    with pytest.raises(MalformedError) as error:
        read_act(verb, data, MEETING)

    assert error.value.field == field


def test_an_unknown_verb_is_unknown():
    with pytest.raises(UnknownVerbError):
        read_act("meeting.destroy", {}, MEETING)


def test_a_version_is_a_number_or_not_there():
    assert (read_version({}), read_version({"version": 7}), read_version({"version": "7"})) == (
        None,
        7,
        7,
    )
    with pytest.raises(MalformedError):
        read_version({"version": "new"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "wish",
    "person",
    "into",
    "due",
    "token",
    "question",
    "text",
    "to",
    "minutes",
    "entry",
    "reason",
    "owner",
    "useful",
    "version",
    "cuts",
    "item",
    "with",
    "message",
    "phrase",
    "also",
    "seen",
    "answer",
    "topic",
    "alt",
    "source",
    "links",
    "agenda",
    "valid_until",
    "answer_type",
    "poll",
    "kind",
    "live",
    "prepared",
    "instead",
    "quiet",
    "word",
)


@for_all(st.sampled_from(sorted(VERBS)), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5))
def test_any_data_is_an_act_or_a_named_fault(verb, data):
    faults = []
    try:
        read_act(verb, data, MEETING)
        read_version(data)
    except MalformedError as error:
        faults.append(error.field)

    assert set(faults) <= set(FIELDS)
