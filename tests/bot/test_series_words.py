"""A series' own words while it serves: from its meeting file, taken anew, never another series'."""

import logging
import os
from pathlib import Path

import pytest

from bot.base.learning import Learner
from bot.base.library import BaseFileError, Library
from bot.hub import Hub
from bot.planning import MeetingFiles, Planner
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting import commands as c
from meeting.entry import Entry
from meeting.ids import EntryId, MeetingId
from tests.given import EXAMPLE, KEYS, METTE, Clock, command

GOOD = (EXAMPLE / "meeting.yaml").read_text(encoding="utf-8")
ASKED = "Hvor finder jeg Blåbogen?"
NEW = Entry(EntryId("new"), "Hvor må knallerterne stå?", "I skuret.", "general", owner="KOMBIT")


class Files:
    """One series' files in a folder; `series` are words and knowledge of its own."""

    def __init__(self, folder: Path, series: str, house: "House") -> None:
        folder.mkdir()
        self.folder, self.library, self.moment = folder, house.library, 0
        self.files = MeetingFiles(folder / "meeting.yaml", house.planner, house.library)
        text = GOOD.replace("Programledermøde\n", f"{series}\n", 1)
        for code in ("MARTS2AD", "MARTS2BD"):  # the secret decides them
            text = text.replace(f"    code: {code}\n", "")
        self.write("meeting.yaml", text.replace("# words:", "words:", 1))
        self.write("faq.jsonl", (EXAMPLE / "faq.jsonl").read_text(encoding="utf-8"))

    def write(self, name: str, text: str) -> None:
        """Write at a moment of its own: a clock may tick too seldom to show a change."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        self.moment += 1
        os.utime(path, ns=(self.moment, self.moment))

    def change(self, name: str, old: str, new: str) -> None:
        self.write(name, (self.folder / name).read_text(encoding="utf-8").replace(old, new, 1))

    @property
    def first(self) -> MeetingId:
        return self.files.meetings[0]

    def found(self, query: str = ASKED) -> str | None:
        """The entry that comes first among those given or offered."""
        finding = self.library[self.first].ask(query)
        given = [finding.answer] if finding.answer else [*finding.suggested]
        return given[0].id if given else None


class House:
    """A hub, with a library for all series in it."""

    def __init__(self) -> None:
        self.hub = Hub(MemoryStore(), MemoryBallots())
        self.library = Library()
        self.planner = Planner(self.hub, KEYS, Clock())
        self.learner = Learner(self.hub, self.library, KEYS, Clock())

    async def write(self, meeting: MeetingId, entry: Entry) -> None:
        await self.hub.send(meeting, command(METTE, c.WriteEntry(entry, None)))
        await self.learner.look()


@pytest.fixture
async def house():
    made = House()
    yield made
    await made.hub.close()


@pytest.fixture
async def series(house, tmp_path):
    """A series whose words have just been taken."""
    made = Files(tmp_path / "one", "Programledermøde", house)
    made.write("words.txt", "blåbog => driftsstatusrapport\n")
    await made.files.load(demo=False, going=False)
    return made


async def test_a_meeting_answers_by_the_words_that_its_file_names(series):
    assert series.found() == "d11"


async def test_changed_words_are_taken_while_it_serves(series):
    series.write("words.txt", "rødbog => driftsstatusrapport\n")
    await series.files.look(demo=False)

    assert series.found() != "d11"
    assert series.found("Hvor finder jeg Rødbogen?") == "d11"


async def test_words_that_are_named_no_more_are_forgotten(series):
    series.change("meeting.yaml", "words: words.txt", "")
    await series.files.look(demo=False)

    assert series.found() != "d11"


async def test_a_base_that_is_named_no_more_answers_no_more(series):
    series.change("meeting.yaml", "words: words.txt", "")
    series.change("meeting.yaml", "knowledge: faq.jsonl", "")
    await series.files.look(demo=False)

    assert series.first not in series.library


async def test_two_series_in_one_process_each_have_their_own(series, house, tmp_path):
    other = Files(tmp_path / "two", "Styregruppe", house)
    other.write("words.txt", "blåbog => borgerforslag\n")
    await other.files.load(demo=False, going=False)
    await house.write(series.first, NEW)
    await house.write(other.first, NEW)

    assert series.found() == "d11"
    assert other.found() != "d11"
    assert (
        series.found("Hvor må knallerterne stå?")
        == other.found("Hvor må knallerterne stå?")
        == "new"
    )


@pytest.mark.parametrize("learned", [False, True], ids=["file", "with an entry written"])
async def test_what_was_learned_is_found_by_the_words_of_now(series, house, learned):
    if learned:
        await house.write(series.first, NEW)
    series.write("words.txt", "blåbog => driftsstatusrapport\nscooter => knallert\n")
    await series.files.look(demo=False)
    await house.write(series.first, NEW)

    assert series.found("Hvor må min scooter stå?") == "new"
    assert series.found() == "d11"


async def test_a_base_that_was_being_made_when_the_words_changed_does_not_keep_the_old(
    series, house
):
    await house.write(series.first, NEW)
    old = house.library[series.first]
    series.write("words.txt", "rødbog => driftsstatusrapport\n")
    await series.files.look(demo=False)
    house.library.teach(series.first, old)  # as a thread does that began before
    await house.learner.look()

    assert series.found("Hvor finder jeg Rødbogen?") == "d11"
    assert series.found() != "d11"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("blåbog => driftsstatusrapport\nalene\n", "words.txt, line 2: expected related words"),
        ("a -> b\n", "words.txt, line 1: expected => once, between a name and what it means"),
        ("x" * 300_000, "words.txt, line 1: expected the end: at most 262144 bytes"),
    ],
)
async def test_faulty_words_are_told_by_file_and_line_and_the_running_base_stays(
    series, caplog, words, said
):
    before = series.library[series.first]
    series.write("words.txt", words)
    with caplog.at_level(logging.ERROR):
        await series.files.look(demo=False)
        await series.files.look(demo=False)  # nothing has changed since: it is told once

    assert [said in record.getMessage() for record in caplog.records] == [True]
    assert series.library[series.first] is before


async def test_words_that_are_put_right_are_taken(series):
    series.write("words.txt", "alene\n")
    await series.files.look(demo=False)
    series.write("words.txt", "rødbog => driftsstatusrapport\n")
    await series.files.look(demo=False)

    assert series.found("Hvor finder jeg Rødbogen?") == "d11"


async def test_words_that_are_not_there_stop_the_start_and_are_told_while_it_serves(
    series, house, tmp_path, caplog
):
    fresh = Files(tmp_path / "two", "Styregruppe", house)
    with pytest.raises(FileNotFoundError, match=r"words\.txt"):
        await fresh.files.load(demo=False, going=False)
    (series.folder / "words.txt").unlink()
    with caplog.at_level(logging.ERROR):
        await series.files.look(demo=False)

    assert ["words.txt" in record.getMessage() for record in caplog.records] == [True]
    assert series.found() == "d11"


async def test_a_faulty_base_is_told_by_its_file_too(series, house, tmp_path):
    fresh = Files(tmp_path / "two", "Styregruppe", house)
    fresh.write("words.txt", "")
    fresh.write("faq.jsonl", '{"id": "a"}\n')

    with pytest.raises(BaseFileError, match=r"^faq\.jsonl, line 1, question: expected a text"):
        await fresh.files.load(demo=False, going=False)


async def test_words_alone_serve_a_series_that_has_no_file_of_entries(house, tmp_path):
    series = Files(tmp_path / "one", "Programledermøde", house)
    series.change("meeting.yaml", "knowledge: faq.jsonl", "")
    series.write("words.txt", "scooter => knallert\n")
    await series.files.load(demo=False, going=False)
    await house.write(series.first, NEW)
    with_words = series.found("Hvor må min scooter stå?")
    series.change("meeting.yaml", "words: words.txt", "")
    await series.files.look(demo=False)
    await house.learner.look()

    assert with_words == "new"
    assert series.found("Hvor må knallerterne stå?") == "new"
    assert series.found("Hvor må min scooter stå?") != "new"
