"""Drafts: what an earlier meeting answered to nearly the same question."""

from dataclasses import replace
from datetime import timedelta

from bot.hub import Hub
from bot.likeness import Likeness
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting.commands import AnswerQuestion, Decline
from meeting.ids import MeetingId, QuestionId
from meeting.model import Meeting
from tests.given import ANNA, BO, METTE, asked, given

Q1 = QuestionId("q1")
WAITING = "Hvad gør vi med de borgere, der venter på svar fra kommunen?"
NEARLY = "Hvad gør kommunen med borgere, der venter på svar?"


def likeness() -> Likeness:
    return Likeness(Hub(MemoryStore(), MemoryBallots()))


def earlier(meeting: Meeting, days: int = 1) -> Meeting:
    plan = meeting.plan
    moved = replace(plan, meeting=MeetingId(f"run-{days}"), start=plan.start - timedelta(days=days))
    return replace(meeting, plan=moved)


def answered(text: str | None, days: int = 1) -> Meeting:
    return earlier(given((ANNA, asked(WAITING)), (METTE, AnswerQuestion(Q1, text))), days)


def test_a_waiting_question_gets_what_an_earlier_meeting_answered_to_it():
    now = given((BO, asked(NEARLY)))

    (draft,) = likeness().drafts(now, (answered("De får brev i maj."),)).values()

    assert (draft.text, draft.meeting.plan.meeting) == ("De får brev i maj.", "run-1")


def test_the_latest_meeting_comes_first():
    now = given((BO, asked(NEARLY)))

    found = likeness().drafts(now, (answered("Ny"), answered("Gammel", 30)))

    assert found[Q1].text == "Ny"


def test_what_was_only_said_or_declined_or_is_not_alike_gives_no_draft():
    now = given((BO, asked(NEARLY)), (BO, asked("Hvornår er næste møde?", "q2")))
    declined = earlier(given((ANNA, asked(WAITING)), (METTE, Decline(Q1, "Ikke her"))))

    assert likeness().drafts(now, (answered(None), declined)) == {}
    assert list(likeness().drafts(now, (answered("Ja"),))) == [Q1]


def test_a_draft_goes_when_the_question_is_answered_and_comes_when_the_answer_does():
    looked, now = likeness(), given((BO, asked(NEARLY)))
    open_ = earlier(given((ANNA, asked(WAITING))))
    before = looked.drafts(now, (open_,))

    after = looked.drafts(now, (answered("I maj."),))
    done = given((METTE, AnswerQuestion(Q1, "I maj.")), start=now)

    assert (before, after[Q1].text, looked.drafts(done, (answered("I maj."),))) == (
        {},
        "I maj.",
        {},
    )
