"""docs/roles.md in full: each operation by each kind of person, in the own and another meeting."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import ClientResponse

from dialogs import poll_words
from dialogs import understand as understanding
from dialogs.acting import VERBS
from dialogs.understand import understand
from meeting import commands as c
from meeting.ids import PersonId
from meeting.model import Meeting
from tests.given import asked, command
from tests.roles.hall import KINDS, PRIVATE, SECOND, WAITING, Hall, hall, question_of
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
from tests.roles.table import Row, table
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


class Halls:
    """Halls in which something has happened before; a new one only when the last was changed."""

    def __init__(self, before: Before, stack: AsyncExitStack) -> None:
        self._before, self._stack = before, stack
        self._hall: Hall | None = None
        self._states: tuple[Meeting, ...] = ()

    async def untouched(self) -> Hall:
        if self._hall is None or not self.same():
            await self._stack.aclose()
            self._hall = await self._stack.enter_async_context(hall())
            for by, deed in self._before:
                await self._hall.do(by, deed)
            self._states = self._hall.states()
        return self._hall

    def same(self) -> bool:
        pairs = [*zip(self._hall.states(), self._states, strict=True)]
        return all(now is before for now, before in pairs)


@asynccontextmanager
async def halls(before: Before) -> AsyncIterator[Halls]:
    async with AsyncExitStack() as stack:
        yield Halls(before, stack)


async def outcome(answer: ClientResponse, kind: str, mark: str) -> str:
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


def test_every_way_to_say_a_command_with_something_after_it_has_a_row():
    patterns = {
        name: pattern
        for module in (understanding, poll_words)
        for name, pattern in vars(module).items()
        if isinstance(pattern, re.Pattern) and "word" in pattern.groupindex
    }

    assert len(patterns) > 4
    for name, pattern in patterns.items():
        assert any(pattern.match(said) for said in SPOKEN.values()), name


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
    async with halls(sent.before) as some:
        for kind in KINDS:
            inside = path.startswith("/m/") and kind != "signed in"
            for tab in (False, True) if inside else (False,):
                await _try_route(some, row, sent, kind, tab=tab)


async def _try_route(some: Halls, row: str, sent: Sent, kind: str, *, tab: bool) -> None:
    expected = table("Addresses")[row]
    if "{code}" in row:
        made = await some.untouched()
        answer = await _sent(made, row, sent, kind, other=True, tab=tab)
        series = row == "GET /m/{code}/series" and expected[kind] == "yes"
        mark = "yes" if series else expected["stranger"]
        assert await outcome(answer, kind, mark) == mark, f"{kind} in another meeting"
        assert some.same() or mark == "yes"
    made = await some.untouched()
    answer = await _sent(made, row, sent, kind, other=False, tab=tab)
    assert await outcome(answer, kind, expected[kind]) == expected[kind], kind
    if expected[kind] != "yes" or row.startswith("GET "):
        assert some.same()


async def _sent(
    made: Hall, row: str, sent: Sent, kind: str, *, other: bool, tab: bool
) -> ClientResponse:
    """Send it. What only looking gives, such as a file's token, is looked for first.

    Whoever may not look sends the token that a host was given.
    """
    method, path = row.split(" ")
    where, body = {"other": other, "tab": tab}, sent.body
    if path in LOOKING:
        looks = not other and table("Addresses")[row][kind] == "yes"
        text = await _looked(made, LOOKING[path], kind if looks else "host", tab=looks and tab)
        for name in (name for name, value in body["data"].items() if value == TAKEN):
            body["data"][name] = text.partition(f'name="{name}" value="')[2].partition('"')[0]
    code = SECOND.code if other else made.served.code
    if "json" in body:
        body["json"] = {k: code if v == CODE else v for k, v in body["json"].items()}
    return await made.send(kind, method, filled(path) + sent.query, **where, **body)


async def _looked(made: Hall, path: str, kind: str, *, tab: bool) -> str:
    if (path, kind, tab) not in made.looked:
        looked = ROUTES["POST", path]
        shown = await made.send(kind, "POST", path, tab=tab, **looked.body)
        made.looked[path, kind, tab] = await shown.text()
    return made.looked[path, kind, tab]


@pytest.mark.parametrize("verb", sorted(VERBS))
async def test_a_button_works_for_whom_the_table_says(verb):
    async with halls(BEFORE.get(verb, ())) as some:
        data = {"verb": verb, **pressed(verb, await some.untouched())}

        await _try_all(some, "actions", table("Buttons")[verb], data)


@pytest.mark.parametrize("word", words())
async def test_a_word_steers_for_whom_the_table_says(word):
    said = SPOKEN.get(word, word)
    async with hall() as made:
        intent = understand(said, made.states()[0]).intent
    async with halls(WORD_BEFORE.get(type(getattr(intent, "deed", intent)), ())) as some:
        await _try_all(some, "messages", table("Words in the chat")[word], {"text": said})


async def _try_all(some: Halls, where: str, expected: Row, sent: Mapping[str, object]) -> None:
    """Have everybody do it in the other meeting and in theirs, those first who may not."""
    path, made = f"/m/{{code}}/{where}", await some.untouched()
    for kind in KINDS:
        answer = await made.send(kind, "POST", path, other=True, json=sent)
        assert await outcome(answer, kind, "no") == "no", f"{kind} in another meeting"
    for kind in (one for one in KINDS if expected[one] == "no"):
        answer = await made.send(kind, "POST", path, json=sent)
        assert await outcome(answer, kind, "no") == "no", kind
    assert some.same()
    for kind in (one for one in KINDS if expected[one] == "yes"):
        made = await some.untouched()
        answer = await made.send(kind, "POST", path, json=sent)
        assert await outcome(answer, kind, "yes") == "yes", kind


async def test_with_the_other_meetings_ids_a_host_changes_nothing_there():
    async with halls(()) as some:
        made = await some.untouched()
        theirs = question_of("q-theirs")
        hub, asker = made.hub, PersonId("p-theirs")
        await hub.send(SECOND.meeting, command(asker, c.Join("Bo", None)))
        await hub.send(SECOND.meeting, command(asker, asked(f"Hvem, {PRIVATE}?", "q-theirs")))
        before = made.states()[1]

        for verb in sorted(VERBS):
            data = {**pressed(verb, made), "question": theirs, "into": theirs, "person": asker}
            sent = {"verb": verb, **data}
            answer = await made.send("speaker", "POST", "/m/{code}/actions", json=sent)
            assert PRIVATE not in (await answer.text()).replace(WAITING.question, ""), verb
            assert made.states()[1] is before, verb


FORGERIES = {  # how another site's page would have a host's browser do it (threat 23)
    "another site": {"Origin": "https://evil.example"},
    "no site at all": {"Origin": "null"},
    "without saying where": {"Origin": ""},
    "a name that begins like ours": {"Origin": "http://127.0.0.1.evil.example"},
    "our name by another way": {"Origin": "https://127.0.0.1:3978"},
    "a browser that knows better": {"Sec-Fetch-Site": "cross-site"},
}


@pytest.mark.parametrize("row", [row for row in routes() if not row.startswith("GET ")])
async def test_no_other_site_has_a_hosts_browser_change_anything(row):
    method, path = row.split(" ")
    sent = ROUTES.get((method, path), Sent())
    async with halls(sent.before) as some:
        made = await some.untouched()
        for forgery, forged in FORGERIES.items():
            body = sent.body
            body["headers"] = {**body.get("headers", {}), "Accept": "application/json", **forged}
            answer = await made.send("host", method, filled(path), **body)
            told = await answer.json()
            assert (answer.status, told["reason"]) == (403, "foreign origin"), forgery
            assert {*answer.cookies} <= {"lang"}
            assert some.same()
