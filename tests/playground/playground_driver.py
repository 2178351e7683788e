"""Drive Microsoft 365 Agents Playground 0.2.28 as a real client, in headless Chromium.

    with Playground("http://127.0.0.1:3978/api/messages") as playground:
        playground.select_chat("Programledermøde marts 2020")
        playground.send("agenda", mention=True)
        playground.wait_for_text("Next item")

Needs Node, the npm package @microsoft/m365agentsplayground, the Python package
playwright and a Chromium binary (PLAYGROUND_PACKAGE, PLAYGROUND_PORT and CHROMIUM say where).
"""

# ruff: noqa: TID251 - a tool for tests is told by the environment where things are
from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import KW_ONLY, dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, Route, sync_playwright

HERE = Path(__file__).resolve().parent
PRELOAD = HERE / "loopback.js"
DEFAULT_CONFIG = HERE / "m365agentsplayground.yml"
PACKAGE = Path("node_modules/@microsoft/m365agentsplayground")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM_ARGS += ["--disable-sync", "--disable-component-update", "--disable-background-networking"]
OFF_LOOPBACK = re.compile(r"^https?://(?!127\.0\.0\.1[:/]|localhost[:/])")
MESSAGE_TEXTS = """() => [...document.querySelectorAll('[aria-label="Message header"]')]
    .map(header => header.parentElement.innerText).join('\\n')"""


def find_package() -> Path:
    """Return PLAYGROUND_PACKAGE, else the package in node_modules here."""
    if named := os.environ.get("PLAYGROUND_PACKAGE"):
        return Path(named)
    if (HERE / PACKAGE / "cli.js").is_file():
        return HERE / PACKAGE
    raise FileNotFoundError("run make test-playground, or set PLAYGROUND_PACKAGE")


def find_chromium() -> str:
    return os.environ.get("CHROMIUM", "/usr/bin/chromium")


def find_port() -> int:
    return int(os.environ.get("PLAYGROUND_PORT", "0"))


def claim_port(wanted: int) -> int:
    """Return the port if it is free (0: any). The CLI itself would quietly take another one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", wanted))
        return int(probe.getsockname()[1])


def end(process: subprocess.Popen[bytes]) -> None:
    """End this one process."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class Playground:
    """One Playground server and one browser page; both end with the `with` block."""

    bot_url: str
    _: KW_ONLY
    config_file: Path = DEFAULT_CONFIG
    package: Path = field(default_factory=find_package)
    chromium: str = field(default_factory=find_chromium)
    port: int = field(default_factory=find_port)
    delivery_mode: str | None = None
    browser: bool = True  # False: no page, only the calls "straight to the server"
    page: Page = field(init=False)
    blocked: list[str] = field(default_factory=list, init=False)  # URLs off this machine

    def __enter__(self) -> Self:
        with ExitStack() as cleanup:
            folder = cleanup.enter_context(tempfile.TemporaryDirectory(prefix="playground-"))
            self._start_server(Path(folder), cleanup)
            if self.browser:
                self._open_page(Path(folder), cleanup)
            self._cleanup = cleanup.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    # --- what a person does in the page

    def select_chat(self, name: str) -> None:
        """Open 'Personal Chat', the group chat by its name, or '<team> - <channel>'."""
        self.page.get_by_role("treeitem", name=name, exact=True).first.click()
        self.page.wait_for_timeout(200)
        self._compose_box().wait_for()

    def send(self, text: str, *, mention: bool = False) -> None:
        """Type and send. In a group or channel the bot sees it only with `mention`."""
        box = self._compose_box()
        box.click()
        if mention:
            box.press_sequentially("@", delay=30)
            person = self.page.get_by_role("option").or_(self.page.get_by_role("menuitem")).first
            person.click(timeout=5000)
            box.press_sequentially(" ", delay=20)
        box.press_sequentially(text, delay=5)  # fill() skips the editor's input events
        self.page.get_by_role("button", name="Send Message").last.click()

    def last_card(self) -> Locator:
        return self.page.locator(".ac-adaptiveCard:visible").last

    def fill(self, label: str, value: str) -> None:
        """Fill the input of the last card that carries this label."""
        self.last_card().get_by_label(label).first.fill(value)

    def choose(self, choice: str) -> None:
        """Tick a choice of the last card."""
        self.last_card().get_by_label(choice, exact=True).first.check(force=True)

    def press(self, title: str) -> None:
        """Press an action of the last card."""
        self.last_card().get_by_role("button", name=title, exact=True).click()

    def press_suggestion(self, title: str) -> None:
        """Press a suggested action (personal chat; in a group it reaches no bot)."""
        self.page.get_by_role("button", name=title, exact=True).last.click()

    # --- what is seen

    def text(self) -> str:
        """Return the messages of the open chat, not their repeats in left rail and log panel."""
        return str(self.page.evaluate(MESSAGE_TEXTS))

    def wait_for_text(self, text: str, *, timeout: float = 15) -> None:
        self._wait_until(lambda: text in self.text(), f"no {text!r}", timeout)

    def wait_for_no_text(self, text: str, *, timeout: float = 15) -> None:
        self._wait_until(lambda: text not in self.text(), f"still {text!r}", timeout)

    def screenshot(self, file: Path | str) -> None:
        self.page.screenshot(path=str(file))

    # --- straight to the server

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def config(self) -> dict[str, Any]:
        """Read the users and chats in force (the file's groupChat is a list here: groupChats)."""
        return dict(json.loads(self._call("/_internal/v1/config")[1])["config"])

    def template(self, conversation_id: str, kind: str) -> dict[str, Any]:
        """Fetch a ready activity to alter, e.g. of kind 'userAdded'."""
        query = urlencode({"conversationId": conversation_id, "type": kind})
        return dict(json.loads(self._call(f"/_internal/v1/customActivities/template?{query}")[1]))

    def custom_activity(self, activity: dict[str, Any]) -> tuple[int, str]:
        """Send any activity to the bot: meeting events, other people, edits, reactions.

        Keep the template's serviceUrl. An invoke's answer is not handed back.
        """
        return self._call("/_internal/v1/customActivities", json.dumps(activity).encode())

    # --- inner workings

    def _start_server(self, folder: Path, cleanup: ExitStack, timeout: float = 30) -> None:
        # The CLI reads its config from, and writes devTools/*.log to, the working directory.
        shutil.copy(self.config_file, folder / ".m365agentsplayground.yml")
        self.port = claim_port(self.port)
        command = ["node", "-r", str(PRELOAD), str(self.package.resolve() / "cli.js"), "start"]
        command += ["-e", self.bot_url, "-c", "msteams", "-p", str(self.port)]
        command += ["--service-url", f"{self.base}/_connector", "--disable-telemetry"]
        if self.delivery_mode:
            command += ["--delivery-mode", self.delivery_mode]
        environment = {**os.environ, "BROWSER": "none", "NO_COLOR": "1"}
        log_file = folder / "playground.log"
        with log_file.open("wb") as log:
            server = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        cleanup.callback(end, server)
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and server.poll() is None:
            try:
                self.config()
            except OSError:
                time.sleep(0.1)
            else:
                return
        logs = [log_file, *folder.glob("devTools/*.log")]
        tails = "\n".join(log.read_text()[-800:] for log in logs)
        raise RuntimeError(f"Playground did not start. Is the bot up?\n{tails}")

    def _open_page(self, folder: Path, cleanup: ExitStack) -> None:
        context = cleanup.enter_context(sync_playwright()).chromium.launch_persistent_context(
            str(folder / "chromium"),
            executable_path=self.chromium,
            args=CHROMIUM_ARGS,
            viewport={"width": 1400, "height": 950},
        )
        cleanup.callback(context.close)
        context.route(OFF_LOOPBACK, self._block)  # fonts; nothing need wait for them
        self.page = context.pages[0] if context.pages else context.new_page()
        self.page.goto(self.base + "/", wait_until="domcontentloaded")
        self._compose_box().wait_for(timeout=30_000)
        self.page.wait_for_timeout(300)

    def _block(self, route: Route) -> None:
        self.blocked.append(route.request.url)
        route.abort()

    def _compose_box(self) -> Locator:
        # Ids and classes are generated anew by each build: go by roles and labels.
        return (
            self.page.get_by_role("textbox").and_(self.page.locator("[contenteditable=true]")).last
        )

    def _wait_until(self, done: Callable[[], bool], problem: str, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not done():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{problem}; the chat shows:\n{self.text()[-1500:]}")
            self.page.wait_for_timeout(50)

    def _call(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        method = "GET" if body is None else "POST"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
