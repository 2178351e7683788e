"""Answers to a poll: 200 people with a word of their own each, and no way from word to person."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.keys import Keys
from tests.given import METTE, demo_plan
from tests.process.forks import forks
from tests.process.server import SECRET
from tests.process.test_anonymous import WAITS, environment, log, ready, serving, session

PEOPLE = 200
PAGE = f"/m/{demo_plan().code}"

pytestmark = pytest.mark.process


@dataclass
class Voter:
    number: int
    person: str = ""

    @property
    def word(self) -> str:
        """Said by nobody else; in no order that the people have."""
        return f"ord{(self.number * 7919) % 10007:05d}"

    @property
    def first(self) -> str:
        """What was said first and then changed: it must be kept nowhere."""
        return f"fortrudt{self.number:03d}"

    @property
    def marks(self) -> tuple[str, ...]:
        return f"enhed-{self.number:03d}-kendetegn", f"nøgle-{self.number:03d}-gentagelse"


async def answer(base: str, poll: str, voter: Voter) -> None:
    async with session(base) as browser:
        joined = await browser.post(f"{base}{PAGE}/join", json={"name": f"Navn{voter.number:03d}"})
        voter.person = next(iter(joined.cookies.values())).value.partition(".")[0]
        headers = {"User-Agent": voter.marks[0], "Idempotency-Key": voter.marks[1]}
        for word in (voter.first, voter.word):
            sent = await browser.post(
                f"{base}{PAGE}/polls/{poll}/answer", json={"answer": word}, headers=headers
            )
            assert sent.status == 200, await sent.text()


async def polled(base: str, data: Path, voters: list[Voter]) -> tuple[list[bytes], str]:
    """Have them all answer, then close; give the disk as it was meanwhile, and what is seen."""
    await ready(base)
    key = Keys(SECRET.encode()).role_key(demo_plan().meeting, METTE)
    async with session(base) as host:
        await host.post(f"{base}{PAGE}/join", json={"key": key})
        ask = {"verb": "poll.ask", "text": "Hvad tænker du på?"}
        await host.post(f"{base}{PAGE}/actions", json=ask)
        poll = (await (await host.get(f"{base}{PAGE}/state")).json())["polls"][0]["id"]
        for first in range(0, len(voters), 20):
            await asyncio.gather(*(answer(base, poll, one) for one in voters[first : first + 20]))
        opened = disk(data)
        closed = await host.post(f"{base}{PAGE}/actions", json={"verb": "poll.close"})
        assert closed.status == 200
        seen = await (await host.get(f"{base}{PAGE}/state")).text()
        seen += await (await host.get(f"{base}/metrics")).text()
    return opened, seen


def disk(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_nobodys_answer_can_be_told_from_what_the_program_leaves(tmp_path: Path) -> None:
    voters = [Voter(number) for number in range(PEOPLE)]
    with serving(tmp_path) as base:
        opened, seen = asyncio.run(polled(base, tmp_path / "data", voters))
    out = tmp_path / "export.json"
    export = ["export", demo_plan().code, "--format", "json", "--out", out]
    own = environment(tmp_path / "data", 1)
    assert forks().start(export, own).wait(WAITS) == 0

    no_file_has_both(opened, voters)
    whole = b"\n".join(disk(tmp_path))
    for voter in voters:
        assert voter.word.encode() in whole
        assert voter.word in seen
        assert [mark for mark in (voter.first, *voter.marks) if mark.encode() in whole] == []
    left = [path.name for path in (tmp_path / "data" / "ballots").rglob("*")]
    assert left == []
    nothing_in_the_log_ties_them(asyncio.run(log(tmp_path / "data")), voters)


def no_file_has_both(files: list[bytes], voters: list[Voter]) -> None:
    """While it is open, words lie where no person is named, and without any order of coming."""
    with_words = [data for data in files if any(v.word.encode() in data for v in voters)]
    assert len(with_words) == 1
    (box,) = with_words
    assert [v.person for v in voters if v.person.encode() in box] == []
    keys = [*json.loads(box)["ballots"]]
    assert (len(keys), keys) == (PEOPLE, sorted(keys))


def nothing_in_the_log_ties_them(changes: list[dict[str, Any]], voters: list[Voter]) -> None:
    """Answers are empty, nameless and of a whole minute; the sums stand in the alphabet's order."""
    answers = [c for c in changes if [name for name, _ in c["events"]] == ["PollAnswered"]]
    assert len(answers) == 2 * PEOPLE
    for change in answers:
        assert (change["by"], str(change["at"])[-9:]) == (None, ":00+00:00")
        (((_, event),),) = (change["events"],)
        assert [*event] == ["poll"]
    ((sums,),) = [
        [event for name, event in c["events"] if name == "PollClosed"]
        for c in changes
        if c["events"][0][0] == "PollClosed"
    ]
    assert [*sums["counts"]] == sorted(voter.word for voter in voters)
