"""The next meeting from a deck: sent in, shown as a difference, put right, and planned."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web

from bot.decks import Difference, difference, entries_of
from bot.documents.faults import DocumentFault
from bot.documents.limits import LARGEST
from bot.documents.reading import read_deck
from bot.files.drafting import meeting_yaml
from bot.files.meeting_file import MeetingFile, MeetingFileError, read_meeting_text
from bot.links import Links, links
from bot.next_draft import next_draft
from dialogs.words import Words
from knowledge.deck.draft import DeckFault, Draft
from meeting import commands as c
from meeting.entry import Entry
from meeting.expiry import times_withdrawn
from meeting.ids import CommandId, MeetingId, PersonId
from meeting.model import Meeting, Role
from web import language, wrongs
from web.desk import Asked, Desk, find_meeting, heard, turn_of
from web.guard import page_answer
from web.identity import person_of
from web.uploads import sent_file
from web.views import not_your_page, seen_by
from web.wrongs import Wrong, WrongError

LONGEST_FILE = 256 * 1024  # bytes of a meeting file as a form sends it
FILE = Path("meeting.yaml")


@dataclass(frozen=True, slots=True)
class Deck:
    """What the page shows: a draft to put right, its faults, or the meetings that came of it."""

    name: str
    token: str = ""
    text: str = ""
    difference: Difference | None = None
    doubts: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()
    planned: tuple[tuple[str, Links], ...] = ()


async def deck(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Show the page, without the right the one where the link's key is handed in."""
    meeting, _ = _host(desk, request)
    return _drawn(desk, request, meeting, None)


async def look(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Read a deck and show what it says beside this meeting; nothing is planned yet."""
    meeting, person = _host(desk, request)
    words = language.words_for(request, meeting)
    try:
        async with sent_file(request, LARGEST) as sent:
            draft = await asyncio.to_thread(read_deck, sent.path, sent.name)
    except DocumentFault as fault:
        why = words(fault.template, **fault.values)
        sentence = words("{name} is not read: {why}.", name=sent.name, why=why)
        return _drawn(desk, request, meeting, None, Wrong(422, "unread", sentence, "file"))
    except DeckFault:
        sentence = words("{name} holds no text, so nothing can be read from it.", name=sent.name)
        return _drawn(desk, request, meeting, None, Wrong(422, "unread", sentence, "file"))
    known = desk.site.conversation.editing.entries(meeting)
    topic = next(iter(meeting.plan.topics), "general")
    found = Deck(sent.name, entries=entries_of(draft, known, topic))
    found = await asyncio.to_thread(_compared, found, draft, meeting, words)
    token = desk.uploads.keep(meeting.plan.meeting, person, found)
    return _drawn(desk, request, meeting, replace(found, token=token))


async def follow_on(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Draft the next meeting from this one: learned minutes, wishes, and what is open."""
    asked = await heard(desk, request)
    meeting, words = asked.meeting, asked.words
    if Role.HOST not in meeting.roles(asked.person):
        raise not_your_page()
    draft = next_draft(meeting, desk.site.hub.meetings(), words)
    found = _compared(Deck(meeting.plan.title), draft, meeting, words)
    token = desk.uploads.keep(meeting.plan.meeting, asked.person, found)
    return _drawn(desk, request, meeting, replace(found, token=token))


def _compared(deck: Deck, draft: Draft, meeting: Meeting, words: Words) -> Deck:
    """Show a draft beside this meeting."""
    begins = meeting.plan.start.astimezone(words.zone)
    return replace(
        deck,
        text=meeting_yaml(draft, deck.name, meeting.plan),
        difference=difference(meeting.plan, draft, f"{begins:%H:%M}"),
        doubts=draft.doubts,
    )


async def plan(desk: Desk, request: web.Request) -> web.StreamResponse:
    """Plan what the host has put right; what is wrong is named by its line, and nothing is lost."""
    asked = await heard(desk, request, most=LONGEST_FILE)
    if Role.HOST not in asked.meeting.roles(asked.person):
        raise not_your_page()
    token, text = asked.body.text("deck"), asked.body.text("text")
    found = desk.uploads.find(token, asked.meeting.plan.meeting, asked.person)
    if not isinstance(found, Deck) or desk.site.planner is None:
        raise _forgotten()
    shown = replace(found, token=token, text=text.replace("\r\n", "\n"))
    try:
        # In a thread: the largest takes seconds, and people are waiting.
        file = await asyncio.to_thread(read_meeting_text, FILE, shown.text)
    except MeetingFileError as error:
        lines = tuple(
            asked.words("Line {line}, {field}: {what}", line=f.line, field=f.field, what=f.expected)
            for f in error.faults
        )
        wrong = Wrong(422, "faulty file", _not_planned(asked.words), "text")
        return _drawn(desk, request, asked.meeting, replace(shown, faults=lines), wrong)
    if (refused := _anothers(desk, asked, file)) is not None:
        return _drawn(desk, request, asked.meeting, shown, refused)
    meetings = await desk.site.planner.plan(file)
    if asked.body.maybe("faq"):
        await _teach(desk, asked, file, found.entries)
    planned = tuple(_links(desk, meeting) for meeting in meetings)
    return _drawn(desk, request, asked.meeting, replace(shown, planned=planned))


def _anothers(desk: Desk, asked: Asked, file: MeetingFile) -> Wrong | None:
    """Say what is wrong with a plan for what others chair, or with a code that others have.

    A host plans in a series that they chair, or in a new one: whoever a plan makes a host looks
    back at all that was said in its series.
    """
    words, series = asked.words, file.content.series
    planned = {plan.meeting: plan.code for plan in file.plans(desk.site.keys)}
    meetings = desk.site.hub.meetings()
    known = [one for one in meetings if one.plan.series == series or one.plan.meeting in planned]
    chaired = [one for one in known if Role.HOST in one.roles(asked.person)]
    again = [one for one in known if one.plan.meeting in planned]
    if (known and not chaired) or any(one not in chaired for one in again):
        told = words("{series} is chaired by others, and they plan its meetings.", series=series)
        return Wrong(403, "not you", told, "text")
    taken = {one.plan.code for one in meetings if one.plan.meeting not in planned}
    if twice := sorted(taken & {*planned.values()}):
        told = words("Code {code} is another meeting's; leave it out.", code=twice[0])
        return Wrong(422, "faulty file", told, "text")
    return None


async def _teach(desk: Desk, asked: Asked, file: MeetingFile, entries: tuple[Entry, ...]) -> None:
    """Put the deck's answers into the base of its series, by the word of a host of that series."""
    turn = turn_of(desk, asked)
    if file.content.series != asked.meeting.plan.series:
        first = file.plans(desk.site.keys)[0]
        turn = replace(turn, meeting=first.meeting, person=first.hosts[0])
    for entry in entries:
        command = CommandId(f"{turn.command}-{entry.id}")
        await desk.site.conversation.do(replace(turn, command=command), c.WriteEntry(entry))


def _links(desk: Desk, meeting: MeetingId) -> tuple[str, Links]:
    found = desk.site.hub.state(meeting)
    made = links(found.plan, desk.site.keys, desk.site.base_url, times_withdrawn(found))
    return found.plan.title, made


def _not_planned(words: Words) -> str:
    return words("Nothing is planned yet; put right what is named below.")


def _forgotten() -> WrongError:
    return WrongError(
        409,
        "forgotten",
        lambda words: words("That file is not kept any more; send it once more."),
    )


def _host(desk: Desk, request: web.Request) -> tuple[Meeting, PersonId]:
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    if Role.HOST not in meeting.roles(person):
        raise not_your_page()
    return meeting, person


def _drawn(
    desk: Desk,
    request: web.Request,
    meeting: Meeting,
    shown: Deck | None,
    wrong: Wrong | None = None,
) -> web.Response:
    seen = replace(seen_by(desk, request, meeting, "deck"), deck=shown)
    error = wrong.sentence if wrong else None
    return page_answer(desk.site.draw.page("deck", seen, error=error), wrong)
