"""What somebody has missed: five lines at most, the most useful first."""

from datetime import timedelta

from dialogs.i18n import words
from dialogs.recap import recap
from meeting import commands as c
from meeting.ids import ItemId, QuestionId
from tests.given import ANNA, BO, METTE, RASMUS, START, asked, command, done, given

DA, EN = (words(language, "Europe/Copenhagen") for language in ("da", "en"))


def after(*deeds, minute: float = 0, start=None, by=METTE):
    meeting = start or given((METTE, c.StartMeeting()))
    for deed in deeds:
        at = START + timedelta(minutes=minute)
        meeting = done(meeting, command(by, deed, at=at))
    return meeting


def test_before_anything_has_ended_there_is_nothing_to_miss():
    assert recap(given(), START, DA) == ("Du er ikke gået glip af noget endnu.",)
    assert recap(after(), START, EN) == ("You have not missed anything yet.",)


def test_it_tells_what_is_done_and_what_is_on():
    meeting = after(c.NextItem(), minute=5)

    assert recap(meeting, START + timedelta(minutes=6), DA) == (
        "Gennemgået indtil nu: Velkomst og dagens programledermøde.",
        "På nu, siden kl. 10.05: UDK og kommunernes spørgsmål.",
    )


def test_the_answer_that_most_people_wanted_is_told_and_how_late_it_is():
    meeting = after(c.NextItem(), minute=5)
    for by, deed in (
        (ANNA, asked("Hvornår kommer regningen?", "q1", addressed=(RASMUS,))),
        (ANNA, asked("Hvem betaler?", "q2", addressed=(RASMUS,))),
        (BO, c.Vote(QuestionId("q2"))),
        (RASMUS, c.AnswerQuestion(QuestionId("q1"), "I juni.")),
        (RASMUS, c.AnswerQuestion(QuestionId("q2"), "Kommunerne selv.")),
        (METTE, c.LeaveOut(ItemId("6"))),
    ):
        meeting = after(deed, minute=8, start=meeting, by=by)

    found = recap(meeting, START + timedelta(minutes=40), DA)

    assert len(found) == 5
    assert found[2] == "2 spørgsmål er stillet, 2 besvaret."
    assert found[3] == "Flest vil vide: Hvem betaler? Svaret: Kommunerne selv."
    assert found[4] == "Læs selv: Aktuelle og kommende KLIK-opgaver."


def test_what_nobody_else_may_see_is_not_told():
    meeting = after(c.SetModeration(on=True), c.NextItem(), minute=5)
    meeting = after(asked("Hvem er det?", "q1"), minute=6, start=meeting, by=ANNA)

    assert all("spørgsmål er" not in line for line in recap(meeting, START, DA))
