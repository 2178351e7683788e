"""Garbage is looked for seldom, but it is looked for."""

import gc
import weakref

from bot.collecting import THRESHOLDS, collect_seldom


class Node:
    def __init__(self) -> None:
        self.itself = self


def test_circles_are_found_in_the_end_and_not_at_every_turn():
    before, young = gc.get_threshold(), THRESHOLDS[0]
    try:
        collect_seldom()
        gc.collect()
        gone = weakref.ref(Node())
        kept = [[number] for number in range(young // 10)]
        early = gone() is not None
        kept += [[number] for number in range(2 * young)]

        assert (early, gone()) == (True, None)
        assert len(kept) > 2 * young
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
