"""Which questions of a meeting ask the same, kept up with the state as it moves."""

from dataclasses import dataclass, field

from bot.hub import Hub
from knowledge.alike import TOGETHER, Index
from meeting.ids import MeetingId, QuestionId
from meeting.model import Meeting
from meeting.question import HIDDEN, OPEN, Question

SHOWN = 3  # alike questions offered at once
MOST_PAIRS = 10  # questions that one may go together with
FEWEST_LETTERS = 8  # of what is being typed, before anything is looked up


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

    def _of(self, meeting: Meeting) -> _Known:
        """Read what is new since the last look; the state's map says at once when nothing is."""
        known = self._meetings.setdefault(meeting.plan.meeting, _Known())
        if known.questions is not meeting.questions:
            for id_, question in meeting.questions.items():
                if known.texts.get(id_) != question.text:
                    known.take(id_, question.text)
            known.questions = meeting.questions
        return known
