"""Questions with the answer that stands under them; questions to the audience are none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.deck.document import Document, Line, Slide
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.draft import Pair
from knowledge.deck.items import is_section
from knowledge.deck.wording import alike, capitalised, joined, paragraphs, runs_on

LONGEST_QUESTION = 400
LONGEST_ANSWER = 4000
LONGEST_LABEL = 80
CHAPTER = 2  # the deepest heading that begins a slide of its own
FEWEST_WORDS = 3  # a shorter text under a question is its answer only when it is a yes or no
_CALL = re.compile(
    r"(?i)(?:(?:ellers )?(?:så )?(?:skriv|stil|send|indsend|giv|meld)\b.{0,60}\b(?:chat|"
    r"spørgsmål|kommentar|besked|mail)|"
    r"spørgsmål (?:stilles|sendes|tages)|ræk hånden|ekstraslide|læs-selv|tak for|"
    r"(?:please )?(?:write|ask|post|type|send|put|raise|drop|let us)\b.{0,60}\b(?:chat|"
    r"questions?|comments?|hand|know)|"
    r"slido|menti\b|thank you)"
)
_AUDIENCE = re.compile(
    r"(?i)(?:fik (?:du|i)\b|har (?:du|i|nogen)\b.{0,40}(?:spørgsmål|kommentar|ønsker|input|"
    r"andet)|er der (?:flere |nogen )?(?:spørgsmål|kommentar|andet)|"
    r"(?:flere |nogen )?spørgsmål\s*(?:\?|til|eller)|hvad (?:synes|tænker|mener|ønsker) (?:du|"
    r"i)\b|er (?:du|i) (?:klar|enig|tilfreds)|"
    r"(?:any|more|further|do you have|does anyone have|have you got)\b.{0,30}(?:questions?|"
    r"comments?|thoughts|feedback)|questions\s*\?|"
    r"did you (?:get|like|enjoy|find)|what do you think|how (?:was|did you find|are you)|"
    r"hvordan var|kan (?:du|i) (?:ikke )?(?:deltage|høre)|"
    r"can(?:['\u2019]?t| you) (?:make|hear|attend|join))"
)
_DISCUSSION = re.compile(
    r"(?i)(?:til (?:drøftelse|diskussion|debat|overvejelse)|spørgsmål til (?:drøftelse|"
    r"diskussion|salen|jer|debat|refleksion)|"
    r"gruppearbejde|diskussion|drøft|debat|(?:for |group )?discussion|discuss|breakout|"
    r"exercise|øvelse|evaluering|evaluation|polls?\b|afstemning)"
)
_LABELLED = re.compile(
    r"(?i)(?:(?P<q>spørgsmål|sp|spm|question|q)|(?P<a>svar|sv|answer|"
    r"a))\s?[0-9]{0,3}\s?[.:)]{1,2}\s*(?=\S)"
)
_FAQ_HEAD = re.compile(
    r"(?i)(?:.*\b(?:faq|q&a|q & a|ofte stillede spørgsmål|spørgsmål og svar|frequently asked|"
    r"questions and answers|spørgsmål fra)\b)"
)
_INLINE = re.compile(r"(?P<question>[^?]{8,300}\?)\s+(?P<answer>[A-ZÆØÅ0-9].{8,})$")
_YES = re.compile(r"(?i)(?:ja|nej|yes|no|både|snart|soon)\b")
_NUMBER = re.compile(r"[0-9]{1,3}$")
_NOISE = re.compile(r"(?i)^(?:https?://\S+|mailto:\S+)$")


@dataclass(frozen=True, slots=True)
class _Block:
    """Give a bullet or paragraph with the lines it goes over."""

    lines: tuple[Line, ...]
    text: str

    @property
    def head(self) -> Line:
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class _Section:
    """Give a slide, whether it is part of an FAQ, and the lines of its title."""

    slide: Slide
    headed: bool
    titles: frozenset[int]
    label: str


def _blocks(lines: Sequence[Line], words: frozenset[str]) -> list[_Block]:
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        own = line.listed or line.heading or bool(_LABELLED.match(line.text))
        if last is None or own or last.heading or not runs_on(last.text, line.text):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_Block(tuple(group), joined((one.text for one in group), words)) for group in groups]


def _asks(text: str) -> bool:
    return (
        text.endswith("?") and len(text) <= LONGEST_QUESTION and len(text.split()) >= FEWEST_WORDS
    )


def _is_answer_line(block: _Block) -> bool:
    text = block.text
    return not (_CALL.match(text) or _NUMBER.match(text) or _NOISE.match(text))


def _answer(blocks: Sequence[_Block], words: frozenset[str]) -> str:
    """Everything up to a call to the audience; empty when it says too little to be one."""
    kept: list[str] = []
    for block in blocks:
        if _CALL.match(block.text) or _AUDIENCE.match(block.text):
            break
        if _is_answer_line(block):
            kept += [line.text for line in block.lines] if not block.head.listed else [block.text]
    text = paragraphs(kept, words)[:LONGEST_ANSWER]
    long_enough = len(text.split()) >= FEWEST_WORDS or _YES.match(text) or text.endswith(".")
    return _ANSWER_LABEL.sub("", text) if text and long_enough else ""


_ANSWER_LABEL = re.compile(r"(?i)^(?:svar|sv|answer|a)\s?[0-9]{0,3}\s?[.:)]{1,2}\s*")


def _may_be_question(block: _Block, headed: bool, titles: frozenset[int]) -> bool:
    """Whether a block is a question that may have its answer under it; a slide's title is none."""
    if not _asks(block.text) or _AUDIENCE.match(_unlabelled(block.text)):
        return False
    if headed:
        return True
    titled = block.head.number in titles and block.head.heading <= CHAPTER
    return not titled and bool(
        block.head.listed or block.head.heading or _LABELLED.match(block.text)
    )


def _unlabelled(text: str) -> str:
    label = _LABELLED.match(text)
    return text[label.end() :] if label and label["q"] else text


def _inline(block: _Block, headed: bool) -> tuple[str, str] | None:
    """`Hvad er X? Det er Y.` in one paragraph."""
    match = _INLINE.match(block.text[:LONGEST_ANSWER])
    label = _LABELLED.match(block.text)
    if match is None or not (headed or label) or _AUDIENCE.match(_unlabelled(match["question"])):
        return None
    return _unlabelled(match["question"]), _ANSWER_LABEL.sub("", match["answer"])


def _ends_answer(block: _Block, question: _Block) -> bool:
    """Whether a block belongs to the next question or another part of the slide."""
    if question.head.heading:
        return 0 < block.head.heading <= question.head.heading
    return bool(block.head.heading) or (
        _asks(block.text) and not _LABELLED_ANSWER.match(block.text)
    )


_LABELLED_ANSWER = re.compile(r"(?i)(?:svar|answer|a)\s?[.:]")


def _pairs(
    blocks: Sequence[_Block], section: _Section, words: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for index, block in enumerate(blocks):
        inline = _inline(block, section.headed)
        if inline is not None:
            yield inline
        elif _may_be_question(block, section.headed, section.titles):
            answer = _answer(list(_under(blocks, index, section.headed)), words)
            if answer:
                yield _unlabelled(block.text), answer


def _under(blocks: Sequence[_Block], index: int, headed: bool) -> Iterator[_Block]:
    for block in blocks[index + 1 :]:
        if _ends_answer(block, blocks[index]) or _inline(block, headed) is not None:
            return
        if not block.head.listed and is_section(block.head):
            return
        yield block


def _body(slide: Slide, used: frozenset[int], running: frozenset[str]) -> list[Line]:
    """Give the lines from the slide's own heading on."""
    first = slide.heading_lines[0] if slide.heading_lines else 0
    return [
        line
        for line in slide.lines
        if line.number not in used and (line.number >= first or alike(line.text) not in running)
    ]


def _sections(document: Document, used: frozenset[int]) -> Iterator[tuple[_Section, list[_Block]]]:
    """Give the slides; what is under an FAQ heading is so until a heading of its rank."""
    running = frozenset(alike(slide.lines[0].text) for slide in document.slides)
    chapter = 0
    for slide in document.slides:
        rank = slide.lines[0].heading
        if _FAQ_HEAD.match(slide.heading):
            chapter = rank or CHAPTER
        elif not rank > chapter > 0:
            chapter = 0
        blocks = _blocks(_body(slide, used, running), document.words)
        label = next((block.text for block in blocks if _is_faq_label(block)), "")
        headed = chapter > 0 or bool(label)
        own = "" if slide.heading_lines and label == slide.heading else label.rstrip(":")
        yield _Section(slide, headed, frozenset(slide.heading_lines), own), blocks


def _is_faq_label(block: _Block) -> bool:
    return len(block.text) < LONGEST_LABEL and bool(_FAQ_HEAD.match(block.text))


def faq_of(
    document: Document, used: frozenset[int], source: str
) -> tuple[tuple[Pair, ...], tuple[Doubt, ...]]:
    """Each question with its answer; its source is the heading it stands under."""
    found: dict[str, Pair] = {}
    doubts: list[Doubt] = []
    for section, blocks in _sections(document, used):
        heading = section.slide.heading
        if _DISCUSSION.match(heading):
            continue
        for question, answer in _pairs(blocks, section, document.words):
            where = section.label or heading or source
            pair = Pair(capitalised(question.strip()), answer, None, where)
            found.setdefault(alike(question), pair)
        asks = not section.headed and _asks(heading) and not _AUDIENCE.match(heading)
        if asks and _answer(blocks[1:], document.words):
            doubts.append(doubt("heading-question", heading))
    return tuple(found.values()), tuple(doubts)
