"""Which kinds of answer a question asks for, and which kinds an entry gives.

Amounts, counts and dates can be told by rule: those three may hold an answer back. The other kinds
only weigh in the models. What an entry's editor has confirmed goes before what is proposed here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.analyser import Kind, Token, all_tokens, fold
from meeting.entry import Entry

AMOUNT, COUNT, DAY = "beløb", "antal", "dato"
PERSON, PLACE, YES_NO, LINK = "person", "sted", "ja/nej", "link"
REASON, WAY, MEANING = "årsag", "måde", "betydning"
ACCESS = frozenset({PERSON, PLACE, WAY})  # who, where and how to get at something: near each other
SAFE = frozenset({AMOUNT, COUNT, DAY})

SIZES = (
    "mange|meget|stor|stort|store|lang|langt|lange|laenge|hoej|hoejt|lav|lavt|ofte|god|godt|sikker"
    "|sikre|sikkert|hurtig|hurtigt|tit|dyr|dyrt|vigtig|vigtigt|gammel|svaert|nemt|lille|lidt|vidt"
    "|slemt|galt|stabil|stabilt|tidligt|sent|dan|for|naar"
)
ASKS = {
    AMOUNT: re.compile(
        r"\b(koste[rt]?\b|pris(en)?\b|takst(en|er)?\b|beloeb(et)?\b|how much|costs?\b|price|amount"
        r"|hvor mange (penge|kroner|kr|mio|millioner)"
        r"|hvor meget (skal|koster|betaler|giver|er) .*"
        r"(betal|kost|peng|kr\b|kroner|bidrag|regning))"
    ),
    COUNT: re.compile(
        r"\b(hvor mange(?! (penge|kroner|kr|mio|millioner))|hvor stort et antal|antal(let)?"
        r"|how many|number of)\b"
    ),
    DAY: re.compile(
        r"\b(hvornaar|hvilken (dato|dag|maaned)|hvad dato|deadline[ns]?|frist(en|er|erne)?"
        r"|slutdato(en)?|tidsfrist(en)?|hvor (laenge|lang tid)"
        r"|what date|which (date|day)|how long)\b"
        r"|^\W*when (is|are|was|will|do|does|can)\b"
    ),
    REASON: re.compile(
        r"\b(hvorfor|hvad (er|var|skyldes|kan vaere) [^.?]{0,20}(aarsag|grund|forklaring)\w*"
        r"|aarsagen? til"
        r"|grunden til|hvad skyldes|hvordan kan det vaere|why|what (is|was) the (reason|cause))\b"
    ),
    PERSON: re.compile(
        r"\b(hvem|who|whom|kontakte?|kontaktperson(en)?|telefonnummer(et)?|e?mail(en|adresse)?|tlf"
        r"|contact)\b"
    ),
    PLACE: re.compile(
        rf"\b(hvor(?! ({SIZES})\b)|where|links?|hente[rs]?|downloade?|download|adressen?)\b"
    ),
    WAY: re.compile(
        r"\b(hvordan (?!kan det vaere|gaar|har|er|hae?nger)|how (do|can|to|should)|vejledning(en)?)"
    ),
    MEANING: re.compile(
        r"\b(hvad (er|betyder|er det for) (et|en|ordet|begrebet)|begrebet|hvad betyder|what is an?"
        r"|forklare? (hvad|ordet)|definition(en)?)\b"
    ),
}
MONEY = re.compile(r"\d[\d.,]*\s?(mio|mia|kr|kroner|million|milliard)|\bgratis\b")
TIMES = re.compile(
    r"\b(kvartal|uge|ugen|aar|aaret|mandag|tirsdag|onsdag|torsdag|fredag|loerdag|soendag|kl|paaske"
    r"|dato|dage|snarest|foraar(et)?|sommer(en)?|efteraar(et)?|vinter(en)?|tidspunkt(et)?|19\d\d|20\d\d)\b"
)
NUMERALS = re.compile(r"\b(to|tre|fire|fem|seks|syv|otte|ni|ti|ingen)\b")
YES_OR_NO = re.compile(r"^\W*(ja|nej|yes|no)\b")
ADDRESS = re.compile(r"\S@\S|\bkontakt\b|\btlf|\btelefon")
BECAUSE = re.compile(r"\b(skyldes|fordi|paa grund af|aarsag(en)?|tilskrives|idet|derfor)\b")
DO_THIS = re.compile(
    r"(^|[.!,:] )(send|skriv|se|traek|marker|kontakt|tilmeld|brug|klik|vaelg|hent|ring)\b"
)


@dataclass(frozen=True, slots=True)
class Gives:
    """What an entry answers: the kinds its own questions ask for, and all it tells besides."""

    asked: frozenset[str]
    told: frozenset[str]


def asked_kinds(text: str) -> frozenset[str]:
    """Name the kinds of answer a question asks for; empty when no rule can tell."""
    folded = fold(text)
    found = frozenset(name for name, asks in ASKS.items() if asks.search(folded))
    return found - {AMOUNT, COUNT} if REASON in found else found


def proposed_types(entry: Entry) -> tuple[str, ...]:
    """Propose what the entry's editor can confirm: from its answer, and what its questions ask."""
    by_rule = _rule_gives(entry, all_tokens(entry.answer))
    return tuple(sorted((by_rule.asked | by_rule.told) - {REASON, WAY, MEANING}))


def gives(entry: Entry, answer: Iterable[Token]) -> Gives:
    by_rule = _rule_gives(entry, answer)
    if not entry.answer_type:
        return by_rule
    unconfirmed = by_rule.told & {REASON, WAY, MEANING}
    return Gives(by_rule.asked, unconfirmed | frozenset(entry.answer_type))


def _rule_gives(entry: Entry, answer: Iterable[Token]) -> Gives:
    folded = fold(entry.answer)
    kinds = {token.kind for token in answer}
    signs = {
        AMOUNT: MONEY.search(folded) is not None,
        COUNT: Kind.NUMBER in kinds or NUMERALS.search(folded) is not None,
        DAY: bool(kinds & {Kind.DATE, Kind.MONTH}) or TIMES.search(folded) is not None,
        PERSON: ADDRESS.search(folded) is not None,
        PLACE: bool(entry.links) or "http" in folded,
        LINK: bool(entry.links) or "http" in folded,
        YES_NO: YES_OR_NO.search(folded) is not None,
        REASON: BECAUSE.search(folded) is not None,
        WAY: DO_THIS.search(folded) is not None,
    }
    asked = frozenset().union(*map(asked_kinds, entry.phrasings))
    return Gives(asked, frozenset(name for name, present in signs.items() if present))


def fit_of_kind(asked: frozenset[str], given: Gives) -> float:
    """Give 1 for the kind its questions ask, .75 for one its answer tells, 0 for another kind."""
    if not asked or not (given.asked or given.told):
        return 0.5
    if asked & given.asked:
        return 1.0
    if asked == {COUNT} and COUNT in given.told:
        return 0.5  # a number stands there; whether it counts the right thing, no rule can tell
    if asked & given.told or (asked & ACCESS and given.asked & ACCESS):
        return 0.75
    return 0.25 if not given.asked else 0.0


def mismatch(asked: frozenset[str], given: Gives) -> bool:
    """Tell that the entry gives none of the amounts, counts or dates that were asked for."""
    wanted = asked & SAFE
    return bool(wanted) and not wanted & (given.asked | given.told)
