"""Records what a version of the program writes: `python -m tests.earlier.record FOLDER NAME`.

FOLDER has the program (`git worktree add /tmp/old COMMIT`); its `web/node_modules` may be a link.
It is started as a process of its own and played through its promised addresses alone, so the same
script records every version. NAME is the folder that the record gets, beside this file:

- `data/`: the data folder as that version left it, its secret taken out;
- `seen-CODE.json`: that version's own `export --format json` of each meeting, without the log;
- `schema.json`: every event that it could store, field by field (`tests.earlier.schema`);
- `about.json`: commit, its day and the version it gives itself.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import aiohttp

from tests.process.server import SECRET, free_port

LOGS = Path(__file__).parent / "logs"
LEFT_OUT = shutil.ignore_patterns("lock", "secret", "written.jsonl")  # the last has paths
CODES = ("EARLAYAD", "EARLAYBD")
ANSWERS = {"useful": 4, "recommend": 9, "got_answer": "partly", "comment": "Godt møde"}
# Said by the host, in turn; what a version does not know yet is answered by a sentence.
STEPS = (
    ("start", "forlæng 5", "næste", "tilbage", "næste", "byt 3 og 4", "fortryd"),
    ("pause", "fortsæt", "forkort 2", "læs-selv 3", "fortryd", "gå til 3"),
    ("afstemning: Skal vi mødes igen? / ja / nej", "luk afstemning", "vis resultat"),
    ("afstemning: Et ord om mødet", "luk afstemning"),
)
BASE = (
    '{"id": "e1", "question": "Hvornår åbner portalen?", "alt": [], "answer": "Klokken otte.",'
    ' "topic": "portal", "source": "prøve", "links": []}\n'
)


def meeting_file(start: datetime) -> str:
    """Give a small meeting file that every version reads; nobody in it is real."""
    return f"""
series: Prøvemøde
edition: første
language: da
zone: Europe/Copenhagen
knowledge: faq.jsonl
runs:
  - {{start: {start:%Y-%m-%d %H:%M}, code: {CODES[0]}}}
  - {{start: {start + timedelta(minutes=40):%Y-%m-%d %H:%M}, code: {CODES[1]}}}
people:
  - {{name: Vibe Vært, organisation: Prøveby, host: true}}
  - {{name: Otto Oplæg, organisation: Eksempelhus, aliases: [EH]}}
  - {{name: Tove Taler, organisation: Prøveby}}
topics: {{portal: portal, drift: drift}}
agenda:
  - {{title: Velkomst, minutes: 5}}
  - {{title: Portalen, minutes: 15, speakers: [Otto Oplæg], topics: [portal]}}
  - {{title: Driften, minutes: 10, speakers: [Tove Taler], topics: [drift]}}
  - {{title: Afslutning og evaluering, minutes: 5, protected: true}}
"""


class Version:
    """A version of the program in its own folder, with data of its own."""

    def __init__(self, program: Path, work: Path) -> None:
        self.program, self.data = program, work / "data"
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        own = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}  # noqa: TID251 - what is started gets a clean one
        self.environment = own | {
            "PORT": str(self.port),
            "ORDSTYRER_DEV": "1",
            "ORDSTYRER_DATA": str(self.data),
            "ORDSTYRER_SECRET": SECRET,
            "ORDSTYRER_MEETING": str(work / "meeting.yaml"),
        }

    def says(self, *command: str | Path) -> str:
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.program,
            env=self.environment | {"PYTHONPATH": str(self.program)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "app.py", "serve"], cwd=self.program, env=self.environment
        )


class Person:
    """Somebody with cookies of their own."""

    def __init__(self, base: str, code: str, who: Mapping[str, object]) -> None:
        self.base, self.code, self.who = base, code, who

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            self.base,
            headers={"Origin": self.base},
            cookie_jar=aiohttp.CookieJar(unsafe=True),
        )
        await self.posts("join", self.who)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def posts(self, place: str, body: Mapping[str, object] = {}) -> dict[str, Any]:
        async with self._session.post(f"/m/{self.code}/{place}", json=body) as answer:
            said = await answer.json()
        print(self.code, place, answer.status, said.get("reply") or said.get("error") or "")
        return dict(said) if answer.status < 400 else {}

    async def does(self, verb: str, **data: object) -> dict[str, Any]:
        return await self.posts("actions", {"verb": verb, **data})

    async def says(self, *texts: str) -> None:
        for text in texts:
            await self.posts("messages", {"text": text})

    async def polls(self) -> Sequence[Mapping[str, Any]]:
        async with self._session.get(f"/m/{self.code}/state") as answer:
            return [poll for poll in (await answer.json()).get("polls", ()) if poll["open"]]


async def asks(host: Person, asker: Person, other: Person) -> list[str]:
    """Ask in every way, and bring the questions to as many ends as the version has."""
    texts = ["Hvornår får vi den nye portal?", "Hvem betaler for driften?", "Kommer der et kursus?"]
    made = [await asker.posts("questions", {"text": text, "show": "name"}) for text in texts]
    hidden = await other.posts("questions", {"text": "Er økonomien sikret?", "show": "anonymous"})
    ids = [question["id"] for question in [*made, hidden] if question]
    for id_ in ids:
        await other.posts(f"questions/{id_}/vote")
    await asker.says("til EH: Virker den på telefon?", "Hvornår åbner portalen?", "emne: valg")
    await host.does("question.answer", question=ids[0], text="Til sommer.")
    await host.does("question.follow-up", question=ids[1])
    await host.does("question.decline", question=ids[2], reason="Det hører til et andet møde.")
    await host.does("question.route", question=ids[3], to="Tove Taler")
    await asker.does("answered.yes", question=ids[0])
    return ids


async def play(base: str, keys: Sequence[str]) -> None:
    """Play the first meeting to its end; leave the second one in its evaluation."""
    for code, key in zip(CODES, keys, strict=True):
        async with (
            Person(base, code, {"key": key}) as host,
            Person(base, code, {"name": "Anna Asker", "organisation": "Prøveby"}) as anna,
            Person(base, code, {"name": "Bo", "organisation": "Eksempelby"}) as bo,
        ):
            await asks(host, anna, bo)
            for steps in STEPS:
                await host.says(*steps[:1])
                for poll in await host.polls():
                    values = [option["value"] for option in poll.get("options", ())]
                    answer = values[0] if values else "klart"
                    await anna.does("poll.answer", poll=poll["id"], answer=answer)
                await host.says(*steps[1:])
            await host.says("evaluering")
            await anna.posts("evaluation", {"answers": ANSWERS})
            await bo.posts("evaluation", {"answers": {"useful": 2}})
            if code == CODES[0]:
                await host.says("luk")


def host_key(version: Version, code: str) -> str:
    told = json.loads(version.says("app.py", "links", code, "--json"))
    (url,) = told["hosts"].values()
    return str(url).partition("#key=")[2]


async def serve_and_play(version: Version) -> None:
    process = version.start()
    try:
        async with aiohttp.ClientSession() as session:
            await up(session, version.base)
        keys = [await asyncio.to_thread(host_key, version, code) for code in CODES]
        await play(version.base, keys)
    finally:
        process.terminate()
        process.wait(20)


async def up(session: aiohttp.ClientSession, base: str) -> None:
    for _ in range(400):
        try:
            async with session.get(f"{base}/healthz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.05)
    raise TimeoutError("the server did not come up")


def about(program: Path) -> Mapping[str, str]:
    git = ["git", "-C", str(program), "log", "-1", "--format=%H %cs"]
    commit, day = subprocess.run(git, check=True, capture_output=True, text=True).stdout.split()
    return {"commit": commit, "day": day}


def keep(version: Version, name: str) -> None:
    place = LOGS / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for code in CODES:
        out = version.data.parent / f"{code}.json"
        version.says("app.py", "export", code, "--format", "json", "--out", out)
        seen = json.loads(out.read_bytes())
        del seen["log"]
        write(place / f"seen-{code}.json", seen)
    write(place / "schema.json", json.loads(version.says(Path(__file__).with_name("schema.py"))))
    write(place / "about.json", about(version.program))
    shutil.copytree(version.data, place / "data", ignore=LEFT_OUT)


def write(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def main(program: Path, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        now = datetime.now(ZoneInfo("Europe/Copenhagen"))  # noqa: TID251 - when it is recorded
        soon = now + timedelta(minutes=2)
        (work / "meeting.yaml").write_text(meeting_file(soon), encoding="utf-8")
        (work / "faq.jsonl").write_text(BASE, encoding="utf-8")
        version = Version(program.resolve(), work)
        asyncio.run(serve_and_play(version))
        keep(version, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
