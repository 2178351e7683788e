"""What the importer was unsure of, as sentences in the document's language."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 60  # a host reads no longer list

_SENTENCES = {
    "no-programme": (
        "Der blev ikke fundet noget program med klokkeslæt.",
        "No programme with times was found.",
    ),
    "too-long": (
        "Dokumentet er for langt: det er ikke læst fra linje {} og frem.",
        "The document is too long: it was not read from line {} on.",
    ),
    "no-title": (
        "Dokumentet har ingen tydelig titel på mødet.",
        "The document has no clear title of the meeting.",
    ),
    "no-end": (
        "Programmet kl. {}: dokumentet siger ikke, hvornår »{}« slutter.",
        "Programme at {}: the document does not say when “{}” ends.",
    ),
    "ends-before": (
        "Programmet kl. {}: »{}« slutter før eller samtidig med, at punktet begynder ({}-{}).",
        "Programme at {}: “{}” ends before or when it begins ({}-{}).",
    ),
    "overlap": (
        "Programmet kl. {}: »{}« begynder kl. {}, før »{}« slutter kl. {}.",
        "Programme at {}: “{}” begins at {}, before “{}” ends at {}.",
    ),
    "hours-differ": (
        "Programmet kl. {}: dokumentet siger, at mødet slutter kl. {}, sidste punkt kl. {}.",
        "Programme at {}: the document says that the meeting ends at {}, the last item at {}.",
    ),
    "no-speakers": (
        "Programmet kl. {}: ingen oplægsholder er angivet for {}.",
        "Programme at {}: no speaker is given for {}.",
    ),
    "no-organisation": (
        "Organisationen mangler for {}.",
        "The organisation is missing for {}.",
    ),
    "not-a-name": (
        "»{}« er angivet som oplægsholder, men ligner ikke et personnavn.",
        "“{}” is given as a speaker but does not look like a person's name.",
    ),
    "shared-organisation": (
        "»{}« står kun efter den sidste af flere navne og er læst som gældende for dem alle: {}.",
        "“{}” stands only after the last of several names and was read as everybody's: {}.",
    ),
    "unused-names": (
        "Linje {}: »{}« under sidste punkt er ikke læst som oplægsholdere.",
        "Line {}: “{}” below the last item was not read as speakers.",
    ),
    "afternoon": (
        "Kl. {} er læst som kl. {}, fordi det står efter kl. {}.",
        "{} was read as {} because it stands after {}.",
    ),
    "closing-read-as-end": (
        "»{}« kl. {} er læst som mødets sluttidspunkt, ikke som et punkt.",
        "“{}” at {} was read as the end of the meeting, not as an item.",
    ),
    "no-sound-check": (
        "Ingen lydprøve er angivet for programmet kl. {}.",
        "No sound check is given for the programme at {}.",
    ),
    "loose-sound-check": (
        "Lydprøven kl. {} kan ikke henføres til et bestemt program.",
        "The sound check at {} cannot be tied to one programme.",
    ),
    "roster-pairing": (
        "Dokumentet siger ikke, hvilke datoer ({}) der hører til hvilke programmer ({}).",
        "The document does not say which dates ({}) belong to which programmes ({}).",
    ),
    "roster-date": (
        "En deltagerliste på {} organisationer har ingen dato.",
        "A list of {} organisations has no date.",
    ),
    "roster-dates": (
        "Deltagerlisten på linje {} nævner flere datoer ({}); den første er brugt.",
        "The list of participants at line {} has several dates ({}); the first was used.",
    ),
    "roster-noise": (
        "Linje {}: »{}« på deltagerlisten er ikke læst som en organisation.",
        "Line {}: “{}” in the list of participants was not read as an organisation.",
    ),
    "roster-twice": (
        "»{}« står flere gange på deltagerlisten {}; pladserne er lagt sammen.",
        "“{}” is on the list of participants {} more than once; the seats were added up.",
    ),
    "split-names": (
        "Linje {}: »{}« er læst som flere personer: {}.",
        "Line {}: “{}” was read as several persons: {}.",
    ),
    "long-name": (
        "»{}« er læst som én person, men kan være flere.",
        "“{}” was read as one person but may be several.",
    ),
    "no-hosts": (
        "Dokumentet siger ikke, hvem der er vært.",
        "The document does not say who the host is.",
    ),
    "alias": (
        "»{}« er læst som en kortere form af {}.",
        "“{}” was read as a shorter form of {}.",
    ),
    "link-titles": (
        "Det fremgår ikke, hvilken tekst der hører til linket {}.",
        "It is not clear which text belongs to the link {}.",
    ),
    "task-title": (
        "Opgave {} er skrevet på flere måder: »{}« og »{}«.",
        "Task {} is written in several ways: “{}” and “{}”.",
    ),
    "task-due": (
        "Opgave {} har flere frister ({} og {}); den første er brugt.",
        "Task {} has several deadlines ({} and {}); the first was used.",
    ),
    "task-untitled": (
        "Opgave {} har ingen titel i dokumentet.",
        "Task {} has no title in the document.",
    ),
    "no-year": (
        "Datoen {} har intet årstal, og dokumentet siger ikke hvilket.",
        "The date {} has no year and the document does not say which.",
    ),
    "unfinished-programme": (
        "Det kommende program er ikke færdigt: det indeholder »…«.",
        "The coming programme is unfinished: it contains “…”.",
    ),
    "heading-question": (
        "Overskriften »{}« har tekst under sig, men er ikke læst som spørgsmål og svar.",
        "The heading “{}” has text under it but was not read as a question with its answer.",
    ),
    "more": ("Og {} tvivlsspørgsmål mere.", "And {} more doubts."),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to settle: which sentence, and what it is about."""

    kind: str
    about: tuple[str, ...] = ()


def doubt(kind: str, *about: object) -> Doubt:
    return Doubt(kind, tuple(str(part)[:200] for part in about))


def sentences(doubts: Iterable[Doubt], language: str) -> tuple[str, ...]:
    """Each doubt once, as a sentence; a very long list ends with how many are left out."""
    column = 0 if language == "da" else 1
    unique = tuple(dict.fromkeys(doubts))
    written = [_SENTENCES[one.kind][column].format(*one.about) for one in unique[:MOST]]
    if len(unique) > MOST:
        written.append(_SENTENCES["more"][column].format(len(unique) - MOST))
    return tuple(written)
