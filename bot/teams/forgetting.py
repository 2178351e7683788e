"""What the Teams edge keeps of a person in Notes, and how it forgets it.

These are the ways to their own chat with the bot and all that hangs on it, under which id Teams
knows them, and where their questions were asked.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.erasing.order import Gone
from bot.keys import question_id
from bot.ports import Json, Notes
from bot.teams.noted import ASKED, DAYS, ERRAND, MEMBER, OF_TEAMS, QUIET, REACHED, ROOM
from bot.teams.rooms import Rooms
from meeting.ids import CommandId, PersonId, QuestionId


@dataclass(slots=True)
class TeamsNotes:
    """Keeps the promises of `bot.erasing.order.Beside`; `rooms` are a running edge's, if any."""

    notes: Notes
    rooms: Rooms | None = None

    async def people(self) -> Collection[PersonId]:
        members = (key.removeprefix(MEMBER) for key in await self.notes.keys(MEMBER))
        return {*map(PersonId, members), *(await self._owners()).values()}

    async def forget(self, gone: Gone) -> None:
        keys = {ASKED + question for question in gone.questions}
        if gone.person is not None:
            keys.add(MEMBER + gone.person)
            keys |= await self._of_chats(gone.person) | await self._of_joining(gone.person)
        keys |= await self._said(gone.questions)
        there = keys.intersection(await self.notes.keys(OF_TEAMS))
        if there or gone.person is not None:  # what was forgotten before may lie there still
            await self.notes.erase(sorted(there))
            if self.rooms is not None:
                await self.rooms.check()

    async def _owners(self) -> dict[str, PersonId]:
        """Give whose own chats there are."""
        found = {}
        for key in await self.notes.keys(ROOM):
            kept = await self.notes.get(key)
            owner = kept.get("owner") if isinstance(kept, dict) else None
            if isinstance(owner, str):
                found[key.removeprefix(ROOM)] = PersonId(owner)
        return found

    async def _of_chats(self, person: PersonId) -> set[str]:
        """Find everything that is kept about the person's own chats, errands to them included."""
        chats = [chat for chat, owner in (await self._owners()).items() if owner == person]
        if not chats:
            return set()
        keys = await self.notes.keys(OF_TEAMS)
        found = {key for key in keys if any(f"/{chat}/" in f"{key}/" for chat in chats)}
        for key in await self.notes.keys(ERRAND):
            if _field(await self.notes.get(key), "conversation") in chats:
                found.add(key)
        return found

    async def _of_joining(self, person: PersonId) -> set[str]:
        """Find that somebody was or was not reached in a meeting."""
        keys = [*await self.notes.keys(REACHED), *await self.notes.keys(QUIET)]
        return {key for key in keys if key.endswith(f"/{person}")}

    async def _said(self, questions: Collection[QuestionId]) -> set[str]:
        """Find the digests of what was said when these were asked."""
        found = set[str]()
        for key in await self.notes.keys(DAYS) if questions else ():
            if "/same/" in key:
                command = _field(await self.notes.get(key), "command")
                if command is not None and question_id(CommandId(command)) in questions:
                    found.add(key)
        return found


def _field(kept: Json, name: str) -> str | None:
    value = kept.get(name) if isinstance(kept, dict) else None
    return value if isinstance(value, str) else None
