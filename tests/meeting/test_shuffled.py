"""However presses of many people get mixed up, repeated and late: the result is the model's.

The model is a few dictionaries; the rules are the real ones. Steps carry the version that their
sender saw: one that has not seen the latest step changes nothing.
"""

from collections import defaultdict
from random import Random

from meeting import commands as c
from meeting.decide import decide, recorded
from meeting.evolve import evolve
from meeting.ids import BallotKey, CommandId, PersonId, QuestionId
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from tests.given import METTE, PETER, START, asked, given

FEW, MANY = 300, 10_000
PEOPLE = [PersonId(f"p-{name}") for name in ("anna", "bo", "cia", "dan")]
QUESTIONS = [QuestionId(f"q{number}") for number in range(3)]
HOSTS = (METTE, PETER)


def opened() -> Meeting:
    joined = ((person, c.Join(person, "Odense")) for person in PEOPLE)
    more = ((PEOPLE[0], asked(f"Hvem {name}?", name)) for name in QUESTIONS)
    return given(*joined, (METTE, c.StartMeeting()), *more, (METTE, c.OpenEvaluation()))


BEGIN = opened()


def presses(chance: Random) -> list[c.Command]:
    """What everybody presses in one history, in an order of its own, some of it twice."""
    found = []
    for number in range(chance.randrange(5, 25)):
        id_ = CommandId(f"x{number}")
        who, question = chance.choice(PEOPLE), chance.choice(QUESTIONS)
        match chance.randrange(6):
            case 0 | 1:
                sent = c.Command(id_, START, who, c.Vote(question))
            case 2:
                sent = c.Command(id_, START, who, c.Unvote(question))
            case 3:
                answers = {"useful": (str(chance.randrange(1, 6)),)}
                sent = c.Command(id_, START, None, c.CastBallot(BallotKey(who), answers))
            case _:
                deed = chance.choice((c.NextItem(), c.GoBack()))
                seen = BEGIN.version + chance.randrange(number + 1)
                sent = c.Command(id_, START, chance.choice(HOSTS), deed, seen)
        found.append(sent)
    late = [one for one in found if chance.random() < 0.4]
    for one in late:  # the same delivery again, anywhere later
        found.insert(chance.randrange(found.index(one) + 1, len(found) + 1), one)
    return found


class Model:
    """What a person would work out on paper."""

    def __init__(self) -> None:
        self.version = self.stepped = BEGIN.version
        self.current = BEGIN.current or 0
        self.votes: dict[QuestionId, set[PersonId]] = defaultdict(set)
        self.ballots: dict[str, str] = {}
        self.heard: set[CommandId] = set()
        self.stale = 0

    def press(self, sent: c.Command) -> None:
        before = self._all()
        if sent.id in self.heard:
            return
        match sent.deed:
            case c.Vote(question):
                self.votes[question].add(sent.by)
            case c.Unvote(question):
                self.votes[question].discard(sent.by)
            case c.CastBallot(ballot, answers):
                self.ballots[ballot] = answers["useful"][0]
            case c.NextItem() | c.GoBack():
                self._step(sent)
            case _:
                raise AssertionError(sent)
        if self._all() != before:
            self.version += 1
            self.heard.add(sent.id)

    def _step(self, sent: c.Command) -> None:
        step = 1 if isinstance(sent.deed, c.NextItem) else -1
        if not self.stepped <= (sent.version or 0) <= self.version:
            self.stale += 1
        elif 0 <= self.current + step < len(BEGIN.plan.items):
            self.current += step
            self.stepped = self.version + 1

    def _all(self) -> object:
        return (self.current, {q: {*w} for q, w in self.votes.items() if w}, {**self.ballots})


def played(sent: list[c.Command]) -> tuple[Meeting, int]:
    """The meeting after all of it, and how many steps were refused as stale."""
    meeting, stale = BEGIN, 0
    for one in sent:
        try:
            events = decide(meeting, one)
        except RefusedError as error:
            stale += error.reason is Reason.STALE
            continue
        if events:
            meeting = evolve(meeting, recorded(one, events))
    return meeting, stale


def test_shuffled_histories_end_as_the_model_says(soaking) -> None:
    wrong, late = [], 0
    for seed in range(MANY if soaking else FEW):
        sent, model = presses(Random(seed)), Model()
        for one in sent:
            model.press(one)

        meeting, stale = played(sent)

        late += stale
        votes = {name: {*meeting.votes.get(name, ())} for name in QUESTIONS}
        cast = {key: answers["useful"][0] for key, answers in meeting.evaluation.ballots.items()}
        found = (meeting.version, meeting.current, votes, cast, stale)
        expected = {name: model.votes[name] for name in QUESTIONS}
        if found != (model.version, model.current, expected, model.ballots, model.stale):
            wrong.append((seed, found, vars(model)))

    assert wrong == []
    assert late > FEW
