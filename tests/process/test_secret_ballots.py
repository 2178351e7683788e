"""The evaluation: 1,000 planted identities, and nothing that joins one of them to an answer."""

import asyncio
import hashlib
import hmac
import io
import json
import random
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.keys import Keys
from tests.given import METTE, demo_plan
from tests.process.forks import forks
from tests.process.server import SECRET
from tests.process.test_anonymous import WAITS, environment, log, ready, serving, session

PEOPLE = 1_000
AT_ONCE = 20
SEED = 11
BY_CHANCE = 5
ORGANISATIONS = 90
COMMENT = re.compile(r"bemærkning-[0-9a-f]{12}")
EXPORTS = ("json", "csv", "html", "docx", "xlsx")

pytestmark = pytest.mark.process


@dataclass
class Voter:
    """Somebody whose comment only they would write."""

    number: int
    person: str = ""

    @property
    def name(self) -> str:
        return f"Zoroaster Vælger{self.number:04d}"

    @property
    def organisation(self) -> str:
        return f"Kommune-{self.number % ORGANISATIONS:02d}-x"

    @property
    def comment(self) -> str:
        return f"bemærkning-{hashlib.sha256(str(self.number).encode()).hexdigest()[:12]}"


async def answer(page: str, base: str, voter: Voter) -> None:
    async with session(base) as browser:
        who = {"name": voter.name, "organisation": voter.organisation}
        joined = await browser.post(f"{page}/join", json=who)
        voter.person = next(iter(joined.cookies.values())).value.partition(".")[0]
        given = {"useful": str(1 + voter.number % 5), "comment": voter.comment}
        sent = await browser.post(f"{page}/evaluation", json={"answers": given})
        assert sent.status == 200, await sent.text()


async def host(base: str) -> aiohttp.ClientSession:
    browser = session(base)
    key = Keys(SECRET.encode()).role_key(demo_plan().meeting, METTE)
    joined = await browser.post(f"{base}/m/{demo_plan().code}/join", json={"key": key})
    assert joined.status == 200
    return browser


async def evaluated(base: str, voters: list[Voter]) -> dict[str, str]:
    """Open it, let all answer in an order of their own, and give what hosts and others see."""
    page = f"{base}/m/{demo_plan().code}"
    await ready(base)
    browser = await host(base)
    opened = await browser.post(f"{page}/actions", json={"verb": "evaluation.open"})
    assert opened.status == 200
    order = random.Random(SEED).sample(voters, len(voters))
    for first in range(0, PEOPLE, AT_ONCE):
        await asyncio.gather(*(answer(page, base, one) for one in order[first : first + AT_ONCE]))
    voters[:] = order
    seen = {
        "metrics": await (await browser.get(f"{base}/metrics")).text(),
        "state": await (await browser.get(f"{page}/state")).text(),
    }
    async with session(base) as other:
        await other.post(f"{page}/join", json={"name": "Kigger"})
        seen["others"] = await (await other.get(f"{page}/state")).text()
        seen["page"] = await (await other.get(page)).text()
    await browser.close()
    return seen


async def closed(base: str) -> None:
    await ready(base)
    browser = await host(base)
    sent = await browser.post(
        f"{base}/m/{demo_plan().code}/actions", json={"verb": "evaluation.close"}
    )
    assert sent.status == 200
    await browser.close()


def exported(folder: Path, *kinds: str) -> dict[str, bytes]:
    outs = {kind: folder / f"export.{kind}" for kind in kinds}
    own = environment(folder / "data", 1)
    for kind, out in outs.items():
        export = ["export", demo_plan().code, "--format", kind, "--out", out]
        assert forks().start(export, own).wait(WAITS) == 0
    return {kind: out.read_bytes() for kind, out in outs.items()}


def unpacked(data: bytes) -> bytes:
    """Give what an office file holds; other files as they are."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def box(folder: Path) -> dict[str, Any]:
    """The file of the ballots, which is there while the evaluation is open."""
    (found,) = (path for path in (folder / "data" / "ballots").iterdir() if path.suffix == ".json")
    return dict(json.loads(found.read_bytes()))


def ranks_agree(one: list[int], other: list[int]) -> float:
    """Spearman's rank correlation of two orders of the same things: 1 the same, 0 unrelated."""
    places = {value: place for place, value in enumerate(other)}
    n = len(one)
    distance = sum((place - places[value]) ** 2 for place, value in enumerate(one))
    return 1 - 6 * distance / (n * (n * n - 1))


@dataclass
class Left:
    """What the program left while the evaluation was open, and after its close."""

    voters: list[Voter]  # in the order in which they answered
    seen: dict[str, str]
    ballots: dict[str, Any]
    open_files: dict[Path, bytes]
    open_export: bytes
    log: list[dict[str, Any]]
    after: dict[Path, bytes]

    @property
    def rows(self) -> dict[str, dict[str, list[str]]]:
        """The ballots by key, without the roll of organisations."""
        found = self.ballots["ballots"]
        return {key: row for key, row in found.items() if "comment" in row}

    @property
    def secret(self) -> bytes:
        return bytes.fromhex(self.ballots["secret"]["1"]["key"])


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("evaluated")
    voters = [Voter(number) for number in range(PEOPLE)]
    with serving(folder) as base:
        seen = asyncio.run(evaluated(base, voters))
        open_files, ballots = files(folder), box(folder)
        open_export = exported(folder, "json")["json"]
        asyncio.run(closed(base))
    exports = {Path(kind): unpacked(data) for kind, data in exported(folder, *EXPORTS).items()}
    changes = asyncio.run(log(folder / "data"))
    return Left(voters, seen, ballots, open_files, open_export, changes, files(folder) | exports)


def test_everybody_is_counted(left: Left) -> None:
    comments = {comment for row in left.rows.values() for comment in row["comment"]}

    assert comments == {voter.comment for voter in left.voters}
    assert json.loads(left.seen["state"])["evaluation"]["responses"] == PEOPLE


def test_no_file_holds_a_person_beside_their_own_comment(left: Left) -> None:
    for path, content in (left.open_files | left.after).items():
        beside_each_other(path, content.decode("utf-8", "replace"), left.voters)


def test_the_secret_beside_the_ballots_is_of_no_use_alone(left: Left) -> None:
    guessed = {
        hmac.new(left.secret, voter.person.encode(), hashlib.sha256).hexdigest()
        for voter in left.voters
    }

    assert guessed & set(left.ballots["ballots"]) == set()


def test_ballots_lie_in_the_order_of_their_keys_which_is_not_that_of_the_answers(
    left: Left,
) -> None:
    by_comment = {voter.comment: voter.number for voter in left.voters}
    kept = [by_comment[row["comment"][0]] for row in left.rows.values()]

    assert list(left.rows) == sorted(left.rows)
    agreement = ranks_agree([voter.number for voter in left.voters], kept)
    assert abs(agreement) < 0.12  # nearly four standard deviations of chance


def test_the_log_says_to_the_minute_that_somebody_answered_and_no_more(left: Left) -> None:
    casts = [c for c in left.log if any(name == "BallotCast" for name, _ in c["events"])]

    assert len(casts) == PEOPLE
    assert {c["by"] for c in casts} == {None}
    assert {datetime.fromisoformat(c["at"]).second for c in casts} == {0}
    assert {json.dumps(c["events"]) for c in casts} == {json.dumps([["BallotCast", {}]])}


def test_others_figures_and_exports_tell_nothing_while_it_is_open(left: Left) -> None:
    told = {name: left.seen[name] for name in ("metrics", "others", "page")}

    assert [name for name, text in told.items() if "bemærkning-" in text] == []
    assert "Zoroaster" not in left.seen["metrics"]
    assert [key for key in left.rows if key.encode() in left.open_export] == []


def test_afterwards_neither_keys_nor_their_secret_are_anywhere(left: Left) -> None:
    whole = b"\n".join(left.after.values())

    assert left.secret.hex().encode() not in whole
    assert [key for key in left.ballots["ballots"] if key.encode() in whole] == []


def test_papers_that_are_sent_round_hold_no_comment_and_the_hosts_workbook_all(left: Left) -> None:
    comments = [voter.comment.encode() for voter in left.voters]
    held = {kind: sum(c in left.after[Path(kind)] for c in comments) for kind in EXPORTS}

    some = held["json"]  # all but those whose digits were blotted out as a phone's
    assert some > 0.9 * PEOPLE
    assert held == {"json": some, "xlsx": some, "csv": 0, "html": 0, "docx": 0}


def test_what_is_kept_has_no_order_but_the_alphabets(left: Left) -> None:
    (sums,) = (body for c in left.log for name, body in c["events"] if name == "EvaluationClosed")
    texts = list(sums["counts"]["comment"])

    assert len(texts) == PEOPLE
    assert all(one <= other for one, other in pairwise(texts))
    assert sums["organisations"] == ORGANISATIONS


def beside_each_other(path: Path, text: str, voters: list[Voter], within: int = 1_000) -> None:
    """Fail where a comment stands next to its own writer more often than chance would have it."""
    writers = {voter.comment: voter for voter in voters}
    own = 0
    for match in COMMENT.finditer(text):
        voter = writers[match.group()]
        around = text[max(0, match.start() - within) : match.end() + within]
        own += voter.name in around or voter.person in around
    assert own <= BY_CHANCE, f"{path}: {own} comments beside their writers"
