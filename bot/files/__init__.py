"""Files that people write by hand: the meeting file and drafts of it."""
