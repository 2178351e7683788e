"""One person's own part of the participant's page: their questions, here and in other meetings."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from dialogs.telling import edition
from meeting.question_views import QuestionView, mine_view, rated_view
from meeting.series import asked_elsewhere
from meeting.viewer import Viewer
from web.drawing.questions import Card, card
from web.drawing.sheet import Sheet


def mine(sheet: Sheet) -> Markup:
    """Draw what became of this person's own questions, newest first.

    Before them stand answered questions of others that this person voted for and has not rated.
    """
    viewer, person = sheet.seen.viewer, sheet.seen.person
    own = [_own(sheet, q) for q in reversed(mine_view(sheet.meeting, viewer))]
    known = {one.id for one in own}
    rated = rated_view(sheet.meeting, person) if person is not None else ()
    others = [_own(sheet, q) for q in rated if q.id not in known and not _of(q, own)]
    return sheet.part(
        "mine",
        cards=own,
        others=others,
        closed=sheet.place.closed,
        tokens=sheet.seen.tokens,
        elsewhere=_elsewhere(sheet),
    )


def _elsewhere(sheet: Sheet) -> list[tuple[str, list[Card]]]:
    """Draw what the same person asked in the series' other meetings, under what they were."""
    words, seen = sheet.words, sheet.seen
    viewer = Viewer(seen.person, held=frozenset(seen.tokens))
    return [
        (edition(other, words), [card(view, other, words) for view in views])
        for other, views in asked_elsewhere(sheet.meeting, seen.others, viewer)
    ]


def _of(view: QuestionView, own: Sequence[Card]) -> bool:
    """Tell whether one of one's own questions was put together with this one and shows it."""
    return any(one.into == view.number for one in own)


def _own(sheet: Sheet, view: QuestionView) -> Card:
    drawn = card(view, sheet.meeting, sheet.words)
    titles = sheet.seen.titles
    return replace(drawn, choices=tuple((e, titles[e]) for e in view.offered if e in titles))
