"""The question ledger in Microsoft's Agents Playground: a speaker's card, and an asker's."""

from pathlib import Path

from dialogs.i18n import words
from tests.playground.acting import (
    BILLUND,
    CHAT,
    METTE,
    ODENSE,
    OWN,
    RASMUS,
    presses,
    questions,
    says,
    seated,
    shot,
)
from tests.playground.playground_driver import Playground
from tests.playground.program import program

DA = words("da", "Europe/Copenhagen")
LATE = "Hvad gør vi med borgere, der venter på svar?"
MONEY = "Kommer der et nyt budget i år?"


def test_a_speaker_answers_and_gives_back_from_a_card_of_their_own(tmp_path: Path) -> None:
    seats = seated(RASMUS, tmp_path)
    with (
        program(tmp_path / "data") as address,
        Playground(f"{address}/api/messages", config_file=seats) as chats,
    ):
        chats.page.set_viewport_size({"width": 1400, "height": 1200})
        chats.select_chat(OWN)
        chats.wait_for_text(DA("No questions are waiting"))
        says(chats, ODENSE, f"til Rasmus Edelberg: {LATE}")
        says(chats, BILLUND, f"til Rasmus Edelberg: {MONEY}")
        chats.wait_for_text(LATE)
        chats.wait_for_text(MONEY)
        chats.press(DA("Update"))
        chats.page.wait_for_timeout(2000)
        shot(chats, "speaker-desk")

        groups = chats.last_card().locator("div.ac-container")
        late = groups.filter(has_text=LATE).last
        late.locator("textarea").first.fill("KL skriver til alle kommuner i denne uge.")
        late.get_by_role("button", name=DA("Answer"), exact=True).click()
        chats.wait_for_no_text(LATE)
        money = chats.last_card().locator("div.ac-container").filter(has_text=MONEY).last
        money.get_by_role("button", name=DA("Not mine"), exact=True).click()
        chats.wait_for_text(DA("No questions are waiting"))

        chats.select_chat(CHAT)
        chats.wait_for_text("KL skriver til alle kommuner i denne uge.")


def test_an_asker_says_whether_it_helped_and_finds_all_own_questions(tmp_path: Path) -> None:
    seats = seated(ODENSE, tmp_path)
    with (
        program(tmp_path / "data") as address,
        Playground(f"{address}/api/messages", config_file=seats) as chats,
    ):
        chats.page.set_viewport_size({"width": 1400, "height": 1200})
        chats.select_chat(OWN)
        chats.send("hjælp")
        chats.wait_for_text("mine spørgsmål")
        presses(chats, METTE, "agenda.start")
        chats.select_chat(CHAT)
        chats.send(f"til Rasmus Edelberg: {LATE}", mention=True)
        chats.wait_for_text("1 ")
        found = questions(address)
        answer = "KL skriver til alle kommuner i denne uge."
        presses(chats, RASMUS, "question.answer", question=found[LATE], text=answer)
        presses(chats, METTE, "agenda.next")

        chats.select_chat(OWN)
        chats.wait_for_text(DA("Did you get your answer?"))
        chats.wait_for_text(answer)
        shot(chats, "did-you-get-an-answer")
        chats.press(DA("No"))
        chats.page.wait_for_timeout(500)
        chats.send("mine spørgsmål")
        chats.wait_for_text(DA("My questions"))
        chats.wait_for_text("følger op senest")
        shot(chats, "my-questions")
