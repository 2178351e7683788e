"""What a host learns from the past: the earlier run, and how long things really took."""

from dataclasses import dataclass

from dialogs.handover import handover
from meeting.history import OVER, Ran, history
from meeting.model import Phase
from meeting.series import earlier_runs
from web.drawing.sheet import Parts, Sheet


@dataclass(frozen=True, slots=True)
class Bar:
    """An item's planned and actual minutes as shares, in percent of the longest of all."""

    ran: Ran
    planned: int
    actual: int


def past(sheet: Sheet) -> Parts:
    earlier = earlier_runs(sheet.meeting, sheet.seen.others)
    told = sheet.meeting.phase is not Phase.CLOSED
    lines = handover(sheet.meeting, earlier, sheet.words) if told else ()
    rows = history(sheet.meeting, earlier) if sheet.meeting.phase in OVER else ()
    most = max((max(one.planned, one.actual or 0) for one in rows), default=1) or 1
    bars = [
        Bar(one, round(100 * one.planned / most), round(100 * (one.actual or 0) / most))
        for one in rows
    ]
    return {
        "handover": sheet.part("handover", lines=lines),
        "history": sheet.part("history", bars=bars),
    }
