"""What the image would hold, laid out as a folder, for there is no Docker in a test.

Read from the Dockerfile itself: what it copies, its settings and its command. Python sees the
locked run-time packages and nothing else, the program's folder can be read and not be written, and
the process has no capabilities, so that being root gives it nothing.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tests.process.forks import ROOT

UNCAPABLE = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules")


@dataclass(frozen=True)
class Image:
    """A folder that stands for the image, and how it is started."""

    folder: Path
    site: Path
    environment: dict[str, str]
    command: Sequence[str]
    health: Sequence[str]

    def started(self, words: Sequence[str]) -> list[str]:
        """Give a command of the image as one that this machine can run."""
        assert words[0] == "python"
        # Without site, so that nothing installed here for development is found.
        alike = [sys.executable, "-S", *words[1:]]
        return [*UNCAPABLE, *alike] if os.geteuid() == 0 else alike


def image_of(dockerfile: str, place: Path) -> Image:
    """Lay out the last stage of a Dockerfile in a new folder."""
    lines = dockerfile.replace("\\\n", " ").split("\nFROM ")[-1].splitlines()
    folder, site = place / "app", place / "site"
    folder.mkdir()
    for line in lines:
        if line.startswith("COPY "):
            _copy(line.split()[1:], folder)
    _link_packages(site)
    _make_read_only(folder)
    given = dict(re.findall(r"(\w+)=(\S+)", _after("ENV ", lines)))
    health = re.search(r"CMD (\[.*\])", _after("HEALTHCHECK ", lines))
    assert health is not None
    return Image(
        folder,
        site,
        given | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
        json.loads(_after("CMD ", lines)),
        json.loads(health[1]),
    )


def _after(word: str, lines: Sequence[str]) -> str:
    (line,) = (line for line in lines if line.startswith(word))
    return line.removeprefix(word)


def _copy(words: Sequence[str], folder: Path) -> None:
    if words[0].startswith("--from="):
        _link_assets(folder / words[2])
        return
    source, target = ROOT / words[0], folder / words[1]
    if source.is_dir():
        shutil.copytree(source, target, ignore=LEFT_OUT)
    else:
        shutil.copy(source, target)


def _link_assets(modules: Path) -> None:
    """Link what `npm ci --omit=dev` installs."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_bytes())
    for name, package in lock["packages"].items():
        if name and not package.get("dev") and name.count("node_modules/") == 1:
            link = modules.parent / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(ROOT / "web" / name)


def _link_packages(site: Path) -> None:
    """Link what `pip install -r requirements.txt` installs here, file by file at the top."""
    site.mkdir()
    for name in PINNED.findall((ROOT / "requirements.txt").read_text(encoding="utf-8")):
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        for part in {Path(str(file)).parts[0] for file in found.files or ()} - {".."}:
            link = site / part
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(part))))


def _make_read_only(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
