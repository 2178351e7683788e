"""Which words are a job, which an organisation, and which are never part of a name."""

import re

from knowledge.deck.names import GIVEN_NAMES
from knowledge.deck.wording import alike, word_set, words_of

_JOB_ENDINGS = (
    "direktør", "chef", "leder", "konsulent", "koordinator", "manager", "ansvarlig", "arkitekt",
    "specialist", "rådgiver", "ingeniør", "udvikler", "analytiker", "medarbejder", "formand",
    "borgmester", "minister", "professor", "lektor", "sekretær", "fuldmægtig", "forsker", "jurist",
    "økonom", "redaktør", "journalist", "inspektør", "rektor", "dekan", "statistiker", "psykolog",
    "controller", "designer", "strateg", "direktøren", "chefen", "lederen", "formanden",
)  # fmt: skip
_JOBS = word_set(
    """
    director officer head lead leader chair chairman chairwoman chairperson president engineer
    architect consultant analyst adviser advisor secretary mayor doctor developer owner coordinator
    researcher ceo cto cio coo cfo ciso vp founder editor counsel scientist senior chief deputy
    vice executive dr dr. prof prof. mr mr. mrs mrs. ms ms. hr hr. fru ejer partner advokat læge
    kasserer studerende
    borgmesteren mag. phd ph.d. it-chef planlægger projektejer moderator facilitator dpo coo pm
    vært værtinde ordstyrer host
    """
)
_ORGANISATION_WORDS = word_set(
    """
    kommune kommunerne region a/s as aps i/s ltd ltd. inc inc. gmbh plc llc university universitet
    danmark denmark forening foreningen group bank institut institute council agency department
    office company consulting partners forbund sekretariatet hospital skole school college
    rådet fonden trust nhs ministry authority board services association
    city municipality government
    """
)
_ORGANISATION_ENDINGS = (
    "styrelsen", "styrelse", "ministeriet", "forvaltningen", "forvaltning", "centret", "center",
    "kontoret", "forbundet", "selskabet", "foreningen", "hospitalet", "biblioteket",
)  # fmt: skip
_NEVER_NAMES = word_set(
    """
    velkomst velkommen status pause frokost kaffe afslutning evaluering opsamling diskussion
    drøftelse
    dagsorden program programmet punkt punkter emne emner oplæg nyt nyheder eventuelt evt spørgsmål
    svar næste dagens budget projekt drift plan tidsplan gruppearbejde netværk møde mødet tak
    godkendelse orientering beslutning præsentation introduktion intro workshop session
    sted lokale kontakt tilmelding kære hilsen venlig hej deltagere lokation
    welcome update updates review lunch break coffee closing wrap wrap-up opening introduction
    discussion agenda programme questions answers next steps overview roadmap planning demo keynote
    panel networking meeting report strategy results summary registration remarks lessons learned
    period security migration cloud data digital release garden complete room regards best dear
    hello kind forum teams zoom online part team day evaluation any other business aob notes
    """
)
_BREAKS = word_set(
    """
    pause frokost frokostpause kaffe kaffepause break lunch coffee tea morgenmad breakfast
    networking
    netværk registrering registration middag
    """
)
_SPACED = re.compile(r"\s+")


def _is_job_word(word: str) -> bool:
    lower = word.casefold().strip(",")
    return lower in _JOBS or lower.endswith(_JOB_ENDINGS)


def is_job(text: str) -> bool:
    """`chefkonsulent`, `Head of Digital`: a position and nobody's name."""
    words = text.split()
    if not words:
        return False
    positions = [i for i, word in enumerate(words) if _is_job_word(word)]
    if not positions:
        return False
    return positions[-1] == len(words) - 1 or words[positions[-1] + 1].islower()


def without_job(text: str) -> str:
    """Take off the position in front of a name; empty when only a position stands there."""
    words = text.split()
    jobs = [i for i, word in enumerate(words) if _is_job_word(word)]
    if not jobs:
        return " ".join(words)
    if any(word.islower() and not _in_job(word) for word in words[: jobs[-1]]):
        return text
    if jobs[-1] == len(words) - 1:
        return "" if jobs[0] == 0 else _before(words, jobs[0])
    rest = words[jobs[-1] + 1 :]
    if rest[0].islower():
        given = [i for i, word in enumerate(rest) if word.casefold() in GIVEN_NAMES]
        return " ".join(rest[given[0] :]) if given else ""
    return " ".join(rest)


def _in_job(word: str) -> bool:
    return _is_job_word(word) or word in {"of", "for", "i", "og", "and", "the", "af"}


def _before(words: list[str], job: int) -> str:
    """`Service Manager` is a position, `Anna Smith CEO` is a name before one."""
    name = words[:job]
    return " ".join(name) if name[0].casefold() in GIVEN_NAMES else ""


def is_organisation(text: str) -> bool:
    """Whether the words may name an organisation; any one word may."""
    lower = [word.casefold().strip(",") for word in text.split()]
    if not lower:
        return False
    if text.isupper() or any(word in _ORGANISATION_WORDS for word in lower):
        return True
    if any(word.endswith(_ORGANISATION_ENDINGS) for word in lower):
        return True
    acronym = any(len(word) > 1 and word.isupper() for word in _SPACED.split(text))
    return acronym or len(lower) == 1


def is_organisation_name(text: str) -> bool:
    """More surely an organisation: `KL`, `Aarhus Kommune`, and nothing but a name."""
    words = text.split()
    if not 0 < len(words) <= 4 or not all(word[0].isupper() for word in words):  # noqa: PLR2004
        return False
    lower = [word.casefold() for word in words]
    named = any(w in _ORGANISATION_WORDS or w.endswith(_ORGANISATION_ENDINGS) for w in lower)
    return not any(word in _NEVER_NAMES for word in lower) and (named or text.isupper())


def never_a_name(word: str) -> bool:
    lower = word.casefold().strip(".,")
    return lower in _NEVER_NAMES or lower in _ORGANISATION_WORDS or _is_job_word(word)


def is_break(title: str) -> bool:
    """Tell whether nobody is expected to speak at an item of this title."""
    words = words_of(title)
    return bool(words) and alike(words[0]) in _BREAKS
