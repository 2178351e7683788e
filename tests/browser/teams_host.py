"""Plays Teams around a page of ours: a parent page on Teams' own origin that answers teams-js."""

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Frame, Page, Route

from bot.ports import NotSignedInError, SignedIn, WorkAccounts
from meeting.ids import MeetingId, PersonId

TEAMS = "https://teams.microsoft.com/v2/"
CHAT = "19:meeting_abc@thread.v2"
# The calls that pages make, and the shapes that Teams answers in; `host` is what the test sets.
SCRIPT = """
const runtime = {
  apiVersion: 4, isLegacyTeams: false, hostVersionsInfo: {},
  supports: { pages: { config: {} }, meeting: {} },
};
const answers = {
  initialize: () => [host.frameContext, "web", JSON.stringify(runtime), "2.58.0"],
  getContext: () => [{ theme: host.theme, frameContext: host.frameContext, locale: "da-dk",
                       chatId: host.chat, hostClientType: "web" }],
  "authentication.getAuthToken": () =>
    host.token ? [true, host.token] : [false, "consentRequired"],
  "meeting.getAppContentStageSharingCapabilities": () =>
    [null, { doesAppHaveSharePermission: host.shares }],
  "meeting.shareAppContentToStage": () => [null, true],
  "settings.setSettings": () => [true, null],
};
host.said = [];
addEventListener("message", ({ data, source, origin }) => {
  host.said.push({ func: data.func, args: data.args });
  const answer = answers[data.func];
  if (!answer) return;
  source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: answer() }, origin);
});
host.tell = (func, ...args) =>
  document.querySelector("iframe").contentWindow.postMessage({ func, args }, "*");
"""


@dataclass
class Tokens:
    """Who the tokens of a test are about, and which chat is which meeting's (web.site.TeamsTab)."""

    known: dict[str, SignedIn] = field(default_factory=dict)
    chats: dict[str, MeetingId] = field(default_factory=dict)
    entra: dict[str, PersonId] = field(default_factory=dict)
    signs_in: bool = True
    accounts: WorkAccounts | None = None

    async def whose(self, token: str) -> SignedIn:
        if token not in self.known:
            raise NotSignedInError("unknown")
        return self.known[token]

    async def meeting_of_chat(self, chat: str) -> MeetingId | None:
        return self.chats.get(chat)


@dataclass
class Teams:
    """A page on Teams' origin; what it frames is `page`."""

    window: Page

    @property
    def page(self) -> Frame:
        return self.window.frames[1]

    async def change_theme(self, theme: str) -> None:
        await self.window.evaluate("theme => host.tell('themeChange', theme)", theme)

    async def save(self) -> None:
        """Press Teams' own button under a tab's settings."""
        await self.window.evaluate("host.tell('settings.save', {})")

    async def said(self, func: str) -> list[Any]:
        """Give the arguments of each call of this name that the page has made."""
        wanted = "f => host.said.filter(({ func }) => func === f).map(({ args }) => args)"
        found: list[Any] = await self.window.evaluate(wanted, func)
        return found


async def around(window: Page, address: str, **said: object) -> Teams:
    """Open Teams in this window with a page of ours inside; `said` is what Teams says there."""
    host = {"frameContext": "sidePanel", "theme": "default", "chat": CHAT, "shares": True, **said}
    html = (
        "<!doctype html><title>Teams</title><style>body{margin:0}iframe{border:0;width:100vw;"
        f"height:100vh}}</style><script>const host = {json.dumps(host)};{SCRIPT}</script>"
        f'<iframe src="{address}" allow="clipboard-write"></iframe>'
    )

    async def answer(route: Route) -> None:
        await route.fulfill(body=html, content_type="text/html")

    await window.route(f"{TEAMS}*", answer)
    await window.goto(TEAMS)
    return Teams(window)
