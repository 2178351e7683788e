"""Progress on a terminal, silence in a pipe."""

from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import track

Each = TypeVar("Each")


class Progress:
    """Draws on stderr, so that stdout holds only the result."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)

    def over(self, work: Sequence[Each], what: str = "") -> Iterable[Each]:
        """Go through the work and show how far it is, when somebody is looking."""
        if not self._console.is_terminal:
            return work
        return track(work, description=what, console=self._console, transient=True)


class Living:
    """One line that is drawn anew as things go, for what goes on until it is ended."""

    def __init__(self, console: Console | None = None) -> None:
        found = console or Console(stderr=True)
        self._status = found.status("") if found.is_terminal else None

    def show(self, line: str) -> None:
        if self._status is not None:
            self._status.update(escape(line))

    def pause(self, write: Callable[[], None]) -> None:
        """Take the line away while something is written that stays."""
        self.__exit__(None, None, None)
        write()
        self.__enter__()

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
