"""How often Python looks for garbage: seldom, since nearly everything here is kept on purpose.

By default it looks through all that is young at every 700th object, and through everything at a
quarter more: with a meeting's values, which hold no cycles, a fifth of a vote's time and pauses of
60 ms.
"""

import gc

YOUNG, MIDDLE, OLD = 50_000, 10, 10  # objects, and how many rounds of the younger ones


def collect_seldom() -> None:
    """Say so for this process; what goes out of use by itself is freed at once as before."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
