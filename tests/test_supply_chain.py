"""What is installed is what was looked at: one version, a hash a file, nothing from elsewhere."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-semantic.txt")
PACKAGES = ("web", "tests/app_package", "tests/playground")
LOADING = "script|img|iframe|link|source|video|audio|object|embed|form|use"
ELSEWHERE = {
    ".html": re.compile(rf"<(?:{LOADING})\b[^>]*(?:src|href|action|data)=.(?:https?:)?//"),
    ".js": re.compile(r"""(?:\bfrom|\bimport|fetch|EventSource|WebSocket)[\s(]*["'`]\w*:?//"""),
    ".css": re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//"""),
}


@pytest.mark.parametrize("name", LOCKS)
def test_every_python_package_has_one_version_and_hashes(name) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row.strip() and not row.lstrip().startswith("#")]

    odd = [row[:60] for row in rows if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:\w{64}", row)]
    assert (odd, bool(rows)) == ([], True)
    assert not re.search(r"(?:git\+|file:|https?://)", text.partition("#")[0])


@pytest.mark.parametrize("folder", PACKAGES)
def test_every_npm_package_has_one_version_and_a_hash(folder) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))

    packages = {name: one for name, one in lock["packages"].items() if name and not one.get("link")}
    without = [
        name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-")
    ]
    own = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    assert (without, bool(packages)) == ([], True)
    assert [name for name, version in own.items() if not version[0].isdigit()] == []


def test_every_command_that_installs_asks_for_the_locked_files() -> None:
    for name in ("Makefile", "Dockerfile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        installs = [
            row.strip() for row in text.splitlines() if "pip install" in row or "npm ci" in row
        ]
        assert installs
        for row in installs:
            assert "--require-hashes" in row or "npm ci" in row, row
        assert "npm install" not in text


def test_pages_and_their_scripts_take_nothing_from_elsewhere() -> None:
    found = {}
    files = [path for path in (ROOT / "web").rglob("*") if path.suffix in ELSEWHERE]
    own = [path for path in files if "node_modules" not in path.parts]
    for path in own:
        if hits := ELSEWHERE[path.suffix].findall(path.read_text(encoding="utf-8")):
            found[path.name] = hits

    assert (found, len(own) > 50) == ({}, True)


def test_what_is_made_of_the_locked_files_is_the_same_each_time() -> None:
    """Two processes, with the order of sets and the clock their own: the same addresses."""
    said = "from web.assets import read_assets; print(read_assets().root, len(read_assets().files))"
    told = {
        subprocess.run(
            [sys.executable, "-c", said],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(told) == 1


@pytest.fixture
def wheels(soaking, tmp_path) -> Path:
    """The locked wheels, brought once; after that nothing is asked of the network."""
    if not soaking:
        pytest.skip("brings every locked package: goes with --soak (make soak)")
    folder = tmp_path / "wheels"
    order = ("download", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt")
    _pip(*order, "--dest", str(folder))
    return folder


def _pip(*order: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    told = subprocess.run(
        [sys.executable, "-m", "pip", *order, *quiet], cwd=ROOT, capture_output=True, check=False
    )
    assert told.returncode == 0, told.stderr.decode()[-2000:]


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()


def test_two_builds_without_a_network_are_the_same(wheels, tmp_path) -> None:
    """As the Dockerfile builds: the locked packages, and the program's own folders beside them."""
    own = re.findall(
        r"^COPY (?!--from)(\w+) ", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    digests = set()
    for name in ("one", "other"):
        folder = tmp_path / name
        offline = ("--no-index", "--find-links", str(wheels), "--no-compile", "--require-hashes")
        _pip("install", *offline, "-r", "requirements.txt", "--target", str(folder / "packages"))
        for part in own:
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
        digests.add(_digest(folder))

    print(f"{len(list(wheels.iterdir()))} packages, {digests}")
    assert {"meeting", "bot", "web"} <= {*own}
    assert len(digests) == 1
