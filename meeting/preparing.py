"""Questions that came in before the meeting: in the ledger from the first moment."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from meeting import events as e
from meeting.ids import QuestionId
from meeting.model import Plan, Prepared
from meeting.question import Answer, Question, QuestionState, Route, RouteKind, Show


def prepared(
    plan: Plan, at: datetime, known: Collection[QuestionId] = ()
) -> tuple[e.QuestionAsked, ...]:
    """Ask what the plan holds, but for those `known`, numbered after them; `at` is aware UTC."""
    new = [one for one in plan.prepared if prepared_id(plan, one) not in known]
    return tuple(
        e.QuestionAsked(_question(plan, one, number, at))
        for number, one in enumerate(new, len(known) + 1)
    )


def _question(plan: Plan, one: Prepared, number: int, at: datetime) -> Question:
    answer = None if one.answer is None else Answer(one.answer, at, None, one.source)
    return Question(
        id=prepared_id(plan, one),
        number=number,
        text=one.text,
        asker=None,
        show=Show.ORGANISATION if one.shown_as else Show.ANONYMOUS,
        shown_as=one.shown_as,
        organisation=one.shown_as,
        item=None,
        route=_route(plan, one),
        state=QuestionState.QUEUED if answer is None else QuestionState.ANSWERED,
        asked_at=at.replace(second=0, microsecond=0),
        topic=one.topic,
        answer=answer,
    )


def _route(plan: Plan, one: Prepared) -> Route:
    speakers = [p for item in plan.items if one.topic in item.topics for p in item.speakers]
    if one.to:
        return Route(one.to, RouteKind.ADDRESSED)
    if one.topic is not None and speakers:
        words = plan.topics.get(one.topic, one.topic)
        return Route(tuple(dict.fromkeys(speakers)), RouteKind.TOPIC, words)
    return Route(plan.hosts[:1], RouteKind.HOST)


def prepared_id(plan: Plan, one: Prepared) -> QuestionId:
    """Give the same question the same id each time that the plan is read."""
    whole = f"{plan.meeting}\n{one.text}".encode()
    return QuestionId("q" + hashlib.sha256(whole).hexdigest()[:20])
