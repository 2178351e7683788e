"""Health, figures and the API's own description."""

import re

import orjson

from tests.given import HANS, asked
from tests.web.served import serving
from web.schemas import SCHEMAS


async def test_it_says_that_it_is_alive_and_ready(served):
    nobody = served.nobody()

    alive, ready = await nobody.get("/healthz"), await nobody.get("/readyz")

    assert (alive.status, await alive.json()) == (200, {"alive": True})
    assert (ready.status, await ready.json()) == (200, {"ready": True})


async def test_without_its_store_it_is_alive_but_not_ready():
    async def broken():
        return False

    async with serving(ready=broken) as served:
        nobody = served.nobody()
        alive, ready = await nobody.get("/healthz"), await nobody.get("/readyz")

    assert (alive.status, ready.status) == (200, 503)


async def test_figures_count_and_name_nobody(served):
    anna = await served.participant("Hemmelig Navn")
    await served.do(HANS, asked("Hemmeligt spørgsmål?"))
    await anna.post("{m}/questions/q1/vote")
    await anna.get("/nowhere/secret")
    events = await anna.get("{m}/events")

    text = await (await anna.get("/metrics")).text()
    events.close()
    lines = set(text.splitlines())

    assert {
        'ordstyrer_meetings{phase="open"} 1.0',
        "ordstyrer_questions 1.0",
        'ordstyrer_streams{kind="participant"} 1.0',
        'ordstyrer_requests_total{method="POST",route="/m/{code}/join",status="200"} 1.0',
        'ordstyrer_requests_total{method="GET",route="none",status="404"} 1.0',
        'ordstyrer_deed_seconds_count{route="vote"} 1.0',
    } <= lines
    assert served.code not in text
    assert not re.search("hemmelig|secret|q1", text, re.IGNORECASE)


async def test_the_description_has_every_route_and_no_other(served):
    description = await (await served.nobody().get("/openapi.json")).json()
    described = {
        (method.upper(), path)
        for path, operations in description["paths"].items()
        for method in operations
    }
    routed = {(route.method, route.resource.canonical) for route in served.app.router.routes()}
    beside = {("POST", "/api/messages"), ("GET", "/assets/{digest}/{path}")}

    assert description["openapi"] == "3.1.0"
    assert described == routed | beside


async def test_every_schema_that_is_named_is_there(served):
    text = await (await served.nobody().get("/openapi.json")).text()
    named = set(re.findall(r'"#/components/schemas/(\w+)"', text))

    assert named <= set(SCHEMAS)
    operations = [o for path in orjson.loads(text)["paths"].values() for o in path.values()]
    assert len({o["operationId"] for o in operations}) == len(operations)


async def test_answers_have_the_properties_described(served):
    anna = await served.participant()
    asked_ = await anna.post("{m}/questions", {"text": "Hvem?", "show": "name"})
    state = await anna.state()
    refused = await anna.post("{m}/actions", {"verb": "agenda.start"})

    described = [
        ("Queued", await asked_.json()),
        ("State", state),
        ("Item", state["agenda"][0]),
        ("Question", state["questions"][0]),
        ("Evaluation", state["evaluation"]),
        ("Error", await refused.json()),
    ]
    for name, data in described:
        assert set(SCHEMAS[name]["required"]) <= set(data), name
        if name != "Queued":
            assert set(data) <= set(SCHEMAS[name]["properties"]), name
