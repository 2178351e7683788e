"""The elastic agenda through the Agents Playground: danger, proposals, messages, signals."""

from pathlib import Path

from dialogs.i18n import words
from tests.playground.acting import CHAT, KELD, METTE, OWN, presses, seated, shot_card
from tests.playground.playground_driver import Playground
from tests.playground.program import program

DA = words("da", "Europe/Copenhagen")


def test_a_host_sees_the_danger_and_cuts_with_one_press(chats: Playground) -> None:
    chats.select_chat(OWN)
    chats.wait_for_text(DA("No questions are waiting"))
    chats.press(DA("Start"))
    chats.wait_for_text(f"{DA('On now:')} 1. Velkomst")
    chats.send("forlæng 9")
    chats.wait_for_text("ville begynde kl.")
    chats.wait_for_text("holder.")
    shot_card(chats, "proposals")
    press_any_cut(chats)
    chats.wait_for_no_text("ville begynde kl.")
    chats.select_chat(CHAT)
    chats.wait_for_text("Evaluering og afslutning")
    shot_card(chats, "agenda-after-cut")
    chats.select_chat(OWN)
    chats.send("fortryd")
    chats.wait_for_text("ville begynde kl.")


def press_any_cut(chats: Playground) -> None:
    chats.page.get_by_role("button", name=DA("Do that"), exact=True).last.click()


def test_a_speaker_reads_the_hosts_words_and_says_so(tmp_path: Path) -> None:
    seats = seated(KELD, tmp_path)
    with (
        program(tmp_path / "data") as address,
        Playground(f"{address}/api/messages", config_file=seats) as chats,
    ):
        chats.page.set_viewport_size({"width": 1400, "height": 1200})
        chats.select_chat(OWN)
        chats.send("hjælp")
        chats.wait_for_text(DA("my questions - what became of them"))
        presses(chats, METTE, "agenda.start")
        presses(chats, METTE, "agenda.jump", item="3")
        chats.wait_for_text("Du er næste: 4. Status på driften")
        presses(chats, METTE, "speaker.message", to="keld-joergensen", text="Vi er klar til dig.")
        chats.wait_for_text("Vi er klar til dig.")
        shot_card(chats, "speaker-message")
        chats.page.get_by_role("button", name=DA("Seen"), exact=True).last.click()
        chats.wait_for_text(DA("The host can see that you have seen it."))
