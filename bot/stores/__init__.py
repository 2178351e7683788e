"""Where changes, notes and ballots are kept: the same promises in memory and on disk."""
