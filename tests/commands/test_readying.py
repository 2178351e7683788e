"""`ready`: each thing that is not in place is named, and nothing else stops it."""

from pathlib import Path

import pytest

from bot.commands.readying import checks
from bot.settings import Settings
from tests.given import EXAMPLE

DEMO = EXAMPLE / "meeting.yaml"


def settings(folder: Path, **more: object) -> Settings:
    wanted = {"ORDSTYRER_DEV": True, "ORDSTYRER_DATA": folder / "data", **more}
    return Settings.model_validate(wanted)


def told(found, good):
    return [check.text for check in found if check.good is good]


def test_the_demo_is_ready_and_nothing_is_made(tmp_path):
    found = list(checks(settings(tmp_path), DEMO, None))

    assert told(found, False) == []
    assert "the store can be read: 0 meetings" in told(found, True)
    assert any("58 answers" in text for text in told(found, True))
    assert list(tmp_path.iterdir()) == []


def test_a_hall_is_played_and_measured(tmp_path):
    *_, crowd = checks(settings(tmp_path), DEMO, 20)

    assert crowd.text.startswith("20 people asked 4 questions and voted 80 times in ")
    assert crowd.good is not None


def test_what_production_lacks_is_named_one_by_one(tmp_path):
    found = list(checks(settings(tmp_path, ORDSTYRER_DEV=False), DEMO, None))

    assert {"ORDSTYRER_SECRET is missing", "MicrosoftAppId is missing"} <= {*told(found, False)}
    assert any("no meeting file" in text for text in told(found, None))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("minutes: 20", "minutes: 0", "agenda.1.minutes"),
        ("knowledge: faq.jsonl", "knowledge: gone.jsonl", "the knowledge base: "),
        (
            "knowledge: faq.jsonl",
            "words: meeting.yaml",
            "the knowledge base: meeting.yaml, line 5:",
        ),
    ],
)
def test_a_faulty_meeting_file_or_base_is_a_fault(tmp_path, right, wrong, said):
    path = tmp_path / "meeting.yaml"
    path.write_text(DEMO.read_text("utf-8").replace(right, wrong, 1), encoding="utf-8")

    found = list(checks(settings(tmp_path, ORDSTYRER_MEETING=path), DEMO, None))

    assert len(told(found, False)) == 1
    assert said in told(found, False)[0]


def test_a_missing_meeting_file_is_named(tmp_path):
    gone = tmp_path / "gone.yaml"

    found = list(checks(settings(tmp_path, ORDSTYRER_MEETING=gone), DEMO, None))

    assert told(found, False) == [f"{gone}: No such file or directory"]


def test_runs_that_are_past_and_speakers_alone_are_only_remarked(tmp_path):
    path = tmp_path / "meeting.yaml"
    path.write_text(DEMO.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "faq.jsonl").write_bytes((EXAMPLE / "faq.jsonl").read_bytes())

    found = list(checks(settings(tmp_path, ORDSTYRER_MEETING=path), DEMO, None))

    assert told(found, False) == []
    assert sum("is past" in text for text in told(found, None)) == 2
    assert any("Keld" in text for text in told(found, None))
