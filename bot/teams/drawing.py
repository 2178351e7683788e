"""Draws a meeting's cards for one person or for all, from the newest state."""

from dataclasses import dataclass

from bot.hub import Hub, UnknownMeetingError
from bot.ports import Clock
from bot.teams.cards.agenda import Frame, agenda_card
from bot.teams.cards.desk import Urgent, desk_card
from bot.teams.cards.elements import Element
from bot.teams.cards.evaluation import evaluation_card, results_card
from bot.teams.cards.polling import poll_card
from bot.teams.cards.questions import questions_card
from bot.teams.outbox.sending import Content, ConversationId, Living
from bot.teams.room import Room
from bot.teams.rooms import Rooms
from dialogs.i18n import words
from dialogs.proposing import proposed
from dialogs.replying import standing
from dialogs.telling import troubles
from dialogs.words import Words
from meeting.ids import PersonId
from meeting.model import Meeting, Role
from meeting.poll_views import poll_view, prepared_view
from meeting.question import WAITING, QuestionState
from meeting.question_views import QuestionView, queue_view
from meeting.viewer import Viewer
from meeting.views import MeetingView, evaluation_view, view


@dataclass(frozen=True, slots=True)
class Drawing:
    hub: Hub
    rooms: Rooms
    clock: Clock
    base_url: str

    def draw(self, conversation: ConversationId, kind: Living) -> Content | None:
        """Draw a conversation's living card; None when there is nothing to show."""
        room = self.rooms.get(conversation)
        meeting = self._meeting(conversation)
        if room is None or meeting is None:
            return None
        speech = self.words(meeting)
        if kind in {Living.POLL, Living.LAST_POLL}:
            return self._polled(meeting, 1 if kind is Living.POLL else 2, speech)
        card = self._card(meeting, room, kind, speech)
        if card is None:
            return None
        return Content(card=card, summary=f"{meeting.plan.title}: {standing(meeting, speech)}")

    @staticmethod
    def words(meeting: Meeting) -> Words:
        """Speak the meeting's language: what Teams says of a person's is often just a default."""
        return words(meeting.plan.language, meeting.plan.zone)

    def frame(self, meeting: Meeting, speech: Words, person: PersonId | None = None) -> Frame:
        return Frame(
            speech,
            f"{self.base_url}/m/{meeting.plan.code}",
            meeting.stepped,
            host=Role.HOST in meeting.roles(person),
            members=self.rooms.members(meeting.plan.hosts) if person is None else (),
        )

    def agenda(
        self,
        meeting: Meeting,
        speech: Words,
        person: PersonId | None = None,
        note: str | None = None,
    ) -> Element:
        return agenda_card(self._view(meeting, person), self.frame(meeting, speech, person), note)

    def questions(
        self,
        meeting: Meeting,
        speech: Words,
        person: PersonId | None = None,
        note: str | None = None,
    ) -> Element | None:
        return questions_card(
            self._view(meeting, person), self.frame(meeting, speech, person), note
        )

    def desk(
        self, meeting: Meeting, speech: Words, person: PersonId, note: str | None = None
    ) -> Element:
        """Draw what a host or speaker works with: hosts see all questions, their own first."""
        seen = self._view(meeting, person)
        frame = self.frame(meeting, speech, person)
        queue = _all(seen, person) if frame.host else queue_view(meeting, person)
        others = [p for p in meeting.plan.people if meeting.roles(p.id) & {Role.HOST, Role.SPEAKER}]
        return desk_card(seen, queue, frame, others, note, self._urgent(meeting, speech, frame))

    def _urgent(self, meeting: Meeting, speech: Words, frame: Frame) -> Urgent | None:
        if not frame.host:
            return None
        decide = proposed(meeting, self.clock.now(), speech)
        return Urgent(troubles(meeting, speech), decide, prepared_view(meeting))

    def _card(self, meeting: Meeting, room: Room, kind: Living, speech: Words) -> Element | None:
        match kind:
            case Living.AGENDA:
                return self.agenda(meeting, speech)
            case Living.QUESTIONS:
                return self.questions(meeting, speech)
            case Living.DESK:
                owner = room.owner if room.desk else None
                return None if owner is None else self.desk(meeting, speech, owner)
            case Living.EVALUATION | Living.RESULTS:
                return self._poll(meeting, kind, speech)
            case Living.POLL | Living.LAST_POLL:
                return None  # each has a message of its own, see above

    def _polled(self, meeting: Meeting, back: int, speech: Words) -> Content | None:
        """Show the latest poll, or the one before it, in a message of its own."""
        if len(meeting.polls) < back:
            return None
        poll = poll_view(meeting, meeting.polls[-back], Viewer())
        card = poll_card(poll, self.frame(meeting, speech))
        summary = f"{speech('Poll')}: {poll.question.text}"
        return Content(card=card, summary=summary[:200], about=poll.id, past=not poll.open)

    def _poll(self, meeting: Meeting, kind: Living, speech: Words) -> Element | None:
        """Show the evaluation once it has been open, and results only while a host shows them."""
        poll = evaluation_view(meeting, Viewer())
        frame = self.frame(meeting, speech)
        if kind is Living.RESULTS:
            return results_card(poll, meeting.plan.title, frame) if poll.shown else None
        return evaluation_card(poll, frame) if poll.open or poll.closed else None

    def _view(self, meeting: Meeting, person: PersonId | None) -> MeetingView:
        return view(meeting, Viewer.of(meeting, person), self.clock.now())

    def _meeting(self, conversation: ConversationId) -> Meeting | None:
        meeting = self.rooms.meeting_of(conversation)
        try:
            return None if meeting is None else self.hub.state(meeting)
        except UnknownMeetingError:
            return None


def _all(seen: MeetingView, host: PersonId) -> list[QuestionView]:
    waiting = (q for q in seen.questions if q.state in WAITING | {QuestionState.NEW})
    return sorted(waiting, key=lambda q: (all(p.id != host for p in q.to), -q.votes, q.number))
