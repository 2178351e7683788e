"""What to do after a failed send: wait, renew the token, post anew, give up. One table, no I/O."""

import random
from dataclasses import dataclass
from enum import Enum

from bot.teams.failures import Failure, Lost

FIRST_WAIT, LONGEST_WAIT = 0.5, 4.0  # seconds; Retry-After may ask for more
# Seconds that a Retry-After is believed. No window but the hour's is longer than 30 s; a slip of
# hours must not silence a meeting, and asking once in ten minutes costs 6 of an hour's 1,800.
LONGEST_ASKED = 600.0
SPREAD = 0.2
BUSY = frozenset({412, 429})
GATEWAY = frozenset({502, 503, 504})
UNAUTHORISED, FORBIDDEN, NOT_FOUND = 401, 403, 404
SHUT_OUT = frozenset(
    {
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "BotDisabledByAdmin",
        "ForbiddenOperationException",  # not installed for that person
        "MessageWritesBlocked",  # blocked or removed by that person
    }
)


class Kind(Enum):
    CREATE = "create"  # POST: sent twice it is seen twice
    UPDATE = "update"  # PUT: the newest card in place of an older one


class Verdict(Enum):
    WAIT = "wait"
    RENEW = "renew the token"
    REPOST = "post a new one"
    UNCLEAR = "unclear"  # Teams may have taken it: never sent again by itself
    GONE = "gone"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do, and for how long nothing more is sent to the conversation."""

    verdict: Verdict
    wait: float = 0.0


def judge(kind: Kind, failure: Failure, attempt: int, *, renewed: bool = False) -> Ruling:
    """Rule on the conversation's `attempt`-th failure in a row, from 1.

    `renewed` says that the token was renewed for this already.
    """
    if failure.lost is not None:
        return Ruling(_unanswered(kind, failure.lost), _wait(attempt))
    if failure.status in BUSY:
        return Ruling(Verdict.WAIT, _wait(attempt, failure.retry_after))
    if failure.status in GATEWAY:
        return Ruling(_unanswered(kind, Lost.UNCLEAR), _wait(attempt, failure.retry_after))
    asked = _believed(failure.retry_after)
    return Ruling(_final(kind, failure, renewed=renewed), asked)


def _unanswered(kind: Kind, lost: Lost) -> Verdict:
    """Try again what may be sent twice, or was not sent; what follows waits in any case."""
    repeatable = kind is Kind.UPDATE or lost is Lost.NEVER_OPENED
    return Verdict.WAIT if repeatable else Verdict.UNCLEAR


def _final(kind: Kind, failure: Failure, *, renewed: bool) -> Verdict:
    if failure.status == UNAUTHORISED:
        return Verdict.DROP if renewed else Verdict.RENEW
    if failure.status == FORBIDDEN and failure.code in SHUT_OUT:
        return Verdict.GONE
    if failure.status != NOT_FOUND:
        return Verdict.DROP
    if failure.code == "ConversationNotFound":
        return Verdict.GONE
    lost_card = failure.code in {"ActivityNotFoundInConversation", None}
    return Verdict.REPOST if kind is Kind.UPDATE and lost_card else Verdict.DROP


def _wait(attempt: int, retry_after: float | None = None) -> float:
    """Back off, or for as long as Teams asks if that is longer."""
    wait = min(FIRST_WAIT * 2.0 ** min(attempt - 1, 10), LONGEST_WAIT)
    spread = 1 + random.uniform(-SPREAD, SPREAD)  # noqa: S311 - not for secrets
    return max(min(wait * spread, LONGEST_WAIT), _believed(retry_after))


def _believed(retry_after: float | None) -> float:
    """Read what Teams asks for; what is no length of time is none."""
    if retry_after is None or not retry_after > 0:
        return 0.0
    return min(retry_after, LONGEST_ASKED)
