"""What stops a command: one sentence for the person at the terminal."""


class CommandError(Exception):
    """The command cannot be done; the message says why and what to do."""
