"""Erases people, and data whose time is up, from all that is kept: notes, then logs, then files."""
