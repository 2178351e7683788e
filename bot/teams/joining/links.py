"""Teams' join links: which chat a link leads to, and whether two are the same."""

from urllib.parse import SplitResult, unquote, urlsplit

from bot.teams.outbox.sending import ConversationId
from bot.teams.room import THREAD

MEETUP = "/l/meetup-join/"


def chat_of(link: str) -> ConversationId | None:
    """Give the chat of the meeting that a link leads to; a short link does not tell it.

    The long form names the chat, and after it the message that a channel meeting hangs on, which
    is 0 for a meeting of its own.
    """
    path = unquote(_split(link).path)
    if MEETUP not in path:
        return None
    chat, _, message = path.partition(MEETUP)[2].strip("/").partition("/")
    if not chat.startswith("19:"):
        return None
    whole = chat if message in {"", "0"} else f"{chat}{THREAD}{message}"
    return ConversationId(whole)


def same(one: str, other: str | None) -> bool:
    """Tell whether two links lead to the same meeting, however they were copied."""
    return other is not None and _plain(one) == _plain(other)


def _plain(link: str) -> str:
    """Leave out what differs between copies: scheme, case of the host, a last slash, a passcode."""
    parts = _split(link)
    found = chat_of(link)
    if found is not None:
        return found
    return f"{parts.netloc.casefold()}{unquote(parts.path).rstrip('/')}"


def _split(link: str) -> SplitResult:
    try:
        return urlsplit(link.strip())
    except ValueError:  # what Teams says is taken as it is, and leads nowhere
        return SplitResult("", "", link, "", "")
