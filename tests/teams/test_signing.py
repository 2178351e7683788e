"""The signing keys: new ones at the first request, old ones kept, few fetches, nobody waits."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import aiohttp
import pytest

from bot.teams.signing import EMPTY_PAUSE, FRESH, PAUSE, SigningKeys
from tests.teams.signers import KEY, OTHER, KeyServer, Watch, key_server, published

HOUR = 3600.0
WITHIN = 5.0


@asynccontextmanager
async def signing_keys() -> AsyncIterator[tuple[SigningKeys, KeyServer, Watch]]:
    watch = Watch()
    async with key_server() as server, aiohttp.ClientSession() as session:
        yield SigningKeys(session, watch, f"{server.url}/configuration"), server, watch


async def knows(own: SigningKeys, kid: str) -> bool:
    return await own.find(kid) is not None


async def fetched(server: KeyServer, times: int) -> None:
    """Wait until so many fetches have begun, and for what they bring."""
    async with asyncio.timeout(WITHIN):
        while server.fetches < times:  # noqa: ASYNC110 - so small a fake tells nobody
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "age", [0.0, 1.0, 60.0, 299.0, 300.0, 301.0, *(hour * HOUR for hour in range(1, 26))]
)
async def test_new_key_is_taken_at_the_first_request_whatever_the_age_of_the_others(
    age: float,
) -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        watch.now += age
        server.keys = [published(OTHER, "k2", ["msteams"])]

        assert await knows(own, "k2")
        assert not await knows(own, "k1")


async def test_made_up_keys_cause_one_fetch_in_five_minutes() -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        looked: list[float] = []
        for number in range(10_000):
            watch.now += 1.0
            before = server.fetches
            assert not await knows(own, f"bad{number}")
            looked += [watch.now] * (server.fetches - before)

        gaps = [later - earlier for earlier, later in pairwise(looked)]
        assert len(looked) == 34
        assert min(gaps) >= PAUSE


async def test_made_up_keys_at_once_cause_one_fetch() -> None:
    async with signing_keys() as (own, server, _):
        assert await knows(own, "k1")
        found = await asyncio.gather(*(own.find(f"bad{number}") for number in range(1_000)))

        assert set(found) == {None}
        assert server.fetches == 2


async def test_key_published_just_after_a_look_is_taken_when_the_five_minutes_are_over() -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        assert not await knows(own, "made-up")
        server.keys.append(published(OTHER, "k2", ["msteams"]))
        watch.now += PAUSE - 1
        assert not await knows(own, "k2")
        watch.now += 1

        assert await knows(own, "k2")


async def test_key_published_before_a_look_for_a_made_up_one_is_taken_at_once() -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        watch.now += HOUR
        server.keys.append(published(OTHER, "k2", ["msteams"]))
        assert not await knows(own, "made-up")

        assert await knows(own, "k2")
        assert server.fetches == 2


async def test_keys_stay_while_the_source_is_down_for_a_day_and_it_is_asked_seldom() -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        server.broken = True
        watch.now += FRESH
        for _ in range(24 * 60):
            watch.now += 60.0
            assert await knows(own, "k1")
            assert not await knows(own, "k2")
            await asyncio.sleep(0)
        down = server.fetches
        server.broken = False
        server.keys.append(published(OTHER, "k2", ["msteams"]))
        watch.now += PAUSE

        assert await knows(own, "k2")
        assert down <= 1 + 2 * 24 * HOUR / PAUSE


async def test_known_key_never_waits_for_the_source() -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        watch.now += FRESH
        server.goes_on.clear()
        began = time.monotonic()
        found = [await knows(own, "k1") for _ in range(1_000)]

        assert set(found) == {True}
        assert time.monotonic() - began < 1
        await fetched(server, 2)
        assert server.fetches == 2
        server.goes_on.set()
        await fetched(server, 2)


async def test_keys_are_fetched_anew_each_day_so_that_a_withdrawn_one_goes() -> None:
    async with signing_keys() as (own, server, watch):
        assert await knows(own, "k1")
        server.keys = [published(OTHER, "k2", ["msteams"])]
        watch.now += FRESH - 1
        assert await knows(own, "k1")
        assert server.fetches == 1
        watch.now += 1
        assert await knows(own, "k1")
        await fetched(server, 2)

        assert await knows(own, "k2")
        assert not await knows(own, "k1")


async def test_while_there_is_no_key_at_all_the_source_is_asked_every_few_seconds() -> None:
    async with signing_keys() as (own, server, watch):
        server.broken = True
        assert not await knows(own, "k1")
        server.broken = False
        assert not await knows(own, "k1")
        assert server.fetches == 1
        watch.now += EMPTY_PAUSE

        assert await knows(own, "k1")


async def test_one_who_gives_up_takes_nobody_elses_key_with_him() -> None:
    async with signing_keys() as (own, server, _):
        server.goes_on.clear()
        waiting = [asyncio.create_task(own.find("k1")) for _ in range(20)]
        await fetched(server, 1)
        waiting[0].cancel()
        server.goes_on.set()
        found = await asyncio.gather(*waiting, return_exceptions=True)

        assert isinstance(found[0], asyncio.CancelledError)
        assert {one.endorsements for one in found[1:]} == {frozenset({"msteams", "webchat"})}
        assert server.fetches == 1


@pytest.mark.parametrize(
    "unreadable",
    [
        {},
        {"kty": "RSA", "kid": "k3"},
        {"kty": "RSA", "kid": "k3", "n": "!", "e": "AQAB"},
        {"kty": "EC", "kid": "k3", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "oct", "kid": "k3", "k": "c2VjcmV0"},
        {"kid": 3},
        {"kid": "k3", "kty": "RSA", "n": 3, "e": 5, "endorsements": 7},
        [],
        None,
        "k3",
    ],
)
async def test_key_that_cannot_be_read_takes_no_other_with_it(unreadable: object) -> None:
    async with signing_keys() as (own, server, _):
        server.keys = [unreadable, published(KEY, "k1", ["msteams"])]

        assert await knows(own, "k1")
        assert not await knows(own, "k3")


@pytest.mark.parametrize("keys", [[], [{}], None, 3, {"k": 1}, "keys"])
async def test_answer_without_a_key_leaves_the_old_ones(keys: object) -> None:
    async with signing_keys() as (own, server, _):
        assert await knows(own, "k1")
        server.keys = keys  # type: ignore[assignment]
        assert not await knows(own, "k2")

        assert await knows(own, "k1")
        assert server.fetches == 2
