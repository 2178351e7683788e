"""The calendar file, read back by the library that calendars are read with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from bot.reports.calendar import calendar
from dialogs.i18n import words
from meeting import commands as c
from meeting.ids import QuestionId
from meeting.item import Task
from meeting.planning import moved
from tests.given import ANNA, METTE, RASMUS, START, asked, demo_plan, given

DA = words("da", "Europe/Copenhagen")
PAGE = "https://m.example.dk/m/MARTS2AD"
TASKS = (
    Task("Indmeld sortiment", "KLIK-17", date(2026, 12, 1), date(2026, 11, 20)),
    Task("Uden frist"),
)


def planned():
    return given((None, c.PlanMeeting(replace(demo_plan(), tasks=TASKS))))


def events(meeting, *, host: bool = False):
    read = Calendar.from_ical(calendar(meeting, PAGE, DA, host=host))
    return {str(event["summary"]): event for event in read.walk("VEVENT")}


def test_the_meeting_is_there_from_start_to_end_with_its_agenda_and_page():
    event = events(planned())["Programledermøde marts 2020"]

    assert event.decoded("dtstart") == START
    assert event.decoded("dtend") == START + timedelta(minutes=90)
    assert "2. 10.05-10.25 UDK og kommunernes spørgsmål" in event["description"]
    assert "Lydprøve kl. 09.55" in event["description"]
    assert event["url"] == PAGE


def test_a_meeting_that_is_moved_is_the_same_entry_later():
    first = planned()
    later = given((None, c.PlanMeeting(moved(first.plan, timedelta(days=7)))), start=first)

    one, other = (events(m)["Programledermøde marts 2020"] for m in (first, later))

    assert one["uid"] == other["uid"]
    assert other["sequence"] > one["sequence"]
    assert other.decoded("dtstart") - one.decoded("dtstart") == timedelta(days=7)


def test_a_deadline_is_a_day_that_tells_where_it_was_moved_from():
    found = events(planned())

    due = found["Frist: KLIK-17 Indmeld sortiment"]
    assert due.decoded("dtstart") == date(2026, 12, 1)
    assert due["description"] == "Rykket fra 20/11-2026."
    assert len(found) == 2


def test_a_task_of_two_runs_is_one_entry():
    first = planned()
    second = replace(first, plan=replace(first.plan, meeting="run-2", start=START))

    uids = [events(m)["Frist: KLIK-17 Indmeld sortiment"]["uid"] for m in (first, second)]

    assert uids[0] == uids[1]
    assert events(first)["Programledermøde marts 2020"]["uid"] not in uids


def test_promises_are_for_hosts_alone():
    due = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    meeting = given(
        (ANNA, asked("Hvem betaler?", "q1", addressed=(RASMUS,), addressed_as="KL")),
        (METTE, c.FollowUp(QuestionId("q1"), RASMUS, due)),
        start=planned(),
    )

    assert not any("Hvem betaler" in summary for summary in events(meeting))
    promise = events(meeting, host=True)["Svar lovet: Hvem betaler?"]
    assert promise.decoded("dtstart") == date(2026, 11, 27)
    assert "Rasmus Edelberg" in promise["description"]
