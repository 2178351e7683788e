"""Mail addresses with what the document says they are for."""

import re
from collections.abc import Iterator, Sequence

from knowledge.deck.document import Line
from knowledge.deck.draft import Contact
from knowledge.deck.people import is_likely
from knowledge.deck.wording import bare, joined, runs_on, squeeze

LONGEST_LOCAL = 64
LONGEST_TOPIC = 90
MOST_LINES_BACK = 4
_LOCAL_END = re.compile(r"[\w.+-]+$")
_DOMAIN = re.compile(r"@(?:[\w-]{1,63}\.){1,6}[A-Za-zæøåÆØÅ]{2,24}(?![\w-])")
_RECIPIENTS = re.compile(r"(?i)(?:to|til|cc|bcc|kopi)\s?:")
_MAILTO = re.compile(r"(?i)\bmailto:\s?")
_CLAUSE = re.compile(
    r"(?i)\s(?:hvor|der|som|når|hvis|inden|senest|you|we|i\sønsker|du\sønsker|vi\sønsker|"
    r"that|which|when|before|by|go|goes|gå|går|sendes|rettes|stilles|kan|skal|bedes|please|"
    r"can|should)\b|[,.;!?]\s|\s[(\u2013-]"
)
_ASKING = re.compile(
    r"(?i)(?:spørgsmål|henvendelser?|forespørgsler|questions?|enquiries|queries)\s"
    r"(?:til|om|vedr\.?|vedrørende|angående|ang\.|about|on|regarding|concerning|re)\s(?P<topic>.+)$"
)
_REACHING = re.compile(
    r"(?i)\b(?:kontakte?r?|skriv(?:e)? til|contact|reach|write to)\s(?P<topic>.+?)"
    r"(?:\s(?:på|via|at|on|by|through))?(?:\s?(?:mail|e-mail|email))?\s?[:(]?$"
)
_SENDING = re.compile(
    r"(?i)(?:^|[.!?]\s|\b(?:kan|skal|bedes|please|can|should|must)\s)"
    r"(?:send(?:e|es)?|rekvirer(?:e|es)?|bestil(?:le|les)?|meld|tilmeld|mail|email|submit|"
    r"request|order|"
    r"forward|indsend(?:e|es)?|order)\s(?P<topic>.+?)\s(?:på|til|to|at|from|via|hos)"
    r"(?:\s(?:mail|e-mail|email))?\s?:?$"
)
_LABELLED = re.compile(
    r"(?P<topic>[^:\u2013@]{2,60}?)\s?(?::|\u2013|\s-\s|\s\|)\s?(?:mail|e-mail|email)?:?\s?[<(]?$"
)
_GENERIC = re.compile(
    r"(?i)(?:e-?mail|mail(?:adresse)?|kontakt(?:es|oplysninger)?|contacts?|os|us|mig|me|fra|from|"
    r"sender|afsender|svar til|reply-to|skriv(?: til)?|write(?: to)?|her|here|adresse|address)$"
)


def addresses_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Every mail address with where it stands; found from its `@`, so long texts cost little."""
    for match in _DOMAIN.finditer(text):
        before = text[max(0, match.start() - LONGEST_LOCAL) : match.start()]
        local = _LOCAL_END.search(before[before.rfind(" ") + 1 :])
        if local and local[0].strip(".-+"):
            name = local[0].lstrip(".-+")
            yield name + match[0], match.start() - len(name), match.end()


def _sentence(lines: Sequence[Line], place: int, before: str) -> str:
    """Collect what stands before the address, over the lines that the sentence began on."""
    parts = [before]
    first = place
    while first > 0 and place - first < MOST_LINES_BACK and not lines[first].listed:
        above = lines[first - 1].text
        if "://" in above or not runs_on(above, parts[0] or "x"):
            break
        parts.insert(0, above)
        first -= 1
    return joined(parts)


def _trimmed(topic: str) -> str | None:
    clause = _CLAUSE.search(topic)
    text = bare(topic[: clause.start()] if clause else topic)
    text = re.sub(r"(?i)^(?:the|your|jeres|dine)\s", "", text)
    text = re.sub(r"(?i)\s(?:på|til|at|to|via)$", "", text)
    plain = not text or _GENERIC.match(text) or len(text) > LONGEST_TOPIC or is_likely(text)
    return None if plain else text


def _topic(sentence: str) -> str | None:
    sentence = squeeze(sentence).rstrip("<([ ")
    sentence = re.split(r"(?<=[a-zæøå0-9][.!])\s", sentence)[-1]
    for pattern in (_ASKING, _REACHING, _SENDING):
        match = pattern.search(sentence)
        topic = _trimmed(match["topic"]) if match else None
        if topic:
            return topic
    match = _LABELLED.match(sentence)
    return _trimmed(match["topic"]) if match else None


def contacts_of(lines: Sequence[Line]) -> tuple[Contact, ...]:
    """Each address once, with the first topic that is given for it."""
    found: dict[str, Contact] = {}
    for place, line in enumerate(lines):
        if "@" not in line.raw or _RECIPIENTS.match(line.text):
            continue
        text = line.text if len(line.raw) <= len(line.text) + 40 else squeeze(line.raw)
        end = 0
        for address, start, stop in addresses_in(text):
            before = _MAILTO.sub("", text[max(end, start - 300) : start])
            key = address.casefold()
            topic = _topic(_sentence(lines, place, before) if not end else before)
            end = stop
            known = found.get(key)
            if known is None or (known.topic is None and topic):
                found[key] = Contact(known.address if known else address, topic)
    return tuple(found.values())
