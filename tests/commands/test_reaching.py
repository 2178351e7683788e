"""`ready --reach`: each thing in the way between people, the server and Microsoft is named."""

import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.commands.reaching import Places, reach
from bot.settings import Settings
from tests.process.server import free_port

NOW = datetime.now(UTC)  # noqa: TID251 - certificates are checked against the machine's own clock
SECRET = "hunter2-hunter2"
TENANT = "11111111-0000-0000-0000-000000000001"
Answer = Callable[[], web.Response]


def says(body: object, status: int = 200) -> Answer:
    return lambda: web.json_response(body, status=status)


class Outside:
    """The public address and Microsoft, as one server that answers as it is told to."""

    def __init__(self) -> None:
        self.alive, self.keys = says({"alive": True}), says({"jwks_uri": "x"})
        self.token = says({"access_token": "a-token-for-the-bot"})
        self.asked: list[dict[str, str]] = []
        self.base = ""
        self.trusted: ssl.SSLContext | None = None

    def application(self) -> web.Application:
        async def token(request: web.Request) -> web.Response:
            self.asked.append({**await request.post(), **request.query, **request.headers})
            return self.token()

        async def healthz(_: web.Request) -> web.Response:
            return self.alive()

        async def keys(_: web.Request) -> web.Response:
            return self.keys()

        app = web.Application()
        app.router.add_get("/healthz", healthz)
        app.router.add_get("/keys", keys)
        app.router.add_post(f"/{TENANT}/oauth2/v2.0/token", token)
        app.router.add_get("/identity", token)
        return app

    @property
    def places(self) -> Places:
        return Places(self.base, f"{self.base}/keys", f"{self.base}/identity", self.trusted)

    async def lines(self, **settings: object) -> list[str]:
        given = {
            "ORDSTYRER_PUBLIC_URL": self.base,
            "MicrosoftAppId": "the-app",
            "MicrosoftAppTenantId": TENANT,
            "MicrosoftAppPassword": SECRET,
        }
        wanted = Settings.model_validate(given | settings)
        return [check.line for check in await reach(wanted, NOW, self.places)]


@asynccontextmanager
async def served(outside: Outside, secured: ssl.SSLContext | None = None) -> AsyncIterator[Outside]:
    server = TestServer(outside.application())
    await server.start_server(ssl=secured)
    outside.base = f"{'https' if secured else 'http'}://127.0.0.1:{server.port}"
    try:
        yield outside
    finally:
        await server.close()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with served(Outside()) as made:
        yield made


async def test_what_is_well_is_said_and_the_token_is_told_to_nobody(outside):
    lines = await outside.lines()

    assert lines == [
        f"ok    {outside.base} answers",
        "ok    Microsoft's signing keys, without which nothing from Teams is taken, are reached",
        "ok    Microsoft gives the bot a token, so it may send to Teams",
    ]
    (form,) = outside.asked
    assert (form["client_id"], form["client_secret"]) == ("the-app", SECRET)
    assert form["scope"] == "https://api.botframework.com/.default"


async def test_in_development_only_the_address_is_tried(outside):
    assert len(await outside.lines(ORDSTYRER_DEV=True)) == 1
    assert outside.asked == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (says({"error": "invalid_client", "error_codes": [7000222]}, 401), "has expired"),
        (
            says({"error": "invalid_client", "error_codes": [7000215]}, 401),
            "not the secret's value",
        ),
        (says({"error": "x", "error_codes": [700016]}, 400), "there is no app MicrosoftAppId"),
        (says({"error": "x", "error_codes": [7000229]}, 401), "az ad sp create"),
        (says({"error": "x", "error_codes": [90002]}, 400), "there is no tenant"),
        (says({"error": "temporarily_unavailable"}, 503), "temporarily_unavailable (503)"),
        (says({"error": "x", "error_codes": "many"}, 400), "x (400)"),
        (says([], 200), "no reason told (200)"),
        (lambda: web.Response(text="<html>", status=502), "no reason told (502)"),
    ],
)
async def test_why_there_is_no_token_is_said_and_no_secret(outside, answer, said):
    outside.token = answer

    line = (await outside.lines())[2]

    assert line.startswith("fault Microsoft gives no token: ")
    assert line.endswith(said) or said in line
    assert SECRET not in line


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        ({}, ("Metadata", "true")),
        (
            {"IDENTITY_ENDPOINT": "{base}/identity", "IDENTITY_HEADER": "a-header"},
            ("X-IDENTITY-HEADER", "a-header"),
        ),
    ],
)
async def test_a_managed_identity_is_asked_where_it_is(outside, settings, header):
    given = {name: value.format(base=outside.base) for name, value in settings.items()}

    lines = await outside.lines(MicrosoftAppType="UserAssignedMSI", **given)

    assert lines[2].startswith("ok ")
    (asked,) = outside.asked
    assert asked[header[0]] == header[1]
    assert asked["client_id"] == "the-app"


async def test_another_server_at_the_address_is_found_out(outside):
    outside.alive = lambda: web.Response(text="<html>Velkommen")
    outside.keys = says({}, 403)

    first, second, _ = await outside.lines()

    assert "is answered by something else (200); look at the proxy" in first
    assert second.startswith("fault ")


async def test_nobody_there_is_told_as_that(outside):
    nobody = f"http://127.0.0.1:{free_port()}"

    lines = await outside.lines(ORDSTYRER_PUBLIC_URL=nobody)

    assert lines[0].startswith(f"fault {nobody} is not reached from here: no connection (")


def certificate(folder: Path, ends: datetime) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for this machine, and what a server needs to show it."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.NameAttribute(NameOID.COMMON_NAME, "x"),
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([name]))
        .issuer_name(x509.Name([name]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=90))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    public, both = folder / "public.pem", folder / "both.pem"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return public, context


@pytest.mark.parametrize(("days", "mark"), [(80, "ok   "), (13, "fault")])
async def test_the_certificates_last_day_is_told_in_time(tmp_path, days, mark):
    ends = NOW + timedelta(days=days)
    public, secured = certificate(tmp_path, ends)

    async with served(Outside(), secured) as outside:
        outside.trusted = ssl.create_default_context(cafile=str(public))
        lines = await outside.lines()

    assert lines[0] == f"{mark} {outside.base} answers; its certificate lasts until {ends:%Y-%m-%d}"


async def test_a_certificate_that_nobody_vouches_for_is_told_as_that(tmp_path):
    _, secured = certificate(tmp_path, NOW + timedelta(days=80))

    async with served(Outside(), secured) as outside:
        lines = await outside.lines(ORDSTYRER_DEV=True)

    assert "its certificate is not valid (" in lines[0]
    assert "self-signed" in lines[0]
