"""One conversation for all channels: what is said or pressed becomes a command and a reply."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.balloting import asking, ballot
from bot.base.editing import Editing
from bot.base.knowing import ask_base, offered, sure
from bot.base.library import Library
from bot.batch import Outcome
from bot.erasing.eraser import Eraser
from bot.hub import Hub
from bot.keys import part_of, question_id, under
from bot.likeness import Likeness
from bot.turns import Told, Turn
from dialogs import acting, fields
from dialogs import replies as r
from dialogs import understand as u
from dialogs.holding_back import cleared
from dialogs.i18n import words
from dialogs.poll_fields import PollAnswer
from dialogs.poll_words import AskRoom
from dialogs.refusing import refusal
from dialogs.reopening import noting_close
from dialogs.replying import Reader, asked, reply_to
from dialogs.topics import topics_of
from dialogs.words import Words
from knowledge.search import Finding
from meeting import commands as c
from meeting.ids import EntryId, MeetingId, PersonId, QuestionId
from meeting.model import Meeting
from meeting.question import Show
from meeting.refusals import Reason, RefusedError
from meeting.tokens import digest

__all__ = ["Conversation", "Told", "Turn"]

FEWEST_WORDS = 4  # a remark this long on a known topic, said to the bot itself, is a question


Acted = c.Deed | acting.OfBase | acting.EraseMe


@dataclass(frozen=True, slots=True)
class _Shown:
    """How an asker is shown, and the secret by which an anonymous one comes back."""

    show: Show = Show.NAME
    token: str | None = None


class Conversation:
    """Says and does on behalf of one person at a time. Refusals go up as RefusedError."""

    def __init__(self, hub: Hub, library: Library, eraser: Eraser | None = None) -> None:
        self._hub = hub
        self._door = eraser or hub
        self._library = library
        self.likeness = Likeness(hub)
        self.editing = Editing(hub, library)

    async def say(self, turn: Turn, text: str) -> Told:
        """Answer a message. Raises RefusedError, UnknownMeetingError and the store's errors."""
        return await self.answer(turn, u.understand(text, self._hub.state(turn.meeting)))

    async def answer(self, turn: Turn, understood: u.Understood) -> Told:
        """Answer what a message was understood as; raises the same."""
        meeting = self._hub.state(turn.meeting)
        speech = self.words(turn, understood.language)
        match understood.intent:
            case u.Steer(deed):
                return await self._steer(turn, deed, speech)
            case u.Propose(topic):
                return await self._do(turn, c.ProposeTopic(topic), speech)
            case AskRoom() as room:
                return await self._do(turn, asking(room, turn.command), speech)
            case u.Ask() | u.AskAll() | u.Remark() as said:
                return await self._question(turn, said, speech)
            case u.Report(trouble):
                told = await self._do(turn, c.ReportTrouble(trouble), speech)
                return told if turn.direct else replace(told, reply=r.Unspoken())
            case u.Nothing():
                raise RefusedError(Reason.EMPTY_TEXT, field="text")
            case show:
                return self._told(meeting, turn, show, speech)

    async def act(self, turn: Turn, verb: str, data: fields.Data) -> Told:
        """Do what a button asks. Raises acting.UnknownVerbError and MalformedError as well."""
        meeting = self._hub.state(turn.meeting)
        speech = self.words(turn)
        match acting.read_act(verb, data, meeting):
            case acting.Look():
                return self._told(meeting, turn, u.ShowAgenda(), speech)
            case acting.AskNow(text):
                return await self._ask(turn, u.Ask(text, straight=True), speech)
            case acting.Submit() | PollAnswer() as said:
                return await self.cast(turn, said)
            case AskRoom() as room:
                return await self._do(turn, asking(room, turn.command), speech)
            case acted:
                return await self._do(turn, self._deed(meeting, turn, acted), speech)

    def _deed(self, meeting: Meeting, turn: Turn, acted: Acted) -> c.Deed:
        """Make the deed of what needs the person or the whole series for it."""
        match acted:
            case acting.EraseMe(tokens):
                return c.ErasePerson(turn.person, tokens)
            case (
                acting.Choose() | acting.SaveEntry() | acting.ApproveEntry() | acting.RemoveEntry()
            ) as asked:
                return self.editing.deed(meeting, turn.person, turn.command, asked)
            case deed:
                return deed

    async def do(self, turn: Turn, deed: c.Deed) -> Told:
        """Do what a channel has found out that is to be done. Raises RefusedError."""
        return await self._do(turn, deed, self.words(turn))

    async def ask(self, turn: Turn, text: str, show: Show, token: str | None = None) -> Told:
        """Put a question straight to the people, shown as the asker wants.

        By `token`, a secret of theirs, an anonymous asker comes back to the question.
        """
        ask = u.Ask(text, straight=True)
        return await self._ask(turn, ask, self.words(turn), _Shown(show, token))

    def asked(
        self, id_: MeetingId, question: QuestionId, language: str | None, named: str | None
    ) -> Told:
        """Draw what its asker is told of a question, as the state has it now.

        `named` is a word that was meant to address somebody and fits nobody.
        """
        meeting = self._hub.state(id_)
        speech = words(language or meeting.plan.language, meeting.plan.zone)
        found = meeting.question(question)
        asker = (found.asker if found else None) or PersonId("")
        reader = Reader(asker, meeting.at, self._titles(id_))
        return Told(asked(meeting, question, named, (), reader, speech), speech, meeting)

    async def cast(self, turn: Turn, said: acting.Submit | PollAnswer) -> Told:
        """Hand in answers under a key that does not name the person."""
        deed = await ballot(self._hub, turn.meeting, turn.person, said)
        own = replace(turn, command=under(deed.ballot, turn.command))
        return await self._do(own, deed, self.words(turn))

    def words(self, turn: Turn, language: str | None = None) -> Words:
        zone = self._hub.state(turn.meeting).plan.zone
        return words(language or turn.language, zone)

    def refused(self, turn: Turn, error: RefusedError) -> Told:
        """Turn a refusal into its sentence."""
        speech = self.words(turn)
        said, without = refusal(error, speech), error.values.get("without")
        rest = without if isinstance(without, str) else None
        told = r.Refused(error.reason, said, error.field, rest)
        return Told(told, speech, self._hub.state(turn.meeting))

    async def _steer(self, turn: Turn, deed: c.Deed, speech: Words) -> Told:
        """Step the agenda; an evaluation that is open is simply shown, to anybody."""
        meeting = self._hub.state(turn.meeting)
        if isinstance(deed, c.OpenEvaluation) and meeting.evaluation.open:
            return self._told(meeting, turn, deed, speech)
        return await self._do(turn, deed, speech)

    async def _do(self, turn: Turn, deed: c.Deed, speech: Words) -> Told:
        if isinstance(deed, c.EditQuestion):
            meeting = self._hub.state(turn.meeting)
            deed = replace(deed, text=cleared(deed.text, meeting, turn.private))
        outcome = await self._send(turn, deed)
        told = self._told(outcome.meeting, turn, deed, speech)
        change, meeting = outcome.change, outcome.meeting
        return replace(told, reply=noting_close(told.reply, deed, change, meeting, speech))

    async def _send(self, turn: Turn, deed: c.Deed) -> Outcome:
        command = c.Command(turn.command, turn.at, turn.person, deed, turn.version)
        return await self._door.send(turn.meeting, command)

    def _told(self, meeting: Meeting, turn: Turn, done: c.Deed | u.Intent, speech: Words) -> Told:
        titles = self._titles(turn.meeting)
        reader = Reader(turn.person, turn.at, titles, self._hub.meetings())
        return Told(reply_to(done, meeting, reader, speech), speech, meeting)

    async def _question(self, turn: Turn, said: u.Ask | u.AskAll | u.Remark, speech: Words) -> Told:
        match said:
            case u.Ask():
                return await self._ask(turn, said, speech)
            case u.AskAll(texts):
                return await self._ask_all(turn, texts, speech)
            case u.Remark(text):
                return await self._remark(turn, text, speech)

    async def _remark(self, turn: Turn, text: str, speech: Words) -> Told:
        """Make a question of what the knowledge base knows; among people, say nothing."""
        meeting = self._hub.state(turn.meeting)
        if not turn.direct:
            return Told(r.Unspoken(), speech, meeting)
        finding = await self._search(turn, text)
        known = finding is not None and (finding.answer is not None or finding.suggested)
        on_topic = finding is not None and finding.topic is not None
        if known or (on_topic and len(text.split()) >= FEWEST_WORDS):
            return await self._ask(turn, u.Ask(text), speech)
        hint = speech("Is it a question? Write ask in front of it, and it reaches a speaker.")
        return Told(r.Said(hint), speech, meeting)

    async def _ask(
        self, turn: Turn, ask: u.Ask, speech: Words, shown: _Shown | None = None
    ) -> Told:
        meeting = self._hub.state(turn.meeting)
        ask = replace(ask, text=cleared(ask.text, meeting, turn.private))
        finding = await self._search(turn, ask.text)
        known = None if ask.straight or finding is None else finding
        ranked = topics_of(ask.text, meeting.plan, finding)
        shown = shown or _Shown()
        deed = c.AskQuestion(
            question=question_id(turn.command),
            text=ask.text,
            show=shown.show,
            addressed=ask.addressed,
            addressed_as=ask.addressed_as,
            topic=ranked[0][0] if ranked else None,
            score=ranked[0][1] if ranked else None,
            next_topic=ranked[1][0] if len(ranked) > 1 else None,
            everyone=ask.everyone,
            offered=offered(known),
            sure=sure(known),
            token=None if shown.token is None else digest(shown.token),
        )
        return await self._do(turn, deed, speech)

    async def _ask_all(self, turn: Turn, texts: tuple[str, ...], speech: Words) -> Told:
        """Ask the questions of one message, each as a deed of its own."""
        replies: list[r.Queued | r.Known | r.DidYouMean] = []
        told = self._told(self._hub.state(turn.meeting), turn, u.ShowAgenda(), speech)
        for number, text in enumerate(texts):
            own = replace(turn, command=part_of(turn.command, number))
            told = await self._ask(own, u.Ask(text), speech)
            if isinstance(told.reply, r.Queued | r.Known | r.DidYouMean):
                replies.append(told.reply)
        return replace(told, reply=r.Several(tuple(replies)))

    async def _search(self, turn: Turn, text: str) -> Finding | None:
        base = self._library.get(turn.meeting)
        return await ask_base(base, text, turn.at.date()) if base else None

    def _titles(self, meeting: MeetingId) -> Mapping[EntryId, str]:
        base = self._library.get(meeting)
        return base.titles if base else {}
