"""The timeline: planned, expected and actual times, what is on and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.teams.cards import elements as el
from bot.teams.cards.elements import Element
from dialogs.replies import Timeline
from dialogs.telling import lateness, timeline
from dialogs.words import Words
from meeting.agenda import Expected
from meeting.model import Phase
from meeting.signals import Pressure, pressure
from meeting.views import ItemView, MeetingView


@dataclass(frozen=True, slots=True)
class Frame:
    """What a card needs besides its subject.

    `step` is the version that an agenda step is made from, `page` the address of the meeting's
    page, `host` whether it is drawn for a host, `members` for whom Teams may refresh it.
    """

    words: Words
    page: str
    step: int
    host: bool = False
    members: tuple[str, ...] = ()


COLOURS = {
    Pressure.CALM: "Default",
    Pressure.WARNING: "Warning",
    Pressure.DANGER: "Attention",
    Pressure.OVER: "Attention",
}


def agenda_card(view: MeetingView, frame: Frame, note: str | None = None) -> Element:
    def build(count: int) -> Element:
        body: list[Element | None] = [el.heading(view.title), *standing(view, frame.words)]
        body += [*mistaken(view, frame), *_welcome(view, frame.words)]
        if note is not None:
            body.insert(0, el.note(note))
        body += [_item(item, frame.words) for item in _around(view.agenda, count)]
        body += [_more(len(view.agenda) - count, frame), el.link(_page(frame.words), frame.page)]
        told = Timeline(view.agenda, view.title, view.late_minutes, note)
        whole = timeline(told, frame.words)
        actions = [*(steps(view, frame) if frame.host else ()), update(frame)]
        drawn = [element for element in body if element is not None]
        return el.card(frame.words.language, drawn, actions, fallback=whole)

    return el.refreshing(el.fitted(build, len(view.agenda)), frame.members, "agenda.show")


def standing(view: MeetingView, words: Words) -> list[Element]:
    """Say what is on and what is next, and how far off plan it is."""
    found: list[Element] = []
    if view.phase is Phase.CLOSED:  # with items left, perhaps: they are not next any more
        return [el.line(el.run(_phase(view, words)))]
    if (on := next((item for item in view.agenda if item.on), None)) is not None:
        until = words("until {time}", time=words.time(on.expected.end))
        title = el.run(f"{on.number}. {on.title}", weight="Bolder")
        pressing = pressure(on.due - on.expected.start, on.due - view.now)
        end = el.run(f" {until}", color=COLOURS[pressing])
        found.append(el.line(el.run(words("On now:") + " "), title, end))
    if (then := upcoming(view)) is not None:
        at, day = words.time(then.expected.start), words.other_day(then.expected.start, view.now)
        at = words("{day} at {time}", day=day, time=at) if day else at
        found.append(el.line(el.run(f"{words('Next:')} {then.number}. {then.title}, {at}")))
    told = lateness(Timeline(view.agenda, view.title, view.late_minutes), words)
    if told:
        colour = "Attention" if view.late_minutes > 0 else "Good"
        found.append(el.line(el.run(told, color=colour)))
    return found or [el.line(el.run(_phase(view, words)))]


def _welcome(view: MeetingView, words: Words) -> list[Element]:
    """Say how to ask, as long as nothing has begun: a chat's first card is its welcome."""
    if view.phase not in {Phase.PLANNED, Phase.OPEN}:
        return []
    return [el.subtle(words("Ask here: write @Ordstyrer and your question."))]


def upcoming(view: MeetingView) -> ItemView | None:
    waiting = (i for i in view.agenda if not (i.actual.start or i.left_out or i.passed_over))
    return next(waiting, None)


def steps(view: MeetingView, frame: Frame) -> Sequence[Element]:
    """Give the host's buttons for this phase; a step is made from the version it was drawn at."""
    words, step = frame.words, frame.step
    start = el.button(words("Start"), "agenda.start", version=step)
    forward = el.button(words("Next"), "agenda.next", version=step)
    back = el.button(words("Back"), "agenda.back", version=step)
    extend = el.button(words("Extend 5 min."), "agenda.extend", minutes=5, version=step)
    undo = el.button(words("Undo"), "agenda.undo", version=step)
    poll = el.button(words("Evaluation"), "evaluation.open")
    close = el.button(words("Close the meeting"), "agenda.close", version=step)
    polled = view.evaluation.open or view.evaluation.closed
    match view.phase:
        case Phase.PLANNED | Phase.OPEN:
            return (start,)
        case Phase.RUNNING:
            return (forward, back, extend, undo, *(() if polled else (poll,)))
        case Phase.CLOSING:
            return (back, *(() if view.evaluation.closed else (poll,)), close)
        case Phase.CLOSED:
            return (undo,) if reopens(view) else ()


def reopens(view: MeetingView) -> bool:
    """Tell whether a close can still be taken back."""
    return view.reopens is not None and view.now <= view.reopens


def mistaken(view: MeetingView, frame: Frame) -> list[Element]:
    """Tell hosts until when they can take a close back."""
    if view.reopens is None or not (frame.host and reopens(view)):
        return []
    words = frame.words
    line = words("Closed by mistake? Undo until {time}.", time=words.time(view.reopens))
    return [el.line(el.run(line, weight="Bolder"))]


def update(frame: Frame) -> Element:
    return el.button(frame.words("Update"), "agenda.show")


def _around(agenda: Sequence[ItemView], count: int) -> Sequence[ItemView]:
    """Choose the items to show when not all fit: from the one before what is on."""
    on = next((n for n, item in enumerate(agenda) if item.on), 0)
    first = max(0, min(on - 1, len(agenda) - count))
    return agenda[first : first + count]


def _item(item: ItemView, words: Words) -> Element:
    mark = _mark(item)
    weight = "Bolder" if item.on else "Default"
    began = el.line(el.run(words.time(item.expected.start), weight=weight))
    title = el.run(f"{mark} {item.number}. {item.title}", weight=weight)
    lines = [el.line(title)]
    if item.speakers:
        lines.append(el.subtle(words.people(item.speakers)))
    asked = words.count("1 question", "{n} questions", item.questions)
    times = _times(item, words)
    lines.append(el.subtle(f"{times} · {asked}" if item.questions else times))
    columns = [_column("auto", [began]), _column("stretch", lines)]
    style = {"style": "emphasis"} if item.on else {}
    return {"type": "ColumnSet", "columns": columns, "spacing": "Small", **style}


def _mark(item: ItemView) -> str:
    if item.on:
        return "▶"
    if item.actual.end:
        return "✓"
    return "–" if item.left_out or item.passed_over else "○"  # noqa: RUF001


def _column(width: str, items: list[Element]) -> Element:
    return {"type": "Column", "width": width, "items": items}


def _times(item: ItemView, words: Words) -> str:
    """Say the planned times, and the real or expected ones beside them."""
    planned = _span(item.planned, words)
    if item.actual.start is not None and item.actual.end is not None:
        ran = _span(Expected(item.actual.start, item.actual.end), words)
        return words("planned {planned} · ran {ran}", planned=planned, ran=ran)
    if item.left_out:
        return words("planned {planned} · read it yourself", planned=planned)
    if item.passed_over:
        return words("planned {planned} · passed over", planned=planned)
    expected = _span(item.expected, words)
    if expected == planned:
        return words("planned {planned}", planned=planned)
    return words("planned {planned} · expected {expected}", planned=planned, expected=expected)


def _span(times: Expected, words: Words) -> str:
    return f"{words.time(times.start)}-{words.time(times.end)}"


def _more(left: int, frame: Frame) -> Element | None:
    if left <= 0:
        return None
    return el.words_block(frame.words("… and {n} more on the meeting's page", n=left))


def _page(words: Words) -> str:
    return words("The meeting's page: ask, also without your name")


def _phase(view: MeetingView, words: Words) -> str:
    match view.phase:
        case Phase.CLOSED:
            return words("The meeting is closed. Thank you for taking part.")
        case Phase.CLOSING if not view.evaluation.open:
            return words("The agenda has ended.")
        case Phase.CLOSING:
            return words("The agenda has ended. The evaluation is open.")
        case _:
            return words("The meeting has not started yet.")
