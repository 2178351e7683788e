"""What to do after a failed send: wait, renew the token, post anew, give up. One table, no I/O."""

import random
from dataclasses import dataclass
from enum import Enum

from bot.teams.failures import Failure, Lost

FIRST_WAIT, LONGEST_WAIT = 0.5, 4.0  # seconds; Retry-After may ask for more
SPREAD = 0.2
BUSY = frozenset({412, 429})
GATEWAY = frozenset({502, 503, 504})
UNAUTHORISED, FORBIDDEN, NOT_FOUND = 401, 403, 404
SHUT_OUT = frozenset(
    {"BotNotInConversationRoster", "ConversationBlockedByUser", "BotDisabledByAdmin"}
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
    verdict: Verdict
    wait: float = 0.0


def judge(kind: Kind, failure: Failure, attempt: int, *, renewed: bool = False) -> Ruling:
    """Rule on the `attempt`-th failure in a row (from 1) of one operation.

    `renewed` says that the token was renewed for this operation already.
    """
    if failure.lost is not None:
        repeatable = kind is Kind.UPDATE or failure.lost is Lost.NEVER_OPENED
        return _again(attempt) if repeatable else Ruling(Verdict.UNCLEAR)
    if failure.status in BUSY:
        return _again(attempt, failure.retry_after)
    if failure.status in GATEWAY:
        repeatable = kind is Kind.UPDATE
        return _again(attempt, failure.retry_after) if repeatable else Ruling(Verdict.UNCLEAR)
    return Ruling(_final(kind, failure, renewed=renewed))


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


def _again(attempt: int, retry_after: float | None = None) -> Ruling:
    if retry_after is not None:
        return Ruling(Verdict.WAIT, retry_after)
    wait = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    spread = 1 + random.uniform(-SPREAD, SPREAD)  # noqa: S311 - not for secrets
    return Ruling(Verdict.WAIT, min(wait * spread, LONGEST_WAIT))
