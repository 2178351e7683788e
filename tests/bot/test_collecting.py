"""Garbage is looked for seldom, but it is looked for."""

import gc
import weakref

from bot.collecting import YOUNG, collect_seldom


class Node:
    def __init__(self) -> None:
        self.itself = self


def test_cycles_are_found_in_the_end_and_not_at_every_turn():
    before = gc.get_threshold()
    try:
        collect_seldom()
        gc.collect()
        gone = weakref.ref(Node())
        kept = [[number] for number in range(YOUNG // 10)]
        early = gone() is not None
        kept += [[number] for number in range(2 * YOUNG)]

        assert (early, gone()) == (True, None)
        assert len(kept) > 2 * YOUNG
    finally:
        gc.set_threshold(*before)
