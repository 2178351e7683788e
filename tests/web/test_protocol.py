"""docs/protocol.md names what there is."""

import re
from pathlib import Path

from dialogs.acting import VERBS
from web.routes import ROUTES

TEXT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")


def test_the_document_lists_all_verbs_and_no_other():
    section = TEXT.partition("## Verbs")[2].partition("## Replies")[0]
    first = "".join(line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))

    assert set(re.findall(r"`([a-z.-]+)`", first)) == set(VERBS)


def test_the_document_names_every_route():
    named = TEXT.partition("## Who is asking")[0]

    assert [
        route.about.path
        for route in ROUTES
        if route.about.path not in named and "/" + route.about.path.split("/")[-1] not in named
    ] == []
