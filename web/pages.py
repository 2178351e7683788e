"""Draws the pages: a whole page for one person, or the parts of it that all of a kind share."""

from collections.abc import Callable, Mapping

from dialogs.doors import nothing_kept
from dialogs.erasing import GOES, kept_until
from dialogs.telling import tell
from dialogs.words import Words
from meeting.model import Meeting, Person, Role
from meeting.retention import Retention
from web.assets import Assets
from web.drawing import parts
from web.drawing.knowledge import choices, knowledge, rewritten
from web.drawing.mine import mine
from web.drawing.participants import participants
from web.drawing.personal_links import personal_links
from web.drawing.record import looking_back
from web.drawing.series import series
from web.drawing.sheet import Parts, Press, Sheet, environment
from web.framing import ROOT
from web.operator import Operator
from web.site import Seen

PARTS: dict[str, Callable[[Sheet], Parts]] = {
    "participant": parts.participant,
    "host": parts.host,
    "speaker": parts.speaker,
    "stage": parts.stage,
}
NOBODY = Operator()
USUAL = Retention()  # what counts unless a meeting says otherwise
WITH_AGENDA = frozenset({"join"})


class Pages:
    """The Drawer of web.site: knows templates and views, nothing of requests."""

    def __init__(
        self, assets: Assets, operator: Operator = NOBODY, *, rehearsal: bool = False
    ) -> None:
        """Take the files; with `rehearsal`, pages outside a meeting say that this is one too."""
        self._press = Press(environment(assets))
        self._operator = operator
        self._rehearsal = rehearsal

    def page(
        self,
        name: str,
        seen: Seen,
        *,
        error: str | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> str:
        """Give a whole page, as web.site.Drawer says."""
        said = {"error": error, "kept": kept or {}, "told": _told(seen)}
        if seen.meeting is None:
            return self._press.draw(f"{name}.html", {**self._outside(name, seen), **said})
        sheet = Sheet(self._press, name, seen, seen.meeting)
        again = rewritten(kept or {}) if name == "knowledge" else {}
        return self._press.draw(f"{name}.html", {**_inside(sheet), **said, **again})

    def fragments(self, name: str, seen: Seen) -> Mapping[str, str]:
        """Give the parts that change, by element id; none for pages that stand still."""
        if seen.meeting is None or name not in PARTS:
            return {}
        sheet = Sheet(self._press, name, seen, seen.meeting)
        return {id_: str(part) for id_, part in PARTS[name](sheet).items()}

    def _outside(self, name: str, seen: Seen) -> dict[str, object]:
        said = {"page": name, "words": seen.words, "title": "Ordstyrer", "path": None}
        own = {"rehearsal": self._rehearsal, "operator": self._operator, "retention": USUAL}
        return {**said, **own, **_in_teams(seen)}


def _in_teams(seen: Seen) -> dict[str, object]:
    """Give what the tab's own pages say, and how people can be known there and here."""
    kept = nothing_kept(seen.words)
    own = {"accounts": seen.accounts, "session": seen.session}
    return {"tab": seen.tab, "root": ROOT, "signs_in": seen.signs_in, "nothing_kept": kept, **own}


def _inside(sheet: Sheet) -> dict[str, object]:
    drawn = _parts(sheet)
    found = {
        **sheet.context,
        **_reader(sheet),
        **_in_teams(sheet.seen),
        "parts": drawn,
        "questions": [part for id_, part in drawn.items() if id_.startswith("q-")],
        "version": sheet.meeting.version,
        "phase": sheet.meeting.phase.value,
        "now": sheet.seen.now.isoformat(timespec="seconds"),
        "clock": sheet.words.time(sheet.seen.now),
        "zone": sheet.meeting.plan.zone,
        "when": _when(sheet),
        "organisations": _organisations(sheet.meeting),
        "deck": sheet.seen.deck,
        "kept_until": kept_until(sheet.meeting, sheet.words),
        "goes": sheet.words(GOES),
        "tokens": sorted(set(sheet.seen.tokens.values())),
        **(choices(sheet) if sheet.name == "knowledge" else {}),
        **(looking_back(sheet) if sheet.name == "record" else {}),
        **(series(sheet) if sheet.name == "series" else {}),
    }
    if sheet.seen.links is not None:
        found |= {"links": sheet.links, "short_link": sheet.short_link}
    return found


def _reader(sheet: Sheet) -> dict[str, object]:
    """Say who reads the page, and how a question of theirs is shown unless they choose."""
    person = sheet.seen.person
    me = sheet.meeting.people.get(person) if person else None
    roles = sheet.meeting.roles(person)
    return {
        "me": me,
        "who": _name(me, sheet.words),
        "shown": "name",
        "chairs": Role.HOST in roles,
        "speaks": Role.SPEAKER in roles,
    }


def _parts(sheet: Sheet) -> Parts:
    if sheet.name in WITH_AGENDA:
        return {"agenda": sheet.part("agenda", got={}, steer=False)}
    drawn = PARTS[sheet.name](sheet) if sheet.name in PARTS else {}
    if sheet.name == "knowledge":
        return knowledge(sheet)
    if sheet.name == "people":
        return {"participants": participants(sheet), "links": personal_links(sheet)}
    if sheet.name == "participant":
        drawn["mine"] = mine(sheet)
    return drawn


def _told(seen: Seen) -> str:
    return tell(seen.told.reply, seen.told.words) if seen.told else ""


def _when(sheet: Sheet) -> str:
    """Say when it is planned to be, or once it has begun when it really began and ends."""
    place, words = sheet.place, sheet.words
    start = place.begun or sheet.meeting.plan.start
    if place.closed and place.begun is None:
        return words.date(start)
    return words(
        "{date}, {start}–{end}",  # noqa: RUF001
        date=words.date(start),
        start=words.time(start),
        end=place.end,
    )


def _name(me: Person | None, words: Words) -> str:
    if me is None:
        return ""
    name = me.name or words("Participant")
    return f"{name}, {me.organisation}" if me.organisation else name


def _organisations(meeting: Meeting) -> list[str]:
    """Give the organisations known here, so that people write them alike."""
    named = (person.organisation for person in meeting.people.values())
    return sorted({organisation for organisation in named if organisation}, key=str.casefold)
