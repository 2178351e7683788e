"""Every kind of bad token: wrong claims, keys, algorithms, headers and letters; 0 may get in."""

import base64
import hashlib
import hmac
import json
import random
import time
from collections.abc import Iterator
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.teams.gate import ISSUER
from tests.teams.signers import APP, KEY, OTHER, SERVICE, UNENDORSED, claims, published, token

OTHER_APP = "bbbbbbbb-1111-2222-3333-444444444444"
EMULATORS = (  # the tenants whose tokens the emulator has
    "d6d49420-f39b-4df7-a1dc-d59a935871db",
    "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
    "72f988bf-86f1-41af-91ab-2d7cd011db47",
)
JUNK: tuple[Any, ...] = (True, False, 0, -1, 1.5, "", " ", "x", [], [APP], {}, {"a": 1}, 10**400)
NAN, ENDLESS = float("nan"), float("inf")
LONG_AGO, FAR_OFF = 10**6, 10**6  # seconds: far enough for however long the tests take
Forged = tuple[str, str]  # what is wrong with it, and the header's value


def forged(seed: int) -> list[Forged]:
    """Give them all; a seed gives the same changes each time, the keys are new in each run."""
    chance = random.Random(seed)
    kinds = [_issuers(), _audiences(), _times(), _services(), _keys(), _headers(), _letters(chance)]
    tokens = [(name, f"Bearer {made}") for kind in kinds for name, made in kind]
    tokens += [(name, f"Bearer {made}") for name, made in _at_random(chance)]
    return [*tokens, *_schemes()]


def _issuers() -> Iterator[Forged]:
    for tenant in EMULATORS:
        for issuer in (
            f"https://sts.windows.net/{tenant}/",
            f"https://login.microsoftonline.com/{tenant}/v2.0",
        ):
            for more in (
                {},
                {"appid": APP, "ver": "1.0"},
                {"azp": APP, "ver": "2.0"},
                {"azp": OTHER_APP, "ver": "2.0", "tid": tenant, "idtyp": "app"},  # a skill's
            ):
                yield f"issuer {issuer} {more}", token({"iss": issuer, **more})
    for other in (
        ISSUER + "/",
        ISSUER.upper(),
        ISSUER.replace("https", "http"),
        ISSUER.replace(".com", ".us"),
        f" {ISSUER}",
        f"{ISSUER}\n",
        f"{ISSUER}.evil.example",
        "https://evil.example/?" + ISSUER,
        "api.botframework.com",
        APP,
    ):
        yield f"issuer {other!r}", token({"iss": other})
    yield "no issuer", token({"iss": None})
    for junk in (*JUNK, [ISSUER]):
        yield f"issuer {str(junk)[:20]!r}", signed(claims() | {"iss": junk})


def _audiences() -> Iterator[Forged]:
    wrong = (
        OTHER_APP,
        ISSUER,
        APP.upper(),
        APP[:-1],
        APP + " ",
        f"api://botid-{APP}",
        f"https://{APP}",
        [APP, OTHER_APP],
        [OTHER_APP, APP],
        [[APP]],
        {"aud": APP},
        {APP: APP},
    )
    for audience in (*wrong, *JUNK):
        yield f"audience {str(audience)[:60]!r}", signed(claims() | {"aud": audience})
    yield "no audience", token({"aud": None})
    yield "no audience but an appid", token({"aud": None, "appid": APP, "azp": APP})


def _times() -> Iterator[Forged]:
    now = int(time.time())
    later, earlier = now + 3600, now - 3600
    yield "no end", token({"exp": None})
    ends = (now - 301, now - LONG_AGO, 0, -1, -later, str(later), f"{later}.0", [later], {"n": 1})
    for end in (*ends, NAN, ENDLESS, -ENDLESS, True, "", "soon", None, "2030-01-01T00:00:00Z"):
        yield f"end {end!r}", signed(claims() | {"exp": end})
    starts = (now + FAR_OFF, str(earlier), str(now + FAR_OFF), [earlier], {}, True, "", "x")
    for start in (*starts, NAN, ENDLESS, -ENDLESS, 10**400, None):
        yield f"start {str(start)[:20]!r}", signed(claims() | {"nbf": start})
        yield f"issued {str(start)[:20]!r}", signed(claims() | {"iat": start})


def _services() -> Iterator[Forged]:
    other = (
        "https://evil.example/",
        SERVICE.rstrip("/"),
        SERVICE + "/",
        SERVICE.upper(),
        SERVICE.replace("emea", "EMEA"),
        SERVICE.replace("emea", "amer"),
        SERVICE.replace("https", "http"),
        SERVICE.replace("https", "HTTPS"),
        SERVICE.replace("invalid/", "invalid:443/"),
        SERVICE.replace("invalid/", "invalid./"),
        SERVICE + "?",
        SERVICE + "#",
        SERVICE + "%20",
        f" {SERVICE}",
        f"{SERVICE}\n",
        f"{SERVICE}\0",
        "*",
        "https://*.invalid/",
        [SERVICE],
        {"url": SERVICE},
        *JUNK,
    )
    for claim in other:
        yield f"service {str(claim)[:60]!r}", signed(claims() | {"serviceurl": claim})
    yield "no service", token({"serviceurl": None})
    for name in ("serviceUrl", "ServiceUrl", "SERVICEURL", "service_url", "serviceurl "):
        yield f"service in {name!r}", token({"serviceurl": None, name: SERVICE})


def _keys() -> Iterator[Forged]:
    """Sign with what is no secret, with another key, with another algorithm, or not at all."""
    yield "other key", token(key=OTHER)
    for kid in UNENDORSED:
        yield f"key {kid} is not for Teams", token(kid=kid)
    for alg in ("RS384", "RS512", "PS256", "PS384", "PS512"):
        yield f"good key, {alg}", token(alg=alg)
        yield f"other key, {alg}", token(alg=alg, key=OTHER)
    yield "elliptic", token(alg="ES256", key=ec.generate_private_key(ec.SECP256R1()))
    yield "edwards", token(alg="EdDSA", key=ed25519.Ed25519PrivateKey.generate())
    for none in ("none", "None", "NONE", "nOnE", "", "null", None, 0, False, [], ["RS256"], {}):
        for signature in (b"", b"x", b"\0" * 256):
            yield f"algorithm {none!r}, {signature[:4]!r}", made({"alg": none}, signature)
    for name, secret in _public().items():
        for alg, digest in (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")):
            signature = hmac.new(secret, _signing({"alg": alg}), digest).digest()
            yield f"{alg} with {name}", made({"alg": alg}, signature)
        signature = hmac.new(secret, _signing({"alg": "RS256"}), "sha256").digest()
        yield f"RS256 that is an HMAC with {name}", made({"alg": "RS256"}, signature)
    digest = hashlib.sha256(_signing({"alg": "RS256"})).digest()
    for name, signature in {
        "the digest": digest,
        "zeros": b"\0" * 256,
        "ones": b"\xff" * 256,
        "a one": b"\0" * 255 + b"\1",
        "padding and digest unsigned": b"\0\1" + b"\xff" * 221 + b"\0" + digest,
    }.items():
        yield f"signature is {name}", made({"alg": "RS256"}, signature)


def _public() -> dict[str, bytes]:
    """Give what anybody can have of the key."""
    key, numbers = KEY.public_key(), KEY.public_key().public_numbers()
    jwk = published(KEY, "k1", ["msteams", "webchat"])
    info, pkcs1 = PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1
    return {
        "PEM": key.public_bytes(Encoding.PEM, info),
        "PEM stripped": key.public_bytes(Encoding.PEM, info).strip(),
        "PKCS1 PEM": key.public_bytes(Encoding.PEM, pkcs1),
        "DER": key.public_bytes(Encoding.DER, info),
        "modulus": numbers.n.to_bytes(256, "big"),
        "n": str(jwk["n"]).encode(),
        "JWK": json.dumps(jwk).encode(),
        "nothing": b"",
        "the kid": b"k1",
        "secret": b"secret",
        "the app id": APP.encode(),
    }


def _headers() -> Iterator[Forged]:
    kids = (
        None,
        0,
        1,
        True,
        [],
        ["k1"],
        {"k1": 1},
        "",
        " k1",
        "k1 ",
        "K1",
        "k2",
        "k1\0",
        "../k1",
        "/dev/null",
        "../../../../dev/null",
        "https://evil.example/key",
        "k1' OR '1'='1",
        "ø",
        "x" * 4000,
    )
    for kid in kids:
        yield f"kid {str(kid)[:30]!r}", signed(claims(), kid=kid)
    yield "no kid", token(kid=None)
    own = published(OTHER, "k1", ["msteams"])
    for more in (
        {"jwk": own},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"x5c": ["MIIB"]},
        {"x5t": "k1"},
        {"crit": ["exp"]},
        {"b64": False},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
        {"enc": "A256GCM", "alg": "dir"},
        {"cty": "JWT"},
        {"typ": "none"},
        {"iss": ISSUER, "aud": APP},
        {"endorsements": ["msteams"]},
    ):
        yield f"header {list(more)}, other key", signed(claims(), key=OTHER, more=more)
    yield "critical header that nobody knows", signed(claims(), more={"crit": ["x"], "x": 1})
    raw = (
        b'{"alg":"none","alg":"RS256","kid":"k1"}',
        b'{"alg":"RS256","alg":"none","kid":"k1"}',
        b'{"alg":"RS256","kid":"k2","kid":"k1"}',
        b"[" * 4000,
        b'{"kid":' * 700,
        b"[]",
        b"null",
        b"3",
        b'"RS256"',
        b"{",
        b"{}",
        b"",
        b"\xff\xfe",
        b"\xef\xbb\xbf" + b'{"alg":"RS256","kid":"k1"}',
        b'{"alg":NaN,"kid":"k1"}',
        b"{'alg':'RS256','kid':'k1'}",
    )
    for one in raw:
        yield f"header {one[:40]!r}", sign(one, json.dumps(claims()).encode(), OTHER)
    for one in (b"[]", b"null", b"3", b'"x"', b"{", b"", b"\xff", b"[" * 3000, b'{"exp":' * 500):
        head = json.dumps({"alg": "RS256", "kid": "k1"}).encode()
        yield f"claims {one[:40]!r}", sign(head, one, KEY)


def _letters(chance: random.Random) -> Iterator[Forged]:
    """Cut, turn, repeat and alter a good token."""
    good = token()
    head, middle, tail = good.split(".")
    other = token({"serviceurl": "https://evil.example/"}).split(".")
    for name, text in {
        "no signature": f"{head}.{middle}.",
        "two parts": f"{head}.{middle}",
        "one part": head,
        "no claims": f"{head}..{tail}",
        "no header": f".{middle}.{tail}",
        "four parts": f"{good}.{tail}",
        "five parts": f"{good}.{tail}.{tail}",
        "twice": good + good,
        "backwards": good[::-1],
        "lower case": good.lower(),
        "claims of another": f"{head}.{other[1]}.{tail}",
        "signature of another": f"{head}.{middle}.{other[2]}",
        "parts swapped": f"{middle}.{head}.{tail}",
        "quoted": f'"{good}"',
        "in brackets": f"<{good}>",
        "encoded again": _text(good.encode()),
        "dots": "...",
        "commas": good.replace(".", ","),
        "signature twice": f"{head}.{middle}.{tail}{tail}",
    }.items():
        yield name, text
    for place in sorted(chance.sample(range(len(good)), 40)):
        yield f"cut at {place}", good[:place]
    for part, name in enumerate(("header", "claims", "signature")):
        for _ in range(40):
            parts = good.split(".")
            parts[part], where = _flipped(parts[part], chance)
            yield f"{name} with bit {where} turned", ".".join(parts)


def _at_random(chance: random.Random) -> Iterator[Forged]:
    """Give a claim that counts a value of the wrong kind, among others that do not count."""
    for _ in range(80):
        name = chance.choice(["iss", "aud", "exp", "serviceurl"])
        extra = {chance.choice(["iat", "sub", "jti", "appid", "tid", "x"]): chance.choice(JUNK)}
        junk = [one for one in JUNK if not (name == "exp" and one == 10**400)]
        value = chance.choice(junk)
        yield (
            f"{name} {str(value)[:20]!r} beside {list(extra)}",
            signed(claims() | extra | {name: value}),
        )


def _schemes() -> Iterator[Forged]:
    good = token()
    for value in (
        "",
        "Bearer",
        "Bearer ",
        "Bearer null",
        "Bearer undefined",
        "Bearer a.b.c",
        f"Basic {good}",
        f"Digest {good}",
        f"Token {good}",
        f"JWT {good}",
        f"Negotiate {good}",
        good,
        f"Bearer={good}",
        f"Bearer:{good}",
        f"Bearer{good}",
        f"Bearer\t{good}",
        f"Bearer  {good}",
        f"Bearer Bearer {good}",
        f"Bearer {good} {good}",
        f"Bearer {good},",
        f"Bearer {good},Bearer {good}",
        f"Bearer {good}; charset=utf-8",
        f'Bearer token="{good}"',
        f"Basic x, Bearer {good}",
        "Bearer ééé",
        "Bearer ....",
    ):
        yield f"header {value[:20]!r}", value


def signed(
    payload: dict[str, Any], *, key: Any = KEY, kid: Any = "k1", more: dict[str, Any] | None = None
) -> str:
    """Sign whatever claims and headers these are; a library would object to some."""
    head = {"typ": "JWT", "alg": "RS256", "kid": kid} | (more or {})
    return sign(json.dumps(head).encode(), json.dumps(payload).encode(), key)


def sign(head: bytes, payload: bytes, key: Any) -> str:
    signing = f"{_text(head)}.{_text(payload)}"
    signature = key.sign(signing.encode(), padding.PKCS1v15(), SHA256())
    return f"{signing}.{_text(signature)}"


def made(head: dict[str, Any], signature: bytes) -> str:
    return f"{_signing(head).decode()}.{_text(signature)}"


_CLAIMS = claims()


def _signing(head: dict[str, Any]) -> bytes:
    whole = json.dumps({"typ": "JWT", "kid": "k1"} | head)
    return f"{_text(whole.encode())}.{_text(json.dumps(_CLAIMS).encode())}".encode()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _flipped(part: str, chance: random.Random) -> tuple[str, int]:
    raw = bytearray(jwt.utils.base64url_decode(part))
    bit = chance.randrange(len(raw) * 8)
    raw[bit // 8] ^= 1 << bit % 8
    return _text(bytes(raw)), bit
