"""Two servers of one meeting: whichever a request comes to, nobody is a stranger there."""

import aiohttp

from meeting.commands import WithdrawLink
from tests.given import METTE, PETER
from tests.sharing import SharedBallots, SharedStore
from tests.web.served import Served, serving


async def post(session: aiohttp.ClientSession, to: Served, path: str, body: object) -> int:
    url = f"{to.root}/m/{to.code}/{path}"
    async with session.post(url, json=body, headers={"Origin": to.root}) as answer:
        await answer.read()
        return answer.status


async def test_who_joined_at_one_asks_votes_and_looks_at_the_other():
    store, ballots = SharedStore(), SharedBallots()
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        serving(store, ballots=ballots) as one,
        serving(store, ballots=ballots) as other,
        aiohttp.ClientSession(cookie_jar=jar) as anna,
    ):
        assert await post(anna, one, "join", {"name": "Anna"}) == 200
        assert await post(anna, other, "questions", {"text": "Hvem?", "show": "name"}) == 201
        seen = {}
        for server in (one, other):
            async with anna.get(f"{server.root}/m/{server.code}/state") as answer:
                seen[server.root] = await answer.json()
        (question,) = seen[one.root]["questions"]
        assert await post(anna, one, f"questions/{question['id']}/vote", {}) == 200
        async with anna.get(f"{other.root}/m/{other.code}/state") as answer:
            assert [q["votes"] for q in (await answer.json())["questions"]] == [1]
        async with anna.get(f"{other.root}/m/{other.code}") as answer:
            page = await answer.json(content_type=None)

    assert seen[one.root]["version"] == seen[other.root]["version"]
    assert (page["page"], page["texts"]) == ("participant", ["Hvem?"])


async def test_a_link_that_is_withdrawn_at_one_opens_nothing_at_the_other():
    store, ballots = SharedStore(), SharedBallots()
    async with (
        serving(store, ballots=ballots) as one,
        serving(store, ballots=ballots) as other,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as peter,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as mette,
        aiohttp.ClientSession() as finder,
    ):
        key = one.site.keys.role_key(one.meeting, PETER)
        assert await post(peter, other, "join", {"key": key}) == 200
        assert await post(peter, other, "actions", {"verb": "agenda.show"}) == 200
        own = one.site.keys.role_key(one.meeting, METTE)
        assert await post(mette, other, "join", {"key": own}) == 200

        await one.do(METTE, WithdrawLink(PETER))

        assert await post(finder, other, "join", {"key": key}) == 403
        await one.do(METTE, WithdrawLink(METTE))
        assert await post(mette, other, "actions", {"verb": "agenda.start"}) == 401
        assert await post(peter, other, "actions", {"verb": "agenda.start"}) == 401
        assert other.site.hub.state(other.meeting).current is None
