"""What holds once: it is remembered in this process, within bounds."""

from collections import OrderedDict
from dataclasses import dataclass, field

MOST_USED = 10_000  # the oldest is forgotten first


@dataclass(slots=True)
class Once:
    """What was used, so that it is not used again."""

    used: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def use(self, name: str) -> bool:
        """Say whether this is the first time."""
        if name in self.used:
            return False
        self.used[name] = None
        if len(self.used) > MOST_USED:
            self.used.popitem(last=False)
        return True
