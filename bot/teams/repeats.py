"""What was heard before: Teams delivers again what it thinks got lost, also under a new id.

Everything is kept under digests made with a key of the day. The key is destroyed when nothing that
was said on that day can come again; from then on nobody can find out from what is stored, the log
included, which message or person it came from.
"""

import asyncio
import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.ports import Clock, Json, Notes
from bot.teams.heard import Heard
from bot.teams.noted import DAYS
from meeting.ids import CommandId, PersonId

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)  # at least so long after a day has ended
SAME_WITHIN = timedelta(seconds=120)  # Teams gives up sooner than this
SWEEPS_EACH = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said, under the command that it was said with first.

    `again` tells that this is another delivery of it, and `answered` that Teams had got its answer
    by then: so it was not Teams who repeated it but the person.
    """

    command: CommandId
    note: str
    at: datetime
    again: bool = False
    answered: bool = False


class Repeats:
    """Outlives a restart and is the same for all processes, because it is kept in Notes."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock
        self._keys: dict[date, bytes] = {}

    async def command(self, heard: Heard) -> CommandId:
        """Give the command's id: the same for each delivery under the same activity id."""
        day = self._day(heard)
        return CommandId(_digest(await self._key(day), heard.conversation, heard.activity))

    async def first_time(self, heard: Heard) -> bool:
        """Tell whether this activity is heard for the first time, by whichever process."""
        day = self._day(heard)
        digest = _digest(await self._key(day), "heard", heard.conversation, heard.activity)
        return await self._notes.claim(f"{DAYS}{day}/heard/{digest}", value=1)

    async def said(self, heard: Heard, person: PersonId, words: str) -> Said:
        """Find what this person said here in the same words a moment ago, under whatever id."""
        now, command = self._clock.now(), await self.command(heard)
        slot = int(now.timestamp() // SAME_WITHIN.total_seconds())
        said = " ".join(words.casefold().split())
        for at, number in ((now - SAME_WITHIN, slot - 1), (now, slot)):
            note = await self._note(at.date(), number, heard.conversation, person, said)
            if number < slot:
                found = _said(note, await self._notes.get(note))
            else:
                kept: dict[str, Json] = {"command": command, "at": now.isoformat()}
                if await self._notes.claim(note, kept):
                    return Said(command, note, now)
                found = _said(note, await self._notes.get(note))
            if found is not None and now - found.at < SAME_WITHIN:
                return found
        return Said(command, note, now)

    async def answered(self, said: Said) -> None:
        """Note that Teams gets its answer now, so that it will not deliver this again."""
        if not said.answered:
            kept: dict[str, Json] = {"command": said.command, "at": said.at.isoformat()}
            await self._notes.put(said.note, kept | {"answered": True})

    async def again(self, said: Said, heard: Heard) -> Said:
        """Begin anew with something that a person, not Teams, has said once more."""
        command, now = await self.command(heard), self._clock.now()
        await self._notes.put(said.note, {"command": command, "at": now.isoformat()})
        return Said(command, said.note, now)

    async def run(self) -> None:
        """Go on until cancelled, destroying what has had its time."""
        while True:
            try:
                await self.sweep()
            except Exception:
                log.exception("old dedupe keys not destroyed; tried again later")
            await asyncio.sleep(SWEEPS_EACH)

    async def sweep(self) -> None:
        """Destroy the keys of days long over and everything that was kept under them."""
        today = self._clock.now().date()
        days = {key.removeprefix(DAYS)[:10] for key in await self._notes.keys(DAYS)}
        for day in sorted(days):
            if date.fromisoformat(day) < today - KEPT:
                await self._notes.forget(f"{DAYS}{day}/")
        self._keys = {day: key for day, key in self._keys.items() if day >= today - KEPT}

    def _day(self, heard: Heard) -> date:
        """Give the day that Teams says it was sent on, which a later delivery says as well."""
        today = self._clock.now().date()
        sent = today if heard.sent is None else heard.sent.date()
        return sent if abs(today - sent) <= KEPT else today

    async def _note(
        self, day: date, slot: int, conversation: str, person: PersonId, said: str
    ) -> str:
        digest = _digest(await self._key(day), "same", conversation, person, said)
        return f"{DAYS}{day}/same/{slot}-{digest}"

    async def _key(self, day: date) -> bytes:
        """Give the day's key, which whoever needs it first makes for all."""
        if day not in self._keys:
            note = f"{DAYS}{day}/key"
            made = secrets.token_hex(32)
            found = made if await self._notes.claim(note, made) else await self._notes.get(note)
            self._keys[day] = str(found).encode()
        return self._keys[day]


def _said(note: str, kept: Json) -> Said | None:
    if not isinstance(kept, dict):
        return None
    command, at = kept.get("command"), kept.get("at")
    if not isinstance(command, str) or not isinstance(at, str):
        return None
    answered = kept.get("answered") is True
    return Said(CommandId(command), note, datetime.fromisoformat(at), True, answered)


def _digest(key: bytes, *parts: str) -> str:
    text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]
