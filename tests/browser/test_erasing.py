"""Deleting in a browser: with and without scripts, and anonymous questions with the rest."""

import pytest
from playwright.async_api import Page, expect

from meeting import commands as c
from tests.browser.axe import faults
from tests.browser.conftest import LAPTOP, Visitors, live
from tests.browser.house import House
from tests.given import ANNA

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOST = "Mette Vinther Poulsen"
DELETED = "Slettet. Det, der er talt med, tæller stadig med, men er ingens."


async def press_delete(page: Page) -> None:
    await page.click("details.erase summary")
    await page.click("details.erase button")


async def ask(page: Page, text: str, show: str) -> None:
    await page.fill("#text", text)
    await page.check(f"#show-{show}")
    await page.click("#ask .button-primary")
    await page.wait_for_selector(f"#mine >> text={text}")


async def test_somebody_deletes_themselves_with_what_they_asked_anonymously(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna Holm", "Odense")
    await ask(anna, "Hvornår kommer zebrastien?", "name")
    await ask(anna, "Hvem maler zebrastriben?", "anonymous")
    await anna.click("details.erase summary")
    assert await faults(anna) == []

    await anna.click("details.erase button")

    await expect(anna.get_by_text(DELETED)).to_be_visible()
    await expect(anna.locator("form.join")).to_be_visible()
    assert {q.text for q in house.meeting.questions.values()} == {"[slettet]"}
    assert "Anna Holm" not in repr(await house.disk.read(house.plan.meeting))


async def test_it_works_without_scripts(house: House, visitors: Visitors) -> None:
    page = await visitors.visit(house.room, scripts=False)
    await page.fill("#name", "Bo Bang")
    await page.click("form.join button")

    await press_delete(page)

    await expect(page.get_by_text(DELETED)).to_be_visible()
    assert "Bo Bang" not in repr(await house.disk.read(house.plan.meeting))


async def test_a_host_finds_somebody_in_the_list_and_deletes_them(
    house: House, visitors: Visitors
) -> None:
    await house.do(ANNA, c.Join("Anna Holm", "Odense"))
    other = await visitors.join(house, "Bo Bang", "Billund")
    host = await visitors.come(house.links.hosts[HOST], LAPTOP)

    await host.click("a[href$='/people']")
    await host.fill("#find", "odense")
    await host.click("form.find button")
    await expect(host.locator(".people-list li")).to_have_count(1)
    await host.click(".people-list summary")
    assert await faults(host) == []
    await host.click("text=Slet Anna Holm")

    await expect(host.get_by_text(DELETED)).to_be_visible()
    await expect(host.locator(".people-list li")).to_have_count(1)
    await expect(host.locator(".people-list .who")).to_contain_text("Bo Bang")
    assert ANNA not in house.meeting.people
    await live(other)
