"""Whatever a client sends, the server answers with less than 500 and lives on."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.acting import VERBS
from meeting import commands as c
from tests.given import HANS, METTE, asked, demo_knowledge
from tests.web.served import serving

PATHS = ("join", "messages", "questions", "questions/q1/vote", "evaluation", "actions")
FIELDS = (
    *("text", "show", "version", "verb", "question", "to", "minutes", "live", "owner", "reason"),
    *("answers", "entry", "name", "organisation", "key", "useful", "comment", "page", "_method"),
)
SAID = st.sampled_from(
    (
        "start",
        "næste",
        "tilbage",
        "forlæng 5",
        "luk",
        "evaluering",
        "til UDK: hvad?",
        "emne: x",
        "?",
    )
)
# Without closing: after it every deed would be refused alike.
VERB = st.sampled_from(sorted(set(VERBS) - {"agenda.close"}))
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    SAID,
    VERB,
    st.sampled_from(("q1", "q2", "name", "anonymous", "-- 5", "--5", "1e9", METTE, HANS)),
)
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
BODY = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), JSON, max_size=6)
ACTION = st.builds(lambda verb, body: {"question": "q1", **body, "verb": verb}, VERB, BODY)
SENT = st.one_of(BODY, ACTION).map(lambda body: json.dumps(body).encode())


@pytest.fixture
async def everybody():
    async with serving(knowledge=demo_knowledge(), timer=_always_full()) as served:
        people = [await served.participant(), await served.holder(METTE), served.nobody()]
        await served.do(HANS, asked("Hvem betaler?", "q1"))
        await served.do(METTE, c.OpenEvaluation())
        yield people


def _always_full():
    """A clock so fast that no bucket is ever empty."""
    ticks = iter(range(0, 10**9, 1000))
    return lambda: float(next(ticks))


async def _statuses(everybody, path, body, **headers):
    found = []
    for person in everybody:
        answer = await person.send("POST", f"{{m}}/{path}", body, **headers)
        await answer.read()
        found.append(answer.status)
    return found


def _drawn(strategy, examples):
    """Draw a fixed number of examples, so that one server can take them all."""
    found = []

    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(value):
        found.append(value)

    collect()
    return found


async def test_no_json_body_makes_an_error_of_ours(everybody):
    requests = await asyncio.to_thread(_drawn, st.tuples(st.sampled_from(PATHS), SENT), 300)

    for path, body in requests:
        assert max(await _statuses(everybody, path, body)) < 500, (path, body)


async def test_no_bytes_make_an_error_of_ours(everybody):
    types = st.sampled_from(
        (
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
        )
    )
    form = st.binary(max_size=60) | st.dictionaries(
        st.sampled_from(FIELDS), st.text(max_size=20), max_size=4
    ).map(lambda fields: "&".join(f"{k}={v}" for k, v in fields.items()).encode())
    requests = await asyncio.to_thread(_drawn, st.tuples(st.sampled_from(PATHS), form, types), 200)

    for path, body, type_ in requests:
        statuses = await _statuses(everybody, path, body, Content_Type=type_, Accept="text/html")
        assert max(statuses) < 500, (path, body, type_)


async def test_no_address_makes_an_error_of_ours(everybody):
    part = st.text(max_size=12) | st.sampled_from(("m", "..", "state", "events", "%00", "%ff", "?"))
    paths = await asyncio.to_thread(_drawn, st.lists(part, max_size=4), 200)

    for parts in paths:
        answer = await everybody[0].get("/" + "/".join(parts))
        answer.close()
        assert answer.status < 500, parts
