"""Personal links over HTTP: withdrawn and ended ones open nothing, nor what came in by them."""

from dataclasses import replace

import pytest

from meeting import commands as c
from tests.given import METTE, PETER, RASMUS, demo_plan
from tests.web.served import serving
from web.identity import SESSION


def key_of(served, person):
    times = served.site.hub.state(served.meeting).withdrawn
    before = times[person].times if person in times else 0
    return served.site.keys.role_key(served.meeting, person, before)


async def test_a_withdrawn_link_opens_nothing_and_the_new_one_does(served):
    old = key_of(served, PETER)
    await served.do(METTE, c.WithdrawLink(PETER))

    refused = await served.nobody().post("{m}/join", {"key": old})
    new = await served.nobody().post("{m}/join", {"key": key_of(served, PETER)})

    assert (refused.status, refused.cookies.get("key")) == (403, None)
    assert (await new.json())["role"] == "host"


async def test_what_came_in_by_a_withdrawn_link_is_nobody_at_once(served):
    peter, mette = await served.holder(PETER), await served.holder(METTE)
    stream = await peter.get("{m}/events?as=host")
    before = (await peter.post("{m}/actions", {"verb": "agenda.show"})).status

    withdrawn = await mette.post("{m}/actions", {"verb": "link.withdraw", "person": PETER})
    deed = await peter.post("{m}/actions", {"verb": "agenda.start"})
    state = await peter.get("{m}/state")
    rest = await stream.content.read()  # the live page ends, too

    assert (before, withdrawn.status) == (200, 200)
    assert (deed.status, state.status) == (401, 401)
    assert b"agenda" not in rest.partition(b"\n\n")[2]
    assert served.site.hub.state(served.meeting).current is None
    assert (await mette.get("{m}/state")).status == 200


async def test_bad_ended_and_withdrawn_links_are_refused_alike():
    plan = replace(demo_plan(), links_open=1)
    async with serving(plan=plan) as served:
        withdrawn = key_of(served, PETER)
        await served.do(METTE, c.WithdrawLink(PETER))
        answers = [await served.nobody().post("{m}/join", {"key": k}) for k in ("x", withdrawn)]
        served.clock.forward(days=2)
        answers.append(await served.nobody().post("{m}/join", {"key": key_of(served, RASMUS)}))

    assert [answer.status for answer in answers] == [403] * 3
    (told,) = {(await answer.json())["error"] for answer in answers}
    assert told == "Linket åbner ikke mødet, eller gør det ikke mere; bed arrangøren om et nyt."


async def test_a_cookie_ends_with_the_link_it_came_by_and_a_participants_does_not():
    async with serving(plan=replace(demo_plan(), links_open=1)) as served:
        rasmus, anna = await served.holder(RASMUS), await served.participant()
        served.clock.forward(days=1)
        before = [(await one.get("{m}/state")).status for one in (rasmus, anna)]
        served.clock.forward(hours=2)
        after = [(await one.get("{m}/state")).status for one in (rasmus, anna)]

    assert (before, after) == ([200, 200], [401, 200])


async def test_the_demos_links_do_not_end():
    async with serving(plan=replace(demo_plan(), links_open=None)) as served:
        served.clock.forward(days=2000)

        assert (
            await served.nobody().post("{m}/join", {"key": key_of(served, METTE)})
        ).status == 200


@pytest.mark.parametrize("forged", ["9999999999", "", "-1", "1e9", "x"])
async def test_the_end_of_a_session_is_signed(served, forged):
    mette = await served.holder(METTE)
    ((name, value),) = [(one.key, one.value) for one in mette.session.cookie_jar]
    person, signature = value.split(".")

    answer = await served.nobody().get(
        "{m}/state", headers={"Cookie": f"{name}={person}!{forged}.{signature}"}
    )

    assert answer.status == (401 if forged else 200)  # without an end it is the link's own
    assert SESSION == 12 * 3600
