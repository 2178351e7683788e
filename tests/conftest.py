"""What all tests share: the switch for the long ones."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="go on for long: `make soak`")


@pytest.fixture
def soaking(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--soak"))
