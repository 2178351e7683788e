"""The meeting's end in browsers: wishes, an evaluation that outlives it, editions side by side."""

from playwright.async_api import expect

from dialogs.i18n import words
from meeting import commands as c
from tests.browser.axe import faults
from tests.browser.conftest import Visitors
from tests.browser.house import House
from tests.given import METTE
from tests.meeting.editions import answered, ballots_of, plan_of

say = words("da", "Europe/Copenhagen")
HOST = "Mette Vinther Poulsen"


async def test_a_wish_is_made_and_voted_for_by_keyboard_and_taken_back(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")
    await anna.locator("#wish").fill("Databeskyttelse i praksis")
    await anna.locator("#wish").press("Enter")

    row = bo.locator("#wishes li")
    await expect(row).to_contain_text("Databeskyttelse i praksis")
    await row.locator("form:not([hidden]) button").press("Enter")
    await expect(anna.locator("#wishes li form:not([hidden]) .count")).to_have_text("1")
    await bo.reload()
    await expect(row.locator("form:not([hidden]) button")).to_have_accessible_name(
        "Tag din stemme på: Databeskyttelse i praksis tilbage. Stemmer: 1"
    )
    assert await faults(bo) == []
    await row.locator("form:not([hidden]) button").press("Enter")

    await expect(anna.locator("#wishes li form:not([hidden]) .count")).to_have_text("0")


async def test_a_host_sees_the_editions_side_by_side_and_closes_the_evaluation(
    house: House, visitors: Visitors
) -> None:
    for edition in (0, 1):
        await house.play(
            plan_of(edition, 0),
            (METTE, c.StartMeeting()),
            (METTE, c.OpenEvaluation()),
            *((METTE, ballot) for ballot in ballots_of(answered(edition, 0, 30))),
            (METTE, c.CloseMeeting()),
        )
    await house.do(METTE, c.OpenEvaluation())
    for number, answers in enumerate(answered(2, 0, 8)):
        person = await house.join(f"Person {number}", f"Kommune {number}")
        await house.rate(person, {question: (value,) for question, value in answers.items()})
    host = await visitors.come(house.links.hosts[HOST])

    results = host.locator("#results")
    await expect(results).to_contain_text("fra 8 af 9 organisationer")
    await expect(results.locator(".development tbody tr")).to_have_count(3)
    assert await faults(host) == []
    await results.locator("summary", has_text=say("Close the evaluation")).press("Enter")
    await results.get_by_role("button", name=say("Close it for good")).press("Enter")

    await expect(results.locator(".badge")).to_have_text(say("closed"))
    assert house.meeting.evaluation.closed
