"""Which clock the tests of this folder run by."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from tests.teams.virtual import VirtualLoop


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Modules that say `IN_VIRTUAL_TIME = True` do not wait for real; they use no network."""
    virtual = isinstance(item, pytest.Function) and hasattr(item.module, "IN_VIRTUAL_TIME")
    return {"virtual": VirtualLoop} if virtual else {"real": asyncio.new_event_loop}
