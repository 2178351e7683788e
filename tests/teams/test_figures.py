"""The outbox's figures: what they say, and that they name nobody."""

import asyncio
import random

from prometheus_client import CollectorRegistry, generate_latest

from bot.teams.outbox.figures import OutboxCollector
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Content, ConversationId, Living
from bot.teams.outbox.showing import Outside
from tests.teams.platform import Ids, Platform, Scene, Weather

IN_VIRTUAL_TIME = True
CHAT, SECRET = ConversationId("19:a-chat"), "what somebody said"


def text(outbox: Outbox) -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(OutboxCollector(lambda: outbox))
    lines = generate_latest(registry).decode().splitlines()
    return {
        name.removeprefix("ordstyrer_teams_"): float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


async def test_figures_say_what_waits_and_for_how_long() -> None:
    scene = Scene()
    platform = Platform(scene, random.Random(1), Weather(too_many=1.0, retry_after=(100, 100)))
    outbox = Outbox(Outside(platform, scene, Ids()), whole=False)
    for number in range(3):
        _ = outbox.tell(CHAT, Content(text=f"{SECRET} {number}"))
    scene.change(CHAT, Living.AGENDA)
    outbox.redraw(CHAT, Living.AGENDA)
    await asyncio.sleep(50)
    found = text(outbox)
    await outbox.close()

    assert {name: found[name] for name in ("conversations", "gone", "messages", "cards")} == {
        "conversations": 1.0,
        "gone": 0.0,
        "messages": 3.0,
        "cards": 1.0,
    }
    assert (found["oldest_seconds"], found["stalest_seconds"]) == (50.0, 50.0)
    assert 'requests_total{kind="create",result="429"}' in found
    assert [name for name in found if "19:" in name or SECRET in name] == []


async def test_figures_say_what_became_of_everything() -> None:
    scene = Scene()
    platform = Platform(scene, random.Random(1))
    outbox = Outbox(Outside(platform, scene, Ids()), whole=False)
    scene.change(CHAT, Living.AGENDA)
    outbox.redraw(CHAT, Living.AGENDA)
    await asyncio.sleep(5)
    scene.change(CHAT, Living.AGENDA)
    outbox.redraw(CHAT, Living.AGENDA)
    await asyncio.sleep(5)
    assert await outbox.tell(CHAT, Content(text=SECRET))
    platform.weather = Weather(taken_then_gateway=1.0)
    assert await outbox.tell(CHAT, Content(text=SECRET))
    found = text(outbox)
    await outbox.close()

    assert {name: found[name] for name in found if "total" in name} == {
        'requests_total{kind="create",result="ok"}': 2.0,
        'requests_total{kind="update",result="ok"}': 1.0,
        **{name: 1.0 for name in found if "50" in name and "requests_total" in name},
        'messages_became_total{result="sent"}': 1.0,
        'messages_became_total{result="unclear"}': 1.0,
    }
    assert found['card_stale_seconds_bucket{le="0.5"}'] == 2.0
    assert found['card_stale_seconds_bucket{le="+Inf"}'] == 2.0
