"""The secrets of anonymous questions: they come with a request and are kept nowhere."""

import re
import secrets
from collections.abc import Iterable, Mapping

from aiohttp import web

from meeting.ids import QuestionId
from meeting.model import Meeting
from meeting.tokens import digest

HEADER = "Ordstyrer-Held"
FIELD = "held"
TOKEN = re.compile(r"[0-9A-Za-z_-]{16,64}")
MOST = 50  # questions that one browser asks after at once


def new_token() -> str:
    return secrets.token_hex(16)


def tokens_of(request: web.Request, meetings: Iterable[Meeting]) -> Mapping[QuestionId, str]:
    """Give the secrets that came with a request, by the questions that they belong to.

    A script sends them in a header, a personal link has one in its query.
    """
    said = [*request.headers.get(HEADER, "").split(","), *request.query.getall(FIELD, ())]
    tokens = [token for token in map(str.strip, said) if TOKEN.fullmatch(token)][:MOST]
    digests = [(digest(token), token) for token in tokens]
    found = ((one.tokens.get(known), token) for one in meetings for known, token in digests)
    return {question: token for question, token in found if question is not None}
