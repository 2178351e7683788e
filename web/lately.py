"""Replies to forms, kept a moment under a random token so that the next page can show them."""

import secrets
from collections import OrderedDict

from bot.conversation import Told

MOST = 500  # replies; the oldest is forgotten first


class Lately:
    """The token goes with the redirect and names nobody, so no memory links a person to a text."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, Told] = OrderedDict()

    def keep(self, told: Told) -> str:
        token = secrets.token_urlsafe(12)
        self._told[token] = told
        if len(self._told) > MOST:
            self._told.popitem(last=False)
        return token

    def take(self, token: str) -> Told | None:
        """Give a reply once."""
        return self._told.pop(token, None)
