"""Whatever the API's description allows or forbids, the answers are those that it describes."""

import asyncio

import pytest
import requests

from tests.process.described import Asker, asked
from tests.process.server import Nursery, nursery

pytestmark = pytest.mark.process

CASES, MANY = 240, 5_000
SEED = 1


def _joined(server: Nursery, kind: str, body: dict[str, str] | None) -> Asker:
    """Somebody with our own Origin, who has come in by this body."""
    session = requests.Session()
    session.headers["Origin"] = server.base
    if body is not None:
        answer = session.post(f"{server.links().participant}/join", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
    return Asker(kind, session)


def _ready(server: Nursery) -> bool:
    return requests.get(f"{server.base}/readyz", timeout=10).status_code == 200


async def test_answers_to_right_and_wrong_requests_are_as_described(tmp_path, soaking) -> None:
    with nursery(tmp_path / "data") as server:
        server.start()
        await server.up()
        links = server.links()
        key = links.hosts["Mette Vinther Poulsen"].partition("#key=")[2]
        askers = [
            _joined(server, "nobody", None),
            _joined(server, "participant", {"name": "Anna", "organisation": "Odense"}),
            _joined(server, "host", {"key": key}),
        ]
        ids = [
            askers[1]
            .session.post(f"{links.participant}/questions", json={"text": text}, timeout=10)
            .json()["id"]
            for text in ("Hvem betaler?", "Hvornår kommer regningen?")
        ]
        known = {"code": [links.participant.rpartition("/")[2]], "id": ids}
        cases = MANY if soaking else CASES

        told = await asyncio.to_thread(asked, server.base, askers, known, cases, SEED)

        assert await asyncio.to_thread(_ready, server)
        for asker in askers:
            asker.session.close()
    print(f"{told.cases} cases from seed {SEED}, slowest {told.slowest:.2f} s, {told.statuses}")

    assert told.wrong == []
    assert told.cases >= cases
    assert min(told.operations.values()) >= 1
    assert not [status for _, status in told.statuses if status >= 500 and status not in {503, 507}]
