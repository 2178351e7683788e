"""docs/threats.md names tests that exist, and each threat has one or a written reason."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.fuzzing.parsers import PARSERS

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \|", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
THREATS = 38


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


@pytest.mark.parametrize(("path", "name"), sorted({*NAMED.findall(DOCUMENT)}))
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    assert (ROOT / path).is_file()
    assert not name or (name.startswith("test_") and name in named_in(path))


def test_each_threat_has_its_test_or_a_reason() -> None:
    rows = [row for row in DOCUMENT.splitlines() if ROW.match(row)]
    without = [row for row in rows if not NAMED.search(row) and "No test" not in row]

    assert [int(number) for number in ROW.findall(DOCUMENT)] == [*range(1, THREATS + 1)]
    assert without == []


def test_each_parser_that_is_fuzzed_has_its_figures() -> None:
    told = set(re.findall(r"^\| `([\w-]+)` \|", DOCUMENT, re.MULTILINE))

    assert told == {*PARSERS}
