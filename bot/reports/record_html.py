"""The meeting's record as one accessible HTML page: agenda, questions and answers, evaluation."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from dialogs.telling import STATES, because, got_line
from dialogs.words import Words
from meeting.question import QuestionState
from meeting.views import ItemView, MeetingView

PAGES = Environment(
    loader=PackageLoader("bot.reports"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def record_html(view: MeetingView, words: Words) -> str:
    promised = [q for q in view.questions if q.state is QuestionState.FOLLOW_UP]

    def got(item: ItemView) -> str:
        return got_line(item.got, words)

    return PAGES.get_template("record.html").render(
        view=view,
        words=words,
        states=STATES,
        because=because,
        got=got,
        rated=any(item.got for item in view.agenda),
        promised=sorted(promised, key=lambda q: (q.due or view.now, q.number)),
    )
