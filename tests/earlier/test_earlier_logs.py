"""A log that an earlier version wrote means today what it meant to that version itself."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.commands.backup import back_up
from bot.commands.exporting import Format, exported, read_export
from bot.commands.meetings import Found, find
from bot.commands.progress import Progress
from bot.commands.restoring import restore
from bot.hub import Hub
from bot.settings import Settings
from bot.stores.codec import to_json
from bot.stores.folder import open_folder
from meeting import commands as c
from meeting.evolve import fold
from tests.earlier.record import CODES, LOGS
from tests.earlier.schema import schema
from tests.given import Clock, command
from tests.postgres import schema as database_schema

VERSIONS = sorted(path.name for path in LOGS.iterdir())
CHANGELOG = LOGS.parent.parent.parent / "CHANGELOG.md"


def kept_in(place: Path | str) -> Settings:
    name = "ORDSTYRER_DATA" if isinstance(place, Path) else "ORDSTYRER_STORE"
    return Settings.model_validate({name: str(place)})


def files_in(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def recorded(version: str, name: str) -> Any:
    return json.loads((LOGS / version / name).read_bytes())


def without_forecast(seen: dict[str, Any]) -> dict[str, Any]:
    """Leave out when items are expected: each version reckons that anew, from what has happened."""
    agenda = [{**item, "expected": None} for item in seen["agenda"]]
    return {**seen, "agenda": agenda}


def missing(before: Any, now: Any, place: str = "") -> list[str]:
    """List what was there before and is not, or is something else, now."""
    if isinstance(before, dict) and isinstance(now, dict):
        parts = [missing(value, now.get(key), f"{place}.{key}") for key, value in before.items()]
        return [one for part in parts for one in part]
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        pairs = enumerate(zip(before, now, strict=True))
        return [one for n, (a, b) in pairs for one in missing(a, b, f"{place}[{n}]")]
    return [] if before == now else [f"{place}: {before!r} is {now!r}"]


def seen(found: Found) -> dict[str, Any]:
    return without_forecast(json.loads(exported(found, Format.JSON)))


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def data(version: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(LOGS / version / "data", tmp_path / "data"))


@pytest.mark.parametrize("code", CODES)
async def test_a_meeting_of_an_earlier_version_is_the_same_meeting_today(version, data, code):
    before = without_forecast(recorded(version, f"seen-{code}.json"))

    found = await find(kept_in(data), code)

    assert missing(before, seen(found)) == []
    assert before["phase"] == found.meeting.phase.value
    assert len(before["questions"]) >= 5
    assert files_in(data) == files_in(LOGS / version / "data")


async def test_opening_an_earlier_versions_folder_changes_nothing_in_it_and_it_goes_on(
    version, data
):
    folder = open_folder(data)
    hub = Hub(folder.store, folder.ballots)
    await hub.load()
    assert files_in(data) == files_in(LOGS / version / "data")

    (open_one,) = [m for m in hub.meetings() if m.plan.code == CODES[1]]
    await hub.send(open_one.plan.meeting, command(open_one.plan.hosts[0], c.CloseMeeting()))
    after = hub.state(open_one.plan.meeting).evaluation
    await folder.close()

    assert (after.responses, dict(after.counts["useful"])) == (2, {"4": 1, "2": 1})


async def test_an_earlier_versions_folder_goes_by_way_of_a_backup_into_a_database(
    version, data, postgres, tmp_path
):
    before = [seen(await find(kept_in(data), code)) for code in CODES]
    await back_up(kept_in(data), tmp_path / "saved", (), Progress())

    async with database_schema(postgres.address) as address:
        await restore(kept_in(address), tmp_path / "saved", Progress(), Clock())
        after = [seen(await find(kept_in(address), code)) for code in CODES]

    assert after == before


@pytest.mark.parametrize("code", CODES)
async def test_an_earlier_versions_log_comes_back_from_todays_export(version, data, code, tmp_path):
    found = await find(kept_in(data), code)
    log = read_export(tmp_path, exported(found, Format.JSON))

    assert log is not None
    again = Found(fold(log), tuple(log))
    assert missing({**seen(found), "log": None}, {**seen(again), "log": None}) == []


def test_all_that_an_earlier_version_could_store_can_be_read(version):
    """Also what its recorded meeting did not come to: each event, field by field."""
    now = schema()

    for name, before in recorded(version, "schema.json").items():
        assert name in now, f"{name} was stored once and is gone"
        if isinstance(before, list):
            assert set(before) <= set(now[name]), name
            continue
        for field, (kind, *default) in before.items():
            assert field in now[name], f"{name}.{field} was stored once and is gone"
            assert readable(kind, now[name][field][0]), f"{name}.{field} was {kind}"
            # What was left out then must still mean what it meant.
            assert not default or now[name][field][1:] == default, f"{name}.{field} was {default}"
        for field in set(now[name]) - set(before):
            assert now[name][field][1:], f"{name}.{field} came later and has no default"


def unknown(body: Any, kind: str, known: dict[str, Any]) -> list[str]:
    """List what stands in a stored value that a version's schema does not have."""
    fields = known[kind]
    found = [f"{kind}.{name}" for name in body if name not in fields]
    for name in set(body) & set(fields):
        inside = [part for part in re.findall(r"\w+", fields[name][0]) if part in known]
        values = body[name] if isinstance(body[name], list) else [body[name]]
        for part in inside:
            for value in values:
                found += unknown(value, part, known) if isinstance(value, dict) else []
    return found


async def test_what_uses_nothing_new_is_written_as_the_earlier_version_knows_it(version, data):
    """So that it reads what the newer one has written anew, as an erasure does."""
    known = recorded(version, "schema.json")
    for code in CODES:
        for change in (await find(kept_in(data), code)).log:
            for name, body in to_json(change)["events"]:
                assert unknown(body, name, known) == []


def readable(before: str, now: str) -> bool:
    """A type may become wider by None, and by nothing else."""
    return now in {before, " | ".join(sorted(["NoneType", before]))}


def test_every_released_version_has_its_record():
    released = set(re.findall(r"^## \[?(\d[\d.]*)", CHANGELOG.read_text("utf-8"), re.MULTILINE))

    assert released <= set(VERSIONS), "make record-log"


def test_what_has_changed_since_an_earlier_version_is_found_out():
    kinds = {"ballots": {"a": [1, {"b": 2}]}, "gone": 1}

    assert missing(kinds, {"ballots": {"a": [1, {"b": 3}]}}) == [
        ".ballots.a[1].b: 2 is 3",
        ".gone: 1 is None",
    ]
    assert not readable("int", "str")
    assert readable("str", "NoneType | str")
