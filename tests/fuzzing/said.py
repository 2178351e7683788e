"""What people say and press: understanding, answering, and buttons as far as the rules."""

from functools import cache

import orjson

from dialogs import understand as u
from dialogs.acting import VERBS, UnknownVerbError, read_act, read_answers, read_version
from dialogs.cleaning import cleaned
from dialogs.fields import MalformedError
from dialogs.i18n import words
from dialogs.poll_fields import read_asked
from dialogs.refusing import refusal
from meeting import commands as c
from meeting.decide import decide, recorded
from meeting.evolve import evolve
from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.refusals import RefusedError
from meeting.rules.poll_wording import refusal_of
from meeting.sensitive import find, masked
from tests.fuzzing.harness import Parser, lines_of, text_of, told
from tests.given import ANNA, EXAMPLE, HANS, METTE, asked, command, demo_knowledge, given
from web.reading import too_deep

WHO = (ANNA, HANS, METTE, PersonId("nobody"))


@cache
def running() -> Meeting:
    """A meeting in which most deeds can be done by somebody."""
    return given(
        (METTE, c.StartMeeting()),
        (ANNA, asked("Hvem betaler?", "q1")),
        (ANNA, asked("Hvornår kommer regningen?", "q2")),
        (METTE, c.OpenEvaluation()),
    )


def understanding(data: bytes) -> None:
    """Understand a message, and look for private numbers in it."""
    text = text_of(data)
    understood = u.understand(text, running())
    assert isinstance(understood, u.Understood)
    masked(text, find(text))


def searching(data: bytes) -> None:
    """Search the knowledge base for it."""
    found = demo_knowledge().ask(cleaned(text_of(data)))
    assert 0 <= found.confidence <= 1


def pressing(data: bytes) -> None:
    """Press a button with this data, do what it asks for, and store what comes of it."""
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        return
    if not isinstance(body, dict) or too_deep(body):
        return
    verb = body.pop("verb", "")
    try:
        read_version(body)
        read_answers(body, running())
        act = read_act(verb if isinstance(verb, str) else "", body, running())
    except (MalformedError, UnknownVerbError):
        return
    if isinstance(act, c.Deed):
        for who in WHO:
            _done(act, who)


def _done(deed: c.Deed, who: PersonId) -> None:
    sent = command(who, deed)
    try:
        events = decide(running(), sent)
    except RefusedError as error:
        return told(refusal(error, words("da", "Europe/Copenhagen")))
    if events:
        evolve(running(), recorded(sent, events))
    return None


def polling(data: bytes) -> None:
    """Read what a host asks the room, as it is previewed while it is written."""
    text, _, kind = text_of(data).partition("\n")
    try:
        question = read_asked({"text": text, "kind": kind} if kind else {"text": text}, running())
    except MalformedError:
        return
    refusal_of(question.question)


@cache
def _messages() -> tuple[bytes, ...]:
    deck = [line for line in lines_of(EXAMPLE / "deck.txt", 80) if line.strip()]
    said = (
        *("start", "næste", "tilbage", "forlæng 5", "extend 5", "luk", "evaluering", "dagsorden"),
        *("til UDK: hvem betaler?", "emne: mere om drift", "spørg hvornår?", "mine spørgsmål"),
        *("afstemning: Ja? | nej | ja", "jeg kan ikke høre noget", "hjælp", "til KL og UDK: hvad?"),
        *("mit nummer er 010190-1234", "hop til 3", "udelad 4", "slet mig", "https://x.dk/a?b=c"),
    )
    return (*(one.encode() for one in said), *deck)


def _presses() -> tuple[bytes, ...]:
    more = {
        "text": "Hej",
        "question": "q1",
        "minutes": 5,
        "version": 4,
        "to": ["peter-egelund"],
        "item": "item-3",
        "with": "item-4",
        "answer": "ja",
        "useful": 4,
        "entry": "udk-1",
    }
    return tuple(orjson.dumps({"verb": verb, **more}) for verb in VERBS)


FIELDS = (
    *(b"question", b"text", b"to", b"minutes", b"entry", b"reason", b"owner", b"due", b"version"),
    *(b"cuts", b"item", b"with", b"message", b"phrase", b"also", b"seen", b"answer", b"topic"),
    *(b"alt", b"source", b"links", b"valid_until", b"answer_type", b"poll", b"kind", b"live"),
    *(b"prepared", b"instead", b"quiet", b"word", b"wish", b"person", b"into", b"token", b"tokens"),
)
SAID = (
    b"til ",
    b"UDK",
    b": ",
    b"?",
    b" og ",
    b"forl\xc3\xa6ng ",
    b"afstemning: ",
    b" | ",
    b"emne:",
)
PARSERS = (
    Parser("understanding", understanding, _messages, SAID, longest=400),
    Parser(
        "searching",
        searching,
        _messages,
        SAID,
        longest=400,
        guided=100_000,
    ),
    Parser("pressing", pressing, _presses, (*FIELDS, *(verb.encode() for verb in VERBS))),
    Parser("polling", polling, _messages, (*SAID, b"\nscale", b"\nrank", b"\nchoice", b"1-5")),
)
