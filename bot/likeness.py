"""Which questions of a meeting ask the same, kept up with the state as it moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.hub import Hub
from knowledge.alike import TOGETHER, Index
from meeting.erasure.marks import is_mark
from meeting.ids import MeetingId, QuestionId
from meeting.model import Meeting
from meeting.question import HIDDEN, OPEN, WAITING, Question, QuestionState

SHOWN = 3  # alike questions offered at once
MOST_PAIRS = 10  # questions that one may go together with
FEWEST_LETTERS = 8  # of what is being typed, before anything is looked up


@dataclass(frozen=True, slots=True)
class Draft:
    """What an earlier meeting answered to nearly the same question, and in which meeting."""

    text: str
    meeting: Meeting


@dataclass(slots=True)
class _Drafts:
    """One meeting's drafts by the question's text; `sources` are the maps they were made from."""

    sources: tuple[object, ...] = ()
    found: dict[QuestionId, tuple[str, Draft | None]] = field(default_factory=dict)


@dataclass(slots=True)
class _Known:
    """One meeting's questions as they were read; `questions` is the state's own map then."""

    index: Index = field(default_factory=Index)
    texts: dict[QuestionId, str] = field(default_factory=dict)
    pairs: dict[QuestionId, list[QuestionId]] = field(default_factory=dict)
    questions: object = None

    def take(self, id_: QuestionId, text: str) -> None:
        """Take in a question that is new or was worded anew, with those it may go together with."""
        for other in self.pairs.pop(id_, ()):
            self.pairs[other].remove(id_)
        for near in self.index.near(text, most=MOST_PAIRS, threshold=TOGETHER, but=id_):
            other = QuestionId(near.key)
            self.pairs.setdefault(id_, []).append(other)
            self.pairs.setdefault(other, []).append(id_)
        self.index.add(id_, text)
        self.texts[id_] = text


class Likeness:
    """Looks questions up by what they ask. Nothing is stored: it is made anew from the state."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._meetings: dict[MeetingId, _Known] = {}
        self._drafts: dict[MeetingId, _Drafts] = {}

    def near(self, id_: MeetingId, text: str) -> tuple[Question, ...]:
        """Give the questions that everybody may see and that ask nearly this, best first."""
        if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
            return ()
        meeting = self._hub.state(id_)
        found = self._of(meeting).index.near(text, most=2 * SHOWN)
        questions = (meeting.root(meeting.questions[QuestionId(one.key)]) for one in found)
        open_ = (question for question in questions if question.state not in HIDDEN)
        return tuple({question.id: question for question in open_}.values())[:SHOWN]

    def together(self, meeting: Meeting) -> dict[QuestionId, tuple[QuestionId, ...]]:
        """Propose for each open question which other open ones a host may put together with it."""
        pairs = self._of(meeting).pairs
        found: dict[QuestionId, tuple[QuestionId, ...]] = {}
        for id_, near in pairs.items():
            others = tuple(one for one in near if meeting.questions[one].state in OPEN)
            if others and meeting.questions[id_].state in OPEN:
                found[id_] = others[:SHOWN]
        return found

    def drafts(self, meeting: Meeting, earlier: Iterable[Meeting]) -> Mapping[QuestionId, Draft]:
        """Give for each waiting question what was answered to it before, latest meeting first."""
        runs = tuple(earlier)
        known = self._drafts.setdefault(meeting.plan.meeting, _Drafts())
        sources = tuple(run.questions for run in runs)
        if len(sources) != len(known.sources) or any(map(_differ, sources, known.sources)):
            known.sources, known.found = sources, {}
        waiting = [one for one in meeting.questions.values() if one.state in WAITING]
        for question in waiting:
            if known.found.get(question.id, ("", None))[0] != question.text:
                draft = next(filter(None, (self._answered(run, question) for run in runs)), None)
                known.found[question.id] = (question.text, draft)
        found = ((question.id, known.found[question.id][1]) for question in waiting)
        return {id_: draft for id_, draft in found if draft is not None}

    def _answered(self, run: Meeting, asked: Question) -> Draft | None:
        for near in self._of(run).index.near(asked.text, most=SHOWN, threshold=TOGETHER):
            root = run.root(run.questions[QuestionId(near.key)])
            text = root.answer.text if root.answer is not None else None
            if root.state is QuestionState.ANSWERED and text:
                return Draft(text, run)
        return None

    def _of(self, meeting: Meeting) -> _Known:
        """Read what is new since the last look; the state's map says at once when nothing is."""
        known = self._meetings.setdefault(meeting.plan.meeting, _Known())
        if known.questions is not meeting.questions:
            for id_, question in meeting.questions.items():
                text = "" if is_mark(question.text) else question.text
                if known.texts.get(id_) != text:
                    known.take(id_, text)
            known.questions = meeting.questions
        return known


def _differ(one: object, other: object) -> bool:
    return one is not other
