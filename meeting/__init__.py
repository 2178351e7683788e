"""The rules of a meeting: pure, synchronous, no I/O."""
