"""Keys that follow from the operator's secret: role links, join codes, ids that name nobody."""

import hashlib
import hmac

from meeting.ids import BallotKey, CommandId, MeetingId, PersonId, PollId, QuestionId

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # base32 without 0 O 1 I
CODE_LENGTH = 8


class Keys:
    """Everything is derived, so links and ids outlive a restart without being stored."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def role_key(self, meeting: MeetingId, person: PersonId) -> str:
        """Give the 128-bit key of a host's or speaker's personal link."""
        return self._digest("role", meeting, person)[:32]

    def seat(self, meeting: MeetingId, person: PersonId) -> PersonId:
        """Give the id of a host or speaker without a name; only their own link leads to it."""
        return _seat(self.role_key(meeting, person))

    def holder(self, meeting: MeetingId, key: str, people: tuple[PersonId, ...]) -> PersonId | None:
        """Find whose role key this is; the same time is spent whether or not it is anybody's."""
        found: PersonId | None = None
        seat = _seat(key).encode()
        for person in people:
            role_key = self.role_key(meeting, person).encode()
            known = hmac.compare_digest(role_key, key.encode("utf-8", "surrogatepass"))
            if known | hmac.compare_digest(person.encode(), seat):
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

    def signature(self, *parts: str) -> str:
        return self._digest("signature", *parts)[:43]

    def _digest(self, *parts: str) -> str:
        text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


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
