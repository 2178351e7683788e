"""What can go wrong when something is sent to Teams, as values that the outbox can judge."""

from dataclasses import dataclass
from enum import StrEnum


class Lost(StrEnum):
    """How a request ended that got no answer."""

    NEVER_OPENED = "never opened"  # nothing was sent
    UNCLEAR = "unclear"  # it may have arrived


class ConnectorError(Exception):
    """Teams answered with anything but success; its text is not kept."""

    def __init__(
        self, status: int, code: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{status} {code or ''}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after


class LostError(Exception):
    """No answer came."""

    def __init__(self, how: Lost) -> None:
        super().__init__(how.value)
        self.how = how


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt: the answer's status and code, or how the request was lost."""

    status: int | None = None
    code: str | None = None
    retry_after: float | None = None
    lost: Lost | None = None

    @classmethod
    def of(cls, error: ConnectorError | LostError) -> "Failure":
        if isinstance(error, LostError):
            return cls(lost=error.how)
        return cls(error.status, error.code, error.retry_after)
