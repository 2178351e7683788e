"""How connections are taken: how many may wait, how many be open, how long one may say nothing."""

import resource

from aiohttp import web

WAITING = 4096  # connections not taken yet: after a restart everybody comes back at once
# Seconds until a line is closed that has brought no whole request head since it was opened or last
# answered. Longer than a proxy keeps its lines to us (60), or it would send into one just closed.
SILENT = 75.0


def runner_of(application: web.Application, stops_within: float) -> web.AppRunner:
    return web.AppRunner(
        application, shutdown_timeout=stops_within, access_log=None, keepalive_timeout=SILENT
    )


def allow_many() -> None:
    """Let this process have as many connections open as the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
