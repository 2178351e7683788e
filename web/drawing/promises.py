"""What a host follows after an answer: who got one, and what is still promised."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from dialogs.telling import got_line
from meeting.promises import promises as promised
from meeting.question import Got
from meeting.views import got_per_item
from web.drawing.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Share:
    """An item's word on its answers; `yes` and `partly` are percent of all who said."""

    text: str
    yes: int
    partly: int


@dataclass(frozen=True, slots=True)
class Promise:
    """One open promise as a line; `late` when its date has passed."""

    id: str
    number: int
    text: str
    owner: str
    day: str
    late: bool


def shares(sheet: Sheet) -> Mapping[str, Share]:
    """Give per item how many got their answer, where somebody has said."""
    return {item: _share(got, sheet) for item, got in got_per_item(sheet.meeting).items()}


def promises(sheet: Sheet) -> Markup:
    """Draw what is promised and not kept yet, the earliest date first."""
    people, words = sheet.meeting.people, sheet.words
    lines = []
    for question in promised(sheet.meeting):
        owner = people.get(question.owner) if question.owner else None
        lines.append(
            Promise(
                id=question.id,
                number=question.number,
                text=question.text,
                owner=words.person(owner) if owner else "",
                day=words.date(question.due) if question.due else "",
                late=question.due is not None and question.due < sheet.moment,
            )
        )
    return sheet.part("promises", promises=lines)


def _share(got: Mapping[Got, int], sheet: Sheet) -> Share:
    all_ = sum(got.values())
    return Share(
        text=got_line(got, sheet.words),
        yes=round(100 * got.get(Got.YES, 0) / all_),
        partly=round(100 * got.get(Got.PARTLY, 0) / all_),
    )
