"""Somebody on the page and somebody in Teams are erased, and looked for in all that there is."""

import asyncio
import io
import signal
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from bot.keys import Keys
from bot.links import links
from tests.given import demo_file
from tests.process.forks import forks
from tests.process.server import SECRET, free_port
from tests.teams import shapes
from tests.teams.connector import connector
from tests.teams.shapes import Who

pytestmark = pytest.mark.process

WAITS = 20.0  # seconds for the server
LINKS = links(demo_file().plans(Keys(SECRET.encode()))[0], Keys(SECRET.encode()), "")
CODE = LINKS.participant.removeprefix("/m/")
TEAMS = Who("29:1-giraffen", "Gerda Girafhals", "00000000-0000-0000-0000-00000girafid")
FORMS = ("json", "docx", "xlsx")  # the others: tests/commands/test_erasing.py


@dataclass
class Planted:
    """A person, and every word that only they have or wrote; `ids` are learned on the way."""

    name: str
    words: list[str]
    ids: list[str] = field(default_factory=list)

    @property
    def marks(self) -> list[str]:
        return [self.name, *self.name.split(), *self.words, *self.ids]


ZOE = Planted(
    "Zoe Zebrahoved",
    ["Zebrakommunen", "zebrastien", "zebrastriben", "zebraønsket", "zebraskjul", "zebrasvar"],
)
GERDA = Planted(TEAMS.name, [TEAMS.id, "giraffoder", "girafønske", TEAMS.own_chat, "girafid"])


class Program:
    """The program as people run it, what it prints kept, over one folder or database."""

    def __init__(self, folder: Path, store: str) -> None:
        self.folder, self.store, self.port = folder, store, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._runs = count()

    @contextmanager
    def serving(self) -> Iterator[None]:
        log = self.folder / "printed.log"
        server = forks().start(["serve"], self._environment(), out=log)
        try:
            yield
        finally:
            server.signal(signal.SIGTERM)
            assert server.wait(WAITS) == 0

    def run(self, *arguments: str | Path, data: Path | None = None) -> str:
        out, err = (self.folder / f"{next(self._runs)}.{name}" for name in ("out", "err"))
        done = forks().start(arguments, self._environment(data), out=out, err=err)
        assert done.wait(WAITS) == 0, err.read_text("utf-8")
        return out.read_text("utf-8")

    def _environment(self, data: Path | None = None) -> dict[str, str]:
        return {
            "PATH": "/usr/bin:/bin",
            "ORDSTYRER_DATA": str(data or self.folder / "data"),
            "ORDSTYRER_STORE": "tinydb" if data else self.store,
            "ORDSTYRER_SECRET": SECRET,
            "ORDSTYRER_DEV": "1",
            "PORT": str(self.port),
        }


@asynccontextmanager
async def browser(base: str) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base, cookie_jar=jar, headers={"Origin": base}) as session:
        yield session


async def ready(session: aiohttp.ClientSession) -> None:
    for _ in range(int(WAITS * 20)):
        try:
            await session.get("/healthz")
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not come up")


async def posted(session: aiohttp.ClientSession, path: str, body: Any, status: int = 200) -> Any:
    async with session.post(path, json=body) as answer:
        text = await answer.text()
        assert answer.status == status, text
        return await answer.json() if text else None


class Guests:
    """Zoe and another one on the page, a host, and Gerda in Teams."""

    def __init__(self, zoe: Any, bo: Any, host: Any, chat: str) -> None:
        self.zoe, self.bo, self.host, self.chat = zoe, bo, host, chat
        self.page = f"/m/{CODE}"

    async def come(self) -> None:
        await ready(self.zoe)
        who = {"name": ZOE.name, "organisation": ZOE.words[0]}
        await posted(self.zoe, f"{self.page}/join", who)
        cookie = next(iter(self.zoe.cookie_jar)).value
        ZOE.ids.append(cookie.partition(".")[0])
        await posted(self.bo, f"{self.page}/join", {"name": "Bo", "organisation": "Billund"})
        key = next(iter(LINKS.hosts.values())).partition("#key=")[2]
        await posted(self.host, f"{self.page}/join", {"key": key})

    async def ask(self) -> list[str]:
        """Everybody asks and votes; gives the questions' ids: Zoe's, her nameless one, Bo's."""
        asked = [
            await self._asks(self.zoe, "Hvornår kommer zebrastien?", "name"),
            await self._asks(self.zoe, "Hvem maler zebrastriben?", "anonymous"),
            await self._asks(self.bo, "Hvad koster det?", "name"),
        ]
        self.token = asked[1]["token"]
        ZOE.ids.append(self.token)
        ids = [one["id"] for one in asked]
        for guest in (self.zoe, self.bo):
            for id_ in ids:
                await posted(guest, f"{self.page}/questions/{id_}/vote", {})
        edit = {"verb": "question.edit", "question": ids[0], "text": "Hvad med zebraskjul?"}
        await posted(self.zoe, f"{self.page}/actions", edit)
        await posted(self.zoe, f"{self.page}/messages", {"text": "emne: zebraønsket"})
        answer = {"verb": "question.answer", "question": ids[0], "text": "Det ved KOMBIT."}
        await posted(self.host, f"{self.page}/actions", answer)
        await posted(self.host, f"{self.page}/actions", {"verb": "evaluation.open"})
        for guest, text in ((self.zoe, "zebrasvar"), (self.bo, "fint")):
            answers = {"answers": {"useful": "4", "comment": text}}
            await posted(guest, f"{self.page}/evaluation", answers)
        return ids

    async def teams(self) -> None:
        """Gerda asks in her own chat, votes and wishes."""
        chat = TEAMS.own_chat
        for said in (
            shapes.installed(TEAMS, self.chat, chat=chat),
            shapes.message(TEAMS, self.chat, "spørg Hvem leverer giraffoder?", chat=chat),
            shapes.message(TEAMS, self.chat, "emne: Et girafønske", chat=chat),
            shapes.message(TEAMS, self.chat, "mine spørgsmål"),
        ):
            await posted(self.bo, "/api/messages", said)

    async def _asks(self, guest: aiohttp.ClientSession, text: str, show: str) -> Any:
        return await posted(guest, f"{self.page}/questions", {"text": text, "show": show}, 201)

    async def state(self) -> Any:
        async with self.host.get(f"{self.page}/state") as answer:
            return await answer.json()


def counted(state: Any) -> Any:
    questions = [(q["number"], q["votes"], q["state"], q["item"]) for q in state["questions"]]
    poll = state["evaluation"]
    figures = {id_: sorted(values.values()) for id_, values in poll["results"].items()}
    return state["phase"], questions, poll["responses"], figures


@asynccontextmanager
async def everybody(program: Program) -> AsyncIterator[Guests]:
    async with (
        connector() as chat,
        browser(program.base) as zoe,
        browser(program.base) as bo,
        browser(program.base) as host,
    ):
        guests = Guests(zoe, bo, host, chat.url)
        await guests.come()
        yield guests


def found_in(folder: Path, planted: Planted) -> list[str]:
    """Which of the words stand in any file, in packed ones too."""
    pieces = [piece for path in sorted(folder.rglob("*")) for piece in unpacked(path)]
    whole = b"\n".join(pieces)
    return [mark for mark in planted.marks if mark.encode() in whole]


def unpacked(path: Path) -> Iterator[bytes]:
    if path.is_file():
        data = path.read_bytes()
        yield path.name.encode()
        yield data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                yield from map(packed.read, packed.namelist())


async def found_in_tables(address: str, planted: Planted) -> list[str]:
    connection = await asyncpg.connect(address)
    schema = "select table_name from information_schema.tables where table_schema=current_schema()"
    rows = []
    for (table,) in await connection.fetch(schema):
        rows += await connection.fetch(f"select t::text from {table} t")  # noqa: S608 - our own
    await connection.close()
    whole = "\n".join(row[0] for row in rows)
    return [mark for mark in planted.marks if mark in whole]


@pytest.fixture(params=["tinydb", "postgres"])
def store(request: pytest.FixtureRequest) -> str:
    return "tinydb" if request.param == "tinydb" else str(request.getfixturevalue("database"))


def test_two_people_are_gone_from_everything_and_the_figures_are_the_same(
    store: str, tmp_path: Path
) -> None:
    program = Program(tmp_path, store)
    ZOE.ids.clear()
    GERDA.ids.clear()
    asyncio.run(all_of_it(program, tmp_path))

    for planted in (ZOE, GERDA):
        for place in ("data", "after", "put-back", "exports"):
            assert found_in(tmp_path / place, planted) == [], place
        assert [mark for mark in planted.marks if mark in printed(tmp_path)] == []
    if store != "tinydb":
        for planted in (ZOE, GERDA):
            assert asyncio.run(found_in_tables(store, planted)) == []


def printed(folder: Path) -> str:
    return (folder / "printed.log").read_text(encoding="utf-8")


async def all_of_it(program: Program, folder: Path) -> None:
    run = asyncio.to_thread
    (folder / "exports").mkdir()
    with program.serving():
        async with everybody(program) as guests:
            await guests.ask()
            await guests.teams()
            before = await guests.state()
            for form in FORMS:
                out = folder / "exports" / f"minutes.{form}"
                await run(program.run, "export", CODE, "--format", form, "--out", out)
            await run(program.run, "backup", folder / "before")
            everything_is_planted(folder)

            await leave(guests)
            listed = await run(program.run, "erase", "--find", GERDA.name)
            GERDA.ids.append(listed.split("\t")[0])
            said = await run(program.run, "erase", "--person", GERDA.ids[0])
            assert said.splitlines()[-1] == "erased from 1 meetings"

            after = await guests.state()
            assert counted(after) == counted(before)
            await it_goes_on(guests, after)
            await run(program.run, "backup", folder / "after")
    put_back = folder / "put-back"
    await run(lambda: program.run("restore", folder / "before", data=put_back))


def everything_is_planted(folder: Path) -> None:
    """Words that were never there would be found nowhere by any program."""
    secret = {ZOE.ids[1]}  # known as a digest alone
    assert {*ZOE.marks} - {*found_in(folder / "before", ZOE)} == secret
    assert {*found_in(folder / "before", GERDA)} >= {GERDA.name, "giraffoder", TEAMS.own_chat}
    assert found_in(folder / "exports", ZOE)
    assert found_in(folder / "exports", GERDA)


async def leave(guests: Guests) -> None:
    """Zoe presses the button on her page, as a browser without scripts sends it."""
    form = {"verb": "person.erase-me", "tokens": guests.token}
    page = {"Accept": "text/html"}
    path = f"{guests.page}/actions"
    async with guests.zoe.post(path, data=form, headers=page, allow_redirects=True) as answer:
        text = await answer.text()
        assert answer.status == 200, text
    assert "Slettet." in text
    assert 'name="organisation"' in text  # the page for joining: nobody knows her
    assert [*guests.zoe.cookie_jar] == []


async def it_goes_on(guests: Guests, state: Any) -> None:
    """The version has moved, the erased may come back as somebody new, others ask on."""
    texts = [question["text"] for question in state["questions"]]
    assert texts.count("[slettet]") == 3
    assert "Hvad koster det?" in texts
    async with guests.zoe.get(f"{guests.page}/state") as answer:
        assert answer.status == 401
    new = await guests._asks(guests.bo, "Og hvad nu?", "name")
    assert new["number"] == len(texts) + 1
    hello = shapes.message(TEAMS, guests.chat, "dagsorden")
    await posted(guests.bo, "/api/messages", hello)
