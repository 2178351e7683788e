"""What all tests share: the switch for the long ones, and a database."""

import gc
import os
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings

from tests.postgres import Server, schema, server

os.environ["ORDSTYRER_SEMANTIC"] = "off"  # noqa: TID251 - the same on every machine


# A property is no timed test: how long an example takes says something of the machine.
settings.register_profile("ordstyrer", deadline=None)
settings.load_profile("ordstyrer")

# Folders whose files take long begin first, so that no worker is left with one in the end.
LONG = ("process", "browser", "knowledge", "teams", "roles", "stores")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="go on for long: `make soak`")


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):  # the others are as long in `make test`
        items[:] = [item for item in items if "soaking" in getattr(item, "fixturenames", ())]
    ranks = {folder: rank for rank, folder in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(item.path.parent.name, len(LONG)))


def pytest_collection_finish() -> None:
    """Leave out of each search for garbage what stays: a search through it takes a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def soaking(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--soak"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for the whole run, started by the first test that asks."""
    with server() as made:
        yield made


@pytest.fixture
async def database(postgres: Server) -> AsyncIterator[str]:
    """The address of a database with nothing in it."""
    async with schema(postgres.address) as address:
        yield address
