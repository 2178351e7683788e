"""Health, figures and the API's own description."""

import re

import orjson
import pytest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tests.given import HANS, asked
from tests.web.served import serving
from web.health import reason
from web.schemas import SCHEMAS


async def test_it_says_that_it_is_alive_and_ready(served):
    nobody = served.nobody()

    alive, ready = await nobody.get("/healthz"), await nobody.get("/readyz")

    assert (alive.status, await alive.json()) == (200, {"alive": True})
    assert (ready.status, await ready.json()) == (200, {"ready": True})


async def test_without_its_store_it_is_alive_but_not_ready_until_it_is_back():
    trouble: list[str | None] = [None, "/srv/data/meetings/m-1.journal: no space left", None]

    async with serving(trouble=lambda: trouble[0]) as served:
        nobody, seen = served.nobody(), []
        for _ in range(3):
            answers = [await nobody.get(path) for path in ("/healthz", "/readyz", "/metrics")]
            gauge = re.search("\nordstyrer_store_ok (.*)", await answers[2].text())
            seen.append(([a.status for a in answers], await answers[1].json(), gauge[1]))
            trouble.append(trouble.pop(0))

    assert seen == [
        ([200, 200, 200], {"ready": True}, "1.0"),
        ([200, 503, 200], {"ready": False, "reason": "no space left"}, "0.0"),
        ([200, 200, 200], {"ready": True}, "1.0"),
    ]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("the store is closed", "the store is closed"),
        (
            "/d/a b/x.journal: read-only since EIO: Input/output error",
            "read-only since EIO: Input/output error",
        ),
        ("/d/x: no space left; /d/y: no space left", "no space left"),
        ("the database at db.example:5432/o: no answer in time", "no answer in time"),
        ("no: /d/x", "see the server's log"),
    ],
)
def test_a_reason_that_anybody_may_read_has_no_paths_and_no_addresses(told, shown):
    assert reason(told) == shown


async def test_figures_of_the_other_channels_stand_beside_these():
    class Channel(Collector):
        def collect(self):
            yield GaugeMetricFamily("ordstyrer_waiting", "Waits", value=3)

    async with serving(collectors=[Channel()]) as served:
        text = await (await served.nobody().get("/metrics")).text()

    assert "ordstyrer_waiting 3.0" in text.splitlines()


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
        (method.upper(), server["url"].rstrip("/") + path)
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        for server in operation.get("servers", [{"url": "/"}])
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
