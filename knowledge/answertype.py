"""Which kind of answer a question asks for, and which kinds an entry gives.

Only amounts, counts and dates are used to keep an answer back: those three can be told by rule.
What an entry's editor has confirmed goes before what is proposed here.
"""

import re

from knowledge.analyser import Kind, fold, tokens
from knowledge.entries import Entry

AMOUNT, COUNT, DAY = "beløb", "antal", "dato"
PERSON, LINK, YES_NO = "person", "link", "ja/nej"
SAFE = frozenset({AMOUNT, COUNT, DAY})

ASKS = {
    AMOUNT: re.compile(
        r"\b(koste[rt]?|pris(en)?|takst(en|er)?|beloeb(et)?|how much|costs?|price|amount"
        r"|hvor mange (penge|kroner|kr|mio|millioner)"
        r"|hvor meget (skal|koster|betaler|giver|er) .*(betal|kost|peng|kr\b|kroner|bidrag|regning))"
    ),
    COUNT: re.compile(
        r"\b(hvor mange(?! (penge|kroner|kr|mio|millioner))|hvor stort et antal|antal(let)?"
        r"|how many|number of)\b"
    ),
    DAY: re.compile(
        r"\b(hvornaar|hvilken (dato|dag|maaned)|hvad dato|deadline[ns]?|frist(en|er|erne)?"
        r"|slutdato(en)?|tidsfrist(en)?|what date|which (date|day))\b|^\W*when (is|are|was|will|do|can)"
    ),
}
MONEY = re.compile(r"\d[\d.,]*\s?(mio|mia|kr|kroner|million|milliard)|\bgratis\b")
TIMES = re.compile(
    r"\b(kvartal|uge|ugen|aar|aaret|mandag|tirsdag|onsdag|torsdag|fredag|loerdag|soendag|kl|paaske"
    r"|dato|dage|snarest|foraar(et)?|sommer(en)?|efteraar(et)?|vinter(en)?|tidspunkt(et)?|19\d\d|20\d\d)\b"
)
NUMERALS = re.compile(r"\b(en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|ingen|alle)\b")
YES_OR_NO = re.compile(r"^\W*(ja|nej|yes|no)\b")
ADDRESS = re.compile(r"\S@\S|\bkontakt\b|\btlf|\btelefon")


def asked_types(text: str) -> frozenset[str]:
    """Name the safe types the question asks for; empty when it asks for something else."""
    folded = fold(text)
    return frozenset(name for name, asks in ASKS.items() if asks.search(folded))


def proposed_types(entry: Entry) -> tuple[str, ...]:
    """Propose what the entry's editor can confirm: from its answer, and what its questions ask."""
    folded = fold(entry.answer)
    kinds = {token.kind for token in tokens(entry.answer)}
    found = {name for phrasing in entry.phrasings for name in asked_types(phrasing)}
    signs = {
        AMOUNT: MONEY.search(folded) is not None,
        COUNT: Kind.NUMBER in kinds or NUMERALS.search(folded) is not None,
        DAY: bool(kinds & {Kind.DATE, Kind.MONTH}) or TIMES.search(folded) is not None,
        PERSON: ADDRESS.search(folded) is not None,
        LINK: bool(entry.links) or "http" in folded,
        YES_NO: YES_OR_NO.search(folded) is not None,
    }
    found |= {name for name, present in signs.items() if present}
    return tuple(sorted(found))


def given_types(entry: Entry) -> frozenset[str]:
    return frozenset(entry.answer_type or proposed_types(entry))


def mismatch(asked: frozenset[str], given: frozenset[str]) -> bool:
    """Tell that the entry gives none of the amounts, counts or dates that were asked for."""
    return bool(asked) and not asked & given
