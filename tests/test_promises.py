"""Promises about the code as a whole, kept by reading it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reports.minutes import ENDS, UNANSWERED
from bot.reports.promised import STANDINGS, SUMS
from bot.reports.questions_csv import COLUMNS
from bot.settings import Settings
from dialogs import erasing, polling, refusing, replying, telling
from dialogs.acting import VERBS
from dialogs.evaluating import SHORT
from dialogs.i18n import catalogue
from dialogs.phrases import PHRASES
from dialogs.telling import TROUBLES
from meeting.core import CORE_EVALUATION
from meeting.refusals import FORBIDDEN, NOT_FOUND, WRONG_VALUE, Reason
from web.drawing.knowledge import FIELDS, KINDS
from web.drawing.questions import BADGES, GOT

ROOT = Path(__file__).parent.parent
PACKAGES = ("meeting", "knowledge", "dialogs", "bot", "web")
LONGEST_MODULE = 260  # lines
PLACEHOLDER = re.compile(r"\{\w+\}")


def modules(*packages: str) -> list[Path]:
    found = (path for package in packages for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def templates() -> list[Path]:
    found = (p for package in ("web", "bot") for p in (ROOT / package).rglob("*.html"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def said_in_code() -> Iterator[str]:
    """Sentences given to a translator as a literal, in modules."""
    for path in modules("dialogs", "knowledge", "bot", "web"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _translates(node.func):
                literals = node.args[:2] if _counts(node.func) else node.args[:1]
                yield from (
                    arg.value
                    for arg in literals
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )


def _translates(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in {"words", "speech", "self", "DocumentFault"}
    if isinstance(called, ast.Attribute):
        expected = called.attr == "of" and getattr(called.value, "id", "") == "Expected"
        return called.attr in {"words", "speech"} or expected or _counts(called)
    return False


def _counts(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "count"
        and isinstance(called.value, ast.Name | ast.Attribute)
        and getattr(called.value, "id", getattr(called.value, "attr", "")) == "words"
    )


IN_TEMPLATE = re.compile(
    r"""\bwords(?P<count>\.count)?\(\s*"(?P<one>[^"]+)"(?:\s*,\s*"(?P<many>[^"]+)")?"""
)


def said_in_templates() -> Iterator[str]:
    for path in templates():
        for found in IN_TEMPLATE.finditer(path.read_text(encoding="utf-8")):
            yield found["one"]
            if found["count"] and found["many"]:
                yield found["many"]


def sentences() -> set[str]:
    tables = [
        *refusing.SENTENCES.values(),
        *refusing.PRIVATE.values(),
        *replying.NOTES.values(),
        *replying.DONE.values(),
        *polling.KINDS.values(),
        *telling.STATES.values(),
        *BADGES.values(),
        *GOT.values(),
        *(sentence for both in TROUBLES.values() for sentence in both),
        *telling.HELP,
        *telling.HOST_HELP,
        *erasing.SENTENCES,
        *(sentence for both in erasing.SORTS.values() for sentence in both),
        *COLUMNS,
        *ENDS,
        UNANSWERED,
        *STANDINGS.values(),
        *SUMS.values(),
        *PHRASES,
        *KINDS.values(),
        *(label for _, label in FIELDS),
        *SHORT.values(),
    ]
    core = [question.text for question in CORE_EVALUATION]
    core += [option.title for question in CORE_EVALUATION for option in question.options]
    return {*tables, *core, *said_in_code(), *said_in_templates()}


def test_every_reason_has_a_sentence_and_at_most_one_kind_of_status():
    assert set(refusing.SENTENCES) == set(Reason)
    kinds = [FORBIDDEN, NOT_FOUND, WRONG_VALUE]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


def test_every_sentence_has_a_danish_one():
    assert sorted(sentences() - set(catalogue("da"))) == []


def test_the_catalogue_holds_nothing_that_is_said_no_more():
    assert sorted(set(catalogue("da")) - sentences()) == []


def test_both_languages_have_the_same_placeholders():
    unequal = [
        english
        for english, danish in catalogue("da").items()
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(danish))
    ]
    assert unequal == []


def test_no_danish_sentence_is_empty():
    assert [english for english, danish in catalogue("da").items() if not danish.strip()] == []


@pytest.mark.parametrize("path", modules("meeting", "dialogs"), ids=str)
def test_rules_and_words_are_synchronous(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)

    assert [node.lineno for node in ast.walk(tree) if isinstance(node, waits)] == []


def test_every_setting_stands_in_the_example_with_its_name():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^(\w+)=", example, re.MULTILINE)
    fields = Settings.model_fields.values()
    aliases = [getattr(f.validation_alias, "choices", [f.validation_alias])[0] for f in fields]

    assert sorted(named) == sorted(map(str, aliases))


def test_every_verb_is_documented():
    protocol = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")

    assert [verb for verb in VERBS if f"`{verb}" not in protocol] == []


def test_modules_stay_small_enough_to_be_read_at_once():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*modules(*PACKAGES), ROOT / "app.py"]
    }

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_nothing_is_called_utils():
    banned = {"utils", "helpers", "manager", "misc", "base", "common"}

    assert [path for path in modules(*PACKAGES) if path.stem in banned] == []
