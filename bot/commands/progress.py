"""Progress on a terminal, silence in a pipe."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
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
