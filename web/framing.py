"""Pages inside Teams: the same ones under addresses of their own, which alone may be framed.

What holds there (cookies that a frame may have, headers that let Teams frame a page) hangs on the
address and on nothing that anybody says, so that it can hold nowhere else.
"""

from aiohttp import web

ROOT = "/tab"
HOSTS = "https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com"


def in_tab(request: web.Request) -> bool:
    """Tell whether a page of the tab is asked for, or sent this."""
    return request.path == ROOT or request.path.startswith(f"{ROOT}/")


def root_of(request: web.Request) -> str:
    """Give what stands before the addresses of a meeting where this request comes from."""
    return ROOT if in_tab(request) else ""


def set_framed_cookie(response: web.StreamResponse, name: str, value: str, seconds: int) -> None:
    """Set a cookie that a page framed by Teams has there and under no other site.

    Written out, since the standard library knows of `Partitioned` from Python 3.14 on.
    """
    response.headers.add(
        "Set-Cookie",
        f"{name}={value}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned",
    )
