"""docs/roles.md in full: each operation by each kind of person, in the own and another meeting."""

from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from dialogs.acting import VERBS
from dialogs.understand import understand
from tests.roles.hall import KINDS, PRIVATE, SECOND, Hall, hall
from tests.roles.operations import (
    BEFORE,
    CODE,
    ROUTES,
    SPOKEN,
    TAKEN,
    WORD_BEFORE,
    Before,
    Sent,
    filled,
    pressed,
    words,
)
from tests.roles.table import table
from web.routes import ELSEWHERE
from web.routes import ROUTES as SERVED

LOOKING = {  # what gives the token that another operation takes
    "/m/{code}/knowledge/take": "/m/{code}/knowledge/file",
    "/m/{code}/deck/plan": "/m/{code}/deck/file",
}
DOORS = ('class="page-join"', 'class="page-signing-in"')
APART = {  # with a gate of its own, and what is nobody's
    "POST /api/messages",
    "GET /assets/{digest}/{path}",
}
INSIDERS = {"participant", "speaker", "other speaker", "host"}  # some of what is private is theirs


@asynccontextmanager
async def stage(before: Before):
    async with hall() as made:
        for by, deed in before:
            await made.do(by, deed)
        yield made


async def outcome(answer: web.Response, kind: str, mark: str) -> str:
    """Name what came of it; whoever is refused is told nothing that is only for some."""
    stream = answer.content_type == "text/event-stream"
    text = "" if stream else (await answer.read()).decode("utf-8", "replace")
    answer.close()
    if answer.status in {401, 403, 404}:
        found = "no"
    elif any(door in text[:200] for door in DOORS):
        found = "door"
    else:
        found = "yes" if answer.status < 400 else f"{answer.status} {text[:200]}"
    if found != "yes" or kind not in INSIDERS:
        assert PRIVATE not in text, (kind, mark)
    return found


def routes() -> list[str]:
    return [f"{one.about.method} {one.about.path}" for one in SERVED]


def test_every_route_verb_and_word_has_a_row():
    assert {*table("Addresses")} == {*routes()}
    assert {f"{one.method} {one.path}" for one in ELSEWHERE} == APART
    assert {*table("Buttons")} == {*VERBS}
    assert {*table("Words in the chat")} == {*words()}


async def test_every_address_that_is_served_is_in_the_table():
    async with hall() as made:
        served = {
            f"{route.method} {route.resource.canonical.removeprefix('/tab')}"
            if route.resource.canonical.startswith("/tab/m/")
            else f"{route.method} {route.resource.canonical}"
            for route in made.served.app.router.routes()
        }

    assert served <= {*table("Addresses")} | APART


@pytest.mark.parametrize("row", routes())
async def test_an_address_answers_whom_the_table_says(row):
    method, path = row.split(" ")
    sent = ROUTES.get((method, path), Sent())
    expected = table("Addresses")[row]
    for kind in sorted(KINDS, key=lambda one: expected[one] == "yes"):
        for tab in (False, True) if path.startswith("/m/") and kind != "signed in" else (False,):
            async with stage(sent.before) as made:
                await _try_route(made, method, path, sent, kind, tab=tab)


async def _try_route(made: Hall, method, path, sent: Sent, kind, *, tab: bool):  # noqa: PLR0913
    expected = table("Addresses")[f"{method} {path}"]
    before = made.states()
    if "{code}" in path:
        elsewhere = await _sent(made, method, path, sent, kind, other=True, tab=tab)
        open_to_all = path == "/m/{code}/series" and expected[kind] == "yes"
        mark = "yes" if open_to_all else expected["stranger"]
        assert await outcome(elsewhere, kind, mark) == mark, f"{kind} in another meeting"
        if mark != "yes":
            assert made.states() == before
    answer = await _sent(made, method, path, sent, kind, other=False, tab=tab)
    assert await outcome(answer, kind, expected[kind]) == expected[kind], kind
    if expected[kind] != "yes" or method == "GET":
        assert made.states()[0] is before[0]


async def _sent(made: Hall, method, path, sent: Sent, kind, *, other: bool, tab: bool):  # noqa: PLR0913
    """Send it; what only looking gives, such as a file's token, is looked for first."""
    body = sent.body
    if path in LOOKING:
        looked = ROUTES["POST", LOOKING[path]]
        shown = await made.send(kind, "POST", LOOKING[path], other=other, tab=tab, **looked.body)
        text = await shown.text()
        for name, value in body["data"].items():
            if value == TAKEN:
                body["data"][name] = text.partition(f'name="{name}" value="')[2].partition('"')[0]
    code = SECOND.code if other else made.served.code
    if "json" in body:
        body["json"] = {k: code if v == CODE else v for k, v in body["json"].items()}
    address = filled(path) + sent.query
    return await made.send(kind, method, address, other=other, tab=tab, **body)


@pytest.mark.parametrize("verb", sorted(VERBS))
async def test_a_button_works_for_whom_the_table_says(verb):
    expected = table("Buttons")[verb]
    await _press_all(verb, expected)


async def _press_all(verb, expected):
    async with stage(BEFORE.get(verb, ())) as made:
        before = made.states()
        data = {"verb": verb, **pressed(verb, made)}
        for kind in KINDS:
            elsewhere = await made.send(kind, "POST", "/m/{code}/actions", other=True, json=data)
            assert await outcome(elsewhere, kind, "no") == "no", f"{kind} in another meeting"
            if expected[kind] == "no":
                answer = await made.send(kind, "POST", "/m/{code}/actions", json=data)
                assert await outcome(answer, kind, "no") == "no", kind
        after = made.states()
        assert (after[0] is before[0], after[1] is before[1]) == (True, True)
    for kind in (one for one in KINDS if expected[one] == "yes"):
        async with stage(BEFORE.get(verb, ())) as made:
            data = {"verb": verb, **pressed(verb, made)}
            answer = await made.send(kind, "POST", "/m/{code}/actions", json=data)
            assert await outcome(answer, kind, "yes") == "yes", kind


@pytest.mark.parametrize("word", words())
async def test_a_word_steers_for_whom_the_table_says(word):
    expected = table("Words in the chat")[word]
    text = {"text": SPOKEN.get(word, word)}
    async with hall() as made:
        intent = understand(text["text"], made.states()[0]).intent
    said = WORD_BEFORE.get(type(getattr(intent, "deed", intent)), ())
    async with stage(said) as made:
        before = made.states()
        for kind in KINDS:
            elsewhere = await made.send(kind, "POST", "/m/{code}/messages", other=True, json=text)
            assert await outcome(elsewhere, kind, "no") == "no", f"{kind} in another meeting"
            if expected[kind] == "no":
                answer = await made.send(kind, "POST", "/m/{code}/messages", json=text)
                assert await outcome(answer, kind, "no") == "no", kind
        after = made.states()
        assert (after[0] is before[0], after[1] is before[1]) == (True, True)
    for kind in (one for one in KINDS if expected[one] == "yes"):
        async with stage(said) as made:
            answer = await made.send(kind, "POST", "/m/{code}/messages", json=text)
            assert await outcome(answer, kind, "yes") == "yes", kind
