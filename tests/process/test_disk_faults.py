"""A disk that fails at any one of its calls: who is refused is told so, and nothing else is lost.

The server is the real one over a data folder, asked over HTTP; only the disk's calls are ours.
"""

import errno
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientResponse

from bot.hub import Hub
from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.disk import RealDisk
from bot.stores.folder import DataFolder, open_folder
from meeting import commands as c
from meeting.model import Meeting
from tests.given import METTE, command, demo_plan
from tests.stores.store_examples import FaultyDisk
from tests.web.served import Person, Served, serving

SENTENCES = {
    507: "Det kunne ikke gemmes, disken er fuld; intet er ændret, send det igen senere.",
    503: "Det kunne ikke gemmes lige nu; intet er ændret, send det igen.",
}
NEEDS = {"log": {"ask", "vote", "ballot"}, "ballots": {"ballot"}, "notes": {"note"}}
AFTER = 8  # deeds after the one that was refused: some of every kind
CODES = (errno.ENOSPC, errno.EIO)
MANY = 100
FEW = 8


class QuickDisk(FaultyDisk):
    """Syncs nothing, as the power stays on here, and remembers which file a fault hit."""

    hit: Path = Path()

    def write(self, descriptor: int, data: bytes) -> int:
        return self._at(path_of(descriptor), lambda: super(QuickDisk, self).write(descriptor, data))

    def sync(self, descriptor: int) -> None:
        self._at(path_of(descriptor), lambda: self._call("sync"))

    def truncate(self, descriptor: int, length: int) -> None:
        self._at(path_of(descriptor), lambda: super(QuickDisk, self).truncate(descriptor, length))

    def replace(self, source: Path, target: Path) -> None:
        self._at(target, lambda: super(QuickDisk, self).replace(source, target))

    def sync_folder(self, folder: Path) -> None:
        self._at(folder / "x", lambda: self._call("sync_folder"))

    def _at(self, path, call):
        try:
            return call()
        except OSError:
            self.hit = path
            raise


def path_of(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


@dataclass
class Ledger:
    """What the server said was safe."""

    questions: dict[str, str] = field(default_factory=dict)  # text by id
    votes: set[str] = field(default_factory=set)  # ids of the questions
    useful: list[str] = field(default_factory=list)  # what Anna's ballot says, if she has one
    notes: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Deed:
    """Something that somebody did, and what came of it."""

    kind: str
    status: int


@dataclass
class Going:
    """A server on a folder, somebody who uses it, and what she was told."""

    folder: DataFolder
    disk: QuickDisk
    served: Served
    anna: Person
    ledger: Ledger = field(default_factory=Ledger)

    async def deeds(self) -> AsyncIterator[Deed]:
        """Ask, vote, answer the evaluation and note something, again and again."""
        for n in itertools.count():
            self.served.clock.forward(seconds=10)  # so that nobody asks too fast
            question, deed = await self.ask(f"Spørgsmål {n}?")
            yield deed
            if question is not None:
                yield await self.vote(question)
            yield await self.answer(str(1 + n % 5))
            for each in "abc":
                yield await self.note(f"{each}/{n}")

    async def ask(self, text: str) -> tuple[str | None, Deed]:
        body = {"text": text, "show": "name"}
        async with await self.anna.post("{m}/questions", body) as answer:
            deed = await told("ask", answer)
            if deed.status != 200:
                return None, deed
            id_ = (await answer.json())["id"]
        self.ledger.questions[id_] = text
        return id_, deed

    async def vote(self, question: str) -> Deed:
        async with await self.anna.post(f"{{m}}/questions/{question}/vote") as answer:
            deed = await told("vote", answer)
        if deed.status == 200:
            self.ledger.votes.add(question)
        return deed

    async def answer(self, useful: str) -> Deed:
        body = {"answers": {"useful": useful}}
        async with await self.anna.post("{m}/evaluation", body) as answer:
            deed = await told("ballot", answer)
        if deed.status == 200:
            self.ledger.useful = [useful]
        return deed

    async def note(self, key: str) -> Deed:
        try:
            await self.folder.notes.put(key, [key])
        except StoreFullError:
            return Deed("note", 507)
        except StoreUnavailableError:
            return Deed("note", 503)
        self.ledger.notes[key] = [key]
        return Deed("note", 200)

    async def is_ready(self) -> bool:
        async with await self.anna.get("/readyz") as answer:
            return answer.status == 200

    async def check_what_is_shown(self) -> None:
        state = await self.anna.state()
        assert {q["id"]: q["text"] for q in state["questions"]} == self.ledger.questions
        assert {q["id"] for q in state["questions"] if q["votes"] == 1} == self.ledger.votes
        assert ballots_in(self.served.site.hub.state(self.served.meeting)) == self.ledger.useful


async def told(kind: str, answer: ClientResponse) -> Deed:
    if answer.status < 400:
        return Deed(kind, 200)
    assert SENTENCES[answer.status] in await answer.text()
    return Deed(kind, answer.status)


def ballots_in(meeting: Meeting) -> list[str]:
    ballots = meeting.evaluation.ballots.values()
    return [answers["useful"][0] for answers in ballots if "useful" in answers]


@asynccontextmanager
async def going(place: Path) -> AsyncIterator[Going]:
    """Serve an open meeting that Anna is in; the disk counts from the server's start."""
    jar = await somebody_who_joined(place)
    disk = QuickDisk()
    folder = open_folder(place, disk)
    async with served_from(folder) as served:
        anna = served.nobody()
        anna.session.cookie_jar.update_cookies(jar)
        yield Going(folder, disk, served, anna)
    await folder.close()


async def somebody_who_joined(place: Path) -> dict[str, str]:
    """Plan the meeting, open its evaluation, and give the cookies of somebody who is in it."""
    folder = open_folder(place, QuickDisk())
    async with served_from(folder) as served:
        await served.do(METTE, c.OpenEvaluation())
        anna = await served.participant()
        cookies = {cookie.key: cookie.value for cookie in anna.session.cookie_jar}
    await folder.close()
    return cookies


def served_from(folder: DataFolder):
    return serving(folder.store, ballots=folder.ballots, trouble=lambda: folder.trouble)


async def check_after_a_restart(place: Path, ledger: Ledger) -> None:
    folder = open_folder(place)
    hub = Hub(folder.store, folder.ballots)
    await hub.load()
    (meeting,) = hub.meetings()
    assert {q.id: q.text for q in meeting.questions.values()} == ledger.questions
    assert {id_ for id_, voters in meeting.votes.items() if voters} == ledger.votes
    assert ballots_in(meeting) == ledger.useful
    keys = await folder.notes.keys("")
    assert {key: await folder.notes.get(key) for key in keys} == ledger.notes
    await folder.close()


async def live_through(
    place: Path, kind: str, nth: int, code: int, more: dict[tuple[str, int], int] | None = None
) -> None:
    """Go on until the fault refuses somebody and some way beyond; all is as everybody was told."""
    async with going(place) as here:
        here.disk.failing_nth = {(kind, nth): code, **(more or {})}
        deeds = here.deeds()
        refused = await anext(deeds)
        while refused.status == 200:
            refused = await anext(deeds)

        file = file_of(place, here.disk.hit, refused)
        heals = is_taken_back(file, kind, code) and not more
        assert refused.kind in NEEDS[file]
        assert refused.status == (507 if heals and code == errno.ENOSPC else 503)
        assert not await here.is_ready()
        await here.check_what_is_shown()

        later = [await anext(deeds) for _ in range(AFTER)]
        for deed in later:
            assert deed.status == (200 if heals or deed.kind not in NEEDS[file] else 503)
        assert await here.is_ready() == heals
        await here.check_what_is_shown()
    await check_after_a_restart(place, here.ledger)


def file_of(place: Path, hit: Path, refused: Deed) -> str:
    """Tell whose file it was; the ballots' folder is made, and synced, in the data folder."""
    if hit.parent == place:
        return "notes" if refused.kind == "note" else "ballots"
    return {"meetings": "log", "ballots": "ballots"}[hit.parent.name]


def is_taken_back(file: str, kind: str, code: int) -> bool:
    """Tell whether a refused write is undone for certain, so that the next one may be tried.

    A journal that could not be synced is not; a file that is written beside and replaced is.
    """
    return code != errno.EIO and (file == "ballots" or kind != "sync")


@pytest.mark.parametrize("first", range(1, MANY, 10))
async def test_a_fault_at_any_write_or_sync_refuses_that_deed_and_loses_no_other(
    tmp_path, soaking, first
):
    for nth in range(first, first + 10):
        one, other = CODES if nth % 2 else reversed(CODES)
        faults = [("write", one), ("sync", other)]
        if soaking:
            faults += [("write", other), ("sync", one)]
        for kind, code in faults:
            await live_through(tmp_path / f"{kind} {nth} {code}", kind, nth, code)


@pytest.mark.parametrize("code", [*CODES, errno.EROFS, errno.EMFILE])
@pytest.mark.parametrize("kind", ["replace", "sync_folder"])
async def test_a_fault_at_any_rename_or_folder_sync_refuses_that_deed_and_loses_no_other(
    tmp_path, soaking, kind, code
):
    for nth in range(1, 1 + (MANY // 2 if soaking else FEW)):
        await live_through(tmp_path / str(nth), kind, nth, code)


@pytest.mark.parametrize("code", [errno.EDQUOT, errno.EROFS, errno.EMFILE])
async def test_what_a_disk_does_not_take_now_is_refused_and_the_next_deed_is_taken(tmp_path, code):
    async with going(tmp_path) as here:
        deeds = here.deeds()
        for nth in range(2, 52, 5):
            here.disk.failing_nth = {("write", here.disk.calls["write"] + 1): code}
            statuses = [(await anext(deeds)).status for _ in range(nth)]
            assert max(statuses) == (507 if code == errno.EDQUOT else 503)
            assert len([status for status in statuses if status != 200]) == 1
            assert await here.is_ready()
            await here.check_what_is_shown()
    await check_after_a_restart(tmp_path, here.ledger)


async def test_a_part_of_a_write_that_cannot_be_taken_back_is_a_failed_disk(tmp_path):
    for nth in (1, 2, 4, 6, 7, 8, 9, 50):  # writes to a journal
        fault = ("write", nth, errno.ENOSPC, {("truncate", 1): errno.EIO})
        await live_through(tmp_path / str(nth), *fault)


async def test_where_files_have_no_second_names_all_is_stored_the_same(tmp_path):
    async with going(tmp_path) as here:
        here.disk.failing = {"link": errno.EPERM}
        deeds = here.deeds()
        assert {(await anext(deeds)).status for _ in range(20)} == {200}
        assert here.disk.calls["link"] > 1
        assert await here.is_ready()
    await check_after_a_restart(tmp_path, here.ledger)


@pytest.mark.parametrize("code", CODES)
async def test_a_start_that_a_fault_stops_at_any_call_can_be_made_again(tmp_path, code):
    stopped = 0
    for turn in range(1, 12):
        place, disk = tmp_path / str(turn), QuickDisk()
        disk.failing_at = {turn: code}
        try:
            await start_and_plan(place, disk)
        except (StoreFullError, StoreUnavailableError):
            stopped += 1
        await start_and_plan(place, RealDisk())
    assert stopped > 5


async def start_and_plan(place: Path, disk: RealDisk) -> None:
    """Do what a server does first on a folder where there may be nothing yet."""
    folder = open_folder(place, disk)
    try:
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        plan = demo_plan()
        if not hub.meetings():
            await hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
        await hub.send(plan.meeting, command(None, c.OpenMeeting()))
        await hub.ballot_key(plan.meeting, METTE)
        await folder.notes.put("cursor", 1)
        assert hub.state(plan.meeting).plan == plan
    finally:
        await folder.close()
