"""How long things may take here: a machine that does much else at once is given more time."""

import os


def allowed(seconds: float) -> float:
    """Give the seconds for what takes at most so many on a machine with nothing else to do.

    The load is how many want a processor, on average over the last minute (getloadavg(3)).
    """
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
