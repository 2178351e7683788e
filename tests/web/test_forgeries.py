"""What another site's page makes a browser send: on every route there is, nothing comes of it."""

import pytest

from dialogs.i18n import words
from meeting import commands as c
from tests.given import METTE, asked
from tests.web.enumerated import places
from tests.web.served import serving
from tests.web.test_refusing import FOREIGN
from web.wrongs import foreign_origin

SECRET = "Hvad koster det hemmelige?"
FORM = "application/x-www-form-urlencoded"
EVIL = "https://evil.example"
SENTENCE = foreign_origin().told(words("da", "Europe/Copenhagen")).sentence
# Each as a browser that has the cookie would send it; "-" leaves the header out.
FORGERIES = {
    "no origin": {"Origin": "-"},
    "a sandboxed frame": {"Origin": "null", "Content-Type": FORM},
    "a form on another site": {"Origin": EVIL, "Content-Type": FORM, "Accept": "text/html"},
    "text that is JSON": {"Origin": EVIL, "Content-Type": "text/plain"},
    "a script on another site": {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    "a sister site": {"Origin": "https://sister.example", "Sec-Fetch-Site": "same-site"},
    "our origin from elsewhere": {"Sec-Fetch-Site": "cross-site"},
    "a form that goes by navigating": {
        "Origin": EVIL,
        "Content-Type": FORM,
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
    },
    "a name that leads to us": {"Origin": "http://evil.example", "Host": "evil.example"},
    "a referer of ours": {"Origin": "-", "Referer": "http://127.0.0.1:3978/m/x"},
}


@pytest.fixture
async def held():
    """A meeting with something to hide, and its host, who has the cookie."""
    async with serving() as served:
        await served.do(METTE, asked(SECRET))
        await served.do(METTE, c.OpenEvaluation())
        yield served, await served.holder(METTE)


def _dashless(headers):
    return {name.replace("-", "_"): value for name, value in headers.items()}


async def test_no_forgery_changes_anything_on_any_route(held):
    served, host = held
    changing = [place for place in places(served) if place.changes]
    before, through = await host.state(), []

    for place in changing:
        for name, headers in FORGERIES.items():
            answer = await host.send(place.method, place.path, b"{}", **_dashless(headers))
            text = await answer.text()
            if answer.status != 403 or not ("foreign origin" in text or SENTENCE in text):
                through.append((place, name, answer.status))
            elif "Access-Control-Allow-Origin" in answer.headers:
                through.append((place, name, "may be read"))

    assert (through, len(changing) > 25, len(FORGERIES) >= 6) == ([], True, True)
    assert await host.state() == before


async def test_the_same_requests_from_our_own_page_are_not_taken_for_forged(held):
    served, host = held

    for place in [place for place in places(served) if place.changes]:
        answer = await host.send(place.method, place.path, b"{}", Sec_Fetch_Site="same-origin")
        assert "foreign origin" not in await answer.text(), place


async def test_no_foreign_origin_reads_a_byte_of_any_route(held):
    served, host = held
    reading = [place for place in places(served) if not place.changes]
    read = []

    for place in reading:
        for origin in FOREIGN:
            answer = await host.get(place.path, headers={"Origin": origin})
            text = await answer.text()
            allowed = "Access-Control-Allow-Origin" in answer.headers
            if answer.status != 403 or allowed or SECRET in text or served.code in text:
                read.append((place, origin, answer.status))

    assert (read, len(reading) > 30, len(FOREIGN) >= 30) == ([], True, True)


async def test_a_host_reads_the_secret_by_those_routes(held):
    """The secret is where it could leak: on the pages, in the state, in the files."""
    served, host = held
    found = []
    for place in places(served):
        if not place.changes and not place.in_tab and "events" not in place.route:
            answer = await host.get(place.path)
            found += [place.route] if SECRET in await answer.text(errors="replace") else []

    assert {"/m/{code}/state", "/m/{code}/host", "/m/{code}/records.{kind}"} <= {*found}
