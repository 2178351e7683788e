"""Wishes for the next meeting in words."""

from dialogs import replies as r
from dialogs.words import Words
from meeting.wishes import WishView


def wishes(reply: r.Wishes, words: Words) -> str:
    """List what people wish, each with its votes."""
    lines = [wish_line(wish, words) for wish in reply.wishes]
    empty = words("Nobody has wished for anything yet. Write topic: and what you wish for.")
    head = [reply.note] if reply.note else []
    return "\n".join([*head, *(lines or [empty])])


def wish_line(wish: WishView, words: Words) -> str:
    votes = words.count("1 vote", "{n} votes", wish.votes)
    return f"{wish.text} ({votes})" if wish.votes else wish.text
