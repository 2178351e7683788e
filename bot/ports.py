"""What the running bot needs from outside, by role; the implementations are chosen in app.py."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from meeting.events import Change
from meeting.ids import Answers, BallotKey, MeetingId, PollId

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class Clock(Protocol):
    """The moment, aware UTC. Injected everywhere; only app.py knows the machine's clock."""

    def now(self) -> datetime: ...


class ConflictError(Exception):
    """The log has moved past the expected version; nothing was stored."""


class StoreFullError(Exception):
    """No space left; nothing of the batch was stored and the next append tries again."""


class StoreUnavailableError(Exception):
    """The store cannot take it now; what was not acknowledged before must be sent again."""


class DamagedError(Exception):
    """A log that has lost something in its middle; it must not be opened as if it were whole.

    `intact` holds the changes before the damage, as far as they could be read.
    """

    def __init__(self, message: str, intact: Sequence[Change] = ()) -> None:
        super().__init__(message)
        self.intact = intact


class Store(Protocol):
    """One append-only log of changes for each meeting; a meeting's version is its length."""

    @property
    def shared(self) -> bool:
        """Whether other processes may store here too, so that what was read may be old by now."""
        ...

    async def append(
        self, meeting: MeetingId, expected: int | None, changes: Sequence[Change]
    ) -> int:
        """Store the changes and return the new version; on return they are durable.

        With `expected`, nothing is stored and ConflictError raised unless the log is that long.
        A change whose id is there already is not stored again. Raises StoreFullError or
        StoreUnavailableError, and then nothing has changed.
        """
        ...

    async def rewrite(self, meeting: MeetingId, expected: int, changes: Sequence[Change]) -> int:
        """Put these changes in place of the whole log, or leave it as it is; return the version.

        On return they are durable, and what the log said before is in no file or table of ours.
        Raises ConflictError unless the log is `expected` long, and the errors of `append`.
        """
        ...

    async def read(self, meeting: MeetingId, after: int = 0) -> Sequence[Change]:
        """Give the changes after that version, oldest first; none for an unknown meeting."""
        ...

    async def meetings(self) -> Sequence[MeetingId]: ...

    def watch(self) -> AsyncIterator[MeetingId]:
        """Yield the ids of meetings that have news, made here or by another process."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody whom Entra ID vouches for: their object id in lower case, and the name it tells."""

    entra: str
    name: str | None


class NotSignedInError(Exception):
    """A token that vouches for nobody here; the reason is for the log."""


class SignIn(Protocol):
    async def whose(self, token: str) -> SignedIn:
        """Give whom a token is about. Raises NotSignedInError."""
        ...


class SignInUnavailableError(Exception):
    """Whoever vouches for people cannot be asked just now."""


class WorkAccounts(Protocol):
    """Signing in with a work account in a browser: OpenID Connect's code flow with PKCE.

    `nonce` and `verifier` are the caller's secrets of one sign-in, the same at both steps.
    """

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Give where the browser is to be sent; it comes back with a code and the state."""
        ...

    async def whose(self, code: str, nonce: str, verifier: str) -> SignedIn:
        """Trade the code, once. Raises NotSignedInError and SignInUnavailableError."""
        ...


class Notes(Protocol):
    """Small facts that change with the traffic: conversations, card ids, cursors."""

    async def get(self, key: str) -> Json: ...

    async def keys(self, prefix: str) -> Sequence[str]: ...

    async def put(self, key: str, value: Json) -> None:
        """Keep the value, durable on return; None forgets the key."""
        ...

    async def claim(self, key: str, value: Json) -> bool:
        """Put the value if the key is free, and say whether it was: exactly one caller wins."""
        ...

    async def forget(self, prefix: str) -> None:
        """Remove all keys that begin so, for good: afterwards no file of ours holds them."""
        ...

    async def erase(self, keys: Collection[str]) -> None:
        """Remove just these keys, as `forget` does."""
        ...

    def watch(self) -> AsyncIterator[str]:
        """Yield the keys that another process has changed; what was changed here is not told."""
        ...


class Ballots(Protocol):
    """Ballots that can still be changed: apart from the log, without order or times.

    Those of a meeting's evaluation lie in one box, those of each of its polls in another.
    """

    async def secret(self, meeting: MeetingId, *, poll: PollId | None = None) -> bytes:
        """Give the key that turns persons into ballot keys; made at the first call."""
        ...

    async def put(
        self,
        meeting: MeetingId,
        ballots: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        """Keep these ballots, each in place of an earlier one; durable on return."""
        ...

    async def replace(
        self,
        meeting: MeetingId,
        ballot: BallotKey,
        new: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        """Keep these in place of that ballot, all at once; it is nowhere afterwards."""
        ...

    async def read(
        self,
        meeting: MeetingId,
        only: Collection[BallotKey] | None = None,
        *,
        poll: PollId | None = None,
    ) -> Mapping[BallotKey, Answers]:
        """Give the ballots, or only those that are there of these."""
        ...

    def alone(self, meeting: MeetingId) -> AbstractAsyncContextManager[bool]:
        """Keep other processes from moving this meeting's ballots meanwhile.

        Gives whether there may be others, so that what they moved before must be read first.
        """
        ...

    async def destroy(self, meeting: MeetingId, *, poll: PollId | None = None) -> None:
        """Remove all ballots of that box and its secret."""
        ...


class Lease(Protocol):
    """The right to do what only one process at a time may do, such as sending to Teams.

    It ends with the process that holds it, however that ends, and then another one gets it.
    """

    @property
    def held(self) -> bool: ...

    def changes(self) -> AsyncIterator[bool]:
        """Yield whether it is held, at once and whenever that has changed."""
        ...


class Kept(Protocol):
    """Everything that is kept."""

    @property
    def store(self) -> Store: ...

    @property
    def notes(self) -> Notes: ...

    @property
    def ballots(self) -> Ballots: ...


class Stores(Kept, Protocol):
    """Everything that is kept, opened together and closed together."""

    @property
    def lease(self) -> Lease: ...

    @property
    def trouble(self) -> str | None:
        """Why something cannot be stored at the moment, for the operator; None when all is well."""
        ...

    async def close(self) -> None:
        """Finish what was handed in and give everything back."""
        ...
