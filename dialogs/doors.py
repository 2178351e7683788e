"""Sentences at the door that more than one page says."""

from dialogs.words import Words


def nothing_kept(words: Words) -> str:
    return words("Teams lets this tab keep nothing here; open the meeting in your browser instead.")
