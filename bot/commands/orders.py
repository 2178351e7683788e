"""Orders for the server that has the data folder: left there by a command, done within a second.

An order is a file, and so is its answer; neither stays. What was ordered is done even when nobody
waits for the answer any more.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.commands.problems import CommandError
from bot.erasing.order import Order
from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.disk import make_folder, write_whole
from bot.stores.lock import is_held
from meeting.ids import MeetingId, PersonId

log = logging.getLogger(__name__)

FOLDER = "orders"
ORDER, ANSWER = ".order", ".answer"
LOOKS_EACH = 0.5  # seconds
WAITS = 60.0  # seconds for the answer
AGAIN = "the server has not answered yet; what was ordered is done as soon as it can be"


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """The operator's word: whose personal link is to open nothing any more, in which meeting."""

    meeting: MeetingId
    link_of: PersonId


Ordered = Order | Withdrawing
CarryOut = Callable[[Ordered], Awaitable[dict[str, Any]]]


async def hand_over(data: Path, order: Ordered, waits: float = WAITS) -> dict[str, Any] | None:
    """Leave the order and give the server's answer; None when the server is gone meanwhile.

    Raises CommandError when no answer comes.
    """
    folder = data / FOLDER
    make_folder(folder)
    name = secrets.token_hex(8)
    left, answer = folder / f"{name}{ORDER}", folder / f"{name}{ANSWER}"
    write_whole(left, orjson.dumps(asdict(order)))
    for _ in range(int(waits / LOOKS_EACH * 5)):
        await asyncio.sleep(LOOKS_EACH / 5)
        if (found := _taken(answer)) is not None:
            return found
        if not is_held(data):
            left.unlink(missing_ok=True)
            return None
    raise CommandError(AGAIN)


class Orders:
    """The server's side."""

    def __init__(self, data: Path, carry_out: CarryOut) -> None:
        self._folder = data / FOLDER
        self._carry_out = carry_out

    async def run(self) -> None:
        """Go on until cancelled."""
        self._sweep()
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EACH)

    async def look(self) -> None:
        """Carry out what has been left; what the store cannot take now is tried again."""
        for path in self._left():
            try:
                answer = await self._carry_out(_read(path))
            except (StoreFullError, StoreUnavailableError):
                log.warning("an order is not carried out yet")
                return
            except Exception:
                log.exception("an order failed")
                answer = {"failed": ["the server could not do it; its log says why"]}
            write_whole(path.with_suffix(ANSWER), orjson.dumps(answer))
            path.unlink(missing_ok=True)

    def _left(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{ORDER}"))

    def _sweep(self) -> None:
        """Remove answers that nobody waits for any more."""
        for path in self._folder.glob(f"*{ANSWER}"):
            path.unlink(missing_ok=True)


def _read(path: Path) -> Ordered:
    said = orjson.loads(path.read_bytes())
    return Withdrawing(**said) if "link_of" in said else Order(**said)


def _taken(answer: Path) -> dict[str, Any] | None:
    if not answer.exists():
        return None
    found: dict[str, Any] = orjson.loads(answer.read_bytes())
    answer.unlink(missing_ok=True)
    return found
