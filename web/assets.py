"""Styles, scripts, fonts and icons: an explicit list of files, read once, under a content hash."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

from web.drawing.icons import sprite
from web.framing import HOSTS
from web.trimming import trimmed, words_of

HERE = Path(__file__).parent
DESIGN_SYSTEM = HERE / "node_modules" / "dkfds" / "dist"
TEAMS = HERE / "node_modules" / "@microsoft" / "teams-js" / "dist" / "umd"
TYPES = {
    ".json": "application/json",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
}
OWN = (
    "stage.css",
    "record.css",
    "series.css",
    "page.js",
    "alike.js",
    "clock.js",
    "erasing.js",
    "keys.js",
    "list.js",
    "live.js",
    "memory.js",
    "own.js",
    "patch.js",
    "polls.js",
    "sending.js",
    "submitting.js",
    "writing.js",
    "signing-in.js",
    "tab.js",
    "tab-config.js",
    "teams.js",
    "theme.js",
    "mark.svg",
)
# Teams' own script, which asks a server of Microsoft's which sites may frame it: ours says that.
TEAMS_JS = "teams-js/MicrosoftTeams.min.js"
ASKS_OUTSIDE = b'new URL("https://res.cdn.office.net/teams-js/validDomains/json/validDomains.json")'
ASKS_HERE = b'new URL("hosts.json",document.currentScript.src)'
WEIGHTS = ("Regular", "SemiBold")
# One sheet for all pages: a phone with a poor line waits for each that it has to ask for.
STYLE = "dkfds/css/pages.css"
SHEETS = ("ordstyrer.css", "polls.css")
# Its own fonts are whole ones in several formats; our style sheet has smaller ones in their place.
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
DRAWN = frozenset({"icon-svg"})  # classes that stand in no template: web/drawing/icons.py
# What the design system's own style sheet asks for, of what our pages use.
ICONS = ("check", "chevron-down", "chevron-up", "success", "warning", "error", "info")
FOREVER = "public, max-age=31536000, immutable"


class MissingAssetsError(Exception):
    """The design system is not installed."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; `packed` is gzip, None where that gains nothing."""

    body: bytes
    content_type: str
    packed: bytes | None


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by path; `root` is the address they lie under, which changes with any of them."""

    root: str
    files: Mapping[str, Asset]

    def url(self, path: str) -> str:
        """Give the address of a listed file. Raises KeyError for any other."""
        if path not in self.files:
            raise KeyError(path)
        return f"{self.root}/{path}"


def read_assets(own: Path = HERE / "static", design_system: Path = DESIGN_SYSTEM) -> Assets:
    """Read all listed files. Raises MissingAssetsError when one is not there."""
    bodies: dict[str, bytes] = {}
    try:
        for path, file in _listed(own, design_system):
            bodies[path] = file.read_bytes()
        bodies[STYLE] = _style(
            (design_system / "css" / "dkfds.min.css").read_bytes(),
            *((own / sheet).read_bytes() for sheet in SHEETS),
        )
        bodies[TEAMS_JS] = bodies[TEAMS_JS].replace(ASKS_OUTSIDE, ASKS_HERE)
        bodies["teams-js/hosts.json"] = _hosts()
        bodies["icons.svg"] = sprite(design_system / "img" / "svg-icons")
    except FileNotFoundError as error:
        raise MissingAssetsError(
            f"{error.filename} is missing: run `npm ci --prefix web` first"
        ) from error
    digest = hashlib.sha256()
    for path, body in sorted(bodies.items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(body).digest())
    files = {path: _asset(path, body) for path, body in bodies.items()}
    return Assets(f"/assets/{digest.hexdigest()[:16]}", files)


@cache
def _style(whole: bytes, *own: bytes) -> bytes:
    """Give what our pages can use of the design system's style sheet, and our own after it."""
    sources = [*(HERE / "templates").rglob("*.html"), *(HERE / "static").glob("*.js")]
    words = words_of(source.read_text("utf-8") for source in sources) | DRAWN
    used = trimmed(FONT_FACE.sub("", whole.decode()), words).encode()
    # It lies where the design system's lay, for what that points to.
    return used + b"".join(own).replace(b'url("../dkfds/', b'url("../')


def add_assets(app: web.Application, assets: Assets) -> None:
    """Serve the files; whoever asks for an older hash is told that it is gone."""

    async def serve(request: web.Request) -> web.Response:
        asset = assets.files.get(request.match_info["path"])
        if asset is None or request.match_info["digest"] != assets.root.rpartition("/")[2]:
            raise web.HTTPNotFound
        return _response(asset, request.headers.get("Accept-Encoding", ""))

    app.router.add_get("/assets/{digest}/{path:.+}", serve)


def _response(asset: Asset, accepted: str) -> web.Response:
    headers = {
        "Content-Type": asset.content_type,
        "Cache-Control": FOREVER,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if asset.packed is not None and "gzip" in accepted:
        return web.Response(body=asset.packed, headers={**headers, "Content-Encoding": "gzip"})
    return web.Response(body=asset.body, headers=headers)


def _listed(own: Path, design_system: Path) -> Iterator[tuple[str, Path]]:
    for name in OWN:
        yield f"own/{name}", own / name
    shared: list[str] = []
    for weight in WEIGHTS:
        shared.append(f"fonts/IBMPlexSans/split/woff2/IBMPlexSans-{weight}-Latin1.woff2")
        shared.append(f"fonts/IBMPlexSans/complete/woff2/IBMPlexSans-{weight}.woff2")
    shared += [f"img/svg-icons/{icon}.svg" for icon in ICONS]
    yield TEAMS_JS, TEAMS / "MicrosoftTeams.min.js"
    for path in shared:
        yield f"dkfds/{path}", design_system / path


def _hosts() -> bytes:
    """Name the sites whose messages Teams' script takes: just those that may frame a page."""
    return json.dumps(
        {"validOrigins": [h.removeprefix("https://") for h in HOSTS.split()]}
    ).encode()


def _asset(path: str, body: bytes) -> Asset:
    suffix = Path(path).suffix
    packed = None if suffix == ".woff2" else gzip.compress(body, 9, mtime=0)
    return Asset(body, TYPES[suffix], packed)
