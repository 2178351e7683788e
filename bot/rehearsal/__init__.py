"""A rehearsal: a copy of a meeting that is full of people who are not there."""
