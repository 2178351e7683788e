"""Forged and twisted sign-ins against the real endpoint: no turn for any of them, and never a 500.

Prints the seed and how many of each there were (`pytest -s`).
"""

import random
from collections import Counter
from typing import Any

import pytest
from multidict import CIMultiDict

from tests.teams import shapes
from tests.teams.forged import forged
from tests.teams.production import production
from tests.teams.serving import Served
from tests.teams.shapes import KELD
from tests.teams.signers import SERVICE, token

SEED = 20261124
FEWEST = 500
JUNK: list[Any] = [None, True, 3, 1.5, "", [], ["x"], {}, {"id": 3}, "a\nb", "x" * 2000]


def question(**more: Any) -> dict[str, Any]:
    """Ask something that must not be heard, from a chat that must not become known."""
    asked = shapes.message(KELD, SERVICE, "spørg Hvem slap mig ind?", chat="a:forged")
    return asked | more


async def posted(bot: Served, authorization: list[str] | str, body: Any, **more: Any) -> int:
    """Post and give the status; several values are several headers."""
    values = [authorization] if isinstance(authorization, str) else authorization
    headers = CIMultiDict([("Authorization", value) for value in values])
    async with bot.session.post(bot.url, json=body, headers=headers, **more) as answer:
        return answer.status


async def traces(bot: Served) -> tuple[int, int]:
    """What a turn leaves: questions, and chats that are known."""
    rooms = [key for key in await bot.disk.notes.keys("") if "a:forged" in key]
    return len(bot.meeting.questions), len(rooms)


async def test_good_token_has_its_turn() -> None:
    async with production() as (bot, _):
        assert await traces(bot) == (0, 0)
        assert await posted(bot, f"Bearer {token()}", question()) == 200

        questions, rooms = await traces(bot)
        assert questions == 1
        assert rooms > 0


async def test_no_forged_token_has_a_turn() -> None:
    made = forged(SEED)
    async with production() as (bot, _):
        found = {}
        for name, header in made:
            found[name, header] = await posted(bot, header, question())

        print(f"seed {SEED}: {len(made)} tokens,", dict(Counter(found.values())))
        assert {one: status for one, status in found.items() if status not in {401, 403}} == {}
        assert len({header for _, header in made}) >= FEWEST
        assert await traces(bot) == (0, 0)


async def test_key_that_is_published_for_nothing_but_other_channels_lets_nobody_in() -> None:
    async with production() as (bot, keys):
        assert await posted(bot, f"Bearer {token()}", question(type="typing")) == 200
        assert await posted(bot, f"Bearer {token(kid='k-web')}", question()) == 403
        keys.keys[1]["endorsements"] = ["msteams"]
        assert await posted(bot, f"Bearer {token(kid='k-web')}", question()) == 403
        assert len(bot.meeting.questions) == 0


async def test_token_anywhere_but_in_one_header_is_no_token() -> None:
    good = f"Bearer {token()}"
    bad = f"Bearer {token(kid='k2')}"
    ways: list[tuple[list[str], dict[str, Any]]] = [
        ([], {}),
        ([good, good], {}),
        ([good, bad], {}),
        ([bad, good], {}),
        (["", good], {}),
        ([good, ""], {}),
        (["Basic x", good], {}),
        ([], {"params": {"access_token": token()}}),
        ([], {"params": {"Authorization": good}}),
        ([], {"cookies": {"Authorization": token()}}),
    ]
    async with production() as (bot, _):
        found = [await posted(bot, headers, question(), **more) for headers, more in ways]

        assert found == [401] * len(ways)
        assert await posted(bot, [], question(authorization=good, token=token())) == 401
        assert await traces(bot) == (0, 0)


async def test_header_beside_the_right_one_is_no_token() -> None:
    names = ("X-Authorization", "Proxy-Authorization", "WWW-Authenticate", "X-Forwarded-User")
    names += ("X-MS-CLIENT-PRINCIPAL", "X-MS-TOKEN-AAD-ID-TOKEN", "x-ms-conversation-id")
    async with production() as (bot, _):
        for name in names:
            headers = {name: f"Bearer {token()}"}
            async with bot.session.post(bot.url, json=question(), headers=headers) as answer:
                assert (name, answer.status) == (name, 401)
        assert await traces(bot) == (0, 0)


@pytest.mark.parametrize("length", [9_000, 20_000, 1_000_000])
async def test_huge_token_is_refused_and_the_next_one_served(length: int) -> None:
    async with production() as (bot, _):
        status = await posted(bot, f"Bearer {token()}{'A' * length}", question())

        assert status in {400, 401, 403, 431}
        assert await traces(bot) == (0, 0)
        assert await posted(bot, f"Bearer {token()}", question()) == 200


def twisted() -> list[tuple[str, dict[str, Any]]]:
    """Give good messages with a field that is required gone or of another kind."""
    found = []
    for name in ("type", "id", "channelId", "serviceUrl", "conversation", "from"):
        found += [(f"{name} {str(junk)[:9]!r}", question(**{name: junk})) for junk in JUNK]
        found.append((f"no {name}", {k: v for k, v in question().items() if k != name}))
    for name in ("conversation", "from"):
        for junk in JUNK:
            inner = question()[name] | {"id": junk}
            found.append((f"{name}.id {str(junk)[:9]!r}", question(**{name: inner})))
        inner = {k: v for k, v in question()[name].items() if k != "id"}
        found.append((f"no {name}.id", question(**{name: inner})))
    for name in ("Type", "ID", "channelid", "ServiceUrl", "Conversation", "From"):
        right = next(one for one in question() if one.casefold() == name.casefold())
        renamed = {name if k == right else k: v for k, v in question().items()}
        found.append((f"{right} as {name}", renamed))
    return found


async def test_good_token_with_a_twisted_activity_has_no_turn() -> None:
    made = twisted()
    random.Random(SEED).shuffle(made)
    good = f"Bearer {token()}"
    async with production() as (bot, _):
        found = {name: await posted(bot, good, body) for name, body in made}
        without = {name: await posted(bot, [], body) for name, body in made}

        print(f"seed {SEED}: {len(made)} activities,", dict(Counter(found.values())))
        assert {n: s for n, s in found.items() if s not in {400, 403}} == {}
        assert {n: s for n, s in without.items() if s not in {400, 401}} == {}
        assert await traces(bot) == (0, 0)


async def test_emulator_and_skill_cannot_send_the_bot_elsewhere() -> None:
    """The SDK's own check let these in with any service URL and anybody in `from`."""
    sender = shapes.METTE.account
    async with production() as (bot, _):
        for url in (SERVICE, "https://evil.example/", bot.connector.url):
            for name, header in forged(SEED):
                if name.startswith("issuer https://"):
                    body = question(serviceUrl=url) | {"from": sender}
                    assert (name, await posted(bot, header, body)) == (name, 403)
        assert bot.connector.requests == []
        assert await traces(bot) == (0, 0)
