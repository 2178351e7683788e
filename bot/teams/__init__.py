"""The meeting in Teams: the only code that knows the Bot Framework."""
