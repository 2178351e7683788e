"""Polls as they are drawn: the form, the result as bars, places or a cloud, the host's box."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from dialogs.polling import average_of, how, not_yet
from dialogs.words import Words
from meeting.model import Phase
from meeting.poll_results import Line, PollResult
from meeting.poll_views import PollView, polls_view, prepared_view
from meeting.polls import PollKind
from meeting.rules.poll_answers import LONGEST_WORD, MOST_WORDS
from meeting.viewer import Viewer
from web.drawing.sheet import Parts, Sheet

WIDE = 6  # a scale with more steps than this needs two rows on a phone
SIZES = 5  # of the words in a cloud
MOST_WORDS_DRAWN = 30
CROWDED, CROWDED_CLOUD = 8, 14  # lines, or words, from which they are drawn smaller on a screen
KINDS = ("choice", "multiple", "scale", "words", "ranking")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a result.

    `share` is hundredths of the longest bar, `percent` of those who answered; `size` is how large a
    word of a cloud is, from 1; `tied` says that others have the same place.
    """

    label: str
    count: int
    share: int
    percent: int
    place: int
    tied: bool
    size: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A poll for a page; `told` says why there are no rows, `counted` on how many they rest.

    `fields` are the places or words of one answer, `left` the lines that are not drawn, `crowded`
    how many lines are drawn in the usual size.
    """

    id: str
    number: int
    text: str
    kind: str
    how: str
    options: tuple[tuple[str, str], ...]
    fields: int
    wide: bool
    longest: int
    open: bool
    shown: bool
    responses: int
    counted: int
    told: str
    rows: tuple[Row, ...]
    left: int
    average: str
    crowded: int
    struck: tuple[str, ...]


def drawn(poll: PollView, words: Words) -> Drawn:
    question, result = poll.question, poll.result
    rows = () if result is None else _rows(poll, result)
    return Drawn(
        id=poll.id,
        number=poll.number,
        text=question.text,
        kind=question.kind.value,
        how=how(question, words)[0],
        options=tuple(zip(question.values, question.options or question.values, strict=True)),
        fields=MOST_WORDS if question.kind is PollKind.WORDS else question.places,
        wide=question.kind is PollKind.SCALE and len(question.values) > WIDE,
        longest=LONGEST_WORD,
        open=poll.open,
        shown=poll.shown,
        responses=poll.responses,
        counted=0 if result is None else result.responses,
        told=not_yet(poll, words) if result is None else "",
        rows=rows,
        left=0 if result is None else len(result.lines) - len(rows),
        average="" if result is None else average_of(result, words),
        crowded=CROWDED_CLOUD if question.kind is PollKind.WORDS else CROWDED,
        struck=poll.struck,
    )


def participant_polls(sheet: Sheet) -> Parts:
    """Draw the poll of the moment, and those before it whose result everybody may see."""
    polls = polls_view(sheet.meeting, Viewer())
    now = poll_of_the_moment(polls, sheet)
    past = [poll for poll in polls if poll is not now and poll.result is not None]
    return {
        "poll": sheet.part("poll", poll=None if now is None else drawn(now, sheet.words)),
        "polls-past": _past(sheet, past, host=False),
    }


def host_polls(sheet: Sheet) -> Parts:
    """Draw the box to ask in, the poll of the moment with its count, and the earlier ones."""
    polls = polls_view(sheet.meeting, Viewer(host=True))
    now = poll_of_the_moment(polls, sheet)
    past = [poll for poll in polls if poll is not now]
    opened = now if now is not None and now.open else None
    prepared = [(one, how(one.question, sheet.words)) for one in prepared_view(sheet.meeting)]
    return {
        "poll-ask": sheet.part(
            "poll-ask",
            asking=sheet.meeting.phase is not Phase.CLOSED,
            opened=None if opened is None else opened.id,
            now=[(one, told) for one, told in prepared if one.now and not one.asked],
            later=[(one, told) for one, told in prepared if not one.now or one.asked],
            kinds=KINDS,
        ),
        "poll": sheet.part("host-poll", poll=None if now is None else drawn(now, sheet.words)),
        "polls-past": _past(sheet, past, host=True),
    }


def poll_of_the_moment(polls: tuple[PollView, ...], sheet: Sheet) -> PollView | None:
    """Give the poll that is open, or the latest while the meeting has not gone on since."""
    latest = polls[-1] if polls else None
    if latest is None or sheet.meeting.phase is Phase.CLOSED:
        return None
    return latest if latest.open or latest.fresh else None


def on_stage(sheet: Sheet) -> Drawn | None:
    """Give what the big screen shows of polls: an open one, then its result until it is hidden."""
    now = poll_of_the_moment(polls_view(sheet.meeting, Viewer()), sheet)
    if now is None or not (now.open or now.shown):
        return None
    return drawn(now, sheet.words)


def _past(sheet: Sheet, polls: Iterable[PollView], *, host: bool) -> Markup:
    found = [drawn(poll, sheet.words) for poll in reversed(list(polls))]
    return sheet.part("polls-past", polls=found, host=host)


def _rows(poll: PollView, result: PollResult) -> tuple[Row, ...]:
    lines = result.lines
    if poll.question.kind is PollKind.WORDS:
        lines = lines[:MOST_WORDS_DRAWN]
    most = max((line.count for line in lines), default=0)
    places = [line.place for line in lines]
    return tuple(
        Row(
            label=line.title,
            count=line.count,
            share=round(100 * line.count / max(1, most)),
            percent=round(100 * line.count / max(1, result.responses)),
            place=line.place,
            tied=places.count(line.place) > 1,
            size=_size(line, most),
        )
        for line in lines
    )


def _size(line: Line, most: int) -> int:
    """Let a word grow with its count, in steps that a style sheet has names for."""
    return 1 + round((SIZES - 1) * max(0, line.count - 1) / max(1, most - 1))
