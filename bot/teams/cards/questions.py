"""Questions: one with its votes, everybody's in a list, and one's own."""

from collections.abc import Sequence

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs.telling import STATES, answer_line, because, edition, question_line
from dialogs.words import Words
from meeting.model import Meeting, Phase
from meeting.question import WAITING, QuestionState
from meeting.question_views import QuestionView
from meeting.views import MeetingView

LISTED = 8  # questions on the common card
HEADING = {"size": "Large", "weight": "Bolder", "style": "heading"}


def question_card(question: QuestionView, frame: Frame, note: str) -> Element:
    words = frame.words
    told = f"{note}\n{question_line(question, words)}"

    def build(most: int) -> Element:
        body = [el.note(note), *_whole(question, words, most)]
        if question.state in WAITING | {QuestionState.ANSWERED}:
            votes = [] if question.mine else [vote(question, words)]
            if on := [*votes, *_own(question, words)]:
                body.append(el.buttons(*on))
        elif own := _own(question, words):
            body.append(el.buttons(*own))
        return el.card(words.language, body, fallback=told)

    return el.fitted(build, el.LONG)


def questions_card(view: MeetingView, frame: Frame, note: str | None = None) -> Element | None:
    """List everybody's questions, most votes first; None while there is none."""
    listed = sorted(filter(_open_to_all, view.questions), key=_weight)
    if not listed:
        return None
    words = frame.words

    def build(count: int) -> Element:
        body = [el.words_block(words("Questions"), size="Large", weight="Bolder", style="heading")]
        if note is not None:
            body.insert(0, el.note(note))
        closed = view.phase is Phase.CLOSED
        body += [_entry(question, words, closed=closed) for question in listed[:count]]
        if (left := len(listed) - count) > 0:
            body.append(el.words_block(words("… and {n} more on the meeting's page", n=left)))
        body.append(el.link(words("All questions on the meeting's page"), frame.page))
        told = "\n".join(question_line(question, words) for question in listed[:count])
        return el.card(words.language, body, fallback=told)

    return el.fitted(build, min(len(listed), LISTED))


Elsewhere = Sequence[tuple[Meeting, Sequence[QuestionView]]]


def mine_card(
    questions: Sequence[QuestionView],
    frame: Frame,
    elsewhere: Elsewhere = (),
    note: str | None = None,
) -> Element:
    """List one's own questions, newest first, then those of the series' other meetings."""
    words = frame.words
    listed: list[tuple[str | None, QuestionView]] = [(None, q) for q in reversed(questions)]
    listed += [(edition(other, words), q) for other, some in elsewhere for q in some]

    def build(count: int) -> Element:
        title = words("My questions")
        body = [*([el.note(note)] if note else []), el.words_block(title, **HEADING)]
        before = None
        for where, question in listed[:count]:
            if where is not None and where != before:
                body.append(el.section(el.escaped(where)))
            before = where
            own = _own(question, words) if where is None else []
            on = [el.buttons(*own)] if own else []
            body.append(el.group(*_whole(question, words), *on, separator=True))
        if (left := len(listed) - count) > 0:
            body.append(el.words_block(words("… and {n} more on the meeting's page", n=left)))
        told = [*([note] if note else []), *(question_line(q, words) for _, q in listed[:count])]
        return el.card(words.language, body, fallback="\n".join(told))

    return el.fitted(build, min(len(listed), 2 * LISTED))


def vote(question: QuestionView, words: Words) -> Element:
    """Offer the vote that changes something; pressing it twice changes nothing more."""
    if question.voted:
        return el.button(
            words("Take my vote back ({n})", n=question.votes),
            "question.unvote",
            question=question.id,
        )
    return el.button(words("Vote ({n})", n=question.votes), "question.vote", question=question.id)


def asker(question: QuestionView, words: Words) -> str:
    if question.shown_as is None:
        return words("Asked anonymously")
    if question.organisation and question.organisation != question.shown_as:
        return f"{question.shown_as} ({question.organisation})"
    return question.shown_as


def state(question: QuestionView, words: Words) -> str:
    """Say in one line where the question is and with whom."""
    to = f" · {words.people(question.to)}" if question.to else ""
    return f"{words(STATES[question.state])}{to}"


def _whole(question: QuestionView, words: Words, most: int = el.LONG) -> list[Element]:
    number = el.run(f"{question.number}. ", weight="Bolder")
    lines = [
        el.line(number, el.run(question.text, most=most)),
        el.subtle(f"{asker(question, words)} · {state(question, words)}"),
    ]
    if question.state in WAITING and (reason := because(question.route, words)):
        lines.append(el.subtle(reason))
    if answer := answer_line(question, words):
        lines.append(el.line(el.run(answer, most=most), spacing="Small"))
    return lines


def _own(question: QuestionView, words: Words) -> list[Element]:
    """Let the asker go on to a speaker while all there is comes from the knowledge base."""
    answer = question.answer
    known = answer is not None and answer.by is None and answer.text is not None
    if not question.mine or not (known or question.state is QuestionState.SUGGESTED):
        return []
    return [el.button(words("Ask the speaker"), "faq.ask-speaker", question=question.id)]


def _entry(question: QuestionView, words: Words, *, closed: bool) -> Element:
    lines = [
        el.line(el.run(f"{question.number}. ", weight="Bolder"), el.run(question.text)),
        el.subtle(f"{asker(question, words)} · {state(question, words)}"),
    ]
    if not closed:
        lines.append(el.buttons(vote(question, words)))
    return el.group(*lines, separator=True)


def _open_to_all(question: QuestionView) -> bool:
    return question.state not in {QuestionState.SUGGESTED, QuestionState.DECLINED}


def _weight(question: QuestionView) -> tuple[bool, int, int]:
    return question.state not in WAITING, -question.votes, question.number
