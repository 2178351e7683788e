"""Reminders of the evaluation: in the meeting's chat, to all alike, naming nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ticker import dues_of
from dialogs.i18n import words
from meeting import commands as c
from meeting.decide import decide
from meeting.refusals import Reason, RefusedError
from meeting.rules.evaluating import MOST_REMINDERS
from tests.given import ANNA, command, demo_plan, done, given
from tests.given import METTE as HOST
from tests.teams.serving import served
from tests.teams.shapes import CHAT, METTE, ODENSE

DA = words("da", "Europe/Copenhagen")


async def test_a_host_reminds_the_meetings_chat_and_nobody_alone() -> None:
    async with served() as bot:
        assert await bot.say(ODENSE, "hej", chat=ODENSE.own_chat) == 200
        assert await bot.say(METTE, "evaluering") == 200

        await bot.press(METTE, "evaluation.remind", {}, chat=METTE.own_chat)

        asked = DA("The evaluation is open: it takes a minute, and nobody sees who answered what.")
        found = await bot.connector.until(
            lambda: bot.connector.texts(CHAT) if asked in bot.connector.texts(CHAT) else None
        )
        assert found.count(asked) == 1
        assert "eller skriv evaluering her i chatten" in found
        assert asked not in bot.connector.texts(ODENSE.own_chat)


def test_reminding_has_an_end() -> None:
    meeting = given((HOST, c.OpenEvaluation()))
    for _ in range(MOST_REMINDERS):
        meeting = done(meeting, command(HOST, c.RemindToEvaluate()))

    with pytest.raises(RefusedError) as refused:
        decide(meeting, command(HOST, c.RemindToEvaluate()))

    assert refused.value.reason is Reason.REMINDED_ENOUGH


@pytest.mark.parametrize(
    ("deeds", "by", "reason"),
    [
        ((), HOST, Reason.EVALUATION_NOT_OPEN),
        (((HOST, c.OpenEvaluation()),), ANNA, Reason.HOST_ONLY),
        (((HOST, c.OpenEvaluation()), (HOST, c.CloseEvaluation())), HOST, Reason.EVALUATION_CLOSED),
    ],
)
def test_only_a_host_reminds_and_only_of_what_is_open(deeds, by, reason) -> None:
    with pytest.raises(RefusedError) as refused:
        decide(given(*deeds), command(by, c.RemindToEvaluate()))

    assert refused.value.reason is reason


@pytest.mark.parametrize(("hours", "reminds"), [(48, True), (4, True), (3, False)])
def test_the_clock_reminds_once_halfway_where_there_is_time_for_it(hours, reminds) -> None:
    plan = replace(demo_plan(), evaluation_open=timedelta(hours=hours))
    meeting = given((HOST, c.StartMeeting()), (HOST, c.CloseMeeting()), plan=plan)

    dues = {due.name: due.at for due in dues_of(meeting) if due.name.startswith("evaluation")}

    halfway = {"evaluation-remind": meeting.closed + timedelta(hours=hours / 2)}
    assert {name: at for name, at in dues.items() if name != "evaluation-close"} == (
        halfway if reminds else {}
    )
    once = done(meeting, command(None, c.RemindToEvaluate()))
    left = [due.name for due in dues_of(once) if due.name.startswith("evaluation")]
    assert left == ["evaluation-close"]
