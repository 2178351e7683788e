"""Draws pictures of docs/ from the real pages: `python -m tests.browser.pictures [CHAPTER...]`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.ports import SignedIn
from dialogs.poll_words import read_poll
from meeting import commands as c
from meeting.ids import PersonId, PollId, QuestionId
from meeting.wishes import wish_id
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.earlier import hold_earlier, host_links
from tests.browser.house import House, opened
from tests.browser.rehearsal import rehearsed
from tests.browser.teams_host import around
from tests.given import (
    ANNA,
    EXAMPLE,
    HANS,
    KELD,
    METTE,
    PETER,
    RASMUS,
    asked,
    demo_knowledge,
)
from tests.meeting.editions import answered, ballots_of, plan_of

HERE = Path(__file__).parent.parent.parent / "docs" / "pictures"
LAPTOP, PHONE, SCREEN, TABLET = (1280, 800), (390, 780), (1280, 720), (900, 560)
UNKNOWN = "Hvornår udleveres nøglen til depotet i Vojens?"
HOST = "Mette Vinther Poulsen"


async def look(browser: Browser, url: str, size: tuple[int, int]) -> Page:
    width, height = size
    scale = 2 if width < 600 else 1
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="da-DK", device_scale_factor=scale
    )
    page = await context.new_page()
    await page.goto(url)
    await page.wait_for_timeout(1500)
    return page


async def keep(page: Page, name: str) -> None:
    await page.wait_for_timeout(300)
    await page.screenshot(path=HERE / f"{name}.png")


async def before(house: House, browser: Browser) -> None:
    for person in (PETER, RASMUS, HANS):
        await house.do(person, c.Arrive())
    await keep(await look(browser, house.links.hosts[HOST], LAPTOP), "agenda-before")


async def behind(house: House, browser: Browser) -> None:
    """Item 2 took nine minutes too long, and item 3 has eleven of its fifteen behind it."""
    await house.do(METTE, c.StartMeeting())
    house.clock.forward(minutes=5)
    await house.do(METTE, c.NextItem())
    await house.do(ANNA, c.Join("Anna Holm", "Odense"))
    await house.do(ANNA, asked("Hvem betaler for den ekstra regning?", addressed=(RASMUS,)))
    house.clock.forward(minutes=24)
    await house.do(METTE, c.NextItem())
    house.clock.forward(minutes=11)
    host = await look(browser, house.links.hosts[HOST], LAPTOP)
    await keep(host, "agenda-proposals")
    await keep(await look(browser, house.links.hosts[HOST], PHONE), "agenda-proposals-phone")
    await keep(await look(browser, house.links.stage, SCREEN), "agenda-stage-behind")
    phone = await look(browser, house.links.participant, PHONE)
    await phone.locator("form button").last.click()
    await phone.wait_for_timeout(1500)
    await phone.locator("#recap summary").click()
    await keep(phone, "agenda-behind-phone")
    await host.locator("#proposals li").last.get_by_role("button").click()
    await host.wait_for_timeout(800)
    await host.locator("#row-item-4 summary").click()
    agenda = host.locator("#agenda")
    await agenda.screenshot(path=HERE / "agenda-after-cut.png")


async def evaluated(house: House, browser: Browser) -> None:
    """Two editions before, and this one's evaluation as the answers come in."""
    for edition, sizes in enumerate(((31, 12), (42, 18))):
        for number, people in enumerate(sizes):
            ballots = ballots_of(answered(edition, number, people))
            await house.play(
                plan_of(edition, number),
                (METTE, c.StartMeeting()),
                (METTE, c.OpenEvaluation()),
                *((METTE, ballot) for ballot in ballots),
                (METTE, c.CloseMeeting()),
            )
    await house.do(METTE, c.StartMeeting())
    await house.do(METTE, c.OpenEvaluation())
    for number, answers in enumerate(answered(2, 0, 47)):
        person = await house.join(f"Person {number}", f"Kommune {number % 31}")
        await house.rate(person, {question: (value,) for question, value in answers.items()})
    host = await look(browser, house.links.hosts[HOST], LAPTOP)
    await host.locator("#results").screenshot(path=HERE / "evaluation-host.png")
    for text in ("Databeskyttelse i praksis", "Budget 2021", "Nye regler for valg"):
        await house.do(PETER, c.ProposeTopic(text))
    for number in range(9):
        wanted = "Databeskyttelse i praksis" if number % 3 else "Budget 2021"
        await house.do(PersonId(f"p-person-{number}"), c.VoteWish(wish_id(wanted)))
    phone = await look(browser, house.links.participant, PHONE)
    await phone.locator("form button").last.click()
    await phone.wait_for_timeout(1500)
    await phone.locator("#wishes").screenshot(path=HERE / "wishes-phone.png")
    await phone.locator("#evaluation").screenshot(path=HERE / "evaluation-phone.png")
    await house.do(METTE, c.ShowResults())
    await keep(await look(browser, house.links.stage, SCREEN), "evaluation-stage")


async def series(house: House, browser: Browser) -> None:
    """The series' page for a host, who came by the links of its meetings, and for a newcomer."""
    await hold_earlier(house)
    await house.do(METTE, c.StartMeeting())
    await house.carry()
    await house.do(METTE, asked("Hvornår er næste version klar?", "next"))
    await house.do(METTE, c.FollowUp(QuestionId("next"), KELD))
    await house.do(METTE, c.OpenEvaluation())
    for number, answers in enumerate(answered(2, 0, 15)):
        person = await house.join(f"Person {number}", f"Kommune {number}")
        await house.rate(person, {question: (value,) for question, value in answers.items()})
    await house.do(METTE, c.ShowResults())
    await house.do(METTE, c.CloseMeeting())
    for name, size in (("laptop", (1280, 1120)), ("phone", PHONE)):
        page = await look(browser, host_links(house)[0], size)
        for link in (*host_links(house)[1:], house.links.hosts[HOST]):
            await page.goto("about:blank")
            await page.goto(link)
            await page.wait_for_timeout(1500)
        await page.goto(f"{house.room}/series")
        if name == "laptop":
            await page.locator("#promised-title").evaluate("it => it.scrollIntoView()")
        await keep(page, f"series-{name}")


async def speakers(house: House, browser: Browser) -> None:
    await house.do(METTE, c.MessageSpeaker(PETER, "Rund gerne af nu."))
    await keep(
        await look(browser, house.links.speakers["Peter Egelund"], (900, 560)), "agenda-speaker"
    )
    await house.do(KELD, c.Arrive())
    await keep(
        await look(browser, house.links.speakers["Keld Jørgensen"], PHONE), "agenda-next-phone"
    )


async def after(house: House, browser: Browser) -> None:
    for minutes in (3, 16, 14, 12):
        house.clock.forward(minutes=minutes)
        await house.do(METTE, c.NextItem())
    house.clock.forward(minutes=4)
    await house.do(METTE, c.CloseMeeting())
    host = await look(browser, house.links.hosts[HOST], LAPTOP)
    await host.locator("#history").screenshot(path=HERE / "agenda-minutes.png")


async def knowledge(house: House, browser: Browser) -> None:
    """Nobody knew in run 1, a speaker answered and put it into the base, run 2 is answered."""
    await house.open_later()
    anna = await look(browser, house.links.participant, PHONE)
    await anna.locator("form button").last.click()
    await anna.wait_for_timeout(1500)
    await anna.locator("#text").fill(f"til KL: {UNKNOWN}")
    await anna.locator("#ask button").last.click()
    await anna.wait_for_timeout(1000)
    await anna.locator("#mine").screenshot(path=HERE / "loop-1-asked.png")
    (question,) = house.meeting.questions
    await house.do(RASMUS, c.AnswerQuestion(question, "Nøglen udleveres den 1. juni."))
    speaker = await look(browser, house.links.speakers["Rasmus Edelberg"], TABLET)
    await speaker.locator(f"#q-{question}").screenshot(path=HERE / "loop-2-answered.png")
    await speaker.goto(f"{house.room}/knowledge")
    await speaker.locator(f"#learn-{question}").screenshot(path=HERE / "loop-3-learn.png")
    await speaker.locator(f"#learn-{question} button").click()
    await speaker.wait_for_timeout(500)
    await house.learner.look()
    bo = await look(browser, house.room_of(house.later), PHONE)
    await bo.locator("form button").last.click()
    await bo.wait_for_timeout(1500)
    await bo.locator("#text").fill("Hvornår får vi nøglen til depotet i Vojens?")
    await bo.locator("#ask button").last.click()
    await bo.wait_for_timeout(1500)
    await bo.locator("#mine").screenshot(path=HERE / "loop-4-known.png")
    await base(house, browser)


async def base(house: House, browser: Browser) -> None:
    """What editors see: a change that waits, and what a question would get."""
    entry = demo_knowledge().entries[0]
    change = replace(entry, answer=f"{entry.answer} Det gælder også i 2021.", owner="ATP")
    await house.do(METTE, c.WriteEntry(change, owner=""))
    page = await look(browser, house.links.hosts[HOST], LAPTOP)
    await page.goto(f"{house.room}/knowledge")
    await keep(page, "knowledge-waiting")
    await page.goto(f"{house.room}/knowledge?find=hvornår er udk ude af kmd sag")
    await keep(page, "knowledge-try")
    deck = (EXAMPLE / "deck.txt").read_text("utf-8").replace("MARTS 2020", "APRIL 2020", 1)
    april = deck.replace("Sortiment og ny it-understøttet", "Ny it-understøttet").encode()
    await page.goto(f"{house.room}/deck")
    sent = {"name": "april.txt", "mimeType": "text/plain", "buffer": april}
    await page.locator("#file").set_input_files(sent)  # type: ignore[arg-type]
    await page.locator("form button").last.click()
    await page.wait_for_timeout(1500)
    await keep(page, "deck-difference")


async def polled(house: House, *answers: tuple[str, ...]) -> None:
    """Have so many people answer the poll that is open."""
    poll = house.meeting.polls[-1].id
    for number, values in enumerate(answers):
        person = PersonId(f"x{number}")
        key = await house.hub.ballot_key(house.plan.meeting, person, poll)
        await house.do(person, c.AnswerPoll(poll, key, values))


async def polls(house: House, browser: Browser) -> None:
    """A poll of each kind, as hosts, participants and the whole room see it."""
    await house.do(METTE, c.StartMeeting())
    host = await look(browser, house.links.hosts[HOST], (1280, 640))
    stage = await look(browser, house.links.stage, SCREEN)
    phone = await look(browser, house.links.participant, PHONE)
    await phone.locator("form button").last.click()
    await host.fill("#poll-text", "Skal vi mødes fysisk? / Ja / Nej / Ved ikke")
    await host.wait_for_timeout(800)
    await keep(host, "polls-ask")
    await host.locator("#poll-ask .poll-line button").click()
    await phone.wait_for_timeout(1000)
    await phone.get_by_label("Ja").check()
    await phone.locator(".poll-form button").click()
    await polled(house, *((str(1 + n * n % 3),) for n in range(41)))
    await phone.wait_for_timeout(800)
    await keep(phone, "polls-phone")
    await keep(host, "polls-host")
    await kinds(house, stage)


async def kinds(house: House, stage: Page) -> None:
    words = ["samarbejde", "UDK", "KLIK", "frister", "økonomi", "klarhed", "opgaver"]
    words += ["testmiljø", "tillid", "overblik"]
    said = [(words[n * n % 10], words[n % 4], words[n * 3 % 7]) for n in range(60)]
    orders = [*permutations("12345", 3)]
    scale = [("4",), ("5",), ("3",), ("4",), ("2",)] * 8
    topics = "UDK / Drift / Sortiment / KLIK / Valg"
    for name, line, answers in (
        ("choice", "", ()),
        ("scale", "Hvor klar er jeres kommune til UDK? 1-5", scale),
        ("words", "Hvad tager du med hjem i dag?", [tuple(dict.fromkeys(s)) for s in said]),
        ("ranking", f"rangér 3: Hvad skal vi prioritere? / {topics}", orders[::2]),
    ):
        if line:
            await house.do(METTE, c.AskPoll(PollId(name), read_poll(line)))
            await polled(house, *answers)
        await house.do(METTE, c.ClosePoll())
        await stage.wait_for_timeout(900)
        await keep(stage, f"polls-stage-{name}")


async def rehearsal(_: House, browser: Browser) -> None:
    async with rehearsed() as found:
        await keep(await look(browser, found.hosts[HOST], LAPTOP), "rehearsal-host")


async def tab(house: House, browser: Browser) -> None:
    """The side panel in Teams' colours: a host's in dark, a participant's in light and contrast."""
    house.tokens.known = {"mette": SignedIn("m", None), "anna": SignedIn("a", "Anna Holm")}
    house.tokens.entra = {"m": METTE}
    for deed in (c.StartMeeting(), c.NextItem()):
        await house.do(METTE, deed)
    house.clock.forward(minutes=7)
    bo = await house.join("Bo Lund", "Billund")
    await house.do(bo, asked("Hvem betaler for den ekstra regning?"))
    for who, theme in (("mette", "dark"), ("anna", "default"), ("anna", "contrast")):
        context = await browser.new_context(
            viewport={"width": 320, "height": 720}, locale="da-DK", device_scale_factor=2
        )
        await context.grant_permissions(["local-network-access"])
        window = await context.new_page()
        begin = f"{house.url}/tab?code={house.plan.code}"
        await around(window, begin, token=who, theme=theme)
        await window.wait_for_timeout(2500)
        await keep(window, f"teams-tab-{who}-{theme}")


CHAPTERS = {
    "agenda": (before, behind, speakers, after),
    "knowledge": (knowledge,),
    "evaluation": (evaluated,),
    "series": (series,),
    "polls": (polls,),
    "rehearsal": (rehearsal,),
    "tab": (tab,),
}


async def main(wanted: Sequence[str]) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in wanted or CHAPTERS:
            async with opened() as house:
                for draw in CHAPTERS[name]:
                    await draw(house, browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
