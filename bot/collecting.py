"""Keeps Python's collector from stopping everybody: a whole round of it takes 50 to 300 ms.

It only finds what refers to itself in a circle, which is little here; all else is freed at once.
"""

import gc

# Objects made and not freed until the youngest are looked through, then rounds of that until older
# ones are: a meeting's growth alone must not start a whole round.
THRESHOLDS = (5_000, 10, 1_000)


def collect_seldom() -> None:
    """Leave out of every later round what is there now: the program, its words, its meetings."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
