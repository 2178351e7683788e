"""The desk that every request comes to: who asks, in which meeting, with what body."""

from dataclasses import dataclass, field

from aiohttp import web

from bot.conversation import Turn
from bot.hub import DamagedMeetingError, UnknownMeetingError
from dialogs.acting import read_version
from dialogs.holding_back import Private
from dialogs.words import Words
from meeting.ids import CommandId, PersonId
from meeting.model import Meeting
from web import language, wrongs
from web.archive import Archive
from web.frames import Frames
from web.health import Figures
from web.identity import new_command, person_of, visit_of
from web.lately import Lately
from web.limits import Buckets, WrongCodes
from web.once import Once
from web.reading import LARGEST_BODY, Body, idempotency_key, read_body
from web.site import Site
from web.stream import Streams
from web.uploads import Kept
from web.wrongs import WrongError


@dataclass(frozen=True, slots=True)
class Desk:
    """The site with what the running server remembers beside it; all of it may be lost."""

    site: Site
    buckets: Buckets
    codes: WrongCodes
    lately: Lately
    figures: Figures
    streams: Streams
    uploads: Kept[object] = field(default_factory=Kept)
    archive: Archive = field(default_factory=Archive)
    signed_in: Once = field(default_factory=Once)  # sign-ins that are over

    @classmethod
    def of(cls, site: Site) -> "Desk":
        figures = Figures(site)
        return cls(
            site,
            Buckets(site.timer),
            WrongCodes(site.timer),
            Lately(),
            figures,
            Streams(site, Frames(site), figures),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's request to do something in a meeting."""

    request: web.Request
    meeting: Meeting
    person: PersonId
    words: Words
    body: Body


def find_meeting(desk: Desk, request: web.Request) -> Meeting:
    """Find the meeting of the address. Raises WrongError: 404, 503, or 429 for too many guesses."""
    return meeting_of_code(desk, request, request.match_info["code"])


def meeting_of_code(desk: Desk, request: web.Request, code: str) -> Meeting:
    try:
        return desk.site.hub.by_code(code)
    except DamagedMeetingError:
        raise wrongs.damaged_meeting() from None
    except UnknownMeetingError:
        raise wrong_code(desk, request, code, wrongs.unknown_meeting()) from None


def wrong_code(desk: Desk, request: web.Request, code: str, wrong: WrongError) -> WrongError:
    """Count a wrong code, and say that it is one or, after too many, that it must wait."""
    visit, cookie = visit_of(desk.site, request)
    wait = desk.codes.note(request.remote or "", code[:300].casefold(), visit)
    told = wrongs.too_fast(wait) if wait else wrong
    told.headers = {**told.headers, **cookie}
    return told


async def heard(
    desk: Desk, request: web.Request, *, needed: bool = True, most: int = LARGEST_BODY
) -> Asked:
    """Find out who asks for what. Raises WrongError: 401, 404 and all that a body can be."""
    meeting = find_meeting(desk, request)
    person = person_of(desk.site, request, meeting)
    if person is None:
        raise wrongs.not_joined()
    words = language.words_for(request, meeting)
    body = await read_body(request, needed=needed, most=most)
    return Asked(request, meeting, person, words, body)


def turn_of(desk: Desk, asked: Asked, *, nameless: bool = False) -> Turn:
    """Make the turn; what was sent before under the same key is the same deed again."""
    asked.body.check_number("version")
    return Turn(
        meeting=asked.meeting.plan.meeting,
        person=asked.person,
        command=_command_id(desk, asked, nameless=nameless),
        at=desk.site.clock.now(),
        language=asked.words.language,
        version=read_version(asked.body.data),
        private=_private(asked.body),
    )


def _private(body: Body) -> Private:
    """Read what the person said about a text that points at somebody; nothing where left out."""
    try:
        return Private(body.maybe("private") or Private.ASK)
    except ValueError:
        raise wrongs.wrong_field("private") from None


def _command_id(desk: Desk, asked: Asked, *, nameless: bool) -> CommandId:
    """Derive the id from the client's key, if it gave one.

    The body is part of it, so that a key used for something else is another deed. A deed that must
    not carry a name has none here either: nobody can try out persons against the log.
    """
    key = idempotency_key(asked.request)
    if key is None:
        return new_command()
    who = "" if nameless else asked.person
    path = f"{asked.request.method} {asked.request.path}"
    return desk.site.keys.command("web", who, path, asked.body.raw.hex(), key)
