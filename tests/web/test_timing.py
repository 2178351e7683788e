"""How long a no takes tells nothing of how much of a secret was right (threat 26); `make soak`."""

import math
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.hub import UnknownMeetingError
from tests.given import METTE
from web import identity

SAMPLES, MOST, TRIES = 10_000, 4.5, 3  # another try where the machine was busy with something else


@dataclass
class Cookie:
    """As much of a request as finding out who asks looks at."""

    cookies: dict[str, str]
    path: str = "/m/x"


def welch(one: list[int], other: list[int]) -> float:
    """Say how surely two classes differ; the slowest twentieth is the machine's business."""
    a, b = (sorted(times)[: len(times) * 19 // 20] for times in (one, other))
    spread = statistics.variance(a) / len(a) + statistics.variance(b) / len(b)
    return abs(statistics.mean(a) - statistics.mean(b)) / math.sqrt(spread)


def measured(one: Callable[[], object], other: Callable[[], object]) -> float:
    chance, times = random.Random(1), ([], [])
    for _ in range(SAMPLES):
        for which in chance.sample([0, 1], 2):
            begun = time.perf_counter_ns()
            (one, other)[which]()
            times[which].append(time.perf_counter_ns() - begun)
    return welch(*times)


def nearly(secret: str) -> str:
    return secret[:-1] + ("0" if secret[-1] != "0" else "2")


async def test_a_no_takes_as_long_however_much_was_right(served, soaking):
    if not soaking:
        pytest.skip("takes long and wants a quiet machine: make soak")
    site, meeting = served.site, served.site.hub.state(served.meeting)
    name = identity.cookie_name(site, served.meeting)
    cookie = identity.cookie_value(site, meeting, METTE)
    key = site.keys.role_key(served.meeting, METTE)

    def code(said: str) -> Callable[[], object]:
        def ask() -> None:
            with pytest.raises(UnknownMeetingError):
                site.hub.by_code(said)

        return ask

    def asking(value: str) -> Callable[[], object]:
        request = Cookie({name: value})
        return lambda: identity.person_of(site, request, meeting)

    pairs = {
        "code": (code("ZZZZZZZZ"), code(nearly(served.code))),
        "link": (
            lambda: identity.key_holder(site, meeting, "f" * 32),
            lambda: identity.key_holder(site, meeting, nearly(key)),
        ),
        "cookie": (asking(f"{METTE}.{'f' * 43}"), asking(nearly(cookie))),
        "person": (asking(f"{METTE}.{'f' * 43}"), asking(f"nobody-of-that-name-.{'f' * 43}")),
    }
    found = {what: min(measured(*pair) for _ in range(TRIES)) for what, pair in pairs.items()}

    assert {what: t for what, t in found.items() if t >= MOST} == {}, found
