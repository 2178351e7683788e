"""Makes the bill of materials of what the image holds: `make sbom` writes it into sbom/.

Two CycloneDX files: the Python packages that requirements.txt pins, as they are installed here,
and the npm packages that pages bring. Both say version, licence and where it comes from.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+?)(?: ; (.*?))? *\\?$", re.MULTILINE)
APPROVED = "License :: OSI Approved :: "
PERMISSIVE = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0"}
    | {"MIT-CMU", "OFL-1.1", "PSF-2.0", "Python-2.0", "Zlib"}
)
# Copyleft of the single file: it may be used and passed on beside ours, unchanged.
OF_ITS_FILES = frozenset({"MPL-2.0"})
NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "MIT License": "MIT",
}


def pinned() -> dict[str, str]:
    """Give name and version of what requirements.txt installs on this machine."""
    found = PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    return {
        normal(name): version
        for name, version, marker in found
        if not marker or Marker(marker).evaluate()
    }


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python_packages(*, validate: bool = False) -> dict[str, Any]:
    """Give the bill of this environment, without what is for development alone.

    To have it validated against CycloneDX's schema as well takes a quarter of a minute.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "all.json"
        tool = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable]
        how = ["--output-reproducible", "--validate" if validate else "--no-validate"]
        subprocess.run([*tool, *how, "-o", out], check=True, capture_output=True)
        bill = dict(json.loads(out.read_bytes()))
    wanted = pinned()
    kept = [one for one in bill["components"] if normal(one["name"]) in wanted]
    known = {one["bom-ref"] for one in kept}
    bill["components"] = kept
    bill["dependencies"] = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in known]}
        for one in bill.get("dependencies", ())
        if one["ref"] in known
    ]
    return bill


def page_packages() -> dict[str, Any]:
    done = subprocess.run(
        ["npm", "sbom", "--package-lock-only", "--omit", "dev", "--sbom-format", "cyclonedx"],
        cwd=ROOT / "web",
        check=True,
        capture_output=True,
    )
    return dict(json.loads(done.stdout))


def licences(component: dict[str, Any]) -> set[str]:
    """Give the licences of a package by their SPDX names; one that has none gives its own words."""
    return {name for one in component.get("licenses", ()) for name in _names(one)}


def _names(licence: dict[str, Any]) -> Iterator[str]:
    if "expression" in licence:
        words = re.findall(r"[A-Za-z0-9.+-]+", licence["expression"])
        yield from (word for word in words if word not in {"AND", "OR", "WITH"})
        return
    told = licence["license"].get("id") or licence["license"]["name"]
    yield NAMES.get(told.removeprefix(APPROVED), told)


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, bill in (("python", python_packages(validate=True)), ("pages", page_packages())):
        path = folder / f"{name}.cdx.json"
        path.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
        counted = sorted({one for part in bill["components"] for one in licences(part)})
        print(f"{path}: {len(bill['components'])} packages; {', '.join(counted)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
