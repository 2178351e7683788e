"""Writes a draft read from a deck as a meeting file and a knowledge base, for a host to finish."""

import io
import json
from collections.abc import Sequence

from ruamel.yaml import YAML

from bot.files.schema import TEAMS
from bot.files.slugs import slug
from knowledge.deck.draft import Draft, Item, Programme
from meeting.item import Item as KnownItem
from meeting.model import Person, Plan

UNKNOWN = (
    "?"  # stands where the deck says nothing: loading the file names the line and what to write
)
HEAD = {
    "da": "Udkast, læst fra {source}. Ret det, hvor et spørgsmålstegn står, og slet tvivlen.",
    "en": "A draft, read from {source}. Mend it where a question mark stands; delete the doubts.",
}
DOUBT = {"da": "Tvivl", "en": "Doubt"}


def meeting_yaml(draft: Draft, source: str, before: Plan | None = None) -> str:
    """Give the meeting file; what the deck left open is a question mark or a comment.

    What a deck does not say, an earlier meeting of the series may have known: `before` gives
    topics, and people's organisations and other names.
    """
    yaml = YAML()
    yaml.width = 200
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_content(draft, before), out)
    language = draft.language if draft.language in HEAD else "da"
    notes = [HEAD[language].format(source=source)]
    if before is None:  # who has one at hand is shown the doubts beside the file
        notes += [f"{DOUBT[language]}: {doubt}" for doubt in draft.doubts]
    return "".join(f"# {note}\n" for note in notes) + "\n" + out.getvalue()


def faq_jsonl(draft: Draft) -> str:
    """Give the questions that the deck answers, one entry a line."""
    entries = (
        {
            "id": f"f{number:02}",
            "question": pair.question,
            "alt": [],
            "answer": pair.answer,
            "topic": pair.topic or "general",
            "source": pair.source,
            "links": [],
        }
        for number, pair in enumerate(draft.faq, 1)
    )
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def _content(draft: Draft, before: Plan | None) -> dict[str, object]:
    series, _, edition = draft.title.partition(" ")
    joined = _join_link(draft)
    programme = draft.programmes[0] if draft.programmes else None
    content: dict[str, object] = {
        "series": series or UNKNOWN,
        "edition": edition or UNKNOWN,
        "language": draft.language,
        "zone": "Europe/Copenhagen",
        "knowledge": "faq.jsonl",
        "runs": _runs(draft, joined),
        "people": _people(draft, programme, before),
        "topics": _topics(draft, before),
        "agenda": [_item(item, before) for item in programme.items] if programme else UNKNOWN,
        "mailboxes": _mailboxes(draft),
        "rosters": [_roster(draft, n) for n in range(len(draft.rosters))],
        "links": [
            _known(url=link.url, title=link.title)
            for link in draft.links
            if joined is None or link.url != joined
        ],
        "tasks": [
            _known(id=task.id, title=task.title, due=task.due, previous_due=task.previous_due)
            for task in draft.tasks
        ],
        "next_programme": list(draft.next_programme),
    }
    return content


def _join_link(draft: Draft) -> str | None:
    """Give the Teams link of a sole programme; of several it is not said which is whose."""
    teams = [link.url for link in draft.links if TEAMS.fullmatch(link.url)]
    return teams[0] if len(teams) == len(draft.programmes) == 1 else None


def _runs(draft: Draft, joined: str | None) -> object:
    """Put the rosters' dates on the programmes in their order; the doubt about it is a comment."""
    dates: Sequence[str | None] = [roster.date for roster in draft.rosters]
    runs = [
        _known(
            start=f"{(dates[n] if n < len(dates) else None) or UNKNOWN} {programme.start}",
            sound_check=programme.sound_check,
        )
        | ({"join-link": joined.partition("?")[0]} if joined else {})
        for n, programme in enumerate(draft.programmes)
    ]
    return runs or UNKNOWN


def _topics(draft: Draft, before: Plan | None) -> dict[str, str]:
    if before is not None and before.topics:
        return dict(before.topics)
    return {"general": "mødet" if draft.language == "da" else "the meeting"}


def _people(draft: Draft, programme: Programme | None, before: Plan | None) -> object:
    people = {name: _known(name=name, host=True) for name in draft.hosts}
    for item in programme.items if programme else ():
        for speaker in item.speakers:
            person = people.setdefault(speaker.name, {"name": speaker.name})
            if speaker.organisation:
                person["organisation"] = speaker.organisation
    for known in before.people if before else ():
        same = people.get(known.name or "")
        if same is not None:
            _remember(same, known)
    return list(people.values()) or UNKNOWN


def _remember(person: dict[str, object], known: Person) -> None:
    if known.organisation:
        person.setdefault("organisation", known.organisation)
    if known.aliases:
        person["aliases"] = list(known.aliases)
    if known.mailbox:
        person["mailbox"] = known.mailbox


def _item(item: Item, before: Plan | None) -> dict[str, object]:
    speakers = [speaker.name for speaker in item.speakers] or None
    known = next((one for one in (before.items if before else ()) if one.title == item.title), None)
    drafted = _known(title=item.title, minutes=_minutes(item), speakers=speakers)
    return drafted | (_kept(known) if known else {})


def _kept(item: KnownItem) -> dict[str, object]:
    """Give what an item of an earlier meeting had that no deck says."""
    kept: dict[str, object] = {"topics": [*item.topics]} if item.topics else {}
    marks = {"protected": item.protected, "approximate": item.approximate}
    return kept | {name: True for name, held in marks.items() if held}


def _minutes(item: Item) -> int | str:
    if item.end is None:
        return UNKNOWN
    length = (_clock(item.end) - _clock(item.start)) % (24 * 60)  # an item may pass midnight
    return length or UNKNOWN


def _clock(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _mailboxes(draft: Draft) -> dict[str, str]:
    return {slug(contact.address.partition("@")[0]): contact.address for contact in draft.contacts}


def _roster(draft: Draft, number: int) -> dict[str, object]:
    roster = draft.rosters[number]
    seats = [_known(organisation=p.organisation, seats=p.seats) for p in roster.participants]
    return _known(date=roster.date, participants=seats)


def _known(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
