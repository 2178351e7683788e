"""A long meeting and a long time without a line: focus, typing and memory stay as they are.

A minute of it in `make test`; half an hour, and a whole minute without a line, with --soak.
"""

import asyncio
from dataclasses import dataclass

import pytest
from playwright.async_api import CDPSession, Page, expect

from dialogs.i18n import words
from meeting.commands import (
    AnswerQuestion,
    NextItem,
    OpenEvaluation,
    PutOn,
    StartMeeting,
    Unvote,
    Vote,
)
from meeting.ids import PersonId, QuestionId
from tests.browser.conftest import Visitors
from tests.browser.hall import HOST
from tests.browser.house import House
from tests.browser.test_lines import caret
from tests.browser.test_meeting import ask
from tests.given import METTE, asked

QUESTIONS = 200
ROUNDS, SOAKING_ROUNDS = 60, 3600  # of ten changes each, once all questions are there
BETWEEN = 0.5  # seconds between two rounds, with --soak
OFFLINE, SOAKING_OFFLINE = 2.0, 60.0  # seconds
MORE = 1.15  # the memory at the end, of that after the first rounds
say = words("da", "Europe/Copenhagen")


@dataclass(frozen=True)
class Kept:
    """What a page keeps in memory once all that can go is gone."""

    heap: float  # bytes
    nodes: float
    listeners: float


async def kept(session: CDPSession) -> Kept:
    await session.send("HeapProfiler.collectGarbage")
    told = (await session.send("Performance.getMetrics"))["metrics"]
    found = {one["name"]: one["value"] for one in told}
    return Kept(found["JSHeapUsedSize"], found["Nodes"], found["JSEventListeners"])


async def measured(page: Page) -> CDPSession:
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    return session


async def changes(house: House, voters: list[PersonId], number: int) -> None:
    """Ten things that a page is told of."""
    question = QuestionId(f"q{number % QUESTIONS}")
    for voter in voters:
        await house.do(voter, Vote(question))
    await house.do(METTE, PutOn(question))
    for voter in voters:
        await house.do(voter, Unvote(question))
    text = f"Det svarede vi gang {number} på." if number % 2 else None
    await house.do(METTE, AnswerQuestion(question, text))


@pytest.mark.timeout(3600)
async def test_a_long_meeting_takes_no_focus_no_typing_and_no_memory(
    house: House, visitors: Visitors, soaking: bool
) -> None:
    bo = await house.join("Bo", "Billund")
    voters = [await house.join(f"Vælger {n}", "Kolding") for n in range(4)]
    anna = await visitors.join(house, "Anna", "Odense")
    host = await visitors.come(house.links.hosts[HOST])
    pages, rounds = (anna, host), SOAKING_ROUNDS if soaking else ROUNDS
    await house.do(METTE, StartMeeting())
    await house.do(METTE, NextItem())
    await house.do(bo, asked("Hvem svarer på det første?", "q0"))
    await host.locator("#more-q0 summary").click()
    for page, field in ((anna, "#text"), (host, "#answer-q0")):
        await page.fill(field, "Et halvt skrevet")
        await page.focus(field)
        await page.keyboard.press("Home")
        await page.keyboard.press("ArrowRight")
    for number in range(1, QUESTIONS):
        await house.do(bo, asked(f"Hvad gør vi ved sag nummer {number}?", f"q{number}"))
    sessions = [await measured(page) for page in pages]
    before: list[Kept] = []
    for number in range(rounds):
        await changes(house, voters, number)
        if number == rounds // 3:
            before = await settled(house, pages, sessions)
        await asyncio.sleep(BETWEEN if soaking else 0)
    after = await settled(house, pages, sessions)

    for page, field in ((anna, "text"), (host, "answer-q0")):
        assert await caret(page) == [field, "Et halvt skrevet", 1]
    for one, other in zip(before, after, strict=True):
        print(f"{one} -> {other}")
        assert other.heap < MORE * one.heap
        assert other.nodes < MORE * one.nodes
        assert other.listeners <= MORE * one.listeners


async def settled(house: House, pages: tuple[Page, ...], sessions: list[CDPSession]) -> list[Kept]:
    for page in pages:
        await page.wait_for_selector(f"body[data-version='{house.meeting.version}']")
    return [await kept(session) for session in sessions]


@pytest.mark.timeout(200)
async def test_what_is_written_without_a_line_is_there_and_sent_once_when_it_is_back(
    house: House, visitors: Visitors, soaking: bool
) -> None:
    bo = await house.join("Bo", "Billund")
    await house.do(METTE, StartMeeting())
    await house.do(METTE, OpenEvaluation())
    anna = await visitors.join(house, "Anna", "Odense")
    await anna.context.set_offline(True)
    lost = say("The connection is gone, trying again")
    await expect(anna.locator("#connection")).to_have_text(lost)

    await ask(anna, "Hvornår bliver barselssagerne flyttet?", "organisation")
    await ask(anna, "Hvem kan se det?", "anonymous")
    await expect(anna.locator("#replies .is-waiting")).to_have_count(2)
    await anna.fill("#text", "Og et halvt")
    await anna.fill("#field-comment", "Kort og klart.")
    for number in range(5):
        await house.do(bo, asked(f"Hvad skete der imens, {number}?", f"q{number}"))
    await asyncio.sleep(SOAKING_OFFLINE if soaking else OFFLINE)
    await anna.context.set_offline(False)

    await expect(anna.locator("#questions > li")).to_have_count(7)
    await expect(anna.locator("#replies .is-waiting")).to_have_count(0)
    assert len(house.meeting.questions) == 7
    assert await anna.input_value("#text") == "Og et halvt"
    await anna.click("#evaluation button")
    await expect(anna.locator("#evaluation .thanks")).not_to_be_empty()
    counts = house.meeting.evaluation.counts
    assert dict(counts["comment"]) == {"Kort og klart.": 1}
