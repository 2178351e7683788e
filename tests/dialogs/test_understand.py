"""What messages mean, as pairs of what was said and what it is taken for."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dialogs import understand as u
from meeting import commands as c
from meeting.ids import ItemId
from tests.given import HANS, KELD, MARTIN, METTE, PETER, RASMUS, given

MEETING = given()


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("dagsorden", u.ShowAgenda()),
        ("Dagsorden!", u.ShowAgenda()),
        ("agenda", u.ShowAgenda()),
        ("mine spørgsmål", u.ShowMine()),
        ("My questions", u.ShowMine()),
        ("hjælp", u.ShowHelp()),
        ("help", u.ShowHelp()),
        ("?", u.ShowHelp()),
        ("start", u.Steer(c.StartMeeting())),
        ("næste", u.Steer(c.NextItem())),
        ("NÆSTE", u.Steer(c.NextItem())),
        ("naeste", u.Steer(c.NextItem())),
        ("next", u.Steer(c.NextItem())),
        ("tilbage", u.Steer(c.GoBack())),
        ("back", u.Steer(c.GoBack())),
        ("luk", u.Steer(c.CloseMeeting())),
        ("close", u.Steer(c.CloseMeeting())),
        ("evaluering", u.Steer(c.OpenEvaluation())),
        ("evaluation", u.Steer(c.OpenEvaluation())),
        ("næste punkt", u.Steer(c.NextItem())),
        ("start mødet", u.Steer(c.StartMeeting())),
        ("luk mødet", u.Steer(c.CloseMeeting())),
        ("fortryd", u.Steer(c.UndoStep())),
        ("Undo!", u.Steer(c.UndoStep())),
        ("pause", u.Steer(c.PauseMeeting())),
        ("fortsæt", u.Steer(c.ResumeMeeting())),
        ("resume", u.Steer(c.ResumeMeeting())),
        ("byt 4 og 5", u.Steer(c.SwapItems(ItemId("4"), ItemId("5")))),
        ("byt punkt 4 med punkt 6", u.Steer(c.SwapItems(ItemId("4"), ItemId("6")))),
        ("Swap 3 and 4.", u.Steer(c.SwapItems(ItemId("3"), ItemId("4")))),
        ("hvad er sket?", u.ShowRecap()),
        ("what did I miss?", u.ShowRecap()),
        ("forkort 5", u.Steer(c.ShortenItem(5))),
        ("shorten by 2 minutes", u.Steer(c.ShortenItem(2))),
        ("forkort", u.Steer(c.ShortenItem(0))),
        ("forkort -3", u.Steer(c.ShortenItem(-3))),
        ("gå til 4", u.Steer(c.JumpTo(ItemId("4")))),
        ("Gå til punkt 04.", u.Steer(c.JumpTo(ItemId("4")))),
        ("go to item 4", u.Steer(c.JumpTo(ItemId("4")))),
        ("læs-selv 5", u.Steer(c.LeaveOut(ItemId("5")))),
        ("read yourself 5", u.Steer(c.LeaveOut(ItemId("5")))),
        ("tag med 5", u.Steer(c.LeaveOut(ItemId("5"), left_out=False))),
        ("take in 5", u.Steer(c.LeaveOut(ItemId("5"), left_out=False))),
        ("forlæng 5", u.Steer(c.ExtendItem(5))),
        ("forlæng5", u.Steer(c.ExtendItem(5))),
        ("forlæng med 5 min", u.Steer(c.ExtendItem(5))),
        ("extend 5", u.Steer(c.ExtendItem(5))),
        ("forlæng -3", u.Steer(c.ExtendItem(-3))),
        ("forlæng", u.Steer(c.ExtendItem(0))),
        ("emne: Budgetvejledning 2021", u.Propose("Budgetvejledning 2021")),
        ("topic: KLIK", u.Propose("KLIK")),
        ("spørg hvornår kommer regningen", u.Ask("hvornår kommer regningen")),
        ("ask when is the next meeting", u.Ask("when is the next meeting")),
        ("spørg", u.Ask("")),
        ("ask:", u.Ask("")),
        ("Spørgsmål: hvornår lukker det", u.Ask("hvornår lukker det")),
        ("Spørgsmål om sortiment?", u.Ask("Spørgsmål om sortiment?")),
        ("Hvornår kommer regningen", u.Ask("Hvornår kommer regningen")),
        ("Hej, kan I høre om det gælder alle", u.Ask("Hej, kan I høre om det gælder alle")),
        ("Regningen fra KMD?", u.Ask("Regningen fra KMD?")),
        ("tak for i dag", u.Remark("tak for i dag")),
        ("vi er klar", u.Remark("vi er klar")),
        ("er klar", u.Remark("er klar")),
        ("", u.Nothing()),
        ("😀😀", u.Nothing()),
        ("\u200b\u202e", u.Nothing()),
    ],
)
def test_a_message_is_taken_for(said: str, intent: u.Intent):
    assert u.understand(said, MEETING).intent == intent


@pytest.mark.parametrize(
    ("said", "people", "word"),
    [
        ("til UDK: hvad koster det?", (RASMUS, HANS), "UDK"),
        ("to UDK: what does it cost?", (RASMUS, HANS), "UDK"),
        ("Til udbetaling danmark: hvad koster det?", (RASMUS, HANS), "udbetaling danmark"),
        ("til KL: hvad koster det?", (RASMUS,), "KL"),
        ("spørg KL: hvad koster det?", (RASMUS,), "KL"),
        ("til KOMBIT: hvad koster det?", (PETER, MARTIN, KELD), "KOMBIT"),
        ("til Keld: hvad koster det?", (KELD,), "Keld"),
        ("til Jørgensen: hvad koster det?", (KELD,), "Jørgensen"),
        ("til Mette Vinther Poulsen: hvad koster det?", (METTE,), "Mette Vinther Poulsen"),
        ("til Hans Chr. Jelstrup: hvad koster det?", (HANS,), "Hans Chr. Jelstrup"),
        ("til SKAT: hvad koster det?", (), "SKAT"),
    ],
)
def test_an_addressed_message_names_its_people(said: str, people, word: str):
    intent = u.understand(said, MEETING).intent

    text = said.split(": ")[1]
    assert intent == u.Ask(text, straight=True, addressed=people, addressed_as=word)


@pytest.mark.parametrize(
    ("said", "people", "everyone"),
    [
        ("til ATP og KL: hvornår?", (HANS, RASMUS), True),
        ("til Keld og Peter: hvornår?", (KELD, PETER), True),
        ("til UDK og Keld: hvornår?", (RASMUS, HANS, KELD), False),
        ("til værten: hvornår?", (METTE,), False),
        ("to the host: hvornår?", (METTE,), False),
    ],
)
def test_several_can_be_addressed_and_so_can_the_host(said: str, people, everyone: bool):
    intent = u.understand(said, MEETING).intent

    assert isinstance(intent, u.Ask)
    assert (intent.text, intent.addressed, intent.everyone) == ("hvornår?", people, everyone)


def test_an_address_without_a_question_is_an_empty_question():
    assert u.understand("til UDK:", MEETING).intent == u.Ask("", True, (RASMUS, HANS), "UDK")


def test_a_word_that_is_no_name_is_no_address():
    said = "til sidst: hvornår ses vi igen?"

    assert u.understand(said, MEETING).intent == u.Ask(said)


@pytest.mark.parametrize(
    ("said", "language"),
    [("næste", "da"), ("next", "en"), ("start", None), ("hjælp", "da"), ("?", None)],
)
def test_a_command_word_tells_the_persons_language(said: str, language: str | None):
    assert u.understand(said, MEETING).language == language


@for_all(st.text(max_size=300))
def test_any_text_is_understood_as_something(said: str):
    assert isinstance(u.understand(said, MEETING).intent, u.Intent)
