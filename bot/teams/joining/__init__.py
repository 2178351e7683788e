"""Joining meetings: which meeting a chat is, who can be written to, who is what in the call."""
