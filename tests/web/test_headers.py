"""The security headers as they are written down, on every route and every kind of answer."""

import pytest

from tests.given import METTE, asked
from tests.web.enumerated import places
from tests.web.served import serving
from tests.web.test_tab import Known

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {}; require-trusted-types-for 'script'; trusted-types ordstyrer"
)
TEAMS = "https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "Ordstyrer",
}
CODES = "Access-Control-Allow-Origin", "X-Powered-By", "Access-Control-Allow-Credentials"


def _expected(*, in_tab: bool, secure: bool) -> dict[str, str | None]:
    policy = POLICY.format(TEAMS if in_tab else "'none'")
    hsts = "max-age=31536000" if secure else None
    absent = dict.fromkeys(CODES)
    return {
        "Content-Security-Policy": policy,
        "Strict-Transport-Security": hsts,
        **HEADERS,
        **absent,
    }


@pytest.mark.parametrize("secure", [False, True])
async def test_every_route_has_the_headers_that_are_written_down(secure):
    base = "https://moede.example" if secure else "http://127.0.0.1:3978"
    different, statuses = {}, set()
    async with serving(base_url=base, tab=Known()) as served:
        await served.do(METTE, asked("Hvem?"))
        host, nobody = served.nobody(), served.nobody()
        for one in (host, nobody):
            one.origin = base
        key = served.site.keys.role_key(served.meeting, METTE)
        await host.post("{m}/join", {"key": key})
        for place in places(served):
            for person in (host, nobody):
                answer = await person.send(place.method, place.path, b"{}")
                found = {
                    name: answer.headers.get(name)
                    for name in _expected(in_tab=place.in_tab, secure=secure)
                }
                statuses.add(answer.status)
                answer.close()
                if found != _expected(in_tab=place.in_tab, secure=secure):
                    different[place, person is host] = found

    assert different == {}
    assert {200, 401, 422} <= statuses  # the cookie of a secure site does not come here


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/m/NONE2345", 404),
        ("PUT", "/m/NONE2345/state", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "/m/NONE2345/questions", 405),
        ("POST", "/healthz", 405),
        ("GET", "/assets/x/../../etc/passwd", 404),
    ],
)
async def test_errors_of_the_router_have_them_too(served, method, path, status):
    answer = await served.nobody().send(method, path, b"")

    found = {name: answer.headers.get(name) for name in _expected(in_tab=False, secure=False)}
    assert (answer.status, found) == (status, _expected(in_tab=False, secure=False))
