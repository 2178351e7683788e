"""What a person does in a meeting over HTTP, as JSON or as a form: each a deed with an answer."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation import Told
from dialogs import acting, fields, replies
from dialogs import understand as u
from dialogs.cleaning import cleaned, has_words
from meeting.ids import WishId
from meeting.model import Meeting
from meeting.question import Show
from meeting.question_views import question_view
from meeting.refusals import Reason, RefusedError
from meeting.tokens import digest
from meeting.viewer import Viewer
from meeting.wishes import wishes
from web import wrongs
from web.answering import Fields, question_json, told_json
from web.desk import Asked, Desk, turn_of
from web.holding import TOKEN, new_token

# Fields with several values.
SEVERAL = frozenset({"to", "also", "alt", "links", "answer_type", "answer", "tokens"})
COUNTED = (u.Ask, u.AskAll, u.Remark, u.Propose)  # what fills a queue; commands are free


@dataclass(frozen=True, slots=True)
class Done:
    """A deed's answer: as JSON, and as the reply that a page shows.

    `held` is the secret by which a browser without scripts comes back to an anonymous question.
    """

    data: Fields
    told: Told
    status: int = 200
    held: str | None = None


async def message(desk: Desk, asked: Asked) -> Done:
    """Say something to the bot, as in the Teams chat."""
    understood = u.understand(asked.body.text("text"), asked.meeting)
    turn = turn_of(desk, asked)
    async with Question(desk, asked, counted=isinstance(understood.intent, COUNTED)):
        return _done(await desk.site.conversation.answer(turn, understood))


async def question(desk: Desk, asked: Asked) -> Done:
    """Ask the people, shown as the asker wants: straight away, or what is known first."""
    text, show = cleaned(asked.body.text("text")), _show(asked)
    if not has_words(text):
        raise RefusedError(Reason.EMPTY_TEXT, field="text")
    nameless = show is Show.ANONYMOUS
    token = _token(asked) if nameless else None
    turn = turn_of(desk, asked, nameless=nameless)
    conversation, known_first = desk.site.conversation, _known_first(asked)
    async with Question(desk, asked):
        if known_first and show is Show.NAME:
            told = await conversation.answer(turn, _as_question(text, asked.meeting))
        else:
            told = await conversation.ask(turn, text, show, token)
    data = told_json(told)
    match told.reply:
        case replies.Queued(viewed):
            data |= question_json(viewed)
        case _:
            pass
    # One that was sent before under the same key has the secret that it was given then.
    if token is None or digest(token) not in told.meeting.tokens:
        return Done(data, told, 201)
    return Done({**data, "token": token}, told, 201, held=token)


async def vote(desk: Desk, asked: Asked) -> Done:
    """Vote, or take the vote back: a form says so with `_method`."""
    taken_back = asked.request.method == "DELETE" or asked.body.data.get("_method") == "DELETE"
    id_ = asked.request.match_info["id"]
    verb = "question.unvote" if taken_back else "question.vote"
    told = await desk.site.conversation.act(turn_of(desk, asked), verb, {"question": id_})
    return Done(_with_votes(told, asked), told)


async def vote_wish(desk: Desk, asked: Asked) -> Done:
    """Want what was wished for the next meeting too, or no longer."""
    taken_back = asked.request.method == "DELETE" or asked.body.data.get("_method") == "DELETE"
    id_ = WishId(asked.request.match_info["id"])
    verb = "wish.unvote" if taken_back else "wish.vote"
    told = await desk.site.conversation.act(turn_of(desk, asked), verb, {"wish": id_})
    now = next(one for one in wishes(told.meeting, asked.person) if one.id == id_)
    return Done(told_json(told) | {"id": now.id, "votes": now.votes, "voted": now.voted}, told)


async def evaluation(desk: Desk, asked: Asked) -> Done:
    """Hand in evaluation answers: nested in JSON, as fields of their own in a form."""
    answers = _from_form(asked) if asked.body.form else _from_json(asked)
    return _done(await desk.site.conversation.cast(turn_of(desk, asked), acting.Submit(answers)))


async def poll(desk: Desk, asked: Asked) -> Done:
    """Answer a poll: with a value, a list of them, or a form's fields of that name."""
    data = {**asked.body.data, "poll": asked.request.match_info["id"]}
    return _done(await desk.site.conversation.act(turn_of(desk, asked), "poll.answer", data))


async def action(desk: Desk, asked: Asked) -> Done:
    """Press a button: the same verbs as on the cards."""
    verb = asked.body.text("verb")
    data = {name: value for name, value in asked.body.data.items() if name != "verb"}
    _check_plain(data, asked)
    asked.body.check_number("minutes")
    turn = turn_of(desk, asked)
    async with Question(desk, asked, counted=verb == "question.ask"):
        told = await desk.site.conversation.act(turn, verb, data)
    return _done(told)


class Question:
    """Takes one question out of the person's bucket, and puts it back if none was asked."""

    def __init__(self, desk: Desk, asked: Asked, *, counted: bool = True) -> None:
        self._buckets = desk.buckets
        self._who = (asked.meeting.plan.meeting, asked.person)
        self._counted = counted

    async def __aenter__(self) -> None:
        if self._counted and (wait := self._buckets.take(self._who)):
            await asyncio.sleep(self._buckets.pause(self._who))
            raise wrongs.too_fast(wait)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._counted and kind is not None:
            self._buckets.give_back(self._who)


def _done(told: Told) -> Done:
    return Done(told_json(told), told)


def _with_votes(told: Told, asked: Asked) -> Fields:
    data = told_json(told)
    match told.reply:
        case replies.QuestionCard(viewed):
            found = told.meeting.questions[viewed.id]
            viewed = question_view(told.meeting, found, Viewer(asked.person))
            data |= {"id": viewed.id, "votes": viewed.votes, "voted": viewed.voted}
        case _:
            pass
    return data


def _token(asked: Asked) -> str:
    """Give the secret by which an anonymous asker comes back: the browser's own, or a new one."""
    said = asked.body.maybe("token")
    if said is None:
        return new_token()
    if not TOKEN.fullmatch(said):
        raise wrongs.wrong_field("token")
    return said


def _show(asked: Asked) -> Show:
    """Read how the asker is shown; by name where it is not said."""
    try:
        return Show(asked.body.maybe("show") or Show.NAME)
    except ValueError:
        raise wrongs.wrong_field("show") from None


def _known_first(asked: Asked) -> bool:
    """Tell whether the knowledge base is asked before people are, as the page's form wants it."""
    said = asked.body.maybe("known") if asked.body.form else None
    if said not in {None, "first"}:
        raise wrongs.wrong_field("known")
    return said is not None


def _as_question(text: str, meeting: Meeting) -> u.Understood:
    """Understand what stands in the field for questions: never a command, never a remark."""
    understood = u.understand(text, meeting)
    if isinstance(understood.intent, u.Ask | u.AskAll):
        return understood
    return replace(understood, intent=u.Ask(text))


def _from_form(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    """Read the answers among a form's fields; one left empty takes nothing back."""
    found = acting.read_answers(asked.body.data, asked.meeting)
    return {question: values for question, values in found.items() if values}


def _from_json(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    answers = asked.body.data.get("answers")
    if not isinstance(answers, dict):
        raise wrongs.wrong_field("answers")
    return {question: fields.values(value, question) for question, value in answers.items()}


def _check_plain(data: Mapping[str, object], asked: Asked) -> None:
    """Let lists through only where several values make sense. Raises WrongError."""
    several = SEVERAL | {question.id for question in asked.meeting.plan.evaluation}
    for name, value in data.items():
        if isinstance(value, dict) or (isinstance(value, list) and name not in several):
            raise wrongs.wrong_field(name)
