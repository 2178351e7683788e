"""What the program has written itself and reads again: journals, changes, exports."""

from binascii import crc32
from functools import cache
from pathlib import Path

import orjson

from bot.commands.exporting import VERSION, read_export
from bot.commands.problems import CommandError
from bot.ports import DamagedError
from bot.stores import codec
from bot.stores.lines import Row, batch, checked, whole
from bot.stores.log import MeetingLog
from bot.stores.reading import read_log
from meeting import commands as c
from meeting.decide import decide, decide_first, recorded
from meeting.events import Change
from meeting.evolve import begin, evolve
from tests.fuzzing.harness import Parser, laid_down
from tests.given import ANNA, METTE, asked, command, demo_plan


def change(data: bytes) -> None:
    try:
        codec.decode(data)
    except DamagedError:
        return


def journal(data: bytes) -> None:
    """Open a journal of these bytes, beside its writer and as its writer."""
    path = laid_down(data, "meeting.journal")
    try:
        seen = read_log(path)
        log = MeetingLog(path)
    except DamagedError:
        return
    try:
        assert len(log.read(0)) == log.version >= len(seen)
    finally:
        log.close()


def signed_journal(data: bytes) -> None:
    """The same with right checksums, so that what is behind them is tried as well."""
    lines = (line[9:] if checked(line + b"\n") else line for line in data.split(b"\n"))
    journal(b"".join(b"%08x %b\n" % (crc32(line), line) for line in lines if line))


def export(data: bytes) -> None:
    try:
        found = read_export(Path("export.json"), data)
    except CommandError:
        return
    assert found is None or all(isinstance(one, Change) for one in found)


@cache
def _changes() -> tuple[bytes, ...]:
    plan = command(None, c.PlanMeeting(demo_plan()))
    changes = [recorded(plan, decide_first(plan))]
    meeting = begin(changes[0])
    deeds = (
        (None, c.OpenMeeting()),
        (ANNA, c.Join("Anna", "Odense")),
        (METTE, c.StartMeeting()),
        (ANNA, asked("Hvem betaler?", "q1")),
        (METTE, c.AnswerQuestion(asked().question, "Det gør vi.")),
        (METTE, c.NextItem()),
        (METTE, c.OpenEvaluation()),
        (METTE, c.CloseMeeting()),
    )
    for by, deed in deeds:
        sent = command(by, deed)
        changes.append(recorded(sent, decide(meeting, sent)))
        meeting = evolve(meeting, changes[-1])
    return tuple(map(codec.encode, changes))


def _few() -> tuple[bytes, ...]:
    return _changes()[1:]


def _journals() -> tuple[bytes, ...]:
    rows = [Row("changes", number, body) for number, body in enumerate(_few(), 1)]
    return whole(rows[:3]), batch(0, rows[:3]), whole([*rows[:2], Row("changes", 2, b"null")])


def _exports() -> tuple[bytes, ...]:
    log = [orjson.loads(one) for one in _few()]
    return (orjson.dumps({"format": VERSION, "log": log}), orjson.dumps({"log": log[:2]}))


EVENTS = tuple(name.encode() for name in codec.READERS)
LINES = (b'[0,"changes",1,', b'"notes",', b"null]", b',"x\\u002c",', b"[[1]]", *EVENTS[:20])
PARSERS = (
    Parser("change", change, _changes, EVENTS),
    Parser("journal", journal, _journals, LINES),
    Parser("journal-signed", signed_journal, _journals, LINES),
    Parser("export", export, _exports, EVENTS),
)
