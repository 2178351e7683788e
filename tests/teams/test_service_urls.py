"""The bot's own token goes to the service it is for, whatever address somebody has signed."""

import asyncio
import datetime as dt
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from bot.teams.client import Clients
from bot.teams.failures import ConnectorError, Lost, LostError
from bot.teams.gate import SERVICE_HOSTS
from bot.teams.token import AppTokens, Fetched
from tests.given import Clock
from tests.teams import shapes
from tests.teams.production import production
from tests.teams.shapes import KELD
from tests.teams.signers import HOST, KEY, TOKEN, token

FEWEST = 200
ALLOWED = "smba.trafficmanager.net"


class Stub:
    """Somebody who wants the token: keeps every byte that anybody sends to it."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.port = 0

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while raw := await reader.read(65536):
            self.heard.append(raw)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()


@asynccontextmanager
async def stub(tls: ssl.SSLContext | None = None) -> AsyncIterator[Stub]:
    made = Stub()
    server = await asyncio.start_server(made.listen, "127.0.0.1", 0, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()


def elsewhere(port: int) -> list[str]:
    """Give addresses that lead to the stub, or might for some reader of addresses."""
    here = f"127.0.0.1:{port}"
    hosts = [
        *(here, "127.0.0.1", f"localhost:{port}", "localhost", f"LOCALHOST:{port}"),
        *(f"[::1]:{port}", "[::1]", f"[::ffff:127.0.0.1]:{port}", "[::ffff:7f00:1]", "[::]"),
        *("[fe80::1%25eth0]", "[fe80::1]", "[::1", "::1", "[]", "[127.0.0.1]"),
        *(f"2130706433:{port}", f"0x7f000001:{port}", f"017700000001:{port}", "0x7f.0.0.1"),
        *(f"127.1:{port}", f"127.0.1:{port}", "0177.0.0.1", "0", "0.0.0.0", "127.0.0.1."),
        *("10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.100.100.200"),
        *("metadata.google.internal", "168.63.129.16", "[fd00:ec2::254]", "[fc00::1]"),
        *(f"evil.example:{port}[::1]", f"{here}[v1.x.botframework.com]", "[v1.botframework.com]"),
        *("evil.example", f"evil.example:{port}", "xn--smb-1la.trafficmanager.net"),
        *("smbа.trafficmanager.net", "smba。trafficmanager。net", "ѕmba.trafficmanager.net"),
        *(
            "smba.trafficmanager.net\u200b",
            "smba\u00ad.trafficmanager.net",
            "ｓmba.trafficmanager.net",
        ),
        *("①②⑦.0.0.1", "127。0。0。1", "１２７.0.0.1", f"127%2e0%2e0%2e1:{port}"),
    ]
    for name in (ALLOWED, HOST, "botframework.com"):
        hosts += [
            *(f"{name}@{here}", f"{name}:443@{here}", f"{name}%40{here}", f"{name}%2f@{here}"),
            *(f"{name}%00.evil.example", f"{name}.evil.example", f"evil{name}", f"evil-{name}"),
            *(f"{name}.", f"{name}..", f".{name}", f"{name}x"),
            *(f"{name}:{port}", f"{name}:80", f"{name}:8443", f"{name}:0", f"{name}:-1"),
            *(f"{name}:99999", f"{name}:4 43", f"{name}:x", f"{name}:４43"),
            *(f"user@{name}", f"user:pass@{name}", f":@{name}", f"@{name}", f"{here}@{name}"),
            *(f"{name}\\@{here}", f"{here}\\@{name}", f"{here}#@{name}", f"{here}?@{name}"),
            *(f"{here};.{name}", f"{here}%2f.{name}", f"{here}%23.{name}", f"{here}%3f.{name}"),
            *(f"{here}\\.{name}", f"{here}#.{name}", f"{here}?.{name}", f"{here} .{name}"),
            *(f"{here}\t.{name}", f"{here}\n.{name}", f"{name} {here}", f"{name},{here}"),
            *(f"{name}\r\nHost: evil", f"{name}\0{here}", f"*.{name}", f"{name}|{here}"),
            *(f"$({name})", f"{{{name}}}", f"{name}&{here}", f"a_b.{name}"),
        ]
    found = [f"https://{host}/emea/" for host in hosts]
    found += [f"http://{host}/emea/" for host in (here, ALLOWED, HOST, f"{HOST}:443")]
    for name in (ALLOWED, HOST):
        found += [
            *(f"//{name}/", f"///{name}/", f"{name}/emea/", f"https:{name}", f"https:/{name}/"),
            *(f"https:///{name}/", f"https:\\\\{name}\\", f"https:/\\{name}/", f"\\\\{name}\\"),
            *(f"ftp://{name}/", f"file://{name}/etc", f"ws://{name}/", f"gopher://{name}/"),
            *(f"javascript://{name}/%0a", f"data:text/html,{name}", f"httpss://{name}/"),
            *(f" https://{name}/", f"https://{name}/ ", f"\thttps://{name}/", f"ht\ntps://{name}/"),
            *(f"https://{name}/#@{here}/", f"https://{name}/?x=https://{here}/"),
            *(
                f"https://{name}/;@{here}",
                f"https://{name}/\\..\\{here}",
                f"https://{name}\\{here}",
            ),
            *(f"https://{name}/%2e%2e/@{here}", f"https://{here}/https://{name}/", ""),
        ]
    return found


async def test_nobody_is_called_at_an_address_that_is_not_the_services() -> None:
    """With a token that is good for just that address: as if Microsoft itself had signed it."""
    async with production() as (bot, _), stub() as thief:
        urls = elsewhere(thief.port)
        statuses = Counter[int]()
        for url in urls:
            said = shapes.message(KELD, url, "spørg Hvem slap mig ind?", chat="a:thief")
            for claimed in (url, None):
                header = {"Authorization": f"Bearer {token({'serviceurl': claimed})}"}
                status, _ = await bot.post(said, headers=header)
                assert (url, status) == (url, 403)
                statuses[status] += 1
        await asyncio.sleep(0.1)

        print(f"{len(set(urls))} addresses,", dict(statuses))
        assert len(set(urls)) >= FEWEST
        assert thief.heard == []
        assert bot.connector.requests == []
        assert len(bot.meeting.questions) == 0


@asynccontextmanager
async def clients(
    resolver: AbstractResolver | None = None, trusted: Path | None = None
) -> AsyncIterator[Clients]:
    async def fetch() -> Fetched:
        return Fetched(TOKEN, 3600)

    tls = ssl.create_default_context(cafile=trusted) if trusted else True
    connector = aiohttp.TCPConnector(resolver=resolver, ssl=tls)
    async with aiohttp.ClientSession(connector=connector) as session:
        loop = asyncio.get_running_loop()
        yield Clients(session, AppTokens(fetch, loop.time), Clock())


async def test_the_thief_would_hear_it() -> None:
    """What the other tests rest on."""
    async with stub() as thief, clients() as own:
        await own.send("POST", f"http://127.0.0.1:{thief.port}/v3/x", {})

        assert TOKEN.encode() in b"".join(thief.heard)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_no_redirect_is_followed(status: int, method: str) -> None:
    async with stub() as thief, clients() as own:
        tokens = []

        async def elsewhere(request: web.Request) -> web.Response:
            tokens.append(request.headers["Authorization"])
            where = {"Location": f"http://127.0.0.1:{thief.port}/", "Refresh": "0; url=/"}
            return web.Response(status=status, headers=where)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", elsewhere)
        async with TestServer(app) as service:
            with pytest.raises(ConnectorError) as raised:
                await own.send(method, f"http://127.0.0.1:{service.port}/v3/x", {})

        assert (raised.value.status, tokens) == (status, [f"Bearer {TOKEN}"])
        assert thief.heard == []


class Rebinding(AbstractResolver):
    """Says of every name that it is this machine."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        pass


def certificate(file: Path, name: str) -> ssl.SSLContext:
    """Make a certificate for the name, signed by nobody but itself."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - the TLS library asks the machine
    made = (
        x509.CertificateBuilder(subject, subject, KEY.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(KEY, SHA256())
    )
    private = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("name", [*sorted(SERVICE_HOSTS), "x.botframework.com"])
async def test_name_that_leads_to_a_stranger_gets_no_token(name: str, tmp_path: Path) -> None:
    """DNS may lie: who has no certificate for the name hears nothing but a handshake."""
    file = tmp_path / "both.pem"
    async with stub(certificate(file, name)) as thief:
        url = f"https://{name}:{thief.port}/v3/x"
        async with clients(Rebinding()) as own:
            with pytest.raises(LostError) as raised:
                await own.send("POST", url, {})
        assert raised.value.how is Lost.NEVER_OPENED
        assert thief.heard == []

        async with clients(Rebinding(), file) as gullible:
            await gullible.send("POST", url, {})
        assert TOKEN.encode() in b"".join(thief.heard)
