"""Files, streams and pages for each kind of person; every address and button: tests/roles/."""

import pytest

from tests.given import HANS, KELD, METTE, RASMUS
from tests.web.served import serving

ALL = frozenset({"host", "speaker", "other speaker", "participant"})
RECORDS = ("docx", "html", "xlsx", "csv", "ics", "json")
STREAMS = {
    "stage": {"nobody", *ALL},
    "participant": set(ALL),
    "host": {"host"},
    "speaker": {"speaker", "other speaker"},
}


@pytest.fixture
async def people(served):
    return {
        "host": await served.holder(METTE),
        "speaker": await served.holder(RASMUS),
        "other speaker": await served.holder(KELD),
        "participant": await served.participant(),
        "nobody": served.nobody(),
    }


@pytest.mark.parametrize("kind", RECORDS)
async def test_a_record_as_a_file_is_for_hosts(people, kind):
    statuses = {who: (await p.get(f"{{m}}/records.{kind}")).status for who, p in people.items()}

    assert statuses == {**dict.fromkeys(people, 403), "host": 200, "nobody": 401}


@pytest.mark.parametrize("page", STREAMS)
async def test_a_stream_is_for_those_with_its_role(people, page):
    statuses = {}
    for kind, person in people.items():
        answer = await person.get(f"{{m}}/events?as={page}")
        statuses[kind] = answer.status
        answer.close()

    expected = {
        kind: 200 if kind in STREAMS[page] else 401 if kind == "nobody" else 403 for kind in people
    }
    assert statuses == expected


async def test_an_unknown_stream_is_a_wrong_value(people):
    answer = await people["host"].get("{m}/events?as=god")

    assert (answer.status, (await answer.json())["field"]) == (422, "as")


async def test_another_meetings_host_is_nobody_here():
    async with serving() as served, serving(base_url="http://127.0.0.1:4000") as other:
        nobody = other.nobody()
        key = served.site.keys.role_key("another-meeting", HANS)
        answer = await nobody.post("{m}/join", {"key": key})

    assert answer.status == 403
