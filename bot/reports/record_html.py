"""The meeting's record as one accessible HTML page: agenda, questions and answers, evaluation."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from dialogs.telling import STATES, because
from dialogs.words import Words
from meeting.views import MeetingView

PAGES = Environment(
    loader=PackageLoader("bot.reports"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def record_html(view: MeetingView, words: Words) -> str:
    return PAGES.get_template("record.html").render(
        view=view, words=words, states=STATES, because=because
    )
