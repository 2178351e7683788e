"""The part of Teams' service that knows meetings: their details, who is in the call, its alerts.

Answers have the shapes of Microsoft's documentation, where it gives any.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

ACCEPTED, PARTLY, FORBIDDEN, NOT_FOUND = 202, 207, 403, 404


@dataclass(frozen=True)
class Answer:
    """A status instead of success, with a code as Teams writes it, for so many requests."""

    status: int
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def made(self) -> web.Response:
        if self.code is None:
            return web.Response(status=self.status, headers=self.headers)
        error = {"error": {"code": self.code, "message": "scripted"}}
        return web.json_response(error, status=self.status, headers=self.headers)


def details(  # noqa: PLR0913 - as many as Teams tells
    chat: str,
    *,
    title: str | None,
    start: str | None,
    link: str | None = None,
    organiser: str | None = None,
    kind: str = "Scheduled",
    tenant: str = "11111111-0000-0000-0000-000000000001",
) -> dict[str, Any]:
    """What `GET v1/meetings/{id}` answers; an unplanned call has neither title nor time."""
    told = {"title": title, "scheduledStartTime": start, "joinUrl": link}
    return {
        "details": {
            "id": "MCM",
            "msGraphResourceId": "MSox",
            "type": kind,
            **{name: value for name, value in told.items() if value is not None},
        },
        "conversation": {"isGroup": True, "conversationType": "groupChat", "id": chat},
        "organizer": {
            "id": "29:1-organiser",
            "aadObjectId": organiser,
            "objectId": organiser,
            "tenantId": tenant,
        },
    }


def participant(name: str, role: str, *, there: bool = True) -> dict[str, Any]:
    return {
        "user": {"id": "29:1-x", "name": name, "userRole": "user"},
        "meeting": {"role": role, "inMeeting": there},
        "conversation": {"id": "19:x", "isGroup": True},
    }


class Calls:
    """Records what it is asked; answers from what a test has put here, else as Teams refuses."""

    def __init__(self, notify: Callable[[], Awaitable[None]]) -> None:
        self.details: dict[str, dict[str, Any] | Answer] = {}  # by Teams' id of the meeting
        self.people: dict[str, dict[str, Any] | Answer] = {}  # by Entra object id
        self.opening: dict[str, list[Answer]] = {}  # by member: what refuses, and then it opens
        self.alerting: list[Answer] = []  # the next answers; then all are taken
        self.asked: list[str] = []  # paths of what was asked for
        self.opened: list[dict[str, Any]] = []  # chats that were asked to be opened
        self.alerts: list[tuple[str, dict[str, Any], int]] = []
        self._notify = notify

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/v1/meetings/{meeting}", self._details)
        app.router.add_get("/v1/meetings/{meeting}/participants/{person}", self._participant)
        app.router.add_post("/v1/meetings/{meeting}/notification", self._alert)
        app.router.add_post("/v3/conversations", self._open)

    def members_opened(self) -> list[str]:
        return [body["members"][0]["id"] for body in self.opened]

    def titles(self) -> list[tuple[tuple[str, ...], str]]:
        """Give whom each alert was for and what stands above it."""
        return [
            (tuple(body["value"]["recipients"]), _task(body)["title"])
            for _, body, status in self.alerts
            if status == ACCEPTED
        ]

    async def _details(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        found = self.details.get(request.match_info["meeting"], Answer(NOT_FOUND))
        await self._notify()
        return found.made() if isinstance(found, Answer) else web.json_response(found)

    async def _participant(self, request: web.Request) -> web.Response:
        assert request.query["tenantId"]
        self.asked.append(request.path)
        found = self.people.get(request.match_info["person"], Answer(NOT_FOUND))
        await self._notify()
        return found.made() if isinstance(found, Answer) else web.json_response(found)

    async def _open(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.opened.append(body)
        await self._notify()
        member = body["members"][0]["id"]
        refusing = self.opening.get(member, [])
        if refusing:
            return refusing.pop(0).made()
        return web.json_response({"id": f"a:1-{member.removeprefix('29:1-')}"}, status=201)

    async def _alert(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert body["type"] == "targetedMeetingNotification"
        answer = self.alerting.pop(0) if self.alerting else Answer(ACCEPTED)
        self.alerts.append((request.match_info["meeting"], body, answer.status))
        await self._notify()
        if answer.status == PARTLY:
            failed = {"recipientMri": body["value"]["recipients"][0], "errorCode": "MemberNotFound"}
            return web.json_response({"recipientsFailureInfo": [failed]}, status=PARTLY)
        return answer.made()


def _task(body: dict[str, Any]) -> dict[str, Any]:
    (surface,) = body["value"]["surfaces"]
    assert (surface["surface"], surface["contentType"]) == ("meetingStage", "task")
    return dict(surface["content"]["value"])
