"""Files that people write: meeting files, knowledge bases, words, decks as text."""

from functools import cache
from pathlib import Path
from zlib import crc32

import orjson

from bot.documents.bases import told_base
from bot.documents.faults import DocumentFault
from bot.files.drafting import meeting_yaml
from bot.files.meeting_file import MeetingFileError, read_meeting_text
from knowledge.deck.draft import DeckFault, Draft
from knowledge.deck.importer import read_draft
from knowledge.deck.read import decoded
from knowledge.own_words import FaultyWordsError, parse_words
from tests.fuzzing.harness import Parser, laid_down, lines_of, text_of, told
from tests.given import EXAMPLE, KEYS

WHERE = Path("meeting.yaml")
WRITTEN_EACH = 8  # runs


def meeting_file(data: bytes) -> None:
    """Read a meeting file and make its plans, or name its faults by their lines."""
    try:
        found = read_meeting_text(WHERE, text_of(data))
    except MeetingFileError as error:
        return told(*(f"{fault.line} {fault.expected}" for fault in error.faults))
    found.plans(KEYS)
    return None


def base_lines(data: bytes) -> None:
    _base(data, "base.jsonl")


def base_table(data: bytes) -> None:
    _base(data, "base.csv")


def _base(data: bytes, name: str) -> None:
    try:
        answer = told_base(laid_down(data, name), name)
    except DocumentFault:
        return
    assert answer.keys() & {"entries", "faults"}
    orjson.dumps(answer)


def own_words(data: bytes) -> None:
    try:
        parse_words(text_of(data))
    except FaultyWordsError as error:
        told(*(fault.sentence for fault in error.faults))


def deck_text(data: bytes) -> None:
    """Read a deck, and at times write the draft that a host puts right: that takes as long."""
    draft = drafted(decoded(data))
    if draft is not None and crc32(data) % WRITTEN_EACH == 0:
        meeting_yaml(draft, "deck")


def drafted(text: str) -> Draft | None:
    """Make a draft of what a document says; None where there is nothing in it."""
    try:
        draft = read_draft(text, source="deck")
    except DeckFault:
        return None
    orjson.dumps(draft.as_json())
    return draft


@cache
def _meeting_files() -> tuple[bytes, ...]:
    least = (
        b"series: S\nedition: E\nruns:\n- start: 2026-11-24 10:00\npeople:\n- name: A B\n"
        b"  host: true\nagenda:\n- title: T\n  minutes: 5\n  speakers: [A B]\n"
    )
    more = (
        b"zone: Europe/Copenhagen\nlanguage: da\nretention: {names: 9, texts: 9, statistics: 99}\n"
        b"polls:\n- text: 'Ja? | a | b'\nquestions:\n- {text: Q, answer: A, to: [A B]}\n"
        b"evaluation:\n- {id: x, text: X, kind: scale, min: 1, max: 5}\nevaluation_open: 24\n"
    )
    return least, least + more


def _bases() -> tuple[bytes, ...]:
    rows = tuple(lines_of(EXAMPLE / "faq.jsonl", 5))
    return (*rows, b"\n".join(rows[:2]), b'{"id":"a","question":"Q","answer":"A","topic":"t"}')


def _tables() -> tuple[bytes, ...]:
    heads = "Id;Spørgsmål;Svar;Emne;Andre måder at spørge;Gælder til\n".encode()
    row = b'a;Hvem?;"Lars; eller\nBo";udk;Hvor?;31-12-2026\n'
    return heads + row, (heads + row).replace(b";", b","), (heads + row).replace(b";", b"\t")


def _decks() -> tuple[bytes, ...]:
    whole = (EXAMPLE / "deck.txt").read_bytes()
    slides = [one for one in whole.replace(b"\f", b"\n\n").split(b"\n\n") if len(one) > 40]
    return (
        *(one for one in slides if len(one) < 600),
        b"# Program\n10.00 - 10.05 Velkomst v. Anna Holm, KL\n10.05 Pause\n",
    )


YAML = (
    *(
        b"series: ",
        b"edition: ",
        b"runs:\n",
        b"- start: ",
        b"people:\n",
        b"agenda:\n",
        b"minutes: ",
    ),
    *(b"host: true\n", b"speakers: ", b"polls:\n", b"evaluation:\n", b"changes:\n", b"rosters:\n"),
    *(
        b"retention: ",
        b"zone: ",
        b"&a ",
        b"*a",
        b"<<: *a\n",
        b"!!python/object:os.system ",
        b"---\n",
    ),
    *(b"!!timestamp ", b"? ", b"|\n", b">-\n", b"0x1F", b".inf", b"2026-03-29 02:30", b"24:00"),
)
TIMES = (
    *(b"10.00 - 10.05 ", b"kl. 9", b"v/ ", b" v. Anna Holm, KL", b"\t", b"\n\n\n", b"\f", b"12 pm"),
    *(b"30/3-2020", b"Frist: ", b"1. ", b"# ", b" | ", b"https://x.dk/a", b"a@b.dk", b"Svar: "),
)
ENTRY = (
    b'"alt":["x"],',
    b'"links":[],',
    b'"valid_until":"2026-02-30",',
    b'"answer_type":["when"],',
)
PARSERS = (
    Parser(
        *("meeting-file", meeting_file, _meeting_files, YAML),
        within=5,
        longest=1000,
        guided=200_000,
    ),
    Parser("base-jsonl", base_lines, _bases, ENTRY),
    Parser(
        "base-csv",
        base_table,
        _tables,
        (b";", b'"', b"\n", b"Emne", b"Topic", b"'=", b"\r"),
        guided=200_000,
    ),
    Parser("own-words", own_words, lambda: ((EXAMPLE / "words.txt").read_bytes(),), (b"=>", b"#")),
    Parser("deck-text", deck_text, _decks, TIMES, within=5, longest=600, guided=200_000),
)
