"""What a series learns from its questions: what was approved, and what could be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.i18n import words
from knowledge.alike import Index
from meeting.entry import Entry, learned_id
from meeting.ids import EntryId, PersonId, QuestionId
from meeting.model import Meeting, Role
from meeting.question import Question, QuestionState
from meeting.series_base import Written, merged


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was approved: entries, and more ways to ask for some."""

    entries: tuple[Entry, ...] = ()
    phrasings: Mapping[EntryId, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Questions that ask the same, most voted first, and what they could teach.

    With `entry` they are ways to ask for an entry that their askers chose; without, the first one
    and its `answer` would be an entry, the others ways to ask for it.
    """

    questions: tuple[Question, ...]
    answer: str = ""
    entry: EntryId | None = None


def learned(meetings: Iterable[Meeting]) -> Mapping[str, Lessons]:
    """Give what each series has learned, oldest meeting first."""
    teaching = (one for one in meetings if one.learned)
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    phrasings: defaultdict[str, defaultdict[EntryId, list[str]]]
    phrasings = defaultdict(lambda: defaultdict(list))
    for one in sorted(teaching, key=lambda other: (other.plan.start, other.plan.meeting)):
        series = one.plan.series
        for question in sorted(map(one.questions.__getitem__, one.learned), key=_number):
            entry = one.learned[question.id].entry
            if entry is not None:
                phrasings[series][entry].append(question.text)
            elif question.answer is not None and question.answer.text:
                entries[series].append(_entry(one, question))
    return {
        series: Lessons(
            tuple(entries[series]), {id_: tuple(of) for id_, of in phrasings[series].items()}
        )
        for series in {*entries, *phrasings}
    }


def suggestions(meeting: Meeting, person: PersonId | None) -> tuple[Suggestion, ...]:
    """Say what this meeting's questions could teach, as far as this person answers for them."""
    mine = [q for q in meeting.questions.values() if _may_teach(meeting, q, person)]
    return (*_new(meeting, mine), *_chosen(mine))


def _new(meeting: Meeting, questions: Iterable[Question]) -> Iterator[Suggestion]:
    """Group what people answered in writing by what asks the same; the most voted first."""
    by_id = {q.id: q for q in questions if q.answer and q.answer.by and q.answer.text}
    index = Index()
    for id_, question in by_id.items():
        index.add(id_, question.text)
    grouped = [tuple(QuestionId(key) for key in group) for group in index.groups()]
    alone = set(by_id).difference(*grouped) if grouped else set(by_id)
    for ids in (*grouped, *((id_,) for id_ in sorted(alone, key=lambda one: by_id[one].number))):
        head, *rest = sorted(
            (by_id[id_] for id_ in ids), key=lambda q: (-len(meeting.votes.get(q.id, ())), q.number)
        )
        answer = (head.answer.text if head.answer else None) or ""
        yield Suggestion((head, *rest), answer)


def _chosen(questions: Iterable[Question]) -> Iterator[Suggestion]:
    """Group what was asked in other words than an entry's, and was what its asker meant."""
    by_entry: defaultdict[EntryId, list[Question]] = defaultdict(list)
    for question in questions:
        answer, offer = question.answer, question.offer
        solved = answer is not None and answer.by is None and answer.basis is not None
        if solved and answer and answer.basis and offer is not None and not offer.sure:
            by_entry[answer.basis.entry].append(question)
    for entry, of in by_entry.items():
        yield Suggestion(tuple(sorted(of, key=_number)), entry=entry)


def _may_teach(meeting: Meeting, question: Question, person: PersonId | None) -> bool:
    answered = question.state is QuestionState.ANSWERED
    mine = Role.HOST in meeting.roles(person) or person in question.route.to
    return answered and mine and question.id not in meeting.learned


def _number(question: Question) -> int:
    return question.number


def _entry(meeting: Meeting, question: Question) -> Entry:
    """Make an entry of a question: its words, the answer, and whose and from when it is."""
    answer = question.answer
    by = None if answer is None else meeting.organisation_of(answer.by)
    speech = words(meeting.plan.language, meeting.plan.zone)
    day = speech.date(meeting.plan.start)
    return Entry(
        id=learned_id(question.id),
        question=question.text,
        answer=(answer.text if answer else None) or "",
        topic=question.topic or next(iter(meeting.plan.topics), ""),
        source=speech("{title}, {day}", title=meeting.plan.title, day=day),
        owner=by or "",
    )


def entries_of(
    file: Sequence[Entry], lessons: Lessons, edits: Mapping[EntryId, Written]
) -> tuple[Entry, ...]:
    """Put together what a series answers with: its file, what it learned, what was written."""
    return merged((*file, *lessons.entries), edits, lessons.phrasings)
