"""Pages drawn for tests, from meetings made by the real rules."""

from datetime import datetime, timedelta
from functools import cache
from html.parser import HTMLParser

from dialogs.i18n import words
from meeting.commands import (
    CastBallot,
    Decline,
    KnownAnswer,
    NextItem,
    OpenEvaluation,
    ProposeTopic,
    PutOn,
    ShowResults,
    StartMeeting,
    Vote,
)
from meeting.ids import BallotKey, EntryId, PersonId, QuestionId
from meeting.model import Meeting, Role
from meeting.question import Show
from meeting.viewer import Viewer
from tests.given import ANNA, BO, METTE, PETER, START, asked, given
from web.assets import read_assets
from web.pages import Pages
from web.site import Links, Seen

LINKS = Links(
    home="https://m.example.dk/",
    join="https://m.example.dk/m/MARTS2AD",
    host="https://m.example.dk/m/MARTS2AD/host",
    speaker="https://m.example.dk/m/MARTS2AD/speaker",
    stage="https://m.example.dk/m/MARTS2AD/stage",
)
ROLES = {"participant": Role.PARTICIPANT, "host": Role.HOST, "speaker": Role.SPEAKER}
SAY = words("da", "Europe/Copenhagen")
IN_ENGLISH = words("en", "Europe/Copenhagen")


Q1 = QuestionId("q1")
PAGES = ("participant", "host", "speaker", "stage")
SURE = KnownAnswer(EntryId("e1"), "Den 1. juni.", "Programledermøde, side 12")


@cache
def pages() -> Pages:
    return Pages(read_assets())


def seen(
    meeting: Meeting | None,
    person: PersonId | None = None,
    *,
    page: str = "participant",
    now: datetime = START,
    language: str = "da",
) -> Seen:
    viewer = Viewer(person, host=page == "host")
    spoken = words(language, "Europe/Copenhagen")
    return Seen(meeting, viewer, person, ROLES.get(page), spoken, now, LINKS)


def parts(
    meeting: Meeting, page: str, person: PersonId | None = None, minutes: float = 0
) -> dict[str, str]:
    """The parts of a page as all of a kind see them, so many minutes after the planned start."""
    now = START + timedelta(minutes=minutes)
    return dict(pages().fragments(page, seen(meeting, person, page=page, now=now)))


class Tree(HTMLParser):
    """Every element with its attributes, every text, and whether each element was closed."""

    VOID = frozenset({"input", "link", "meta", "option", "rect", "path", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def busy() -> Meeting:
    """A meeting with everything in it."""
    meeting = given(
        (METTE, StartMeeting()),
        (METTE, NextItem()),
        (ANNA, asked("Hvad koster det?", "q1")),
        (ANNA, asked("Hvem ved det?", "q2", show=Show.ANONYMOUS)),
        (BO, asked("Hvornår lukker det?", "q3", sure=SURE)),
        (BO, asked("Hvorfor?", "q4", addressed=(PETER,), addressed_as="Peter")),
        (METTE, Decline(QuestionId("q4"), "Det er besvaret i nyhedsbrevet.")),
        (BO, Vote(Q1)),
        (METTE, PutOn(Q1)),
        (ANNA, ProposeTopic("Mere om data")),
        (METTE, OpenEvaluation()),
    )
    for number in range(10):  # of which others see five
        ballot = CastBallot(BallotKey(f"b{number}"), {"useful": ("4",), "comment": ("Godt",)})
        meeting = given((ANNA, ballot), start=meeting)
    return given((METTE, ShowResults()), start=meeting)
