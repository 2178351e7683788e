"""Polls in a real browser: asked in ten seconds, answered by keyboard, seen on the big screen."""

import asyncio
import time

import pytest
from playwright.async_api import Page

from dialogs.poll_words import read_poll
from meeting import commands as c
from meeting.ids import PersonId, PollId
from meeting.poll_views import polls_view
from meeting.viewer import Viewer
from tests.browser.axe import faults
from tests.browser.conftest import LAPTOP, PHONE, SCREEN, Visitors, live
from tests.browser.house import House
from tests.given import METTE

HOST = "Mette Vinther Poulsen"
NARROW = {"width": 320, "height": 640}
P1, P2 = PollId("poll-1"), PollId("poll-2")
CHOICE = "Skal vi mødes fysisk? / Ja / Nej / Ved ikke"
LINES = {
    "choice": CHOICE,
    "multiple": "flere: Hvilke emner? / UDK / Drift / Sortiment / KLIK / Valg",
    "scale": "Hvor klar er jeres kommune? 0-10",
    "words": "Hvad tager du med hjem?",
    "ranking": "rangér: Hvad er vigtigst? / UDK og kommunernes spørgsmål / Drift / Valg",
}
VALUES = {
    "choice": ("1",),
    "multiple": ("1", "3"),
    "scale": ("7",),
    "words": ("samarbejde", "KLIK"),
    "ranking": ("2", "1", "3"),
}


async def ask(house: House, line: str, poll: PollId = P1, **more: object) -> None:
    live_ = bool(more.pop("shown", False))
    await house.do(METTE, c.AskPoll(poll, read_poll(line, live=live_), **more))  # type: ignore[arg-type]


async def answer(house: House, number: int, *values: str, poll: PollId = P1) -> None:
    person = PersonId(f"p-{number}")
    key = await house.hub.ballot_key(house.plan.meeting, person, poll)
    await house.do(person, c.AnswerPoll(poll, key, values))


def counts(house: House) -> dict[str, int]:
    result = polls_view(house.meeting, Viewer(host=True))[-1].result
    assert result is not None
    return {line.title: line.count for line in result.lines if line.count}


async def caught_up(house: House, *pages: Page) -> None:
    for page in pages:
        await page.wait_for_selector(f"body[data-version='{house.meeting.version}']")


async def overflow(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def test_a_host_asks_the_room_in_ten_seconds_and_the_room_can_answer(
    house: House, visitors: Visitors
) -> None:
    host = await visitors.come(house.links.hosts[HOST])
    phone = await visitors.join(house, "Anna", "Odense")
    stage = await visitors.come(house.links.stage, SCREEN)
    began = time.monotonic()

    await host.keyboard.press("a")
    await host.keyboard.type(CHOICE)
    await host.wait_for_selector("#poll-preview li:nth-child(3)")
    becomes = await host.inner_text("#poll-preview")
    await host.keyboard.press("Enter")
    await phone.get_by_label("Nej").check()
    await phone.click(".poll-form button")
    await phone.wait_for_selector(".poll-form .thanks:not(:empty)")

    assert time.monotonic() - began < 10
    assert [line for line in becomes.splitlines() if line] == [
        "Bliver til: Vælg ét svar",
        "Skal vi mødes fysisk?",
        "Ja",
        "Nej",
        "Ved ikke",
    ]
    assert counts(house) == {"Nej": 1}
    await stage.wait_for_selector(".hero-poll .call-count strong:text-is('1')")
    assert await host.input_value("#poll-text") == ""


async def test_it_is_answered_and_changed_by_keyboard_alone(
    house: House, visitors: Visitors
) -> None:
    await ask(house, CHOICE)
    phone = await visitors.join(house, "Anna", "Odense")

    await phone.focus(f"#{P1}-1")
    await phone.keyboard.press("Space")
    await phone.keyboard.press("ArrowRight")
    await phone.keyboard.press("Tab")
    await phone.keyboard.press("Enter")
    await phone.wait_for_selector(".poll-form .thanks:not(:empty)")
    assert counts(house) == {"Nej": 1}
    await phone.keyboard.press("Shift+Tab")
    await phone.keyboard.press("ArrowRight")
    await phone.keyboard.press("Enter")

    for _ in range(100):
        if counts(house) == {"Ved ikke": 1}:
            break
        await asyncio.sleep(0.02)
    assert counts(house) == {"Ved ikke": 1}


async def test_what_is_chosen_and_the_thanks_stay_while_others_answer(
    house: House, visitors: Visitors
) -> None:
    await ask(house, CHOICE)
    phone = await visitors.join(house, "Anna", "Odense")
    await phone.check(f"#{P1}-2")
    for number in range(3):
        await answer(house, number, "1")
    await caught_up(house, phone)
    assert await phone.is_checked(f"#{P1}-2")

    await phone.click(".poll-form button")
    await phone.wait_for_selector(".poll-form .thanks:not(:empty)")
    await answer(house, 4, "1")
    await caught_up(house, phone)

    assert "gemt" in await phone.inner_text(".poll-form .thanks")
    await phone.reload()
    await live(phone)
    assert await phone.is_checked(f"#{P1}-2")


async def test_a_result_comes_to_everybody_at_the_close_and_goes_when_it_is_hidden(
    house: House, visitors: Visitors
) -> None:
    await ask(house, CHOICE)
    phone = await visitors.join(house, "Anna", "Odense")
    host = await visitors.come(house.links.hosts[HOST])
    stage = await visitors.come(house.links.stage, SCREEN)
    for number in range(6):
        await answer(house, number, str(1 + number % 2))
    await caught_up(house, phone, host, stage)
    assert await phone.locator("#poll .bars").count() == 0
    assert await host.inner_text("#poll .count >> nth=0") == "3 50 %"

    await host.get_by_role("button", name="Luk og vis resultatet").click()
    await phone.wait_for_selector("#poll .bars")
    await stage.wait_for_selector(".hero-poll .bars")
    rows = await stage.locator(".hero-poll .bars tbody tr").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == ["Ja 3 50 %", "Nej 3 50 %", "Ved ikke 0 0 %"]
    assert await phone.locator(".poll-form").count() == 0

    await host.get_by_role("button", name="Skjul resultatet").click()
    await phone.wait_for_selector("#poll .bars", state="detached")
    await stage.wait_for_selector(".hero:not(.hero-poll)")


async def test_a_word_that_was_not_sent_does_not_stand_in_the_next_polls_way(
    house: House, visitors: Visitors
) -> None:
    await ask(house, LINES["words"])
    phone = await visitors.join(house, "Anna", "Odense")
    await phone.fill(f"#{P1}-word-1", "næsten færdig")

    await ask(house, LINES["ranking"], P2, instead=P1)
    await phone.wait_for_selector(f"#{P2}-place-1")

    assert await phone.locator("form.poll-form").count() == 1


async def test_what_has_a_place_cannot_get_another(house: House, visitors: Visitors) -> None:
    await ask(house, LINES["ranking"])
    phone = await visitors.join(house, "Anna", "Odense")

    await phone.select_option(f"#{P1}-place-1", "2")
    await answer(house, 1, "1")
    await caught_up(house, phone)

    disabled = f"#{P1}-place-2 option:disabled"
    assert await phone.locator(disabled).all_inner_texts() == ["Drift"]
    await phone.select_option(f"#{P1}-place-2", "3")
    await phone.click(".poll-form button")
    await phone.wait_for_selector(".poll-form .thanks:not(:empty)")
    assert counts(house) == {"Drift": 3, "Valg": 2, "UDK og kommunernes spørgsmål": 3}


async def test_without_scripts_a_participant_answers_and_a_host_asks(
    house: House, visitors: Visitors
) -> None:
    key = house.links.hosts[HOST]
    scripted = await visitors.come(key)
    cookies = await scripted.context.cookies()
    host = await visitors.visit(house.room, LAPTOP, scripts=False)
    await host.context.add_cookies(cookies)
    await host.goto(f"{house.room}/host")
    await host.fill("#poll-text", "Hvilke emner? / UDK / Drift")
    await host.click(".poll-kinds summary")
    await host.check("#kind-multiple")
    await host.click("#poll-ask .poll-line button")
    assert "Afstemningen er åben." in await host.inner_text(".told")

    phone = await visitors.visit(house.room, PHONE, scripts=False)
    await phone.click("form.join button")
    poll = house.meeting.polls[-1].id
    await phone.check(f"#{poll}-1")
    await phone.check(f"#{poll}-2")
    await phone.click(".poll-form button")

    assert "Tak, dit svar er gemt." in await phone.inner_text(".told")
    assert counts(house) == {"UDK": 1, "Drift": 1}


async def test_a_wrong_line_says_what_to_do_before_and_after_it_is_sent(
    house: House, visitors: Visitors
) -> None:
    host = await visitors.come(house.links.hosts[HOST])

    await host.fill("#poll-text", "Mødes vi? / ja")
    await host.wait_for_selector("#poll-preview .wrong")
    await host.keyboard.press("Enter")
    told = await host.inner_text("#poll-ask .form-error-message")

    assert told.startswith("Giv 2 til 12 forskellige svarmuligheder")
    assert await host.input_value("#poll-text") == "Mødes vi? / ja"


async def test_a_prepared_poll_is_asked_with_one_press(house: House, visitors: Visitors) -> None:
    await house.do(METTE, c.StartMeeting())
    host = await visitors.come(house.links.hosts[HOST])

    await host.locator("#poll-ask .prepared >> nth=0").get_by_role("button").click()
    await host.wait_for_selector("#poll h2")

    assert house.meeting.polls[-1].prepared == "skal-vi-moedes-fysisk-naeste-gang"


@pytest.mark.parametrize("kind", LINES)
async def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(
    house: House, visitors: Visitors, kind: str
) -> None:
    phone = await visitors.visit(house.room, NARROW)
    await phone.click("form.join button")
    await live(phone)
    host = await visitors.come(house.links.hosts[HOST], NARROW)
    stage = await visitors.come(house.links.stage, SCREEN)
    pages = (phone, host, stage)
    # The rest of the pages is the same for each kind, and most of the work.
    parts = ("html",) * 3 if kind == "choice" else ("#poll", "#poll", "#hero")
    await ask(house, LINES[kind], shown=True)
    await caught_up(house, *pages)
    found = {"open": await asyncio.gather(*map(faults, pages, parts))}
    for number in range(12):
        await answer(house, number, *VALUES[kind])
    await caught_up(house, *pages)
    found["live"] = await asyncio.gather(*map(faults, pages, parts))
    small = await phone.evaluate(
        """[...document.querySelectorAll('#poll button, #poll .step, #poll input, #poll select')]
        .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 40 || box.height < 40))
        .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
    )
    await house.do(METTE, c.ClosePoll())
    await caught_up(house, *pages)
    found["closed"] = await asyncio.gather(*map(faults, pages, parts))

    assert {state: them for state, them in found.items() if any(them)} == {}
    assert small == []
    assert [await overflow(page) for page in (phone, host)] == [0, 0]


@pytest.mark.parametrize("size", [SCREEN, {"width": 1280, "height": 720}])
async def test_every_line_of_the_longest_result_is_seen_on_the_big_screen(
    house: House, visitors: Visitors, size: dict[str, int]
) -> None:
    options = " / ".join(f"{n}. En svarmulighed med en del ord i sig" for n in range(1, 13))
    await ask(house, f"Hvilke af disse ting skal vi arbejde videre med i år? / {options}")
    for number in range(12):
        await answer(house, number, str(1 + number))
    await house.do(METTE, c.ClosePoll())

    stage = await visitors.come(house.links.stage, size)

    hidden = await stage.evaluate(
        """(() => { const hero = document.querySelector('.hero').getBoundingClientRect();
        return [...document.querySelectorAll('.hero h2, .hero tr')]
        .map((e) => e.getBoundingClientRect()).filter((b) => b.bottom > hero.bottom + 1
        || b.top < hero.top).length; })()"""
    )
    assert hidden == 0


async def test_a_host_takes_a_word_out_of_the_cloud(house: House, visitors: Visitors) -> None:
    await ask(house, LINES["words"])
    for number in range(5):
        await answer(house, number, "godt", "øv")
    host = await visitors.come(house.links.hosts[HOST])
    stage = await visitors.come(house.links.stage, SCREEN)

    await host.select_option("#strike-word", "øv")
    await host.locator(".strike button").click()
    await host.wait_for_selector(
        "#strike-word option:nth-child(1):text-is('godt')", state="attached"
    )
    await host.get_by_role("button", name="Luk og vis resultatet").click()
    await stage.wait_for_selector(".hero-poll .cloud")

    assert await stage.locator(".cloud bdi").all_inner_texts() == ["godt"]


async def test_peoples_words_stay_text(house: House, visitors: Visitors) -> None:
    await ask(house, "<img src=x onerror=alert(1)> & hvad? / <b>ja</b> / nej", shown=True)
    host = await visitors.come(house.links.hosts[HOST])
    phone = await visitors.join(house, "Anna", "Odense")
    stage = await visitors.come(house.links.stage, SCREEN)
    await host.fill("#poll-text", "<i>Hvad</i> / <script>1</script> / b")
    await host.wait_for_selector("#poll-preview li")

    made = [
        await page.evaluate("document.querySelectorAll('main img, main b, main i').length")
        for page in (host, phone, stage)
    ]

    assert made == [0, 0, 0]
    assert await phone.inner_text("#poll-title") == "<img src=x onerror=alert(1)> & hvad?"
