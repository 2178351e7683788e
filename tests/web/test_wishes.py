"""Wishes for the next meeting over HTTP: proposed, voted for, taken back."""

from meeting import commands as c
from meeting.wishes import wish_id
from tests.given import METTE

WISH = "Databeskyttelse i praksis"
ID = wish_id(WISH)


async def wished(served):
    anna = await served.participant()
    answer = await anna.post("{m}/messages", {"text": f"emne: {WISH}"})
    assert answer.status == 200
    return anna


async def test_a_wish_has_no_votes_at_first_and_stands_in_everybodys_state(served):
    await wished(served)
    bo = await served.participant("Bo", "Billund")

    state = await (await bo.get("{m}/state")).json()

    assert state["wishes"] == [{"id": ID, "text": WISH, "votes": 0, "voted": False}]


async def test_a_vote_counts_once_and_can_be_taken_back(served):
    anna = await wished(served)

    path = f"{{m}}/wishes/{ID}/vote"
    answers = [
        await anna.post(path, {}),
        await anna.post(path, {}),
        await anna.delete(path),
        await anna.delete(path),
    ]
    said = [await answer.json() for answer in answers]

    assert [(one["votes"], one["voted"]) for one in said] == [
        (1, True),
        (1, True),
        (0, False),
        (0, False),
    ]


async def test_a_form_without_scripts_takes_its_vote_back_too(served):
    anna = await wished(served)
    await anna.post(f"{{m}}/wishes/{ID}/vote", {})

    answer = await anna.form(f"{{m}}/wishes/{ID}/vote", {"_method": "DELETE"})

    assert answer.status == 303
    state = await (await anna.get("{m}/state")).json()
    assert [one["votes"] for one in state["wishes"]] == [0]


async def test_an_unknown_wish_is_not_there(served):
    anna = await wished(served)

    answer = await anna.post("{m}/wishes/w-unknown/vote", {})

    assert answer.status == 404
    assert (await answer.json())["error"]


async def test_after_the_meeting_the_list_stands_as_it_is(served):
    anna = await wished(served)
    await served.do(METTE, c.CloseMeeting())

    answer = await anna.post(f"{{m}}/wishes/{ID}/vote", {})

    assert answer.status == 409
