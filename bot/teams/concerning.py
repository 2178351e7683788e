"""What an event means to people beside the asker: who voted is asked, who promised is reminded."""

from collections.abc import Iterable

from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import as_line
from bot.teams.cards.questions import mine_card
from bot.teams.cards.rating import ratings_card
from bot.teams.outbox.sending import Content
from meeting import events as e
from meeting.ids import ItemId, PersonId
from meeting.model import Meeting
from meeting.question import QuestionState
from meeting.question_views import QuestionView, backers, mine_view, rated_view
from meeting.viewer import Viewer


def reminded(event: e.Event, meeting: Meeting) -> PersonId | None:
    """Say who must be reminded of a promise."""
    if not isinstance(event, e.OwnerReminded):
        return None
    question = meeting.questions.get(event.question)
    return question.owner if question is not None else None


def reminder(event: e.OwnerReminded, meeting: Meeting, frame: Frame) -> Content:
    question, words = meeting.questions[event.question], frame.words
    day = words.date(question.due) if question.due is not None else ""
    line = words(
        "Question {n} waits for your answer by {date}: {text}",
        n=question.number,
        date=day,
        text=question.text,
    )
    return Content(text=as_line(line))


def ended(event: e.Event, meeting: Meeting) -> ItemId | None:
    """Say which item's answers people are asked about now."""
    return meeting.plan.items[event.index].id if isinstance(event, e.ItemEnded) else None


def concerned(item: ItemId, meeting: Meeting) -> tuple[PersonId, ...]:
    """Give those whom answers of this item were for: who asked, and who voted."""
    found: dict[PersonId, None] = {}
    for question in meeting.questions.values():
        if question.item == item and question.state is QuestionState.ANSWERED:
            askers = (one.asker for one in meeting.group(question.id) if one.asker is not None)
            found |= dict.fromkeys((*askers, *backers(meeting, question)))
    return tuple(found)


def digest(person: PersonId, meeting: Meeting, frame: Frame) -> Content:
    """Tell somebody, once and together, how all their questions stand when the meeting is over."""
    views, note = mine_view(meeting, Viewer(person)), frame.words("This became of your questions.")
    return Content(card=mine_card(views, frame, note=note), summary=note)


def asked_about(
    item: ItemId, person: PersonId, meeting: Meeting, frame: Frame, told: Iterable[int]
) -> Content | None:
    """Ask whether they got an answer; not again about what they were asked of when it came."""
    known = set(told)
    views: list[QuestionView] = [
        view
        for view in rated_view(meeting, person)
        if view.item == item and view.number not in known
    ]
    if not views:
        return None
    return Content(card=ratings_card(views, frame), summary=frame.words("Did you get your answer?"))
