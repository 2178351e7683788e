"""Keys that follow from the operator's secret: role links, join codes, ids that name nobody."""

import hashlib
import hmac
from collections.abc import Mapping

from meeting.ids import BallotKey, CommandId, MeetingId, PersonId, PollId, QuestionId

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # base32 without 0 O 1 I
CODE_LENGTH = 8


class Keys:
    """Everything is derived, so links and ids outlive a restart without being stored."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def role_key(self, meeting: MeetingId, person: PersonId, withdrawn: int = 0) -> str:
        """Give the 128-bit key of a host's or speaker's personal link.

        Each time that it is withdrawn there is another one.
        """
        return self._digest("role", meeting, person, *_again(withdrawn))[:32]

    def seat(self, meeting: MeetingId, person: PersonId, withdrawn: int = 0) -> PersonId:
        """Give the id of a host or speaker without a name; only their own link leads to it."""
        return _seat(self.role_key(meeting, person, withdrawn))

    def holder(
        self, meeting: MeetingId, key: str, people: Mapping[PersonId, int]
    ) -> PersonId | None:
        """Find whose role key this is among people, each with how often theirs was withdrawn.

        The same time is spent whether or not it is anybody's.
        """
        found: PersonId | None = None
        seat = _seat(key).encode()
        for person, withdrawn in people.items():
            role_key = self.role_key(meeting, person, withdrawn).encode()
            known = hmac.compare_digest(role_key, key.encode("utf-8", "surrogatepass"))
            seated = hmac.compare_digest(person.encode(), seat) and not withdrawn
            if known | seated:
                found = person
        return found

    def code(self, meeting: MeetingId) -> str:
        """Give a join code for a meeting whose file has none."""
        digest = hashlib.sha256(self._digest("code", meeting).encode()).digest()
        return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in digest[:CODE_LENGTH])

    def command(self, *parts: str) -> CommandId:
        """Give a command's id: the same for the same parts, and it tells nobody what they are."""
        return CommandId(self._digest("command", *parts)[:32])

    def participant(self, *parts: str) -> PersonId:
        """Give the id of somebody known by an outside id, such as a Teams user."""
        return PersonId("p" + self._digest("person", *parts)[:24])

    def signed_in(self, entra: str) -> PersonId:
        """Give the id of a participant whom Entra ID vouches for: one in the chat and the tab."""
        return self.participant("entra", entra.casefold())

    def pepper(self) -> bytes:
        """Give what ballot keys are made with besides the meeting's own secret."""
        return self._digest("ballots").encode()

    def session(
        self, meeting: MeetingId, person: PersonId, withdrawn: int = 0, until: str = ""
    ) -> str:
        """Sign who somebody is in a meeting: till when, and good till their link is withdrawn."""
        ends = ("until", until) if until else ()
        return self.signature("cookie", meeting, person, *_again(withdrawn), *ends)

    def signature(self, *parts: str) -> str:
        return self._digest("signature", *parts)[:43]

    def _digest(self, *parts: str) -> str:
        text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def _again(withdrawn: int) -> tuple[str, ...]:
    """Give what sets a thing apart from those before it; nothing for the first."""
    return (str(withdrawn),) if withdrawn else ()


def _seat(role_key: str) -> PersonId:
    digest = hashlib.sha256(role_key.encode("utf-8", "surrogatepass"))
    return PersonId(f"seat-{digest.hexdigest()[:20]}")


def ballot_key(secret: bytes, whose: str) -> BallotKey:
    """Turn a person into the key of their ballot; the way back goes with the secret."""
    return BallotKey(hmac.new(secret, whose.encode(), hashlib.sha256).hexdigest())


def on_roll(organisation: str) -> str:
    """Name an organisation as one that is noted as heard, so that no person's id is the same."""
    return f"organisation\x1f{organisation.casefold()}"


def question_id(command: CommandId) -> QuestionId:
    """Derive the question's id, as random as the command's, so that a repeat finds it again."""
    return QuestionId("q" + hashlib.sha256(command.encode()).hexdigest()[:20])


def poll_id(command: CommandId) -> PollId:
    """Derive the id of the poll that a command asks, so that a repeat asks it once."""
    return PollId("poll-" + hashlib.sha256(command.encode()).hexdigest()[:16])


def under(ballot: BallotKey, command: CommandId) -> CommandId:
    """Name the deed of handing in a ballot: persons cannot be tried once the secret is gone."""
    return CommandId(hashlib.sha256(f"{ballot} {command}".encode()).hexdigest()[:32])


def part_of(command: CommandId, number: int) -> CommandId:
    """Name the deed of one question of a message; the first one is the message's own."""
    return command if number == 0 else CommandId(f"{command}-{number + 1}")
