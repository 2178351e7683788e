"""Hosts come in by their work account and go out again; a link that went astray is withdrawn."""

import time
from urllib.parse import urlsplit

import aiohttp
import pytest
from playwright.async_api import expect

from bot.teams.accounts import EntraAccounts
from bot.teams.entra import OpenIdApp
from dialogs.i18n import words
from tests.browser.axe import faults
from tests.browser.conftest import LAPTOP, PHONE, Visitors, live
from tests.browser.house import House
from tests.given import METTE, PETER
from tests.teams.identity import APP, HOME, SECRET, identity

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

say = words("da", "Europe/Copenhagen")
OID = "22222222-0000-0000-0000-00000000000a"


async def test_a_host_signs_in_with_the_work_account_and_out_again(
    house: House, visitors: Visitors
) -> None:
    async with identity() as entra, aiohttp.ClientSession() as session:
        entra.redirect, entra.oid = f"{house.url}/sign-in/done", OID
        app = OpenIdApp(APP, SECRET, entra.redirect, frozenset({HOME}), entra.url)
        house.tokens.accounts = EntraAccounts.of(app, session, time.monotonic)
        house.tokens.entra[OID] = METTE
        page = await visitors.visit(f"{house.room}/host", PHONE)
        await expect(page.get_by_text(say("Sign in with your work account"))).to_be_visible()
        assert await faults(page) == []

        await page.click(f"text={say('Sign in with your work account')}")
        await live(page)
        assert urlsplit(page.url).path == f"/m/{house.plan.code}/host"
        assert METTE in house.meeting.here
        assert await faults(page) == []

        await page.click(f"text={say('Sign out')}")
        await expect(page.locator("form.join")).to_be_visible()
        await page.goto(f"{house.room}/host")
        await expect(page.locator("#signing-in")).to_be_visible()


async def test_a_host_withdraws_a_link_and_who_came_by_it_is_out(
    house: House, visitors: Visitors
) -> None:
    peter = await visitors.come(house.links.hosts["Peter Egelund"], LAPTOP)
    visitors.expected |= {401, 403}
    mette = await visitors.come(house.links.hosts["Mette Vinther Poulsen"], LAPTOP)
    await mette.click("a[href$='/people']")
    row = mette.locator("#personal-links li", has_text="Peter Egelund")
    await row.locator("summary").click()
    assert await faults(mette) == []

    await row.locator("button").click()

    await expect(row).to_contain_text("Trukket tilbage")
    assert house.meeting.withdrawn[PETER].times == 1
    await peter.goto(f"{house.room}/host")
    await expect(peter.locator("#signing-in")).to_be_visible()
    again = await visitors.visit(house.links.hosts["Peter Egelund"])
    await expect(again.locator("#signing-in-note")).to_contain_text("bed arrangøren om et nyt")
