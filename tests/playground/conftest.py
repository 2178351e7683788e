"""The Playground's tests run only when asked for: its licence is for evaluation."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--playground", action="store_true", help="play through Agents Playground")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = config.getoption("--playground", default=False)
    return None if asked or collection_path.name == "conftest.py" else True
