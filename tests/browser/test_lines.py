"""Poor lines and busy pages: nothing typed is lost, nothing sent twice, nothing jumps."""

import asyncio

from playwright.async_api import Page, Route, expect

from dialogs.i18n import words
from meeting.commands import AnswerQuestion, NextItem, StartMeeting, Vote
from meeting.ids import QuestionId
from tests.browser.conftest import Visitors, live
from tests.browser.house import House
from tests.browser.test_meeting import ask
from tests.given import METTE, asked
from tests.machine import allowed

say = words("da", "Europe/Copenhagen")
SOON = 2.0  # seconds until a host must see whether things can be saved


async def caret(page: Page) -> list[object]:
    found: list[object] = await page.evaluate(
        "[document.activeElement.id, document.activeElement.value,"
        " document.activeElement.selectionStart]"
    )
    return found


async def test_typing_focus_and_caret_stay_while_the_page_updates(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await house.join("Bo", "Billund")
    await anna.fill("#text", "Et halvt skrevet")
    await anna.focus("#text")
    await anna.keyboard.press("Home")
    await anna.keyboard.press("ArrowRight")

    await house.do(METTE, StartMeeting())
    for number in range(5):
        await house.do(bo, asked(f"Spørgsmål {number}?", f"q{number}"))
        await house.do(bo, Vote(QuestionId(f"q{number}")))
    await house.do(METTE, NextItem())

    await expect(anna.locator("#questions > li")).to_have_count(5)
    await expect(anna.locator("#now h2")).to_have_text(house.plan.items[1].title)
    assert await caret(anna) == ["text", "Et halvt skrevet", 1]


async def test_a_half_written_answer_stays_with_the_host_while_votes_come_in(
    house: House, visitors: Visitors
) -> None:
    bo = await house.join("Bo", "Billund")
    await house.do(bo, asked("Hvem har ansvaret?", "q1"))
    await house.do(bo, asked("Hvad koster det?", "q2"))
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    await host.locator("#more-q1 summary").click()
    await host.fill("#answer-q1", "Det har vi")

    await house.do(bo, Vote(QuestionId("q2")))
    await house.do(METTE, AnswerQuestion(QuestionId("q1"), None))

    await expect(host.locator("#q-q1")).to_have_class("question is-answered")
    first = host.locator("#questions > li").first
    await expect(first).to_have_attribute("id", "q-q2")
    assert await caret(host) == ["answer-q1", "Det har vi", 10]


async def test_what_is_sent_without_a_line_is_sent_once_when_it_is_back(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    await anna.context.set_offline(True)
    await expect(anna.locator("#connection")).to_have_text(
        say("The connection is gone, trying again")
    )

    await ask(anna, "Hvornår bliver barselssagerne flyttet til UDK?", "organisation")
    await expect(anna.locator("#replies .is-waiting")).to_be_visible()
    assert len(house.meeting.questions) == 0
    await anna.context.set_offline(False)

    await expect(anna.locator("#questions > li")).to_have_count(1)
    await expect(anna.locator("#replies .is-waiting")).to_have_count(0)
    await expect(anna.locator("#connection")).not_to_have_class("connection is-lost")
    assert len(house.meeting.questions) == 1


async def test_a_question_whose_answer_was_lost_on_the_way_is_not_asked_twice(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")

    delivered: asyncio.Queue[int] = asyncio.Queue()

    async def deliver_and_cut(route: Route) -> None:
        answer = await route.fetch()
        await route.abort()
        delivered.put_nowait(answer.status)

    await anna.route("**/questions", deliver_and_cut, times=2)
    await ask(anna, "Hvem kan se svarene?", "anonymous")
    assert [await delivered.get(), await delivered.get()] == [201, 201]
    await expect(anna.locator("#replies .is-waiting")).to_be_visible()
    await anna.reload()
    await live(anna)

    await expect(anna.locator("#questions > li")).to_have_count(1)
    await expect(anna.locator("#replies")).to_contain_text("Hvem kan se svarene?")
    assert [q.text for q in house.meeting.questions.values()] == ["Hvem kan se svarene?"]


async def test_an_anonymous_question_is_ones_own_in_this_browser_alone(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")

    await ask(anna, "Må man tale med pressen?", "anonymous")

    await expect(anna.locator("#questions .yours")).to_be_visible()
    await expect(bo.locator("#questions .text")).to_have_text("Må man tale med pressen?")
    await expect(bo.locator("#questions .yours")).to_be_hidden()
    state = await anna.evaluate("(p) => fetch(p + '/state').then((a) => a.json())", house.room)
    assert [(q["mine"], q["shown_as"]) for q in state["questions"]] == [(False, None)]
    await anna.reload()
    await expect(anna.locator("#questions .yours")).to_be_visible()


async def test_a_vote_is_shown_at_once_and_taken_back_by_the_same_place(
    house: House, visitors: Visitors
) -> None:
    bo = await house.join("Bo", "Billund")
    await house.do(bo, asked("Hvad koster det?", "q1"))
    anna = await visitors.join(house, "Anna", "Odense")
    vote = anna.locator("#q-q1 button:visible")

    await vote.click()
    await expect(vote.locator(".count")).to_have_text("1")
    await expect(vote).to_have_class("vote-button voted")
    assert await anna.evaluate("document.activeElement.className") == "vote-button voted"
    await anna.reload()
    await live(anna)
    await expect(vote).to_have_class("vote-button voted")
    await vote.click()
    await expect(vote.locator(".count")).to_have_text("0")

    assert len(house.meeting.votes.get(QuestionId("q1"), {})) == 0


async def test_a_refused_question_keeps_its_text_and_says_what_to_do(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    await anna.fill("#text", "x" * 5000)
    await anna.check("#show-anonymous", force=True)
    await anna.click("#ask button.button-primary")

    sentence = say(
        "That is too long: at most {most} characters; shorten it and send it again.", most=2000
    )
    await expect(anna.locator("#ask .form-error-message")).to_have_text(sentence)
    assert await anna.input_value("#text") == "x" * 5000


async def test_while_nothing_can_be_saved_hosts_see_it_and_nothing_typed_is_lost(
    house: House, visitors: Visitors
) -> None:
    visitors.expected.add(507)
    bo = await house.join("Bo", "Billund")
    await house.do(bo, asked("Hvad koster det?", "q1"))
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    anna = await visitors.join(house, "Anna", "Odense")
    refused = say(
        "It could not be saved, the disk is full; nothing was changed, send it again later."
    )
    await expect(host.locator("#alarm")).to_be_hidden()

    house.disk.trouble = "no space left"
    await expect(host.locator("#alarm")).to_contain_text(
        say("Nothing can be saved right now."), timeout=1000 * allowed(SOON)
    )
    for _ in range(2):
        await anna.fill("#text", "Hvem kan se svarene?")
        await anna.click("#ask button.button-primary")
        await expect(anna.locator("#ask .form-error-message")).to_have_text(refused)
    await anna.locator("#q-q1 button:visible").click()
    await expect(anna.locator("#replies .is-wrong")).to_have_text(refused)
    await expect(anna.locator("#q-q1 .count:visible")).to_have_text("0")
    assert await anna.input_value("#text") == "Hvem kan se svarene?"

    house.disk.trouble = None
    await anna.click("#ask button.button-primary")
    await expect(anna.locator("#text")).to_have_value("")
    await expect(anna.locator("#ask .form-error-message")).to_have_count(0)
    await expect(host.locator("#questions > li")).to_have_count(2)
    await expect(host.locator("#alarm")).to_be_hidden(timeout=1000 * allowed(SOON))


async def test_what_waited_for_a_line_waits_on_while_nothing_can_be_saved(
    house: House, visitors: Visitors
) -> None:
    visitors.expected.add(507)
    anna = await visitors.join(house, "Anna", "Odense")
    await anna.context.set_offline(True)
    await expect(anna.locator("#connection")).to_have_class("connection is-lost")
    await ask(anna, "Hvornår bliver det?", "anonymous")
    house.disk.trouble = "no space left"
    async with anna.expect_response(lambda answer: answer.status == 507):
        await anna.context.set_offline(False)
    await expect(anna.locator("#replies .is-waiting")).to_be_visible()

    house.disk.trouble = None
    await anna.reload()

    await expect(anna.locator("#questions > li")).to_have_count(1)
    await expect(anna.locator("#replies .is-waiting")).to_have_count(0)


async def test_nothing_on_the_page_jumps_when_questions_and_votes_come_in(
    house: House, visitors: Visitors
) -> None:
    bo = await house.join("Bo", "Billund")
    await house.do(METTE, StartMeeting())
    await house.do(bo, asked("Det første?", "q0"))
    anna = await visitors.join(house, "Anna", "Odense")
    await anna.evaluate(
        "window.shift = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) window.shift += entry.value;"
        "}).observe({type: 'layout-shift'})"
    )

    for number in range(1, 8):
        await house.do(bo, asked(f"Nummer {number}?", f"q{number}"))
    await expect(anna.locator("#questions > li")).to_have_count(8)

    assert await anna.evaluate("window.shift") == 0
