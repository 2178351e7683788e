"""Answers as JSON: what a reply gives a program, and what a refusal says."""

from collections.abc import Mapping

import orjson
from aiohttp import web

from bot.conversation import Told
from bot.reports.state import people_json, state_json
from dialogs import replies as r
from dialogs.refusing import refusal
from dialogs.telling import tell
from dialogs.words import Words
from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.question_views import QuestionView
from meeting.refusals import FORBIDDEN, NOT_FOUND, WRONG_VALUE, RefusedError
from meeting.viewer import Viewer
from meeting.views import view
from web.site import Site
from web.wrongs import Wrong

Fields = dict[str, object]


def json_answer(
    data: Mapping[str, object], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=orjson.dumps(data), status=status, headers=headers, content_type="application/json"
    )


def state_of(site: Site, meeting: Meeting, person: PersonId | None, words: Words) -> Fields:
    """Give what this person may see, as of now."""
    seen = view(meeting, Viewer.of(meeting, person), site.clock.now())
    return state_json(seen, words, words.zone)


def told_json(told: Told) -> Fields:
    """Give a reply as text, with the question it made and what may be done about it."""
    found: Fields = {"reply": tell(told.reply, told.words), "version": told.meeting.version}
    match told.reply:
        case r.Queued(question) | r.QuestionCard(question):
            found["question"] = question_json(question)
        case r.Known(question=id_):
            found["offer"] = {"question": id_, "answer": True, "choices": []}
        case r.DidYouMean(question=id_, choices=choices):
            offered = [{"entry": one.entry, "question": one.question} for one in choices]
            found["offer"] = {"question": id_, "answer": False, "choices": offered}
        case r.Several(replies):
            asked = [question_json(one.question) for one in replies if isinstance(one, r.Queued)]
            found |= {"question": asked[0]} if asked else {}
            found["questions"] = asked
        case _:
            pass
    return found


def question_json(question: QuestionView) -> Fields:
    return {"id": question.id, "number": question.number, "to": people_json(question.to)}


def error_json(wrong: Wrong) -> Fields:
    found: Fields = {"error": wrong.sentence, "reply": wrong.sentence, "reason": wrong.reason}
    if wrong.field is not None:
        found["field"] = wrong.field
    if wrong.without is not None:
        found |= {"without": wrong.without, "sure": wrong.sure}
    return found


def refused(error: RefusedError, words: Words) -> Wrong:
    """Turn a rule's no into its status and sentence."""
    status = 409
    if error.reason in FORBIDDEN:
        status = 403
    elif error.reason in NOT_FOUND:
        status = 404
    elif error.reason in WRONG_VALUE:
        status = 422
    without = error.values.get("without")
    return Wrong(
        status,
        error.reason.value,
        refusal(error, words),
        error.field,
        without=without if isinstance(without, str) else None,
        sure=bool(error.values.get("sure")),
    )
