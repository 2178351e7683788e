"""The series' own page: its editions, what was promised, how it develops, what was wished for."""

from dataclasses import dataclass

from bot.reports.promised import STANDINGS, standings_line
from dialogs.development import FEWEST_EDITIONS, development
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS
from meeting.promises import KEPT, Standing
from meeting.series_views import EditionView, PromiseView, SeriesView, TopicView
from web.drawing.curve import curves
from web.drawing.sheet import Sheet
from web.site import Series

BADGES = {
    Standing.KEPT: "success",
    Standing.KEPT_LATE: "success",
    Standing.OPEN: "info",
    Standing.LATE: "warning",
    Standing.CARRIED: "info",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A meeting to go to; `path` is empty where this browser cannot open it."""

    title: str
    when: str
    path: str


@dataclass(frozen=True, slots=True)
class Run:
    place: Place
    participants: int
    asked: int
    answered: int
    open: int


@dataclass(frozen=True, slots=True)
class Edition:
    title: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    text: str
    given: Place
    again: str
    owner: str
    day: str
    overdue: bool
    standing: str
    badge: str


@dataclass(frozen=True, slots=True)
class Topic:
    """`item` is what it became, in words; `on` is where."""

    text: str
    votes: int
    editions: str
    item: str
    on: Place | None


def series(sheet: Sheet) -> dict[str, object]:
    """Give what the page is drawn from."""
    found, words = sheet.seen.series, sheet.words
    if found is None:
        found = Series(SeriesView((), (), (), hidden=False, topics=()), frozenset(), host=False)
    view = found.view
    drawn = [
        (promise.standing in KEPT, _promise(promise, found, sheet)) for promise in view.promises
    ]
    runs = [run for edition in view.editions for run in edition.runs]
    over = development(view.trends, words)
    return {
        "series": sheet.meeting.plan.series,
        "host": found.host,
        "joined": sheet.seen.person is not None,
        "first": len(runs) == 1,
        "shut": any(run.meeting.plan.meeting not in found.opens for run in runs),
        "editions": [_edition(edition, found, sheet) for edition in view.editions],
        "open_promises": [promise for kept, promise in drawn if not kept],
        "kept_promises": [promise for kept, promise in drawn if kept],
        "sum": standings_line([promise.standing for promise in view.promises], words),
        "development": over,
        "curves": curves(view.trends, words) if over.editions else (),
        "few": any(point.few for trend in view.trends for point in trend.points if point.value),
        "fewest_editions": FEWEST_EDITIONS,
        "hidden": view.hidden,
        "fewest": FEWEST_RESPONDENTS,
        "topics": [_topic(topic, found, sheet) for topic in view.topics],
    }


def _edition(edition: EditionView, found: Series, sheet: Sheet) -> Edition:
    runs = tuple(
        Run(_place(run.meeting, found, sheet), run.participants, run.asked, run.answered, run.open)
        for run in edition.runs
    )
    return Edition(edition.title, runs)


def _promise(promise: PromiseView, found: Series, sheet: Sheet) -> Promise:
    day = promise.kept or promise.due
    return Promise(
        text=promise.question.text,
        given=_place(promise.meeting, found, sheet),
        again=promise.again.plan.title if promise.again else "",
        owner=sheet.words.person(promise.owner) if promise.owner else "",
        day=sheet.words.date(day) if day else "",
        overdue=promise.standing is Standing.CARRIED and promise.overdue,
        standing=sheet.words(STANDINGS[promise.standing]),
        badge=BADGES[promise.standing],
    )


def _topic(topic: TopicView, found: Series, sheet: Sheet) -> Topic:
    became = topic.item is not None and topic.on is not None
    return Topic(
        text=topic.text,
        votes=topic.votes,
        editions=", ".join(topic.editions),
        item=f"{topic.item.number}. {topic.item.title}" if topic.item and became else "",
        on=_place(topic.on, found, sheet) if topic.on and became else None,
    )


def _place(meeting: Meeting, found: Series, sheet: Sheet) -> Place:
    start, words = meeting.plan.start, sheet.words
    when = words("{day} at {time}", day=words.date(start), time=words.time(start))
    opens = meeting.plan.meeting in found.opens
    path = f"{sheet.address(meeting)}/record" if opens else ""
    return Place(meeting.plan.title, when, path)
