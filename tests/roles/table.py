"""Reads docs/roles.md: what it says is what the tests hold the program to."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.roles.hall import KINDS

DOC = Path(__file__).parents[2] / "docs" / "roles.md"
ROW = re.compile(r"^\| (?P<names>`[^|]+`) \| (?P<cells>.+) \|$")
Row = Mapping[str, str]
MARKS = frozenset({"yes", "no", "door"})


@cache
def table(title: str) -> Mapping[str, Row]:
    """Give what each kind of person meets, by operation; one line may name several of these."""
    part = DOC.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    found: dict[str, Row] = {}
    for line in part.splitlines():
        row = ROW.match(line)
        if row is None:
            continue
        cells = dict(zip(KINDS, row["cells"].split(" | "), strict=True))
        assert {*cells.values()} <= MARKS, line
        for name in re.findall(r"`([^`]+)`", row["names"]):
            assert name not in found, name
            found[name] = cells
    return found
