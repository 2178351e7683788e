"""The server that each test has for itself."""

import pytest

from tests.given import demo_knowledge
from tests.web.served import serving


@pytest.fixture
async def knowing():
    """One that has the demo's knowledge base."""
    async with serving(knowledge=demo_knowledge()) as running:
        yield running


@pytest.fixture
async def served():
    async with serving() as running:
        yield running
