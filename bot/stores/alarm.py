"""Why nothing can be stored at the moment: noted where writing fails, told to the operator."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.disk import DiskFailedError

log = logging.getLogger(__name__)


class Alarm:
    """A disk that failed is told of until a new start, all else until something is stored again."""

    def __init__(self) -> None:
        self._failed: str | None = None
        self._passing: str | None = None

    @property
    def text(self) -> str | None:
        return self._failed or self._passing

    @property
    def passing(self) -> bool:
        """Whether it may end by itself."""
        return self._passing is not None and self._failed is None

    def check(self) -> None:
        """Raise DiskFailedError once the disk has failed."""
        if self._failed is not None:
            raise DiskFailedError(self._failed)

    def stored(self) -> None:
        """Note that something has been stored."""
        if self._passing is not None:
            log.warning("can store again: %s", self._passing)
            self._passing = None

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Note why storing failed inside."""
        try:
            yield
        except DiskFailedError as error:
            if self._failed is None:
                self._failed = str(error)
                log.critical("nothing is stored before a new start: %s", error)
            raise
        except (StoreFullError, StoreUnavailableError) as error:
            if self._passing is None:
                log.error("cannot store: %s", error)  # noqa: TRY400 - no trace helps here
            self._passing = str(error)
            raise
