"""The living card in a host's or speaker's own chat: what is on, and the questions to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame, mistaken, standing, steps, update
from bot.teams.cards.elements import Element
from bot.teams.cards.evaluation import results
from bot.teams.cards.polling import host_poll
from bot.teams.cards.questions import asker, state
from dialogs.proposing import Proposed
from dialogs.telling import letter, question_line
from dialogs.words import Words
from meeting.model import Person, Phase
from meeting.poll_views import PreparedView
from meeting.question import WAITING, QuestionState
from meeting.question_views import QuestionView
from meeting.views import MeetingView

ANSWERABLE = 3  # questions with an answer box; the next ones move up
LISTED = 7
# Each box has an id of its own, because a press sends all inputs of the card.
ANSWER, TO = "text-", "to-"


@dataclass(frozen=True, slots=True)
class Urgent:
    """What hosts alone are told: who cannot follow, a line each, what to decide, what to ask."""

    troubles: tuple[str, ...] = ()
    proposed: Proposed | None = None
    prepared: tuple[PreparedView, ...] = ()


def desk_card(
    view: MeetingView,
    queue: Sequence[QuestionView],
    frame: Frame,
    people: Sequence[Person],
    note: str | None = None,
    urgent: Urgent | None = None,
) -> Element:
    """Draw it; `queue` is what this person answers for, `people` whom a host may pass it to."""
    words = frame.words
    waiting = [question for question in queue if question.state in WAITING]
    new = [question for question in queue if question.state is QuestionState.NEW]

    def build(count: int) -> Element:
        body = [*([el.note(note)] if note else []), el.heading(view.title)]
        body += [*standing(view, words), *mistaken(view, frame)]
        body += _proposals(urgent.proposed if urgent else None, frame)
        body += _troubles(urgent.troubles if urgent else (), words)
        body += [_new(question, words) for question in new[:LISTED]] if frame.host else []
        body.append(el.section(_title(len(waiting), words)))
        boxes = waiting[: min(count, ANSWERABLE)]
        body += [_answerable(q, view.title, frame, people if frame.host else ()) for q in boxes]
        listed = waiting[len(boxes) : count]
        body += [el.subtle(f"{q.number}. {q.text} · {_weight(q, words)}") for q in listed]
        if (left := len(waiting) - count) > 0:
            body.append(el.words_block(words("… and {n} more on the meeting's page", n=left)))
        body += host_poll(view, frame, urgent.prepared if urgent else ())
        body += _evaluation(view, frame)
        body.append(el.link(words("The meeting's page"), frame.page))
        actions = [*(steps(view, frame) if frame.host else ()), update(frame)]
        told = "\n".join([_title(len(waiting), words), *(question_line(q, words) for q in boxes)])
        return el.card(words.language, body, actions[:6], fallback=told)

    return el.fitted(build, min(len(waiting), ANSWERABLE + LISTED))


def _title(count: int, words: Words) -> str:
    if count == 0:
        return words("No questions are waiting")
    return words.count("{n} question is waiting", "{n} questions are waiting", count)


def _weight(question: QuestionView, words: Words) -> str:
    return words.count("{n} vote", "{n} votes", question.votes)


def _troubles(troubles: Sequence[str], words: Words) -> list[Element]:
    if not troubles:
        return []
    lines = [el.line(el.run(text, weight="Bolder", color="Attention")) for text in troubles]
    settled = el.buttons(el.button(words("Dealt with"), "trouble.settled"))
    return [el.group(*lines, settled, separator=True)]


def _proposals(proposed: Proposed | None, frame: Frame) -> list[Element]:
    """Show what is in danger and, with a button each, what would save it."""
    if proposed is None:
        return []
    words, found = (
        frame.words,
        [el.line(el.run(proposed.danger, weight="Bolder", color="Attention"))],
    )
    for offer in proposed.offers:
        use = el.button(words("Do that"), offer.verb, **offer.data, version=frame.step)
        effect = el.run(f" {offer.effect}", weight="Bolder")
        found += [el.line(el.run(offer.text), effect), el.buttons(use)]
    return [el.group(*found, separator=True)]


def _new(question: QuestionView, words: Words) -> Element:
    """Show what nobody else sees yet, to be let through or looked at on the page."""
    return el.group(
        el.line(el.run(f"{question.number}. ", weight="Bolder"), el.run(question.text)),
        el.subtle(f"{asker(question, words)} · {words('Seen by a host first')}"),
        el.buttons(el.button(words("Let through"), "question.approve", question=question.id)),
        separator=True,
    )


def _answerable(
    question: QuestionView, title: str, frame: Frame, people: Sequence[Person]
) -> Element:
    words, id_ = frame.words, question.id
    theirs = [] if frame.host else [el.button(words("Not mine"), "question.not-mine", question=id_)]
    mailbox = letter(question, title, words)
    items = [
        el.line(el.run(f"{question.number}. ", weight="Bolder"), el.run(question.text)),
        el.subtle(f"{asker(question, words)} · {_weight(question, words)}"),
        el.subtle(state(question, words)),
        *([el.link(words("Write to the mailbox"), mailbox)] if mailbox else []),
        _box(question, words),
        el.buttons(
            el.button(words("Answer"), "question.answer", question=id_),
            el.button(words("Answered live"), "question.answer-live", question=id_),
            el.button(words("Follow up"), "question.follow-up", question=id_),
            *theirs,
        ),
    ]
    if people:
        items.append(_passing(question, words, people))
        pass_on = el.button(words("Pass on"), "question.route", question=id_)
        items.append(el.buttons(pass_on))
    return el.group(*items, separator=True)


def _box(question: QuestionView, words: Words) -> Element:
    return {
        "type": "Input.Text",
        "id": f"{ANSWER}{question.id}",
        "label": words("Answer to question {number}", number=question.number),
        "isMultiline": True,
        "maxLength": 2000,
    }


def _passing(question: QuestionView, words: Words, people: Sequence[Person]) -> Element:
    choices = [{"title": el.shortened(words.person(p)), "value": p.id} for p in people]
    return {
        "type": "Input.ChoiceSet",
        "id": f"{TO}{question.id}",
        "label": words("Pass question {number} on to", number=question.number),
        "style": "compact",
        "choices": choices,
    }


def _evaluation(view: MeetingView, frame: Frame) -> list[Element]:
    """Give hosts the count while it is open, the result when the agenda has ended."""
    poll, words = view.evaluation, frame.words
    if not frame.host or not (poll.open or poll.closed):
        return []
    ended = view.phase in {Phase.CLOSING, Phase.CLOSED}
    told = words.count("{n} response", "{n} responses", poll.responses)
    lines = results(poll, words) if ended else [el.words_block(told)]
    shown = (
        el.button(words("Hide the results"), "evaluation.hide-results")
        if poll.shown
        else el.button(words("Show the results to all"), "evaluation.show-results")
    )
    return [el.section(words("Evaluation")), *lines, el.buttons(shown)]
