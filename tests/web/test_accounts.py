"""Signing in with a work account, against an Entra ID of our own on a real port."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.teams.accounts import AT_ONCE, EntraAccounts
from bot.teams.entra import OpenIdApp
from meeting import commands as c
from tests.given import METTE, RASMUS
from tests.teams.identity import APP, HOME, SECRET, STRANGERS, Identity, identity
from tests.teams.signers import OTHER
from tests.web.served import Person, Served, serving
from tests.web.test_tab import Known

OID = "22222222-0000-0000-0000-00000000000{}"
OIDS = {METTE: OID.format("a"), RASMUS: OID.format("b")}
NOBODY = OID.format("c")


@dataclass
class Signing:
    """The pages, and the identity provider that they send people to."""

    served: Served
    entra: Identity

    async def begin(self, browser: Person) -> str:
        """Go to Entra ID's page and come back to ours: give the address there, unvisited."""
        sent = await browser.get(f"/sign-in?code={self.served.code}")
        assert sent.status == 303, await sent.text()
        back = await browser.session.get(sent.headers["Location"], allow_redirects=False)
        assert back.status == 302, await back.text()
        return back.headers["Location"].replace("http://127.0.0.1:3978", self.served.root)

    async def sign_in(self, browser: Person, person: str = METTE) -> aiohttp.ClientResponse:
        self.entra.oid = OIDS.get(person, person)
        return await browser.get(await self.begin(browser))


@asynccontextmanager
async def signing() -> AsyncIterator[Signing]:
    async with identity() as entra, aiohttp.ClientSession() as session:
        entra.redirect = "http://127.0.0.1:3978/sign-in/done"
        app = OpenIdApp(APP, SECRET, entra.redirect, frozenset({HOME}), entra.url)
        accounts = EntraAccounts.of(app, session, time.monotonic)
        known = Known(entra={oid: person for person, oid in OIDS.items()}, accounts=accounts)
        async with serving(tab=known) as served:
            yield Signing(served, entra)


@pytest.fixture
async def hall():
    async with signing() as made:
        yield made


async def role(hall: Signing, browser: Person) -> int:
    return (await browser.get("{m}/host")).status


async def test_a_host_named_in_the_plan_signs_in_and_chairs(hall):
    browser = hall.served.nobody()

    answer = await hall.sign_in(browser)
    started = await browser.post("{m}/actions", {"verb": "agenda.start"})

    assert (answer.status, answer.headers["Location"]) == (303, f"/m/{hall.served.code}/host")
    assert started.status == 200
    assert METTE in hall.served.site.hub.state(hall.served.meeting).here
    (traded,) = hall.entra.traded
    assert len(traded["code_verifier"]) >= 43


async def test_a_speaker_comes_to_the_own_queue(hall):
    answer = await hall.sign_in(hall.served.nobody(), RASMUS)

    assert answer.headers["Location"] == f"/m/{hall.served.code}/speaker"


async def test_the_session_is_over_after_twelve_hours(hall):
    browser = hall.served.nobody()
    answer = await hall.sign_in(browser)
    cookie = next(m for name, m in answer.cookies.items() if name != "ordstyrer-sign-in")
    header = {"Cookie": f"{cookie.key}={cookie.value}"}

    statuses = []
    for hours in (0, 11.99, 0.02):
        hall.served.clock.forward(hours=hours)
        statuses.append((await hall.served.nobody().get("{m}/state", headers=header)).status)

    assert statuses == [200, 200, 401]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("43200", True, "Lax")


async def test_what_goes_to_entra_id_is_different_each_time_and_names_nobody(hall):
    seen = []
    for _ in range(2):
        sent = await hall.served.nobody().get(f"/sign-in?code={hall.served.code}")
        seen.append(parse_qs(urlsplit(sent.headers["Location"]).query))

    for name in ("state", "nonce", "code_challenge"):
        assert seen[0][name] != seen[1][name], name
    for name in ("redirect_uri", "client_id", "scope", "prompt"):
        assert seen[0][name] == seen[1][name], name
    assert "code_verifier" not in seen[0]
    assert "client_secret" not in seen[0]


async def test_signed_out_the_session_is_over_for_every_copy_of_it(hall):
    browser = hall.served.nobody()
    await hall.sign_in(browser)
    copy = "; ".join(f"{one.key}={one.value}" for one in browser.session.cookie_jar)

    out = await browser.form("{m}/sign-out", {})
    statuses = [
        (await browser.get("{m}/state")).status,
        (await hall.served.nobody().get("{m}/state", headers={"Cookie": copy})).status,
    ]
    again = await hall.sign_in(browser)

    assert (out.status, out.headers["Location"]) == (303, f"/m/{hall.served.code}")
    assert statuses == [401, 401]
    assert again.status == 303
    assert (await browser.get("{m}/state")).status == 200


async def test_withdrawing_the_link_ends_the_sessions_too(hall):
    browser = hall.served.nobody()
    await hall.sign_in(browser)

    await hall.served.do(METTE, c.WithdrawLink(METTE))

    assert (await browser.get("{m}/state")).status == 401
    assert (await hall.sign_in(browser)).status == 303


async def refused(hall: Signing, browser: Person, address: str) -> tuple[int, str]:
    answer = await browser.get(address, headers={"Accept": "application/json"})
    told = await answer.json()
    assert not [one.key for one in answer.cookies.values() if one.key != "lang" and one.value]
    assert (await browser.get("{m}/state")).status == 401
    return answer.status, told["reason"]


async def test_an_account_that_the_plan_does_not_name_gets_nothing(hall):
    browser = hall.served.nobody()
    hall.entra.oid = NOBODY

    assert await refused(hall, browser, await hall.begin(browser)) == (403, "not in the programme")


async def test_a_state_that_is_not_this_browsers_is_refused(hall):
    """Somebody else's sign-in, sent as a link, must not make me them (login CSRF)."""
    hall.entra.oid = OIDS[METTE]
    own, other = hall.served.nobody(), hall.served.nobody()
    address = await hall.begin(own)
    theirs = await hall.begin(other)
    state = parse_qs(urlsplit(address).query)["state"][0]
    tries = (
        theirs,
        address.replace(state, state[:-1] + ("0" if state[-1] != "0" else "1")),
        address.replace(state, state.replace(hall.served.code, "ANOTHER2")),
        address.replace(f"&state={state}", ""),
        address.replace(state, "x"),
        address.replace(state, ".."),
    )

    for forged in tries:
        assert await refused(hall, own, forged) == (403, "sign-in lost"), forged
    assert await refused(hall, hall.served.nobody(), address) == (403, "sign-in lost")
    assert hall.entra.traded == []  # no code was even tried
    assert (await own.get(address)).status == 303


async def test_a_code_is_good_once_however_it_is_sent_again(hall):
    hall.entra.oid = OIDS[METTE]
    browser = hall.served.nobody()
    address = await hall.begin(browser)
    secret = next(one.value for one in browser.session.cookie_jar if one.key == "ordstyrer-sign-in")
    first = await browser.get(address)
    again = hall.served.nobody()
    again.session.cookie_jar.update_cookies({"ordstyrer-sign-in": secret})

    assert first.status == 303
    assert await refused(hall, again, address) == (403, "sign-in lost")
    # Another process knows nothing of it: there Entra ID refuses the code.
    code = parse_qs(urlsplit(address).query)["code"][0]
    fresh = await hall.begin(again)
    replayed = fresh.replace(parse_qs(urlsplit(fresh).query)["code"][0], code)
    assert await refused(hall, again, replayed) == (403, "sign-in lost")
    assert hall.entra.answers == [200, 400]


async def test_a_code_of_another_browsers_sign_in_is_refused_by_its_verifier(hall):
    hall.entra.oid = OIDS[METTE]
    thief, victim = hall.served.nobody(), hall.served.nobody()
    stolen = parse_qs(urlsplit(await hall.begin(victim)).query)["code"][0]
    own = await hall.begin(thief)

    address = own.replace(parse_qs(urlsplit(own).query)["code"][0], stolen)

    assert await refused(hall, thief, address) == (403, "sign-in lost")
    assert hall.entra.answers == [400]


async def test_a_sign_in_that_took_too_long_is_begun_again(hall):
    browser = hall.served.nobody()
    hall.entra.oid = OIDS[METTE]
    address = await hall.begin(browser)
    hall.served.clock.forward(minutes=11)

    assert await refused(hall, browser, address) == (403, "sign-in lost")


async def test_who_says_no_at_entra_id_is_told_so(hall):
    browser = hall.served.nobody()
    hall.entra.refuses = "access_denied"

    assert await refused(hall, browser, await hall.begin(browser)) == (403, "sign-in lost")
    assert hall.entra.traded == []


FALSE = {
    "another app's": {"aud": "bbbbbbbb-1111-2222-3333-444444444444"},
    "several audiences": {"aud": [APP, "another"]},
    "another issuer": {"iss": "https://evil.example/v2.0"},
    "an access token's issuer": {"iss": f"https://sts.windows.net/{HOME}/"},
    "another tenant": {"tid": STRANGERS},
    "another tenant and issuer": {
        "tid": STRANGERS,
        "iss": f"https://login.microsoftonline.com/{STRANGERS}/v2.0",
    },
    "expired": {"exp": int(time.time()) - 600},
    "not yet valid": {"nbf": int(time.time()) + 3600},
    "from the future": {"iat": int(time.time()) + 3600},
    "for ever": {"exp": None},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "a list of nonces": {"nonce": ["another"]},
    "another party": {"azp": "bbbbbbbb-1111-2222-3333-444444444444"},
    "nobody": {"oid": None},
    "nobody's id": {"oid": "mette@kombit.dk"},
    "no subject": {"sub": None},
    "no tenant": {"tid": None},
}


@pytest.mark.parametrize("kind", FALSE)
async def test_a_false_id_token_signs_nobody_in(hall, kind):
    hall.entra.oid, hall.entra.changed = OIDS[METTE], FALSE[kind]
    browser = hall.served.nobody()

    assert await refused(hall, browser, await hall.begin(browser)) == (403, "sign-in lost")
    hall.entra.changed = {}
    assert (await hall.sign_in(browser)).status == 303


async def test_a_token_that_another_signed_is_refused(hall):
    hall.entra.oid, hall.entra.signed_by = OIDS[METTE], OTHER
    browser = hall.served.nobody()

    assert await refused(hall, browser, await hall.begin(browser)) == (403, "sign-in lost")


@pytest.mark.parametrize("ill", [500, 503])
async def test_entra_id_that_is_ill_is_said_to_be_and_links_go_on(hall, ill):
    hall.entra.ill = ill
    browser = hall.served.nobody()

    assert await refused(hall, browser, await hall.begin(browser)) == (503, "sign-in unavailable")
    assert await role(hall, await hall.served.holder(METTE)) == 200


async def test_a_client_secret_that_has_ended_is_the_operators_and_told_as_such(hall, caplog):
    hall.entra.secret = "the-next-secret"
    browser = hall.served.nobody()

    assert await refused(hall, browser, await hall.begin(browser)) == (503, "sign-in unavailable")
    (told,) = [one for one in caplog.records if one.levelname == "WARNING"]
    assert (told.message, told.reason) == ("nobody can sign in", "401 invalid_client")
    assert SECRET not in caplog.text


async def test_made_up_codes_are_no_flood_at_entra_id(hall):
    hall.entra.oid = OIDS[METTE]
    hall.entra.answering.clear()
    browsers = [hall.served.nobody() for _ in range(AT_ONCE + 1)]
    tries = [(one, await hall.begin(one)) for one in browsers]
    waiting = [asyncio.create_task(one.get(address)) for one, address in tries[:-1]]
    for _ in waiting:
        await hall.entra.came.acquire()

    assert await refused(hall, *tries[-1]) == (503, "sign-in unavailable")
    hall.entra.answering.set()
    assert {answer.status for answer in await asyncio.gather(*waiting)} == {303}


async def test_where_it_is_not_set_up_there_is_no_such_address(served):
    nobody = served.nobody()

    statuses = [
        (await nobody.get(path)).status
        for path in (f"/sign-in?code={served.code}", "/sign-in/done?code=x&state=y")
    ]

    assert statuses == [404, 404]


async def test_a_wrong_code_is_counted_as_everywhere(hall):
    statuses = [
        (await hall.served.nobody().get(f"/sign-in?code=WRONG{n:03}")).status for n in range(12)
    ]

    assert statuses == [404] * 10 + [429] * 2
