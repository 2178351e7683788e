"""Wrong configurations, really started: not one serves, each says in one message what is wrong."""

import shutil
import socket
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
import pytest

from bot.stores.lines import Row, batch
from bot.stores.lock import FolderLock
from tests.earlier.record import BASE, LOGS, meeting_file
from tests.given import EXAMPLE
from tests.process.forks import LOOK, forks
from tests.process.server import free_port

pytestmark = pytest.mark.process

SECRETS = ("hunter2-hunter2", "s3cret-s3cret-s3cret", "dbpass1")
RIGHT = {
    "ORDSTYRER_SECRET": SECRETS[1],
    "ORDSTYRER_PUBLIC_URL": "https://moede.example.dk",
    "MicrosoftAppId": "11111111-0000-0000-0000-000000000009",
    "MicrosoftAppTenantId": "11111111-0000-0000-0000-000000000001",
    "MicrosoftAppPassword": SECRETS[0],
}
FEWEST = 12
WITHIN = 20.0  # seconds to make up its mind
DEV = {"ORDSTYRER_DEV": "1"}
IDENTITY = {"MicrosoftAppType": "UserAssignedMSI"}


@dataclass(frozen=True)
class Ended:
    code: int | None
    out: str
    err: str


@dataclass
class Starter:
    folder: Path
    port: int

    def start(self, **environment: str) -> Ended:
        """Start the program in a folder of its own, and wait until it ends or tells its links."""
        whole = {"PORT": str(self.port), "ORDSTYRER_DATA": str(self.folder / "data")} | environment
        out, err = (self.folder / name for name in ("out", "err"))
        out.unlink(missing_ok=True)
        err.unlink(missing_ok=True)
        begun = forks().start(["serve"], whole, self.folder, out, err)
        until = time.monotonic() + WITHIN
        while not begun.ended() and time.monotonic() < until:
            if out.exists() and out.stat().st_size:
                begun.kill()
                return Ended(None, out.read_text("utf-8"), err.read_text("utf-8"))
            time.sleep(LOOK)
        return Ended(begun.wait(0), out.read_text("utf-8"), err.read_text("utf-8"))


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    return Starter(tmp_path, free_port())


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in RIGHT.items() if name not in names}


WRONG: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "nothing set": ({}, tuple(RIGHT)),
    "no secret": (without("ORDSTYRER_SECRET"), ("ORDSTYRER_SECRET",)),
    "short secret": (RIGHT | {"ORDSTYRER_SECRET": "hunter2-hunter2"}, ("ORDSTYRER_SECRET",)),
    "empty secret": (RIGHT | {"ORDSTYRER_SECRET": ""}, ("ORDSTYRER_SECRET",)),
    "no app id": (without("MicrosoftAppId"), ("MicrosoftAppId",)),
    "no tenant": (without("MicrosoftAppTenantId"), ("MicrosoftAppTenantId",)),
    "no password": (without("MicrosoftAppPassword"), ("MicrosoftAppPassword",)),
    "no address": (without("ORDSTYRER_PUBLIC_URL"), ("ORDSTYRER_PUBLIC_URL",)),
    "address without TLS": (
        RIGHT | {"ORDSTYRER_PUBLIC_URL": "http://moede.example.dk"},
        ("ORDSTYRER_PUBLIC_URL", "https://"),
    ),
    "address that is none": (
        RIGHT | {"ORDSTYRER_PUBLIC_URL": "moede.example.dk"},
        ("ORDSTYRER_PUBLIC_URL",),
    ),
    "identity without app id": (IDENTITY | without("MicrosoftAppId"), ("MicrosoftAppId",)),
    "half an identity service": (
        IDENTITY | RIGHT | {"IDENTITY_HEADER": SECRETS[0]},
        ("IDENTITY_ENDPOINT",),
    ),
    "the other half": (
        IDENTITY | RIGHT | {"IDENTITY_ENDPOINT": "http://127.0.0.1:41000/msi/token"},
        ("IDENTITY_HEADER",),
    ),
    "identity service that is no address": (
        IDENTITY | RIGHT | {"IDENTITY_ENDPOINT": "here", "IDENTITY_HEADER": SECRETS[0]},
        ("IDENTITY_ENDPOINT",),
    ),
    "wrong type": (RIGHT | {"MicrosoftAppType": "MultiTenant"}, ("MicrosoftAppType",)),
    "clock speed": (RIGHT | {"ORDSTYRER_CLOCK_SPEED": "30"}, ("ORDSTYRER_CLOCK_SPEED",)),
    "clock speed with a meeting": (
        DEV | {"ORDSTYRER_CLOCK_SPEED": "30", "ORDSTYRER_MEETING": str(EXAMPLE / "meeting.yaml")},
        ("ORDSTYRER_CLOCK_SPEED",),
    ),
    "clock that stands": (DEV | {"ORDSTYRER_CLOCK_SPEED": "0"}, ("ORDSTYRER_CLOCK_SPEED",)),
    "port too high": (RIGHT | {"PORT": "70000"}, ("PORT",)),
    "port that is a word": (RIGHT | {"PORT": "http"}, ("PORT",)),
    "development for everybody": (DEV | {"ORDSTYRER_HOST": "0.0.0.0"}, ("ORDSTYRER_HOST",)),
    "development for everybody, IPv6": (DEV | {"ORDSTYRER_HOST": "::"}, ("ORDSTYRER_HOST",)),
    "development on a name": (DEV | {"ORDSTYRER_HOST": "example.dk"}, ("ORDSTYRER_HOST",)),
    "development with credentials on every address": (
        DEV | RIGHT | {"ORDSTYRER_HOST": "0.0.0.0"},
        ("ORDSTYRER_HOST",),
    ),
    "unclear development": (RIGHT | {"ORDSTYRER_DEV": "perhaps"}, ("ORDSTYRER_DEV",)),
    "unknown store": (
        RIGHT | {"ORDSTYRER_STORE": "mysql://me:dbpass1@localhost/x"},
        ("ORDSTYRER_STORE",),
    ),
    "store that is no address": (
        RIGHT | {"ORDSTYRER_STORE": "postgresql://me:dbpass1#x@localhost/x"},
        ("ORDSTYRER_STORE",),
    ),
    "store that nobody answers for": (
        RIGHT | {"ORDSTYRER_STORE": "postgresql://me:dbpass1@127.0.0.1:1/x"},
        ("127.0.0.1:1",),
    ),
    "no meeting file": (RIGHT | {"ORDSTYRER_MEETING": "none.yaml"}, ("none.yaml",)),
    "meeting file that is a folder": (RIGHT | {"ORDSTYRER_MEETING": "."}, ("directory",)),
    "address of another machine": (DEV | {"ORDSTYRER_HOST": "127.0.0.1x"}, ("ORDSTYRER_HOST",)),
    "address nobody has here": (RIGHT | {"ORDSTYRER_HOST": "192.0.2.1"}, ("192.0.2.1",)),
    "many at once": (
        DEV
        | {"PORT": "x", "ORDSTYRER_HOST": "::", "MicrosoftAppType": "y", "ORDSTYRER_SECRET": "z"},
        ("PORT", "ORDSTYRER_HOST", "MicrosoftAppType", "ORDSTYRER_SECRET"),
    ),
}


def refused(ended: Ended, *named: str) -> None:
    """It has ended with a fault, said so once, told no link and no secret."""
    assert ended.code == 1, ended
    assert ended.out == ""
    assert [part for part in named if part not in ended.err] == []
    assert len(ended.err.splitlines()) == 1, ended.err
    assert [secret for secret in SECRETS if secret in ended.err] == []


def nobody_listens(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_right_configuration_starts(starter: Starter) -> None:
    ended = starter.start(**RIGHT, ORDSTYRER_MEETING=str(EXAMPLE / "meeting.yaml"))

    assert (ended.code, ended.err) == (None, "")
    assert RIGHT["ORDSTYRER_PUBLIC_URL"] in ended.out
    assert [secret for secret in SECRETS if secret in ended.out] == []


@pytest.mark.parametrize("name", WRONG)
def test_wrong_configuration_does_not_start(starter: Starter, name: str) -> None:
    environment, named = WRONG[name]
    ended = starter.start(**environment)

    refused(ended, *named)
    nobody_listens(starter.port)


def test_data_folder_that_is_a_file_does_not_start(starter: Starter) -> None:
    file = starter.folder / "file"
    file.write_text("x", encoding="utf-8")
    for path in (file, file / "data"):
        refused(starter.start(**RIGHT, ORDSTYRER_DATA=str(path)), str(file))


def test_data_folder_that_cannot_be_made_does_not_start(starter: Starter) -> None:
    refused(starter.start(**RIGHT, ORDSTYRER_DATA="/proc/ordstyrer"), "/proc/ordstyrer")
    refused(starter.start(**DEV, ORDSTYRER_DATA="/proc/ordstyrer"), "/proc/ordstyrer")


def test_data_folder_in_use_does_not_start_and_its_holder_is_named(starter: Starter) -> None:
    data = starter.folder / "data"
    lock = FolderLock(data)
    try:
        refused(starter.start(**RIGHT), str(data), "in use by pid")
    finally:
        lock.release()


def test_port_in_use_does_not_start(starter: Starter) -> None:
    with socket.create_server(("127.0.0.1", starter.port)):
        refused(starter.start(**DEV), f"127.0.0.1:{starter.port}", "in use")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty", b""),
        ("no YAML", b"{"),
        ("no UTF-8", b"title: M\xf8de"),
        ("a list", b"- x"),
        ("no fields", b"title: 3"),
        ("code", b"!!python/object/apply:os.system ['touch pwned']"),
        ("bombs", b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]"),
    ],
)
def test_faulty_meeting_file_does_not_start(starter: Starter, name: str, content: bytes) -> None:
    (starter.folder / "faulty.yaml").write_bytes(content)
    ended = starter.start(**DEV, ORDSTYRER_MEETING="faulty.yaml")

    assert (name, ended.code, ended.out) == (name, 1, "")
    assert "faulty.yaml" in ended.err
    assert "Traceback" not in ended.err
    assert not (starter.folder / "pwned").exists()


def test_faults_in_the_env_file_are_told_as_well(starter: Starter) -> None:
    settings = RIGHT | {"ORDSTYRER_PUBLIC_URL": "http://moede.example.dk", "PORT": "1e9"}
    lines = [f"{name}={value}" for name, value in settings.items()]
    (starter.folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    refused(starter.start(PORT=""), "PORT", "ORDSTYRER_PUBLIC_URL")


def test_env_file_that_cannot_be_read_is_told(starter: Starter) -> None:
    (starter.folder / ".env").write_bytes(b"ORDSTYRER_SECRET=hunter2-hunter2-\xf8\n")
    refused(starter.start(), ".env")


LATER = {"id": "later", "at": "2026-12-01T10:00:00+00:00", "by": None}


def files_in(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def log_of_a_later_version(data: Path) -> str:
    """Let a later version add to a log something that today's does not know."""
    shutil.copytree(LOGS / "2026-11-27" / "data", data)
    journal = next((data / "meetings").glob("*-1.journal"))
    written = journal.read_bytes()
    document = orjson.dumps(LATER | {"events": [["HologramShown", {"size": 3}]]})
    rows = [Row("changes", written.count(b"\n") + 1, document)]
    journal.write_bytes(written + batch(len(written), rows))
    return journal.stem


def test_a_log_of_a_later_version_is_not_served_by_an_earlier_one_and_stays_as_it_is(
    starter: Starter,
) -> None:
    """Its meeting file names the meeting, so that there is nothing to serve without it."""
    data = starter.folder / "data"
    meeting = log_of_a_later_version(data)
    before = files_in(data)
    file = starter.folder / "meeting.yaml"
    file.write_text(meeting_file(datetime(2026, 12, 1, 10, 0)), encoding="utf-8")
    (starter.folder / "faq.jsonl").write_text(BASE, encoding="utf-8")

    ended = starter.start(**RIGHT, ORDSTYRER_MEETING=str(file))

    said = ended.err.splitlines()[-1]  # after the log's line for operators
    assert (ended.code, ended.out) == (1, "")
    for part in (meeting, "'HologramShown' is not known", "start the version of the program that"):
        assert part in said
    assert files_in(data) | {"lock": b""} == before | {"lock": b""}


def test_a_folder_of_a_later_format_is_not_opened_and_stays_as_it_is(starter: Starter) -> None:
    data = starter.folder / "data"
    log_of_a_later_version(data)
    (data / "format").write_bytes(b"2\n")
    before = files_in(data)

    refused(starter.start(**RIGHT), str(data), "format 2", "start that one")
    assert files_in(data) == before


def test_there_are_enough_of_them() -> None:
    assert len(WRONG) >= FEWEST
