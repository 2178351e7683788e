"""The parts about the meeting's end: the evaluation, its results, and wishes for the next one."""

from markupsafe import Markup

from dialogs.development import development
from dialogs.evaluating import reminder, seen_line, thanks, turnout_line, until_line
from meeting.model import Phase
from meeting.trend import trends
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from meeting.wishes import wishes as wished
from web.drawing.evaluation import compared, fields, results
from web.drawing.sheet import Parts, Sheet

WISHES_SHOWN = 40


def evaluation(sheet: Sheet) -> Parts:
    """Draw what participants get: the form while it is open, and results once they are shown."""
    poll, words = evaluation_view(sheet.meeting, Viewer()), sheet.words
    return {
        "evaluation": sheet.part(
            "evaluation",
            open=poll.open,
            fields=fields(poll, words) if poll.open else (),
            until=until_line(poll, words),
            thanks=thanks(words, shown=poll.shown),
        ),
        "results": sheet.part(
            "results", results=results(poll, words), turnout=turnout_line(poll.turnout, words)
        ),
    }


def host_results(sheet: Sheet) -> Markup:
    poll = evaluation_view(sheet.meeting, Viewer(host=True))
    started = poll.open or poll.closed
    over = trends(sheet.meeting, sheet.seen.others) if started else ()
    return sheet.part(
        "host-results",
        started=started,
        open=poll.open,
        shown=poll.shown,
        turnout=turnout_line(poll.turnout, sheet.words),
        until=until_line(poll, sheet.words),
        mail=reminder(poll, sheet.links.join, sheet.words, chat=False),
        seen=seen_line(poll, sheet.words),
        results=compared(results(poll, sheet.words), over, sheet.words) if started else (),
        development=development(over, sheet.words),
    )


def wishes(sheet: Sheet, *, may: bool) -> Markup:
    """Draw the wishes, to vote for where one may; who has voted is the browser's to know."""
    open_ = sheet.meeting.phase is not Phase.CLOSED or sheet.meeting.evaluation.open
    found = wished(sheet.meeting, sheet.seen.person)
    rest = len(found) - WISHES_SHOWN
    return sheet.part("wishes", wishes=found[:WISHES_SHOWN], rest=rest, may=may and open_)
