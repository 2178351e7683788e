"""The Bot Framework's way in: `POST /api/messages`. 2xx means that it is on disk."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import orjson
from aiohttp import web
from botbuilder.schema import Activity

from bot.ports import StoreFullError, StoreUnavailableError
from bot.teams.activity import read_activity
from bot.teams.adapter import admitted
from bot.teams.body import LARGEST, BadBodyError, read_body
from bot.teams.gate import TurnedAwayError
from bot.teams.wiring import Running, Teams

log = logging.getLogger(__name__)

ROUTE = "/api/messages"
BODY_WITHIN = 10.0  # seconds for a body to arrive
TURN_WITHIN = 4.5  # seconds; Teams waits about 15 and then says it again
NOT_IMPLEMENTED = 501  # the SDK's word for an invoke that nobody answered


def add_teams(app: web.Application, teams: Teams) -> None:
    """Add the route; the edge starts and ends with the application."""

    async def run(_: web.Application) -> AsyncIterator[None]:
        await teams.start()
        yield
        await teams.close()

    async def messages(request: web.Request) -> web.Response:
        return await _answer(request, teams.running)

    app.cleanup_ctx.append(run)
    app.router.add_post(ROUTE, messages)


async def _answer(request: web.Request, running: Running) -> web.Response:
    """Turn everything that can go wrong into a status."""
    try:
        body = await _read(request)
        claims = await running.gate.admit(_token(request), body)
        activity = read_activity(body)
        async with asyncio.timeout(TURN_WITHIN):
            return await _turn(running, claims, activity)
    except BadBodyError as bad:
        return _refusal(bad.status, str(bad))
    except TurnedAwayError as away:
        log.info("turned away", extra={"status": away.status, "reason": away.reason})
        return _refusal(away.status, "not admitted")
    except StoreFullError:
        return _refusal(507, "no space left; nothing was changed, say it again")
    except (StoreUnavailableError, TimeoutError):
        return _refusal(503, "not possible now; nothing was changed, say it again")
    except Exception:
        log.exception("request failed")
        return _refusal(500, "something went wrong")


def _token(request: web.Request) -> str | None:
    """Give the header with the token; two are as good as none."""
    sent = request.headers.getall("Authorization", [])
    return sent[0] if len(sent) == 1 else None


async def _read(request: web.Request) -> dict[str, Any]:
    if not _is_json(request):
        raise BadBodyError("not JSON by its content type", 415)
    if (request.content_length or 0) > LARGEST:
        raise BadBodyError("too large", 413)
    try:
        async with asyncio.timeout(BODY_WITHIN):
            raw = await _bytes(request)
    except TimeoutError:
        raise BadBodyError("too slow", 408) from None
    except BadBodyError:
        raise
    except (web.RequestPayloadError, ValueError):  # a broken chunk, gzip that is none
        raise BadBodyError("not whole") from None
    return read_body(raw)


def _is_json(request: web.Request) -> bool:
    try:
        return request.content_type == "application/json"
    except Exception:  # noqa: BLE001 - of "x; a*" its reader makes an IndexError
        return False


async def _bytes(request: web.Request) -> bytes:
    """Read no more than is allowed, whatever length was announced or however it was packed."""
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > LARGEST:
            raise BadBodyError("too large", 413)
    return bytes(raw)


async def _turn(running: Running, claims: Mapping[str, Any], activity: Activity) -> web.Response:
    result = admitted(running.clients, claims)
    response = await running.adapter.process_activity(result, activity, running.handler.on_turn)
    if response is None:
        return web.Response(status=200)
    status = int(response.status)
    if status == NOT_IMPLEMENTED and response.body is None:
        return _refusal(404, "nobody knows this invoke")
    ready = isinstance(response.body, bytes)
    body = response.body if ready else orjson.dumps(response.body)
    return web.Response(status=status, body=body, content_type="application/json", charset="utf-8")


def _refusal(status: int, message: str) -> web.Response:
    return web.json_response({"error": message}, status=status)
