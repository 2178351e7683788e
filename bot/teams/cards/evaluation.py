"""The evaluation: its inputs, the thanks with a way to change, and the result in numbers."""

from collections.abc import Mapping

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs.evaluating import seen_line, turnout_line, until_line
from dialogs.words import Words
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.ids import Answers
from meeting.scales import values_of
from meeting.views import EvaluationView

MOST_EXPANDED = 7  # choices that are shown as a list; more of them make a drop-down list
BAR = 12  # characters of the longest bar
MOST_TEXTS = 10


def evaluation_card(
    evaluation: EvaluationView,
    frame: Frame,
    note: str | None = None,
    given: Answers | None = None,
) -> Element:
    """Show the inputs and no others, or that it is closed."""
    words = frame.words
    title = el.words_block(words("Evaluation"), size="Large", weight="Bolder", style="heading")
    body = [*([el.note(note)] if note else []), title]
    if not evaluation.open:
        told = words("The evaluation is closed. Thank you for your answers.")
        told = told if evaluation.closed else words("The evaluation is not open yet.")
        return el.card(words.language, [*body, el.words_block(told)], fallback=told)
    told = words("It takes a minute. Nobody can see who answered what.")
    told = f"{told} {until_line(evaluation, words)}".strip()
    body.append(el.words_block(told, isSubtle=True))
    body += [
        _input(question, words, (given or {}).get(question.id)) for question in evaluation.questions
    ]
    title_ = words("Save my changes") if given else words("Send my answers")
    send = el.button(title_, "evaluation.submit")
    return el.card(words.language, body, (send,), fallback=f"{note or ''}\n{told}".strip())


def thanks_card(note: str, frame: Frame) -> Element:
    words = frame.words
    change = el.button(words("Change my answers"), "evaluation.open")
    return el.card(words.language, [el.note(note)], (change,), fallback=note)


def results_card(evaluation: EvaluationView, title: str, frame: Frame) -> Element:
    words = frame.words
    body = [el.heading(words("Evaluation: {title}", title=title)), *results(evaluation, words)]
    told = turnout_line(evaluation.turnout, words)
    return el.card(words.language, body, fallback="\n".join([told, *_numbers(evaluation, words)]))


def results(evaluation: EvaluationView, words: Words) -> list[Element]:
    """Give the numbers as a chart, or where a client has none as bars of text.

    Texts only where the viewer may see them.
    """
    body = [el.words_block(turnout_line(evaluation.turnout, words))]
    found = evaluation.results
    if not found:
        return [*body, el.words_block(seen_line(evaluation, words))]
    for question in evaluation.questions:
        if question.id in found:
            body.append(el.line(el.run(words.text(question.text), weight="Bolder")))
            body += _counts(question, found[question.id], words)
    return body


def _input(question: EvaluationQuestion, words: Words, given: tuple[str, ...] | None) -> Element:
    label = el.shortened(words.text(question.text))
    common: Element = {
        "id": question.id,
        "label": label,
        "value": el.shortened(",".join(given or ()), 2000),
    }
    if question.kind is Kind.TEXT:
        limit = {"isMultiline": True, "maxLength": 2000}
        return {"type": "Input.Text", **common, **limit}
    choices = [{"title": title, "value": value} for value, title in _choices(question, words)]
    style = "expanded" if len(choices) <= MOST_EXPANDED else "compact"
    many = question.kind is Kind.MULTIPLE
    more = {"choices": choices, "style": style, "isMultiSelect": many, "wrap": True}
    return {"type": "Input.ChoiceSet", **common, **more}


def _choices(question: EvaluationQuestion, words: Words) -> list[tuple[str, str]]:
    if question.options:
        return [(option.value, words.text(option.title)) for option in question.options]
    return [(value, value) for value in values_of(question)]


def _counts(question: EvaluationQuestion, counts: Mapping[str, int], words: Words) -> list[Element]:
    if question.kind is Kind.TEXT:
        return [el.subtle(f"“{text}”") for text in list(counts)[:MOST_TEXTS]]
    titles = dict(_choices(question, words))
    said = " · ".join(f"{titles.get(value, value)}: {count}" for value, count in counts.items())
    return [_chart(words.text(question.text), titles, counts), el.subtle(said)]


def _chart(title: str, titles: Mapping[str, str], counts: Mapping[str, int]) -> Element:
    """Draw what Teams draws; every other client takes the fallback that the card itself brings."""
    data = [{"x": titles.get(value, value), "y": count} for value, count in counts.items()]
    return {
        "type": "Chart.HorizontalBar",
        "title": title,
        "data": data,
        "fallback": {"type": "Container", "items": _bars(titles, counts)},
    }


def _bars(titles: Mapping[str, str], counts: Mapping[str, int]) -> list[Element]:
    most = max(counts.values(), default=0) or 1
    return [
        el.line(
            el.run(f"{titles.get(value, value)}  ", size="Small"),
            el.run("█" * round(BAR * count / most) or "·", size="Small", color="Accent"),
            el.run(f" {count}", size="Small"),
            spacing="None",
        )
        for value, count in counts.items()
    ]


def _numbers(evaluation: EvaluationView, words: Words) -> list[str]:
    found = evaluation.results or {}
    return [
        f"{words.text(q.text)} " + ", ".join(f"{value}: {n}" for value, n in found[q.id].items())
        for q in evaluation.questions
        if q.id in found and q.kind is not Kind.TEXT
    ]
