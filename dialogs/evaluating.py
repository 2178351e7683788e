"""The evaluation in words: how many answered, until when, and what a figure says beside others."""

from dialogs.words import Words
from meeting.evaluation import EvaluationQuestion
from meeting.trend import Point, Trend
from meeting.turnout import Turnout
from meeting.views import EvaluationView

SHORT = {
    "useful": "Useful, 1 to 5",
    "recommend": "Recommend (NPS)",
    "got_answer": "Got an answer",
}


def turnout_line(found: Turnout, words: Words) -> str:
    """Say how many have answered, of how many, and from how many organisations."""
    if found.share is None:
        return words.count("1 has answered", "{n} have answered", found.responses)
    told = words(
        "{n} of {all} have answered ({percent} %)",
        n=found.responses,
        all=found.expected,
        percent=round(100 * found.share),
    )
    if not found.heard or not found.invited:
        return told
    heard, invited = found.heard, max(found.heard, found.invited)
    rest = words("from {n} of {all} organisations", n=heard, all=invited)
    return f"{told}, {rest}"


def until_line(evaluation: EvaluationView, words: Words) -> str:
    """Say until when one can answer; empty when the meeting's own end decides it."""
    if evaluation.open and evaluation.until is not None:
        return words(
            "It is open until {time} on {day}.",
            time=words.time(evaluation.until),
            day=words.date(evaluation.until),
        )
    if evaluation.open and evaluation.stays:
        hours = round(evaluation.stays.total_seconds() / 3600)
        return words.count(
            "It stays open for an hour after the meeting.",
            "It stays open for {n} hours after the meeting.",
            hours,
        )
    return ""


def seen_line(evaluation: EvaluationView, words: Words) -> str:
    """Say what others than hosts see of the results, as long as that is not all of them."""
    if not evaluation.shown:
        return words("Only hosts see the results.")
    if evaluation.open:
        return words(
            "Everybody sees the results five answers at a time, from ten on, so that nobody's"
            " answer shows. All of them come at the close."
        )
    return words("Everybody sees the results of what at least five have answered.")


def reminder(evaluation: EvaluationView, page: str, words: Words, *, chat: bool) -> str:
    """Remind of it in a chat or by mail: how long, how many have, where. It names nobody."""
    asked = words("The evaluation is open: it takes a minute, and nobody sees who answered what.")
    where = words("Answer on {page}", page=page)
    here = words("or write evaluation here in the chat")
    lines = [asked, until_line(evaluation, words), turnout_line(evaluation.turnout, words) + "."]
    return " ".join(filter(None, [*lines, f"{where} {here}." if chat else where]))


def thanks(words: Words, *, shown: bool) -> str:
    """Thank who has just answered, and say what they can still do and where the result will be."""
    saved = words("Thank you, your answers are saved. You can change them while it is open.")
    there = words("The result is on the meeting's page.")
    later = words("The result comes on the meeting's page when a host shows it.")
    return f"{saved} {there if shown else later}"


def figure_text(question: EvaluationQuestion, value: float, words: Words) -> str:
    """Write a question's figure as people read it."""
    if question.id == "got_answer":
        return f"{round(100 * value)} %"
    if question.id == "recommend":
        return f"NPS {words.number(value, 0)}"
    return words.number(value)


def point_text(question: EvaluationQuestion, point: Point, words: Words) -> str:
    if point.value is None:
        return words("too few answers")
    return figure_text(question, point.value, words)


def last_text(trend: Trend, words: Words) -> str:
    """Give the meeting's own figure, where the page does not say it otherwise."""
    last = trend.points[-1].value if trend.points else None
    told = trend.question.id == "useful" or last is None
    return "" if told or last is None else figure_text(trend.question, last, words)


def change_text(trend: Trend, words: Words) -> str:
    """Compare with the edition before; empty where there is none to compare with."""
    change = trend.change
    if change is None:
        return ""
    size = _size(trend.question, abs(change), words)
    if size == _size(trend.question, 0.0, words):
        return words("as last time")
    if change > 0:
        return words("{n} higher than last time", n=size)
    return words("{n} lower than last time", n=size)


def _size(question: EvaluationQuestion, value: float, words: Words) -> str:
    if question.id == "got_answer":
        return words("{n} percentage points", n=round(100 * value))
    return words.number(value, 0 if question.id == "recommend" else 1)


def few_text(point: Point, words: Words) -> str:
    """Warn of a figure of few answers; empty where there are enough, or no figure."""
    few = point.value is not None and point.few
    return words("few answers, so it moves a lot with each") if few else ""


def runs_text(point: Point, words: Words) -> str:
    """Say that several runs are taken together."""
    return words("{n} runs together", n=point.runs) if point.runs > 1 else ""
