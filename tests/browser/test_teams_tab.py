"""The pages inside Teams: framed, signed in, in Teams' colours, and nowhere else framed."""

import pytest
from playwright.async_api import Page, expect

from bot.ports import SignedIn
from dialogs.i18n import words
from meeting import commands as c
from tests.browser.axe import ALL, checked
from tests.browser.conftest import LAPTOP, Visitors
from tests.browser.house import House
from tests.browser.teams_host import CHAT, Teams, around
from tests.given import KEYS, METTE, RASMUS
from tests.given import asked as ask

say = words("da", "Europe/Copenhagen")
PANEL = {"width": 320, "height": 640}
LIGHT, DARK, CONTRAST = "rgb(243, 245, 247)", "rgb(16, 21, 27)", "rgb(0, 0, 0)"


@pytest.fixture
async def teams(house: House, visitors: Visitors):
    """Give what opens a page of the house inside Teams."""
    house.tokens.known = {
        "of Mette": SignedIn("m", "Mette"),
        "of Rasmus": SignedIn("r", "Rasmus"),
        "of Anna": SignedIn("a", "Anna Holm"),
    }
    house.tokens.entra = {"m": METTE, "r": RASMUS}
    house.tokens.chats = {CHAT: house.plan.meeting}

    async def opened(path: str = "/tab", size: dict[str, int] = PANEL, **said: object) -> Teams:
        window = await visitors.visit("about:blank", size)
        # Chromium asks before a site on the network frames one on this machine.
        await window.context.grant_permissions(["local-network-access"])
        return await around(window, house.url + path, **said)

    return opened


async def there(teams: Teams, path: str) -> None:
    """Wait until the frame shows this page and it follows the meeting."""
    await teams.window.wait_for_function("frames.length === 1")
    await teams.page.wait_for_url(f"**{path}")
    await teams.page.wait_for_selector("body[data-live=on]")


async def ground(teams: Teams) -> str:
    found: str = await teams.page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


async def test_in_the_side_panel_a_participant_is_signed_in_and_asks(house: House, teams) -> None:
    panel = await teams(token="of Anna", theme="dark")
    await there(panel, f"/tab/m/{house.plan.code}")

    await panel.page.fill("#text", "Hvornår udleveres nøglen til depotet i Vojens?")
    await panel.page.click("#ask button.button-primary")
    await expect(panel.page.locator("#replies")).to_contain_text("1")

    (question,) = house.meeting.questions.values()
    assert (question.shown_as, question.asker) == ("Anna Holm", KEYS.signed_in("a"))
    assert await ground(panel) == DARK
    wide = await panel.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PANEL["width"]


async def test_the_colours_follow_teams_and_not_the_system(house: House, teams) -> None:
    panel = await teams(token="of Anna", theme="dark")
    await there(panel, f"/tab/m/{house.plan.code}")
    seen = [await ground(panel)]

    for theme, ours in (("contrast", CONTRAST), ("default", LIGHT), ("unheard of", LIGHT)):
        await panel.change_theme(theme)
        await panel.page.wait_for_function(
            "colour => getComputedStyle(document.body).backgroundColor === colour", arg=ours
        )
        seen.append(await ground(panel))

    assert seen == [DARK, CONTRAST, LIGHT, LIGHT]


async def test_outside_teams_the_colours_follow_the_system(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.visit(house.room)
    seen = []
    for wanted in ({"color_scheme": "dark"}, {"color_scheme": "light"}, {"contrast": "more"}):
        await page.emulate_media(**wanted)  # type: ignore[arg-type]
        seen.append(await page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert seen == [DARK, LIGHT, CONTRAST]


async def test_a_host_is_signed_in_and_puts_the_big_screen_on_the_stage(
    house: House, teams
) -> None:
    panel = await teams(token="of Mette")
    await there(panel, f"/tab/m/{house.plan.code}/host")

    assert await checked(panel.page, "html", ALL) == []
    await panel.page.click("#to-stage")
    await expect(panel.page.locator("#to-stage-told")).to_have_text(
        say("The big screen is shown to everybody in the meeting.")
    )
    await panel.page.click("#now button >> nth=0")
    await expect(panel.page.locator("#now")).to_contain_text("1")

    ((address, _options),) = await panel.said("meeting.shareAppContentToStage")
    assert address == f"{house.url}/tab/m/{house.plan.code}/stage"
    assert house.meeting.current == 0


@pytest.mark.parametrize("said", [{"shares": False}, {"frameContext": "content"}])
async def test_who_may_not_share_sees_no_button_for_it(house: House, teams, said) -> None:
    panel = await teams(token="of Mette", **said)
    await there(panel, f"/tab/m/{house.plan.code}/host")

    await panel.window.wait_for_function("host.said.some(({ func }) => func === 'registerHandler')")
    await expect(panel.page.locator("#to-stage")).to_be_hidden()


async def test_a_speaker_opens_the_details_and_has_the_own_queue(house: House, teams) -> None:
    bo = await house.join("Bo", "Billund")
    for deed in (c.StartMeeting(), c.NextItem()):
        await house.do(METTE, deed)
    await house.do(bo, ask("Hvornår er det klar?", "q1"))

    tab = await teams(size=LAPTOP, token="of Rasmus", frameContext="content")
    await there(tab, f"/tab/m/{house.plan.code}/speaker")

    await expect(tab.page.locator("#q-q1")).to_contain_text("Hvornår er det klar?")


async def test_the_meetings_stage_is_the_big_screen_for_whoever_looks(house: House, teams) -> None:
    stage = await teams(
        size=LAPTOP, token="of Mette", frameContext="meetingStage", theme="contrast"
    )
    await there(stage, f"/tab/m/{house.plan.code}/stage")
    await house.do(METTE, c.StartMeeting())

    await expect(stage.page.locator(".hero")).to_contain_text(house.plan.items[0].title)
    assert await ground(stage) == CONTRAST
    assert await stage.said("authentication.getAuthToken") == []


async def test_whom_teams_does_not_name_joins_by_the_form(house: House, teams) -> None:
    panel = await teams()
    await panel.window.wait_for_function("frames.length === 1")
    await panel.page.wait_for_url(f"**/tab/m/{house.plan.code}")
    note = say("Teams has not told us who you are, so write your name yourself if you like.")
    await expect(panel.page.locator(".unknown")).to_have_text(note)

    await panel.page.fill("#name", "Anna")
    await panel.page.click("form.join button")
    await panel.page.wait_for_selector("body[data-live=on]")

    assert "Anna" in {person.name for person in house.meeting.people.values()}


async def test_in_a_chat_without_a_meeting_one_writes_the_code(house: House, teams) -> None:
    panel = await teams(chat="19:another@thread.v2")
    note = say("This chat belongs to no meeting yet; write the meeting's code.")
    await panel.window.wait_for_function("frames.length === 1")
    await expect(panel.page.locator("#tab-note")).to_have_text(note)
    assert await checked(panel.page, "html", ALL) == []

    await panel.page.fill("#code", house.plan.code.lower())
    await panel.page.click("#tab-code button")
    await panel.page.wait_for_url(f"**/tab/m/{house.plan.code}")


async def test_a_host_picks_the_meeting_that_a_new_tab_is_about(house: House, teams) -> None:
    await house.open_later()
    settings = await teams("/tab/config", LAPTOP, token="of Mette", frameContext="settings")
    await settings.window.wait_for_function("frames.length === 1")
    choices = settings.page.locator("#tab-choices label")
    await expect(choices).to_have_count(2)
    await expect(settings.page.locator("#tab-choices input:checked")).to_have_count(1)
    assert await checked(settings.page, "html", ALL) == []

    await settings.page.locator("#tab-choices input").nth(1).check(force=True)
    await settings.save()
    await settings.window.wait_for_function(
        "host.said.some(({ func }) => func === 'settings.save.success')"
    )

    ((kept,),) = await settings.said("settings.setSettings")
    assert kept["contentUrl"] == f"{house.url}/tab?code={house.later.code}&theme={{theme}}"
    assert kept["websiteUrl"] == house.room_of(house.later)


async def test_a_code_that_no_meeting_has_cannot_be_saved(house: House, teams) -> None:
    settings = await teams("/tab/config", LAPTOP, chat="19:another", frameContext="settings")
    await settings.window.wait_for_function("frames.length === 1")
    await settings.page.fill("#code", "NONE2345")
    await settings.page.click("#tab-config button")
    note = say("No meeting has this code; look at the invitation and try again.")
    await expect(settings.page.locator("#tab-note")).to_have_text(note)

    await settings.page.fill("#code", house.plan.code)
    await settings.page.click("#tab-config button")
    chosen = say("{title} is chosen; press Save.", title=house.plan.title)
    await expect(settings.page.locator("#tab-note")).to_have_text(chosen)

    states = await settings.said("settings.setValidityState")
    assert [states[0], states[-1]] == [[False], [True]]


async def test_outside_the_tab_no_page_can_be_framed_even_by_teams(
    house: House, teams, visitors: Visitors
) -> None:
    refused: list[str] = []
    visitors.noted = refused.append
    for path in ("", "/host", "/stage"):
        framed = await teams(f"/m/{house.plan.code}{path}")
        await framed.window.wait_for_function("frames.length === 1")
        assert framed.page.url.startswith("chrome-error:")

    assert len(refused) == 3
    assert all("frame-ancestors 'none'" in told for told in refused)


async def test_another_site_cannot_frame_the_tab(house: House, visitors: Visitors) -> None:
    refused: list[str] = []
    visitors.noted = refused.append
    window: Page = await visitors.visit("about:blank")
    await window.context.grant_permissions(["local-network-access"])
    html = f'<iframe src="{house.url}/tab"></iframe>'
    await window.route(
        "https://evil.example/", lambda route: route.fulfill(body=html, content_type="text/html")
    )
    await window.goto("https://evil.example/")
    await window.wait_for_function("frames.length === 1")

    assert window.frames[1].url.startswith("chrome-error:")
    assert "frame-ancestors" in refused[0]


async def test_in_a_browser_the_tab_leads_to_the_meetings_own_page(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.visit(f"{house.url}/tab?code={house.plan.code}")

    link = page.locator("#tab-outside a")
    await expect(link).to_be_visible()
    assert await link.get_attribute("href") == f"/m/{house.plan.code}"
