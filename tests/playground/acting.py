"""Who is in the Playground's chats, and what those do who are not the one at the browser."""

import itertools
import json
from http.cookiejar import CookieJar
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener

from ruamel.yaml import YAML

from tests.playground.playground_driver import DEFAULT_CONFIG, Playground

OWN = "Personal Chat"
CHAT_ID = "19:meeting_demo@thread.v2"
CHAT = "Programledermøde marts 2020"
CODE = "MARTS2AD"
SHOTS = Path(__file__).parent.parent.parent / "shots" / "playground"
_ids = itertools.count(1)

Person = dict[str, str]


def person(number: int, name: str, id_: str = "") -> Person:
    entra = f"00000000-0000-0000-0000-0000000000a{number}"
    return {"id": id_ or f"29:u{number}", "name": name, "aadObjectId": entra}


METTE = person(0, "Mette Vinther Poulsen", "29:host")
RASMUS, KELD = person(1, "Rasmus Edelberg"), person(2, "Keld Jørgensen")
ODENSE, BILLUND = person(3, "Deltager Odense"), person(4, "Deltager Billund")
AEROE = person(5, "Deltager Ærø")


def seated(who: Person, folder: Path) -> Path:
    """Write the Playground's settings with another of its people at the browser."""
    yaml = YAML(typ="safe")
    config = yaml.load(DEFAULT_CONFIG.read_text(encoding="utf-8"))
    users = config["users"]
    place = next((n for n, user in enumerate(users) if user["id"] == who["id"]), None)
    if place is not None:
        config["currentUser"], users[place] = users[place], config["currentUser"]
    text = StringIO()
    yaml.dump(config, text)
    file = folder / "seated.yml"
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def activity(playground: Playground, sender: Person, kind: str, **more: Any) -> None:
    """Send something as somebody else; the page is another's."""
    body = playground.template(CHAT_ID, "userAdded")
    body.pop("membersAdded", None)
    body |= {"type": kind, "id": f"other-{next(_ids)}", "from": sender, **more}
    status, _ = playground.custom_activity(body)
    assert status == 200


def says(playground: Playground, sender: Person, text: str) -> None:
    activity(playground, sender, "message", text=text, textFormat="plain")


def presses(playground: Playground, sender: Person, verb: str, **data: Any) -> None:
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    value = {"action": action, "trigger": "manual"}
    activity(playground, sender, "invoke", name="adaptiveCard/action", value=value)


def shot(playground: Playground, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    playground.page.wait_for_timeout(400)
    playground.screenshot(SHOTS / f"{name}.png")


def shot_card(playground: Playground, name: str) -> None:
    """Take the last card alone, as the documentation shows it."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    playground.page.wait_for_timeout(400)
    playground.last_card().screenshot(path=SHOTS / f"{name}.png")


def press_any(playground: Playground, title: str) -> None:
    """Press a button of any card in the open chat, the newest that has it."""
    playground.page.get_by_role("button", name=title, exact=True).last.click()


def questions(address: str) -> dict[str, str]:
    """Ids of the questions by text, as somebody at the web page sees them."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    room = f"{address}/m/{CODE}"
    body = json.dumps({"name": "Gæst"}).encode()
    headers = {"Content-Type": "application/json", "Origin": address}
    with browser.open(Request(f"{room}/join", body, headers)) as joined:  # noqa: S310 - our own
        assert joined.status == 200
    with browser.open(f"{room}/state") as answer:
        return {one["text"]: one["id"] for one in json.loads(answer.read())["questions"]}
