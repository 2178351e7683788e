"""How long things may take here: a machine that does much else at once is given more time."""

import os
from pathlib import Path


def allowed(seconds: float) -> float:
    """Give the seconds for what takes at most so many on a machine with nothing else to do.

    The load is how many want a processor: on average over the last minute (getloadavg(3)), or now
    (the fourth field of proc(5)'s loadavg) where that is more.
    """
    now = int(Path("/proc/loadavg").read_text("ascii").split()[3].partition("/")[0])
    return seconds * max(1.0, max(os.getloadavg()[0], now) / (os.cpu_count() or 1))
