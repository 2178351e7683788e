"""What three editions suggest for the fourth: minutes, wishes, what is open."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.files.drafting import meeting_yaml
from bot.files.meeting_file import MeetingFileError, read_meeting_text
from bot.next_draft import next_draft
from dialogs.i18n import words
from meeting import commands as c
from meeting.ids import BallotKey, PersonId, QuestionId
from meeting.model import Meeting
from meeting.next_edition import FEWEST_VOTES, MOST_WISHES, WISH_MINUTES, Wish, next_edition
from meeting.wishes import wish_id
from tests.given import ANNA, BO, METTE, RASMUS, START, asked, command, done, given
from tests.meeting.editions import plan_of, three_editions

FILE = Path("meeting.yaml")
DA = words("da", "Europe/Copenhagen")
GDPR, BUDGET, ELECTIONS = "Databeskyttelse i praksis", "Budget 2021", "Nye regler for valg"
LONG = 30  # minutes that item 2 takes each time, of 20


def long_run(edition: int) -> Meeting:
    """A run whose second item takes half an hour, and all others what they were planned to."""
    plan = plan_of(edition, 0)
    meeting = given(plan=plan)
    at = plan.start
    meeting = done(meeting, command(METTE, c.StartMeeting(), at=at))
    for item in plan.items:
        at += timedelta(minutes=LONG) if item.number == 2 else item.duration
        deed: c.Deed = c.EndAgenda() if item is plan.items[-1] else c.NextItem()
        meeting = done(meeting, command(METTE, deed, at=at))
    return done(meeting, command(METTE, c.CloseMeeting(), at=at))


def wished(*votes: tuple[str, int]) -> Meeting:
    """A meeting with these wishes, each made by Anna and voted for by so many others."""
    deeds: list[tuple[PersonId | None, c.Deed]] = []
    for text, number in votes:
        deeds.append((ANNA, c.ProposeTopic(text)))
        for n in range(number):
            person = PersonId(f"p-voter-{n}")
            deeds += [(person, c.Join(None, None)), (person, c.VoteWish(wish_id(text)))]
    return given(*deeds)


def test_items_get_the_minutes_that_they_took_and_the_protected_one_keeps_its_own():
    meetings = [long_run(edition) for edition in range(3)]

    found = next_edition(meetings[-1], meetings)

    planned = [item.duration // timedelta(minutes=1) for item in meetings[-1].plan.items]
    assert [item.before for item in found.items] == planned
    assert [item.minutes for item in found.items] == [planned[0], LONG, *planned[2:]]
    assert found.items[1].runs == 3
    assert found.minutes == sum(planned) + LONG - planned[1]


def test_what_enough_people_wished_for_gets_an_item_before_the_closing_one():
    meeting = wished((GDPR, FEWEST_VOTES), (BUDGET, FEWEST_VOTES - 1), (ELECTIONS, 0))

    found = next_edition(meeting, [])

    new = [item for item in found.items if item.before is None]
    assert [(item.title, item.minutes, item.votes) for item in new] == [
        (GDPR, WISH_MINUTES, FEWEST_VOTES + 1),
        (BUDGET, WISH_MINUTES, FEWEST_VOTES),
    ]
    assert len(new) == MOST_WISHES
    assert found.items[-1].title == meeting.plan.items[-1].title
    assert found.wishes == (Wish(ELECTIONS, 1),)


def test_wishes_of_all_runs_and_of_their_evaluations_are_added_up():
    first, second = (
        replace(one, plan=replace(plan_of(2, n), title="Programledermøde marts 2020"))
        for n, one in enumerate((wished((GDPR, 1)), wished((GDPR, 0))))
    )
    ballot = c.CastBallot(BallotKey("b"), {"topic": ("databeskyttelse i praksis",)})
    second = given((METTE, c.OpenEvaluation()), (ANNA, ballot), start=second)

    found = next_edition(second, [first])

    assert [(item.title, item.votes) for item in found.items if item.before is None] == [(GDPR, 4)]


def test_open_questions_of_every_run_are_counted_and_answered_ones_are_not():
    meeting = given(
        (ANNA, asked("Hvem betaler?", "q1", addressed=(RASMUS,))),
        (BO, asked("Hvor ligger det?", "q2", addressed=(RASMUS,))),
        (METTE, c.AnswerQuestion(QuestionId("q1"), "Kommunen.")),
    )

    assert next_edition(meeting, []).open == 1


def test_the_draft_is_a_meeting_file_that_lacks_nothing_but_its_day():
    meetings = three_editions()

    draft = next_draft(meetings[-1], meetings, DA)
    text = meeting_yaml(draft, "marts", meetings[-1].plan)

    assert draft.title == "Programledermøde april 2020"
    assert [programme.start for programme in draft.programmes] == ["10:00", "13:00"]
    with pytest.raises(MeetingFileError) as refused:
        read_meeting_text(FILE, text)
    assert {fault.field for fault in refused.value.faults} == {
        "runs",
        "runs.0.start",
        "runs.1.start",
    }
    dated = text.replace("? 10:00", "2020-04-30 10:00").replace("? 13:00", "2020-04-30 13:00")
    file = read_meeting_text(FILE, dated)
    assert [item.protected for item in file.content.agenda][-1]
    assert file.content.people[0].host


def test_december_is_followed_by_january_and_an_edition_without_a_month_is_asked_for():
    plan = plan_of(2, 0)
    titles = ("Programledermøde december 2020", "Programledermøde nr. 7")

    named = [next_draft(given(plan=replace(plan, title=title)), [], DA).title for title in titles]

    assert named == ["Programledermøde januar 2021", "Programledermøde"]


def test_what_the_draft_rests_on_is_said_line_by_line():
    meetings = [long_run(edition) for edition in range(3)]
    last = meetings[-1]
    wishes = given(start=replace(wished((GDPR, 3)), plan=last.plan, actual=last.actual))

    said = next_draft(wishes, meetings[:-1], DA).doubts

    assert said[0] == (
        "2. UDK og kommunernes spørgsmål: 30 min. i stedet for 20, medianen af 3 kørsler."
    )
    assert said[1].startswith(f"8. {GDPR} er ønsket (4 stemmer)")
    assert said[2] == "Programmet fylder nu 110 min.; dette havde 90."
    assert START.year == 2026
