"""Faults for tests: a network that misbehaves as it is told to."""
