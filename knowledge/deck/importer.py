"""From a document to the draft: each part is read by its own module, in the order they need."""

from collections.abc import Sequence
from math import inf

from knowledge.deck.agenda import Agenda, agenda_of
from knowledge.deck.contacts import contacts_of
from knowledge.deck.credits import marked_line
from knowledge.deck.dates import year_of
from knowledge.deck.document import Document
from knowledge.deck.doubts import Doubt, doubt, sentences
from knowledge.deck.draft import DeckFault, Draft, Programme, Roster
from knowledge.deck.hosts import hosts_of
from knowledge.deck.links import links_of
from knowledge.deck.people import Person, is_likely
from knowledge.deck.plaintext import read_text
from knowledge.deck.questions import faq_of
from knowledge.deck.review import everybody, programme_doubts, programmes_of
from knowledge.deck.rosters import rosters_of
from knowledge.deck.tasks import tasks_of
from knowledge.deck.title import language_of, title_of
from knowledge.deck.upcoming import upcoming_of


def read_draft(text: str, *, source: str) -> Draft:
    """Give the draft that a plain text gives; `source` names it where no heading does."""
    document = read_text(text)
    if not document.slides:
        raise DeckFault(f"{source} holds no text, so there is nothing to import.")
    return draft_of(document, source)


def _credited(document: Document) -> tuple[Person, ...]:
    """Give the people that the other slides credit, as `v. Servicemanager Keld Jørgensen`."""
    found = (person for line in document.lines for person in marked_line(line.text))
    return tuple(person for person in dict.fromkeys(found) if is_likely(person.name))


def _pairing(rosters: Sequence[Roster], programmes: Sequence[Programme]) -> list[Doubt]:
    """Give the dates of the rosters and the programmes, which nothing in the document pairs."""
    dates = [roster.date for roster in rosters if roster.date]
    if not dates or len(dates) == len(programmes) == 1 or not programmes:
        return []
    return [doubt("roster-pairing", ", ".join(dates), ", ".join(p.start for p in programmes))]


def _unread(document: Document) -> list[Doubt]:
    return [doubt("too-long", document.unread_from)] if document.unread_from else []


def _known(agenda: Agenda) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.name for person in everybody(agenda.runs)))


def draft_of(document: Document, source: str) -> Draft:
    """Give the draft that a document gives, from whatever format it was read."""
    language = language_of(document)
    upcoming, unfinished, coming = upcoming_of(document)
    agenda = agenda_of(document, coming, _credited(document))
    title, no_title = title_of(document, language, agenda.first_line or inf)
    year = year_of(title, (line.text for line in document.lines))
    programmes = programmes_of(agenda.runs, agenda.checks)
    rosters, roster_doubts, listed = rosters_of(document, agenda.used | coming, year)
    hosts, host_doubts = hosts_of(document, _known(agenda), agenda.used | listed | coming)
    links, link_doubts = links_of(document)
    tasks, task_doubts = tasks_of(document, agenda.used | listed, year)
    faq, faq_doubts = faq_of(document, agenda.used | listed | coming, source)
    doubts = (
        *_unread(document), *no_title, *programme_doubts(agenda.runs, agenda.checks),
        *agenda.doubts, *_pairing(rosters, programmes), *roster_doubts, *host_doubts, *link_doubts,
        *task_doubts, *unfinished, *faq_doubts,
    )  # fmt: skip
    return Draft(
        title=title,
        language=language,
        programmes=programmes,
        rosters=rosters,
        hosts=hosts,
        contacts=contacts_of(document.lines),
        links=links,
        tasks=tasks,
        next_programme=upcoming,
        faq=faq,
        doubts=sentences(doubts, language),
    )
