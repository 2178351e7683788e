"""`measure`: figures over labelled files, and one sentence for a file that is none."""

from pathlib import Path

import pytest

from bot.commands.measuring import routing
from bot.commands.progress import Progress
from tests.commands.told import refused
from tests.given import EXAMPLE

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.mark.parametrize("name", ["faq-dev.jsonl", "faq-fresh.jsonl", "faq-own.jsonl"])
def test_the_right_topic_is_first_and_among_the_first_two_as_often_as_promised(name):
    found = routing(EXAMPLE / "faq.jsonl", FIXTURES / name, EXAMPLE / "meeting.yaml", Progress())

    assert found["first"] >= 0.93
    assert found["first_two"] >= 0.97


def test_both_commands_print_their_figures(run):
    files = ("--faq", EXAMPLE / "faq.jsonl", "--meeting", EXAMPLE / "meeting.yaml")

    told = run("measure", "recognising")
    routed = run("measure", "routing", "--json", *files, "--queries", FIXTURES / "faq-dev.jsonl")

    assert "questions found" in told.stdout
    assert '"first_two"' in routed.stdout


def test_a_line_that_is_no_message_is_named(run, tmp_path):
    file = tmp_path / "messages.jsonl"
    file.write_text('{"text": "Hvem?", "kind": "question", "language": "da", "part": "held"}\n[]\n')

    assert "messages.jsonl, line 2" in refused(run("measure", "recognising", "--messages", file))
