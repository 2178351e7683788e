"""The Playground's tests run only when asked for: its licence is for evaluation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground.playground_driver import Playground
from tests.playground.program import program


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--playground", action="store_true", help="play through Agents Playground")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = config.getoption("--playground", default=False)
    return None if asked or collection_path.name == "conftest.py" else True


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[Playground]:
    """The host's chats, with the demo meeting running."""
    with (
        program(tmp_path) as address,
        Playground(f"{address}/api/messages") as playground,
    ):
        playground.page.set_viewport_size({"width": 1400, "height": 1200})
        yield playground
