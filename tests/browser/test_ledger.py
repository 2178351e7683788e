"""The question ledger in browsers: nothing is asked twice, nothing lost, nobody's secret told."""

from playwright.async_api import Page, expect

from dialogs.i18n import words
from meeting.commands import AnswerQuestion, CloseMeeting, Join, NextItem, StartMeeting
from meeting.ids import QuestionId
from meeting.question import Lesson, QuestionState
from tests.browser.axe import faults
from tests.browser.conftest import Visitors, live
from tests.browser.house import House
from tests.browser.test_meeting import ask
from tests.given import ANNA, METTE, RASMUS, asked

say = words("da", "Europe/Copenhagen")
WAITING = "til UDK: Hvad gør vi med de borgere, der venter på svar fra kommunen?"
NEARLY = "til UDK: Hvad gør kommunen med borgere, der venter på svar?"


async def running(house: House) -> None:
    await house.do(METTE, StartMeeting())
    await house.do(METTE, NextItem())


def questions(house: House) -> list[tuple[str, QuestionState]]:
    found = sorted(house.meeting.questions.values(), key=lambda one: one.number)
    return [(one.text, one.state) for one in found]


def ids(house: House) -> list[QuestionId]:
    return sorted(house.meeting.questions, key=lambda id_: house.meeting.questions[id_].number)


async def reload(page: Page) -> None:
    await page.reload()
    await live(page)


async def test_a_question_like_the_one_being_typed_is_offered_and_joined_with_one_press(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")
    await ask(anna, WAITING)

    await bo.locator("#text").press_sequentially(NEARLY)
    offered = bo.locator("#alike li")
    await expect(offered).to_have_count(1)
    await expect(offered).to_contain_text("der venter på svar fra kommunen")
    await expect(offered).to_contain_text(say("1 has asked"))
    assert await faults(bo) == []
    await offered.get_by_role("button").click()

    await expect(offered.get_by_role("button")).to_have_text(say("Your vote counts."))
    assert [len(votes) for votes in house.meeting.votes.values()] == [1]
    await expect(bo.locator("#spoken")).to_have_text(say("Your vote counts."))


async def test_a_host_puts_questions_together_and_the_asker_may_part_them(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")
    await ask(anna, WAITING)
    await ask(bo, NEARLY)
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])

    together = host.get_by_role("button", name=say("Put no. {n} together with this", n=2))
    await together.click()
    await expect(host.locator("#questions > li")).to_have_count(1)
    await expect(host.locator(".merged li")).to_contain_text("Hvad gør kommunen")
    await expect(host.locator(".question .count")).to_have_text("1")
    assert await faults(host) == []

    mine = bo.locator("#mine .own-question")
    await expect(mine).to_contain_text(say("Put together with question {n}", n=1))
    await bo.get_by_role("button", name=say("Not the same: let it stand for itself")).click()
    await expect(host.locator("#questions > li")).to_have_count(2)
    assert [state for _, state in questions(house)] == [QuestionState.QUEUED] * 2


async def test_what_a_host_looks_at_first_reaches_nobody_before_it_is_let_through(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    speaker = await visitors.come(house.links.speakers["Rasmus Edelberg"])

    await host.get_by_role("button", name=say("See new questions first")).click()
    await expect(host.locator("#room")).to_contain_text(say("A host sees each new question first."))
    await ask(anna, WAITING)
    await expect(anna.locator("#mine")).to_contain_text(say("Seen by a host first"))
    await expect(host.locator("#attention")).to_contain_text(
        say("1 new question waits for you to see it.")
    )
    for other in (bo, speaker):
        await expect(other.locator("#questions > li")).to_have_count(0)

    await host.get_by_role("button", name=say("Let through")).first.click()
    for other in (bo, speaker):
        await expect(other.locator("#questions > li")).to_have_count(1)


async def test_text_that_points_at_somebody_is_stored_only_as_its_writer_says(
    house: House, visitors: Visitors
) -> None:
    visitors.expected.add(422)
    await running(house)
    anna = await visitors.join(house, "Anna", "Odense")

    await anna.fill("#text", "til UDK: hvornår får borger 010203-0000 svar?")
    await anna.click("#ask button.button-primary")
    await expect(anna.locator("#ask .form-error-message")).to_contain_text("CPR")
    assert await faults(anna) == []
    assert not house.meeting.questions
    await anna.locator("#ask .offered button").first.click()

    await expect(anna.locator("#mine .own-question")).to_have_count(1)
    ((text, _),) = questions(house)
    assert "010203" not in text


async def test_an_anonymous_asker_comes_back_by_an_own_link_and_says_whether_it_helped(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")
    await ask(anna, WAITING, "anonymous")
    await expect(anna.locator("#mine .own-question")).to_have_count(1)
    own = await anna.get_by_role("link", name=say("Your own link")).get_attribute("href")
    assert own
    assert "p-anna" not in repr(house.meeting.questions)

    await bo.goto(house.url + own)
    await live(bo)
    await expect(bo.locator("#mine .own-question")).to_have_count(1)
    await house.do(RASMUS, AnswerQuestion(ids(house)[0], "KL skriver til alle kommuner."))
    await expect(anna.locator("#mine .reply")).to_contain_text("KL skriver til alle")
    await anna.locator("#mine").get_by_role("button", name=say("No"), exact=False).last.click()

    await expect(anna.locator("#mine .promise")).to_be_visible()
    ((_, state),) = questions(house)
    assert state is QuestionState.FOLLOW_UP


async def test_whether_answers_helped_is_asked_with_one_tap_and_counted_for_the_host(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    anna = await visitors.join(house, "Anna", "Odense")
    bo = await visitors.join(house, "Bo", "Billund")
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    await ask(anna, WAITING)
    await bo.locator("#questions button:visible").first.click()
    await house.do(RASMUS, AnswerQuestion(ids(house)[0], "KL skriver til alle kommuner."))

    voted = bo.locator("#mine .is-others")
    await expect(voted).to_contain_text(say("Did you get your answer?"))
    assert await faults(bo) == []
    await voted.get_by_role("button", name=say("Partly")).click()
    await expect(voted).to_have_count(0)
    await expect(host.locator("#agenda .got")).to_have_text(
        say("{n} of {all} got their answer", n=0, all=1)
    )
    await anna.locator("#mine").get_by_role("button", name=say("Yes")).click()

    await expect(anna.locator("#mine")).to_contain_text(say("You said: {word}", word=say("Yes")))
    await expect(host.locator("#agenda .got")).to_have_text(
        say("{n} of {all} got their answer", n=1, all=2)
    )
    assert await faults(host) == []


async def test_ones_questions_are_together_over_two_runs_and_answers_come_back(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    await house.open_later()
    anna = await visitors.join(house, "Anna Friis", "Odense")
    await ask(anna, WAITING)
    await house.do(METTE, CloseMeeting())
    await expect(anna.locator("#mine .promise")).to_be_visible()
    await house.carry()

    second = await anna.context.new_page()
    await second.goto(house.room_of(house.later))
    if await second.locator("form.join button").is_visible():
        await second.click("form.join button")
    await live(second)
    await ask(second, "til UDK: Hvem skriver til pensionisterne?")
    await expect(second.locator("#mine > .own .own-question")).to_have_count(2)
    assert await faults(second) == []
    carried = next(
        id_ for id_, one in house.hub.state(house.later.meeting).questions.items() if one.origin
    )
    await house.do_later(RASMUS, AnswerQuestion(carried, "KL skriver til alle kommuner."))
    await expect(second.locator("#mine")).to_contain_text("KL skriver til alle kommuner.")
    await house.carry()

    await reload(anna)
    await expect(anna.locator("#mine .own-question").first).to_contain_text("KL skriver til alle")
    await expect(anna.locator("#mine .elsewhere")).to_contain_text(house.later.title)


async def test_an_answer_that_somebody_is_away_for_goes_to_who_is_there(
    house: House, visitors: Visitors
) -> None:
    await running(house)
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    seat = host.locator("#room .presence li", has_text="Rasmus Edelberg")
    await seat.get_by_role("button", name=say("Is away")).click()
    await expect(seat.locator(".badge")).to_have_text(say("Away"))

    anna = await visitors.join(house, "Anna", "Odense")
    await ask(anna, "til Rasmus Edelberg: Hvornår lukker det?")

    (question,) = house.meeting.questions.values()
    assert RASMUS not in question.route.to
    assert question.route.to


async def test_an_answer_goes_into_the_knowledge_base_with_one_press_and_out_again(
    house: House, visitors: Visitors
) -> None:
    await house.do(ANNA, Join("Anna", "Odense"))
    question = asked("Hvornår kommer nøglen?", "q1", addressed=(RASMUS,), addressed_as="KL")
    await house.do(ANNA, question)
    await house.do(RASMUS, AnswerQuestion(question.question, "Den 1. juni."))
    speaker = await visitors.come(house.links.speakers["Rasmus Edelberg"])
    row = speaker.locator("#q-q1")

    await row.get_by_role("button", name=say("Put it in the knowledge base")).press("Enter")
    await expect(row).to_contain_text(say("In the knowledge base"))
    assert dict(house.meeting.learned) == {question.question: Lesson(None)}
    assert await faults(speaker) == []
    await row.get_by_role("button", name=say("Take it out")).press("Enter")

    await expect(
        row.get_by_role("button", name=say("Put it in the knowledge base"))
    ).to_be_visible()
    assert dict(house.meeting.learned) == {}
