"""The knowledge base as a file over HTTP: taken home, sent in, looked at, and then taken in."""

import asyncio
from dataclasses import dataclass, replace

from aiohttp import web

from bot.base.filed import KINDS, write_base_file
from bot.base.taking import MOST_CHANGES, Difference, deeds, difference
from bot.conversation import Told
from bot.documents.faults import DocumentFault
from bot.documents.limits import LARGEST_BASE
from bot.documents.reading import read_base
from dialogs import replies as r
from dialogs.words import Words
from knowledge.entries import EntryFault, FaultyEntriesError
from knowledge.table import heading
from meeting.ids import CommandId, PersonId
from meeting.model import ANSWERERS, Meeting
from web import language, wrongs
from web.desk import Asked, Desk, find_meeting, heard, turn_of
from web.framing import root_of
from web.guard import page_answer
from web.identity import person_of
from web.uploads import sent_file
from web.views import not_your_page, seen_by
from web.wrongs import Wrong, WrongError

TYPES = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AT_ONCE = 100  # entries written between two looks at the queue


@dataclass(frozen=True, slots=True)
class Upload:
    """What the page shows of a file: its faults, or what it would change."""

    name: str
    token: str = ""
    difference: Difference | None = None
    faults: tuple[str, ...] = ()
    more: int = 0  # faults that are not shown


async def download(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Give the base as a file to those who answer for it."""
    meeting, _ = _answerer(desk, request)
    kind = request.match_info["kind"]
    if kind not in KINDS:
        raise wrongs.no_such_thing()
    danish = language.words_for(request, meeting).language == "da"
    entries = desk.site.conversation.editing.entries(meeting)
    data = await asyncio.to_thread(write_base_file, kind, entries, danish=danish)
    name = f'attachment; filename="{meeting.plan.code}-faq.{kind}"'
    return web.Response(body=data, content_type=TYPES[kind], headers={"Content-Disposition": name})


async def look(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Read a file that was sent in, and show what it would change or what is wrong with it."""
    meeting, person = _answerer(desk, request)
    words = language.words_for(request, meeting)
    try:
        async with sent_file(request, LARGEST_BASE) as sent:
            entries = await asyncio.to_thread(read_base, sent.path, sent.name)
    except FaultyEntriesError as error:
        lines = tuple(fault_line(fault, words) for fault in error.faults)
        upload = Upload(sent.name, faults=lines, more=error.more)
        return _drawn(desk, request, meeting, upload, _faulty(sent.name, words))
    except DocumentFault as fault:
        upload = Upload(sent.name, faults=(words(fault.template, **fault.values),))
        return _drawn(desk, request, meeting, upload, _faulty(sent.name, words))
    found = difference(desk.site.conversation.editing, meeting, entries)
    if found.changes > MOST_CHANGES:
        raise wrongs.too_large()
    token = desk.uploads.keep(meeting.plan.meeting, person, found)
    return _drawn(desk, request, meeting, Upload(sent.name, token, found))


async def take(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Take in what was looked at."""
    asked = await heard(desk, request)
    if not asked.meeting.roles(asked.person) & ANSWERERS:
        raise not_your_page()
    token = asked.body.text("upload")
    found = desk.uploads.find(token, asked.meeting.plan.meeting, asked.person)
    if not isinstance(found, Difference):
        raise WrongError(
            409,
            "forgotten",
            lambda words: words("That file is not kept any more; send it once more."),
        )
    await _write(desk, asked, found, token)
    said = asked.words.count("{n} entry taken in.", "{n} entries taken in.", found.changes)
    told = Told(r.Said(said), asked.words, asked.meeting)
    query = f"?told={desk.lately.keep(told)}"
    address = f"{root_of(asked.request)}/m/{asked.meeting.plan.code}/knowledge{query}"
    return web.Response(status=303, headers={"Location": address})


async def _write(desk: Desk, asked: Asked, found: Difference, token: str) -> None:
    """Write them some at a time, each under an id of its own: a repeat writes nothing again."""
    turn, todo = turn_of(desk, asked), deeds(found)
    turns = [
        replace(turn, command=CommandId(f"{token}-{n}"), version=None) for n in range(len(todo))
    ]
    for first in range(0, len(todo), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        await asyncio.gather(
            *(
                desk.site.conversation.do(one, deed)
                for one, deed in zip(turns[some], todo[some], strict=True)
            )
        )


def fault_line(fault: EntryFault, words: Words) -> str:
    """Say where a fault is and what was expected, in the reader's language."""
    expected = fault.expected
    what = words(expected.template, **expected.values)
    if fault.field == "line":
        return words("Line {line}: expected {what}", line=fault.line, what=what)
    field = _field(fault, words)
    return words("Line {line}, {field}: expected {what}", line=fault.line, field=field, what=what)


def _field(fault: EntryFault, words: Words) -> str:
    """Call a field as its column is headed in the reader's language."""
    name, gap, place = fault.field.partition(" ")
    return f"{heading(name, danish=words.language == 'da')}{gap}{place}"


def _faulty(name: str, words: Words) -> Wrong:
    sentence = words(
        "{name} was not taken in; nothing has changed. Mend it and send it again.", name=name
    )
    return Wrong(422, "faulty file", sentence, "file")


def _answerer(desk: Desk, request: web.Request) -> tuple[Meeting, PersonId]:
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    if not meeting.roles(person) & ANSWERERS:
        raise not_your_page()
    return meeting, person


def _drawn(
    desk: Desk, request: web.Request, meeting: Meeting, upload: Upload, wrong: Wrong | None = None
) -> web.Response:
    seen = replace(seen_by(desk, request, meeting, "knowledge"), upload=upload)
    error = wrong.sentence if wrong else None
    return page_answer(desk.site.draw.page("knowledge", seen, error=error), wrong)
