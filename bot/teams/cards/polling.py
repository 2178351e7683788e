"""A poll as a card: to be answered, as a result, and with what hosts do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs import replies as r
from dialogs.fields import MalformedError
from dialogs.poll_fields import read_answer
from dialogs.polling import average_of, how, not_yet, tell_poll, told_lines
from dialogs.words import Words
from meeting.ids import PersonId, PollId
from meeting.model import Meeting, Phase
from meeting.poll_results import Line, PollResult
from meeting.poll_tally import poll_of
from meeting.poll_views import PollView, PreparedView, poll_view
from meeting.polls import PollKind, PollQuestion
from meeting.rules.poll_answers import LONGEST_WORD, MOST_WORDS
from meeting.rules.poll_wording import LONGEST_OPTION
from meeting.viewer import Viewer
from meeting.views import MeetingView

BAR = 12  # characters of the longest bar
PREPARED = 3  # prepared polls with a button of their own; the others are on the page
ASKED = "poll-text"  # the box of a host's card: a press sends all inputs of the card
FEWEST_LETTERS = 6  # of an option, however many there are
MOST_LETTERS = 1500  # characters of a line that is read into question and options


def poll_card(
    poll: PollView, frame: Frame, note: str | None = None, given: Sequence[str] = ()
) -> Element:
    """Draw it for one person or for all; `given` is what this person has filled in."""
    words = frame.words
    whole = tell_poll(r.RoomPoll(poll, note), words)
    head = [*([el.note(note)] if note else []), el.words_block(words("Poll"), isSubtle=True)]
    head.append(el.line(el.run(poll.question.text, weight="Bolder", size="Large")))
    actions = [*(_answering(poll, given, words) if poll.open else ())]
    actions += host_actions(poll, frame) if frame.host else []

    def build(letters: int) -> Element:
        form = _form(_shortened(poll.question, letters), given, words) if poll.open else []
        body = [*head, *form, *poll_result(poll, words, letters)]
        return el.card(words.language, body, actions, fallback=whole)

    return el.fitted(build, LONGEST_OPTION)


def poll_result(poll: PollView, words: Words, letters: int = LONGEST_OPTION) -> list[Element]:
    """Give the numbers as text with bars, or why there are none to be seen."""
    told = el.words_block(words.count("1 has answered", "{n} have answered", poll.responses))
    if poll.result is None:
        return [told, el.words_block(not_yet(poll, words), isSubtle=True)]
    average = average_of(poll.result, words)
    lines = _lines(poll, poll.result, words, max(letters, FEWEST_LETTERS))
    return [told, *lines, *([_average(average, words)] if average else [])]


def host_poll(view: MeetingView, frame: Frame, prepared: Sequence[PreparedView]) -> list[Element]:
    """Draw a host's own part: the poll that is open with its count, or what can be asked."""
    if not frame.host or view.phase is Phase.CLOSED:
        return []
    words = frame.words
    latest = view.polls[-1] if view.polls else None
    found = [el.section(words("Ask the room"))]
    if latest is not None and (latest.open or latest.fresh):
        found.append(el.line(el.run(latest.question.text, weight="Bolder")))
        found += poll_result(latest, words)
        found.append(el.buttons(*host_actions(latest, frame)))
    return found if latest is not None and latest.open else [*found, *_asking(prepared, words)]


def host_actions(poll: PollView, frame: Frame) -> list[Element]:
    words = frame.words
    if poll.open:
        close = el.button(words("Close and show the result"), "poll.close", poll=poll.id)
        quiet = el.button(words("Close it unseen"), "poll.close", poll=poll.id, quiet=True)
        return [close, quiet]
    if poll.shown:
        return [el.button(words("Hide the result"), "poll.hide", poll=poll.id)]
    return [el.button(words("Show the result"), "poll.show", poll=poll.id)]


def pressed_poll(meeting: Meeting, person: PersonId, data: Mapping[str, object]) -> PollView | None:
    """Give the poll whose card was pressed, as this person sees it."""
    id_ = data.get("poll")
    found = poll_of(meeting.polls, PollId(id_)) if isinstance(id_, str) else None
    return None if found is None else poll_view(meeting, found, Viewer.of(meeting, person))


def answer_given(data: Mapping[str, object], meeting: Meeting) -> tuple[str, ...]:
    """Give back what was filled in, so that nobody has to do it again."""
    try:
        return read_answer(data, meeting).values
    except MalformedError:
        return ()


def _shortened(question: PollQuestion, letters: int) -> PollQuestion:
    """Cut the options to so many letters: a ranking lists each of them once a place."""
    options = tuple(el.shortened(one, max(letters, FEWEST_LETTERS)) for one in question.options)
    return replace(question, options=options)


def _form(question: PollQuestion, given: Sequence[str], words: Words) -> list[Element]:
    asked, *_ = how(question, words)
    told = words("Nobody can see who answered what.")
    return [
        el.words_block(f"{asked}. {told}", isSubtle=True),
        *_inputs(question, given, asked, words),
    ]


def _inputs(
    question: PollQuestion, given: Sequence[str], label: str, words: Words
) -> list[Element]:
    match question.kind:
        case PollKind.WORDS:
            return [_word(number, given, words) for number in range(1, MOST_WORDS + 1)]
        case PollKind.RANKING:
            places = range(1, question.places + 1)
            return [_place(question, number, given, words) for number in places]
        case PollKind.CHOICE | PollKind.MULTIPLE | PollKind.SCALE as kind:
            many = kind is PollKind.MULTIPLE
            style = "compact" if kind is PollKind.SCALE else "expanded"
            choice = _choice("answer", label, question, given)
            return [{**choice, "style": style, "isMultiSelect": many}]


def _choice(id_: str, label: str, question: PollQuestion, given: Sequence[str]) -> Element:
    titles = question.options or question.values
    choices = [
        {"title": title, "value": number}
        for title, number in zip(titles, question.values, strict=True)
    ]
    common: Element = {"type": "Input.ChoiceSet", "id": id_, "label": label, "wrap": True}
    known = ",".join(one for one in given if one in question.values)
    return {**common, "choices": choices, "value": known}


def _place(question: PollQuestion, number: int, given: Sequence[str], words: Words) -> Element:
    label = words("Place {n}", n=number)
    choice = _choice(f"answer-{number}", label, question, given[number - 1 : number])
    return {**choice, "style": "compact"}


def _word(number: int, given: Sequence[str], words: Words) -> Element:
    return {
        "type": "Input.Text",
        "id": f"answer-{number}",
        "label": words("Word {n}", n=number),
        "maxLength": LONGEST_WORD,
        "value": el.shortened(given[number - 1], LONGEST_WORD) if len(given) >= number else "",
    }


def _answering(poll: PollView, given: Sequence[str], words: Words) -> list[Element]:
    title = words("Save my change") if given else words("Send my answer")
    return [el.button(title, "poll.answer", poll=poll.id)]


def _asking(prepared: Sequence[PreparedView], words: Words) -> list[Element]:
    """Give the box to ask in, and the next of the prepared polls with a button each."""
    box: Element = {
        "type": "Input.Text",
        "id": ASKED,
        "label": words("Ask, with a slash before each option"),
        "placeholder": words("Shall we meet? / yes / no"),
        "maxLength": MOST_LETTERS,
    }
    waiting = [one for one in prepared if not one.asked][:PREPARED]
    buttons = [
        el.button(el.shortened(one.question.text, 60), "poll.ask", prepared=one.id)
        for one in waiting
    ]
    return [box, el.buttons(el.button(words("Ask the room"), "poll.ask"), *buttons)]


def _lines(poll: PollView, result: PollResult, words: Words, letters: int) -> list[Element]:
    most = max((line.count for line in result.lines), default=0) or 1
    ranking, lines = poll.question.kind is PollKind.RANKING, told_lines(result)
    shortened = [replace(line, title=el.shortened(line.title, letters)) for line in lines]
    found = [_line(line, most, ranking=ranking) for line in shortened]
    left = len(result.lines) - len(found)
    more = [el.words_block(words("… and {n} more on the meeting's page", n=left))] if left else []
    return [*found, *more]


def _line(line: Line, most: int, *, ranking: bool) -> Element:
    place = f"{line.place}. " if ranking else ""
    return el.line(
        el.run(f"{place}{line.title} ", most=LONGEST_OPTION + 4, size="Small"),
        el.run("█" * round(BAR * line.count / most) or "·", size="Small", color="Accent"),
        el.run(f" {line.count}", size="Small"),
        spacing="None",
    )


def _average(average: str, words: Words) -> Element:
    return el.words_block(words("average {n}", n=average), weight="Bolder")
