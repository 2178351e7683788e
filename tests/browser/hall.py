"""A whole meeting, phase by phase, and every page that somebody may have open in it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from playwright.async_api import Page

from dialogs.poll_words import read_poll
from meeting import commands as c
from meeting.ids import PersonId, PollId, QuestionId
from meeting.model import TroubleKind
from meeting.question import Show
from tests.browser.conftest import LAPTOP, PHONE, SCREEN, Visitors
from tests.browser.house import House
from tests.given import HANS, METTE, RASMUS, asked

Size = dict[str, int]
HOST, SPEAKER = "Mette Vinther Poulsen", "Rasmus Edelberg"
LIVE = ("participant", "host", "speaker", "stage")
# The same whatever goes on in the meeting.
OUTSIDE = ("home", "was", "privacy", "terms", "door", "wrong")
ASKED = (
    ("Hvornår får kommunerne svar på, om flytningen af barselssagerne bliver udskudt?", "Odense"),
    ("Hvad betyder corona for fristen 30/4 for KLIK-opgave 12?", "Aabenraa"),
    ("Kan vi få adgang til statistikken over henvendelser?", "Billund"),
    ("Hvem skal borgerne ringe til i overgangen?", "Kolding"),
    ("Kan vi få slides bagefter?", "Hedensted"),
)


async def planned(_house: House) -> None:
    """The meeting as an early house has it."""


async def opens(house: House) -> None:
    await house.open()


async def running(house: House) -> None:
    """Item 2 is on, twelve minutes of it are left, and people have asked and voted."""
    await house.do(METTE, c.StartMeeting())
    house.clock.forward(minutes=6)
    await house.do(METTE, c.NextItem())
    house.clock.forward(minutes=8)
    people = [await house.join(f"Deltager {n}", place) for n, (_, place) in enumerate(ASKED)]
    for number, (person, (text, _)) in enumerate(zip(people, ASKED, strict=True)):
        how = {"show": Show.ANONYMOUS} if number == 3 else {}
        await house.do(person, asked(text, f"q{number}", addressed=(RASMUS,), **how))
        for voter in people[number:]:
            if voter is not person:
                await house.do(voter, c.Vote(QuestionId(f"q{number}")))
    await house.do(people[2], c.ReportTrouble(TroubleKind.SOUND))


async def question_on(house: House) -> None:
    await house.do(METTE, c.PutOn(QuestionId("q0")))
    await house.do(METTE, c.FollowUp(QuestionId("q1")))
    await house.do(HANS, c.AnswerQuestion(QuestionId("q2"), "Ja, fra den 1. maj."))
    await house.do(METTE, c.Decline(QuestionId("q4"), "Det er besvaret i nyhedsbrevet."))


async def poll_open(house: House) -> None:
    line = "Hvor klar er jeres kommune til UDK? 1-5"
    await house.do(METTE, c.AskPoll(PollId("klar"), read_poll(line)))
    for number in range(23):
        person = PersonId(f"x{number}")
        key = await house.hub.ballot_key(house.plan.meeting, person, PollId("klar"))
        await house.do(person, c.AnswerPoll(PollId("klar"), key, (str(1 + number * number % 5),)))
    await house.do(METTE, c.ShowPollResult(shown=True))


async def evaluation_open(house: House) -> None:
    await house.do(METTE, c.ClosePoll())
    for minutes in (9, 15, 15, 15, 5, 12):
        house.clock.forward(minutes=minutes)
        await house.do(METTE, c.NextItem())
    await house.do(METTE, c.OpenEvaluation())
    await house.do(RASMUS, c.ProposeTopic("Databeskyttelse i praksis"))


async def results_shown(house: House) -> None:
    for number in range(24):
        person = await house.join(f"Gæst {number}", f"Kommune {number % 9}")
        useful, recommend = str(5 - number % 3), str(10 - number % 5)
        got = ("yes", "yes", "partly", "no")[number % 4]
        comment = ("Kort og klart.",) if number == 3 else ()
        answers = {"useful": (useful,), "recommend": (recommend,), "got_answer": (got,)}
        await house.rate(person, answers | ({"comment": comment} if comment else {}))
    await house.do(METTE, c.ShowResults())


async def agenda_over(house: House) -> None:
    """The last item is over, and the host has not closed the meeting yet."""
    house.clock.forward(minutes=3)
    await house.do(METTE, c.NextItem())


async def closed(house: House) -> None:
    await house.do(METTE, c.CloseMeeting())


PHASES: Mapping[str, Callable[[House], Awaitable[None]]] = {
    "planned": planned,
    "open": opens,
    "running": running,
    "question": question_on,
    "poll": poll_open,
    "evaluation": evaluation_open,
    "results": results_shown,
    "ended": agenda_over,
    "closed": closed,
}


async def play(house: House, *phases: str) -> None:
    """Have the meeting go through these phases, with nobody looking."""
    for phase in phases:
        await PHASES[phase](house)


@dataclass
class Hall:
    """The pages of a meeting, each in a browser of its own but those that one person changes to."""

    house: House
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """Where the pages lead that do not follow the meeting by themselves."""
        room = self.house.room
        host = {"people", "knowledge", "deck", "record", "series"}
        told = {name: f"{self.house.url}/{name}" for name in ("was", "privacy", "terms")}
        return told | {
            "home": self.house.url,
            "door": f"{room}/host",
            "wrong": f"{self.house.url}/m/NOTTHERE",
            "join": room,
            **{name: f"{room}/{name}" for name in sorted(host)},
        }

    async def fill(self, visitors: Visitors) -> None:
        """Have somebody open each page."""
        links = self.house.links
        for name in (*OUTSIDE, "join"):
            self.pages[name] = await visitors.visit(self.elsewhere[name], PHONE)
        self.pages["participant"] = await visitors.join(self.house, "Lene Holm", "Hedensted")
        self.pages["host"] = await visitors.come(links.hosts[HOST], LAPTOP)
        self.pages["speaker"] = await visitors.come(links.speakers[SPEAKER], LAPTOP)
        self.pages["stage"] = await visitors.come(links.stage, SCREEN)
        context = self.pages["host"].context
        for name in ("people", "knowledge", "deck", "record", "series"):
            self.pages[name] = await context.new_page()

    async def enter(self, phase: str) -> None:
        """Have the meeting go on, and wait until every page shows it."""
        await PHASES[phase](self.house)
        for name, page in self.pages.items():
            if name in LIVE:
                await page.wait_for_selector(f"body[data-version='{self.house.meeting.version}']")
            elif name not in OUTSIDE:
                await page.goto(self.elsewhere[name])
