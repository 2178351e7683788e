"""The parts of each page that change while the meeting runs, by element id."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from dialogs.proposing import proposed
from dialogs.recap import recap
from dialogs.reopening import mistaken
from meeting.brief import brief
from meeting.ids import QuestionId
from meeting.model import Phase
from meeting.promises import due_by
from meeting.question import HIDDEN, WAITING, QuestionState
from meeting.question_views import (
    QuestionView,
    questions_view,
    queue_view,
)
from meeting.reopening import reopens_until
from meeting.series import earlier_runs
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from web.drawing.attention import notices
from web.drawing.evaluating import evaluation, host_results, wishes
from web.drawing.evaluation import results
from web.drawing.past import past
from web.drawing.polling import host_polls, on_stage, participant_polls
from web.drawing.promises import promises as _promises
from web.drawing.promises import shares as _got
from web.drawing.questions import Card, card
from web.drawing.record import records
from web.drawing.seats import Chip, answerers
from web.drawing.sheet import Parts, Sheet
from web.drawing.speaking import checklist, messages_to, my_time, room, talk
from web.drawing.timeline import window

STEERED = frozenset({Phase.PLANNED, Phase.OPEN, Phase.RUNNING})
TOP = 3  # questions on the big screen beside the one that is on


def participant(sheet: Sheet) -> Parts:
    views = questions_view(sheet.meeting, replace(sheet.seen.viewer, host=False))
    public = [q for q in views if q.state not in HIDDEN]
    return {
        "now": sheet.part("now", open=sheet.meeting.evaluation.open, remaining=_remaining(public)),
        "recap": sheet.part("recap", lines=_recap(sheet)),
        "agenda": sheet.part("agenda", got={}, steer=False),
        **evaluation(sheet),
        "wishes": wishes(sheet, may=True),
        **participant_polls(sheet),
        "questions-head": sheet.part("questions-head", number=len(public)),
        **_questions(sheet, "question", public, votable=sheet.meeting.phase is not Phase.CLOSED),
    }


def _recap(sheet: Sheet) -> tuple[str, ...]:
    """Say what has been missed, once something can have been and until it is all over."""
    begun = any(span.end is not None for span in sheet.meeting.actual)
    live = sheet.meeting.phase in {Phase.RUNNING, Phase.CLOSING}
    return recap(sheet.meeting, sheet.moment, sheet.words) if begun and live else ()


def host(sheet: Sheet) -> Parts:
    seen = questions_view(sheet.meeting, Viewer(host=True))
    views = [q for q in seen if q.state is not QuestionState.MERGED]
    waiting = sum(q.state in {QuestionState.QUEUED, QuestionState.ON_NOW} for q in views)
    found = notices(sheet.place, views, sheet.meeting, sheet.moment, sheet.words)
    return {
        "alarm": sheet.part("alarm", refusing=sheet.seen.refusing),
        "people": sheet.part("people", number=_participants(sheet)),
        "attention": sheet.part("attention", notices=found),
        "now": _steering(sheet, _remaining(views)),
        "proposals": _proposals(sheet),
        **past(sheet),
        "agenda": sheet.part(
            "agenda",
            got=_got(sheet),
            steer=sheet.meeting.phase in STEERED,
            version=_version(sheet),
        ),
        "promises": _promises(sheet),
        "records": records(sheet),
        "questions-head": sheet.part("host-questions-head", number=len(views), waiting=waiting),
        **_questions(
            sheet,
            "host-question",
            views,
            closed=sheet.meeting.phase is Phase.CLOSED,
            answerers=[Chip.of(sheet.meeting.person(p)) for p in answerers(sheet.meeting)],
            promised_by=due_by(sheet.meeting, sheet.moment).date().isoformat(),
        ),
        "results": host_results(sheet),
        **host_polls(sheet),
        "checklist": checklist(sheet),
        "talk": talk(sheet),
        "room": room(sheet),
        "wishes": wishes(sheet, may=False),
    }


def speaker(sheet: Sheet) -> Parts:
    person = sheet.seen.person
    views = queue_view(sheet.meeting, person) if person is not None else ()
    return {
        "my-time": my_time(sheet, _remaining(views)),
        "messages": messages_to(sheet),
        "brief": _brief(sheet),
        "questions-head": sheet.part(
            "speaker-questions-head",
            number=len(views),
            waiting=sum(q.state in WAITING for q in views),
        ),
        **_questions(sheet, "speaker-question", views, reader=person),
    }


def _brief(sheet: Sheet) -> Markup:
    person, earlier = sheet.seen.person, earlier_runs(sheet.meeting, sheet.seen.others)
    return sheet.part("brief", lines=brief(earlier, person) if person is not None else ())


def stage(sheet: Sheet) -> Parts:
    views = questions_view(sheet.meeting, Viewer())
    waiting = [card(q, sheet.meeting, sheet.words) for q in views if _waits(q)]
    waiting.sort(key=lambda one: one.rank)
    return {
        "hero": _hero(sheet, views),
        "top": sheet.part("top", cards=waiting[:TOP]),
        "ribbon": sheet.part("ribbon", rows=window(sheet.place)),
    }


def _remaining(views: Iterable[QuestionView]) -> int:
    """Count what has no answer yet."""
    return sum(view.state in WAITING for view in views)


def _waits(view: QuestionView) -> bool:
    return view.state is QuestionState.QUEUED


def _questions(
    sheet: Sheet,
    template: str,
    views: "tuple[QuestionView, ...] | list[QuestionView]",
    **more: object,
) -> Parts:
    drawn = (card(view, sheet.meeting, sheet.words) for view in views)
    cards = [_with_draft(sheet, _with_alike(sheet, one)) for one in drawn]
    cards.sort(key=lambda one: one.rank)
    key = tuple(value for value in more.values() if not isinstance(value, list))
    return {f"q-{one.id}": sheet.part_once(template, (one, key), card=one, **more) for one in cards}


def _with_alike(sheet: Sheet, one: Card) -> Card:
    """Name the open questions that a host may put together with this one."""
    others = sheet.seen.alike.get(QuestionId(one.id), ())
    numbers = tuple((id_, sheet.meeting.questions[id_].number) for id_ in others)
    return replace(one, alike=numbers) if numbers else one


def _with_draft(sheet: Sheet, one: Card) -> Card:
    """Put what an earlier meeting answered into the field for the answer."""
    draft = sheet.seen.drafts.get(QuestionId(one.id))
    if draft is None:
        return one
    day = sheet.words.date(draft.meeting.plan.start)
    told = sheet.words("A draft: what was answered on {day}. Change it as you like.", day=day)
    return replace(one, draft=draft.text, drafted=told)


def _participants(sheet: Sheet) -> int:
    planned = {person.id for person in sheet.meeting.plan.people}
    return sum(person not in planned for person in sheet.meeting.people)


def _steering(sheet: Sheet, remaining: int) -> Markup:
    """Draw the steps; the version goes only into a page of its own, so that parts stay the same."""
    begun = sheet.meeting.phase in {Phase.RUNNING, Phase.CLOSING, Phase.CLOSED}
    return sheet.part(
        "host-now",
        begun=begun,
        open=sheet.meeting.evaluation.open,
        version=_version(sheet),
        remaining=remaining,
        undoable=bool(sheet.meeting.undoable),
        evaluated=sheet.meeting.evaluation.closed,
        mistaken=_mistaken(sheet),
    )


def _mistaken(sheet: Sheet) -> str:
    """Say until when the close can be taken back; what is drawn stands for a minute."""
    until = reopens_until(sheet.meeting)
    if until is None or sheet.moment + timedelta(minutes=1) > until:
        return ""
    return mistaken(sheet.meeting, sheet.words)


def _version(sheet: Sheet) -> int | None:
    return sheet.meeting.version if sheet.seen.person is not None else None


def _proposals(sheet: Sheet) -> Markup:
    found = proposed(sheet.meeting, sheet.moment, sheet.words)
    return sheet.part("proposals", proposed=found, version=_version(sheet))


def _hero(sheet: Sheet, views: tuple[QuestionView, ...]) -> Markup:
    poll = evaluation_view(sheet.meeting, Viewer())
    shown = results(poll, sheet.words)
    on = next((q for q in views if q.state is QuestionState.ON_NOW), None)
    asked = on_stage(sheet)
    kind = _hero_kind(sheet, bool(shown), poll.open, on is not None)
    return sheet.part(
        "hero",
        kind=kind if asked is None else "poll",
        poll=asked,
        results=[result for result in shown if result.bars],
        responses=poll.responses,
        asked=sum(q.state is not QuestionState.SUGGESTED for q in views),
        answered=sum(q.state is QuestionState.ANSWERED for q in views),
        links=sheet.links,
        short_link=sheet.short_link,
        card=card(on, sheet.meeting, sheet.words) if on else None,
    )


def _hero_kind(sheet: Sheet, shown: bool, open_: bool, question: bool) -> str:
    """Choose what the big screen is for now, the most pressing first."""
    choices = (
        (shown, "results"),
        (open_, "evaluation"),
        (question and sheet.meeting.phase is not Phase.CLOSED, "question"),
        (sheet.place.on is not None, "item"),
        (sheet.meeting.phase is Phase.CLOSED, "closed"),
        (sheet.meeting.phase is Phase.CLOSING, "closing"),
    )
    return next((kind for holds, kind in choices if holds), "before")
