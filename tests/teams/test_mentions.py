"""Nobody is mentioned by what people write: mark-up is taken out, and no entities are sent."""

import json
import time

import pytest

from bot.teams.activity import read_activity
from bot.teams.body import read_body
from bot.teams.cards.elements import as_line
from bot.teams.heard import MENTION, hear, without_mentions
from bot.teams.outbox.sending import Content, ConversationId
from bot.teams.rooms import Room
from bot.teams.sender import _addressed
from tests.odd_texts import odd_texts
from tests.teams import shapes
from tests.teams.shapes import BOT, GUEST, METTE

ROOM = Room(ConversationId("19:x"), personal=False, service_url="https://x", reference={})
MARKS = ("<at>{}</at>", "<a\u200bt>{}</a\u200bt>", "<<at>at id='1'>{}<</at>/at>", "<AT\n>{}</At >")
MARKED = [
    text + MARKS[number % len(MARKS)].format("Mette") + text[:20]
    for number, text in enumerate(odd_texts(300))
]


def test_three_hundred_texts_are_sent_without_entities_and_mark_up() -> None:
    for text in MARKED:
        sent = _addressed(Content(text=as_line(text)), ROOM)

        assert "entities" not in sent
        assert MENTION.search(json.dumps(sent)) is None


def test_mark_up_that_appears_when_some_is_taken_out_goes_too() -> None:
    assert without_mentions("<<at>at>Mette<</at>/at>") == "Mette"
    assert without_mentions("<AT id=1>x</At >") == "x"


@pytest.mark.parametrize(
    "text",
    [
        "<at" * 60_000,
        "</at" * 50_000,
        "<at" * 40_000 + ">" * 40_000,
        "<a" * 9 + "t>" * 9 + "<" * 100_000,
        "<at>" * 50_000,
    ],
    ids=range(5),
)
def test_mark_up_without_an_end_costs_no_more_than_reading_it(text: str) -> None:
    """It was seconds for a quarter of a megabyte, in which nobody else was served."""
    began = time.process_time()
    found = without_mentions(text)

    assert MENTION.search(found) is None
    assert time.process_time() - began < 1


def test_entities_of_the_sender_mention_nobody_else() -> None:
    """Who is mentioned says whether the bot is spoken to, and nothing about who speaks."""
    forged = [{"type": "mention", "text": "<at>Mette</at>", "mentioned": METTE.account}]
    body = shapes.message(GUEST, "http://127.0.0.1:1", "start") | {"entities": forged}
    heard = hear(read_activity(read_body(json.dumps(body).encode())))

    assert heard.sender.id == GUEST.id
    assert not heard.direct
    assert METTE.id not in repr(heard)
    assert BOT not in heard.text
