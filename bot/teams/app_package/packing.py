"""The app as one file for Teams' app store: manifest, translations, icons."""

import io
import json
import zipfile
from collections.abc import Mapping

from bot.teams.app_package.facts import AppFacts
from bot.teams.app_package.icons import color_icon, outline_icon
from bot.teams.app_package.manifest import COLOR, OUTLINE, Json, manifest, translations

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # a zip's earliest: its files bear no time
READABLE, UNIX = 0o100644 << 16, 3


def packed(facts: AppFacts) -> bytes:
    """Give the package; the same facts give the same bytes."""
    texts = {"manifest.json": manifest(facts), **translations(facts)}
    return _zip(
        {
            **{name: _written(text) for name, text in texts.items()},
            COLOR: color_icon(),
            OUTLINE: outline_icon(),
        }
    )


def _written(text: Json) -> bytes:
    return f"{json.dumps(text, ensure_ascii=False, indent=2)}\n".encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.external_attr, entry.create_system = READABLE, UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
