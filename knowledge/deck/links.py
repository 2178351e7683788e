"""Web addresses, each with its text when the document leaves no doubt which that is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import unquote

from knowledge.deck.document import Document, Line, Slide
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.draft import Link
from knowledge.deck.wording import FUNCTION_WORDS, bare, joined, runs_on, words_of

LONGEST_TITLE = 160
MOST_LINKS = 40  # on a slide, each with a text of its own
SHORTEST_WORD = 3
_URL = re.compile(r"(?i)https?://[^\s<>\"”“]+")
_MARKDOWN = re.compile(
    r"\[([^\[\]\n]{1,300})\]\((https?://[^()\s]{1,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?)\)"
)
_POINTER = re.compile(
    r"(?i)(?:klik her for (?:at (?:tilgå|se|læse|hente|åbne|finde) )?|klik her[: ]+|"
    r"(?:click|tap) here (?:for|to (?:see|read|open|get|download|access|view)) |(?:click|tap) "
    r"here[: ]+|"
    r"(?:se|læs(?: mere om)?|hent|find|åbn|see|read(?: more about)?|download|open|watch|view|get) )"
)
_ANY_POINTER = re.compile(
    r"(?i)\bklik (?:her|på)\b|\bclick (?:here|on)\b|^(?:se|læs|hent|find|åbn|tilgå|see|read|"
    r"download|open|watch|view|get)\s"
)
_LIST_OF_LINKS = re.compile(
    r"(?i)(?:klik på (?:links?(?:ene)?|linkene)|links?|nyttige links|useful links|materialer?|"
    r"materials?|"
    r"click (?:on )?the links?)\b[^:]{0,60}:?$"
)
_GENERIC = re.compile(
    r"(?i)(?:links?|url|web|website|hjemmeside|læs mere(?: her)?|read more(?: here)?|se "
    r"mere(?: her)?|her|here|"
    r"klik her|click here|see(?: also)?|se(?: også)?|more|mere|info|at|på|til|via|hent|download)?$"
)


@dataclass(frozen=True, slots=True)
class _Found:
    url: str
    title: str | None
    line: int
    alone: bool


def _trimmed(url: str) -> str:
    """Without the sentence's own marks and a bracket that was opened before the address."""
    url = url.rstrip(".,;:!?'\u2019*_|")
    while url.endswith((")", "]", "}")) and url.count("(") < url.count(")") + url.count("]"):
        url = url[:-1].rstrip(".,;:!?'\u2019")
    return url


def _label(before: str) -> str | None:
    """`Titel: https://...`, `Titel (https://...)`, `Titel <https://...>`."""
    text = before.rstrip(" ")
    opened = text.endswith(("<", "(", "["))
    text = text.rstrip("<([ ")
    if not (opened or text.endswith((":", "\u2013", "-", "|", "→"))):
        return None
    title = bare(re.split(r"[.!?]\s", text)[-1])
    if len(title) > LONGEST_TITLE or _GENERIC.match(title):
        return None
    return _pointed(title) or title


def _pointed(text: str) -> str | None:
    match = _POINTER.match(text)
    rest = bare(text[match.end() :]) if match else ""
    return rest if rest and not _GENERIC.match(rest) else None


def _in_line(line: Line) -> Iterator[_Found]:
    text = line.raw
    titled = {_trimmed(match[2]): bare(match[1]) for match in _MARKDOWN.finditer(text)}
    end = 0
    for match in _URL.finditer(text):
        url = _trimmed(match[0])
        url = next((one for one in titled if url.startswith(one) or one.startswith(url)), url)
        before = text[max(end, match.start() - 300) : match.start()].lstrip(" •●-*\t")
        end = match.end()
        title = titled.get(url) or _label(before)
        alone = not bare(before.strip("<([")) and not bare(text[end : end + 40].strip(" >)]"))
        if len(url) > len("https://"):
            yield _Found(
                url, None if title and _GENERIC.match(title) else title, line.number, alone
            )


def _texts(lines: Sequence[Line], wanted: re.Pattern[str], words: frozenset[str]) -> list[str]:
    """Give the texts that begin with a word that points to a link, lines put together."""
    found: list[list[str]] = []
    open_text = False
    for line in lines:
        if wanted.search(line.text):
            found.append([line.text])
            open_text = True
        elif open_text and not line.listed and runs_on(found[-1][-1], line.text):
            found[-1].append(line.text)
        else:
            open_text = False
    return [joined(parts, words) for parts in found]


def _is_link_text(line: Line) -> bool:
    text = line.text
    return len(text) <= LONGEST_TITLE and not text.endswith(("!", ".", ":")) and "://" not in text


def _listed_texts(lines: Sequence[Line]) -> list[str]:
    """Give the short lines under `Klik på links og tilgå:`."""
    for i, line in enumerate(lines):
        if _LIST_OF_LINKS.match(line.text):
            below = takewhile(_is_link_text, lines[i + 1 :])
            return [bare(one.text) for one in below if "://" not in one.raw]
    return []


def _shares(text: str, url: str) -> int:
    """How many of a text's words the address itself has."""
    place = " ".join(words_of(unquote(url.partition("://")[2])))
    return sum(
        1
        for word in set(words_of(text))
        if len(word) >= SHORTEST_WORD and word not in FUNCTION_WORDS and word in place
    )


def _by_words(texts: Sequence[str], urls: Sequence[str]) -> dict[str, str]:
    """Text and address that fit each other better than anything else there."""
    pairs: dict[str, str] = {}
    for url in urls:
        scores = sorted(((_shares(text, url), text) for text in texts), reverse=True)
        if scores and scores[0][0] and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            pairs[url] = scores[0][1]
    once = [text for text in pairs.values() if list(pairs.values()).count(text) == 1]
    return {url: text for url, text in pairs.items() if text in once}


def _paired(slide: Slide, loose: Sequence[str], words: frozenset[str]) -> dict[str, str]:
    """Give the titles of a slide's bare addresses, where its text gives them unmistakably."""
    listed = _listed_texts(slide.lines)
    if len(loose) > 1:
        return _by_words(listed[:MOST_LINKS], loose[:MOST_LINKS])
    pointers = [text for text in _texts(slide.lines, _ANY_POINTER, words) if "://" not in text]
    titles = [title for text in pointers if (title := _pointed(text))]
    if len(pointers) == 1 and titles and len(titles[0]) <= LONGEST_TITLE:
        return {loose[0]: titles[0]}
    return {loose[0]: listed[0]} if len(listed) == 1 and not pointers else {}


def links_of(document: Document) -> tuple[tuple[Link, ...], tuple[Doubt, ...]]:
    """Each address once; those whose text is open are doubts."""
    titles: dict[str, str | None] = {}
    doubts: list[Doubt] = []
    for slide in document.slides:
        found = [one for line in slide.lines if "://" in line.raw for one in _in_line(line)]
        loose = list(dict.fromkeys(one.url for one in found if one.title is None and one.alone))
        pairs = _paired(slide, loose, document.words) if loose else {}
        for one in found:
            title = one.title or pairs.get(one.url)
            titles[one.url] = titles.get(one.url) or title
        pointers = any(_ANY_POINTER.search(line.text) for line in slide.lines)
        doubts += [doubt("link-titles", url) for url in loose if url not in pairs and pointers]
    return tuple(Link(url, title) for url, title in titles.items()), tuple(doubts)
