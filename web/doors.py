"""How connections are taken: how many may wait, how many be open, how long one may do nothing."""

import resource
import socket

from aiohttp import web

WAITING = 4096  # connections not taken yet: after a restart everybody comes back at once
# Seconds until a line is closed that has brought no whole request head since it was opened or last
# answered. Longer than a proxy keeps its lines to us (60), or it would send into one just closed.
SILENT = 75.0
UNREAD = 20.0  # seconds until a line is cut whose other end takes nothing of what it asked for


def open_door(host: str, port: int, unread: float = UNREAD) -> socket.socket:
    """Take the address; nobody is answered yet. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.create_server((host, port), family=family, backlog=WAITING)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; every line that is taken inherits it
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(1000 * unread))
    return door


def runner_of(
    application: web.Application, stops_within: float, silent: float = SILENT
) -> web.AppRunner:
    return web.AppRunner(
        application, shutdown_timeout=stops_within, access_log=None, keepalive_timeout=silent
    )


async def answer_at(runner: web.AppRunner, door: socket.socket) -> None:
    """Begin to take connections."""
    await web.SockSite(runner, door, backlog=WAITING).start()


def allow_many() -> None:
    """Let this process have as many connections open as the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
