"""A whole meeting of March 2020, with everything that a record can tell of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.hub import Hub
from meeting import commands as c
from meeting.decide import decide_first, recorded
from meeting.evaluation import EvaluationQuestion, Kind, Option
from meeting.evolve import begin
from meeting.ids import BallotKey, CommandId, EntryId, MeetingId, PersonId, QuestionId
from meeting.item import Task
from meeting.model import Meeting, Plan
from meeting.planning import moved_to
from meeting.question import Got, Show
from meeting.wishes import wish_id
from tests.given import HANS, KELD, MARTIN, METTE, PETER, RASMUS, demo_plan, done

MONDAY = datetime(2020, 3, 30, 8, 0, tzinfo=UTC)  # 10.00 in Copenhagen
TOWNS = (
    *("Billund", "Odense", "Vejle", "Kolding", "Aarhus", "Randers", "Skive", "Ringsted"),
    *("Esbjerg", "Horsens", "Viborg", "Herning", "Køge", "Roskilde", "Greve", "Faxe"),
    *("Thisted", "Hjørring", "Aalborg", "Varde", "Tønder", "Sønderborg", "Assens", "Nyborg"),
    *("Svendborg", "Langeland", "Slagelse", "Næstved", "Lolland", "Bornholm", "Gladsaxe", "Ishøj"),
)
BASE = c.KnownAnswer(
    EntryId("udk-1"), "Udbetaling Danmark opkræver kvartalsvis.", "Programledermøde, side 12"
)
LONG = (
    "Får vi varsel, før I lukker for den gamle snitflade? Vi har tre leverandører, der alle skal "
    "nå at skifte, og en af dem kan først efter sommerferien, så datoen betyder meget for os."
)
COMMENT = "Mere tid til spørgsmål, tak. Ring på 20 30 40 50."
Timed = tuple[float, PersonId | None, c.Deed]


def plan() -> Plan:
    """The demo's plan with tasks that were moved, and questions of the meeting's own."""
    own = (
        EvaluationQuestion(
            "length",
            "Hvordan var længden?",
            Kind.CHOICE,
            options=(
                Option("short", "For kort"),
                Option("right", "Passende"),
                Option("long", "For lang"),
            ),
        ),
        EvaluationQuestion(
            "used",
            "Hvad har du brug for inden næste møde?",
            Kind.MULTIPLE,
            options=(
                Option("slides", "Slides"),
                Option("recording", "Optagelse"),
                Option("contact", "En kontaktperson"),
            ),
        ),
        EvaluationQuestion(
            "rare", "Hvordan virkede tegnsprogstolkningen?", Kind.SCALE, low=1, high=5
        ),
    )
    demo = demo_plan(MONDAY)
    tasks = (
        Task("Bestil adgang til det nye sortiment", "K 12", date(2020, 4, 30), date(2020, 4, 2)),
        Task("Meld kontaktperson ind til valget", "K 14", date(2020, 5, 8)),
    )
    return replace(demo, evaluation=(*demo.evaluation, *own), tasks=tasks)


def remembered(*, until: float = 10_000, start: Meeting | None = None) -> Meeting:
    """The meeting after what was done in its first minutes, made by the rules alone."""
    sent = c.Command(CommandId("plan"), MONDAY - timedelta(days=3), None, c.PlanMeeting(plan()))
    meeting = start or begin(recorded(sent, decide_first(sent)))
    for number, (minutes, by, deed) in enumerate(deeds()):
        if minutes <= until:
            meeting = done(meeting, _command(number, minutes, by, deed))
    return meeting


async def remembered_in(hub: Hub, *, until: float = 10_000) -> Meeting:
    """The same through a hub, so that there is a log of it."""
    whole = plan()
    sent = c.Command(CommandId("plan"), MONDAY - timedelta(days=3), None, c.PlanMeeting(whole))
    await hub.plan(whole.meeting, sent)
    for number, (minutes, by, deed) in enumerate(deeds()):
        if minutes <= until:
            await hub.send(whole.meeting, _command(number, minutes, by, deed))
    return hub.state(whole.meeting)


async def edition_before_in(hub: Hub) -> Meeting:
    """The series' edition of the month before, which nine people have evaluated."""
    before = replace(
        moved_to(plan(), MONDAY - timedelta(days=30)),
        meeting=MeetingId("february"),
        code="FEB12020",
        title="Programledermøde februar 2020",
    )
    await hub.plan(before.meeting, _before(0, before, None, c.PlanMeeting(before)))
    done_: tuple[tuple[PersonId | None, c.Deed], ...] = (
        (None, c.OpenMeeting()),
        (METTE, c.StartMeeting()),
        (METTE, c.OpenEvaluation()),
        *((METTE, c.CastBallot(BallotKey(f"b{n}"), {"useful": ("4",)})) for n in range(9)),
        (METTE, c.CloseMeeting()),
    )
    for number, (by, deed) in enumerate(done_, 1):
        await hub.send(before.meeting, _before(number, before, by, deed))
    return hub.state(before.meeting)


def _before(number: int, plan_: Plan, by: PersonId | None, deed: c.Deed) -> c.Command:
    return c.Command(CommandId(f"before {number}"), plan_.start, by, deed)


def deeds() -> Iterator[Timed]:
    """What everybody did, by minutes after the planned start."""
    yield -10, None, c.OpenMeeting()
    yield -9, METTE, c.Arrive()
    yield -8, RASMUS, c.Arrive()
    for number, town in enumerate(TOWNS):
        yield -7, _leader(number), c.Join(f"Leder {number + 1}", town)
    yield -5, _leader(0), _ask("q1", "Optages mødet, og hvor finder vi slides bagefter?")
    yield 2, METTE, c.StartMeeting()
    yield (
        3,
        METTE,
        c.AnswerQuestion(QuestionId("q1"), "Ja. Begge dele ligger på mødets side i morgen."),
    )
    yield 8, METTE, c.NextItem()
    yield from _about_udk()
    yield from _about_corona()
    yield from _about_operation()
    yield from _the_rest()
    yield from _evaluation()
    yield from _afterwards()


def _about_udk() -> Iterator[Timed]:
    to_kl = {"addressed": (RASMUS,), "addressed_as": "KL"}
    to_atp = {"addressed": (HANS,), "addressed_as": "ATP"}
    yield (
        10,
        _leader(1),
        _ask(
            "q2",
            "Hvornår kommer regningen for første kvartal, og kan den deles på flere EAN-numre?",
            **to_atp,
        ),
    )
    yield (
        11,
        _leader(2),
        _ask(
            "q3",
            "Bliver budgetvejledningen ændret efter forliget?",
            show=Show.ORGANISATION,
            **to_kl,
        ),
    )
    yield (
        12,
        _leader(3),
        _ask(
            "q4",
            "Hvad gør vi, hvis vores tal ikke stemmer med jeres?",
            show=Show.ANONYMOUS,
            token="secret",
            **to_atp,
        ),
    )
    yield 13, _leader(4), _ask("q5", "Kan vi dele EAN-nummeret?", **to_atp)
    yield 14, METTE, c.MergeQuestions(QuestionId("q5"), QuestionId("q2"))
    for number in range(5, 17):
        yield 15, _leader(number), c.Vote(QuestionId("q2"))
    for number in range(8, 12):
        yield 15, _leader(number), c.Vote(QuestionId("q3"))
    yield 16, METTE, c.PutOn(QuestionId("q2"))
    yield 18, HANS, c.AnswerQuestion(QuestionId("q2"), None)
    yield (
        20,
        RASMUS,
        c.AnswerQuestion(
            QuestionId("q3"),
            "Ja. Den nye vejledning er på kl.dk fra på fredag.\nDen gælder fra 1. maj.",
        ),
    )
    yield 21, HANS, c.FollowUp(QuestionId("q4"))
    yield 22, _leader(9), _ask("q6", "Hvor ofte opkræver Udbetaling Danmark?", sure=BASE)
    yield 23, _leader(9), c.SolveQuestion(QuestionId("q6"))
    yield 31, METTE, c.NextItem()
    yield 31.5, _leader(1), c.RateAnswer(QuestionId("q2"), Got.YES)
    yield 31.6, _leader(5), c.RateAnswer(QuestionId("q2"), Got.YES)
    yield 31.7, _leader(2), c.RateAnswer(QuestionId("q3"), Got.PARTLY)


def _about_corona() -> Iterator[Timed]:
    to = {"addressed": (PETER,), "addressed_as": "KOMBIT"}
    yield (
        33,
        _leader(10),
        _ask("q7", "Kan fristerne i KLIK flyttes, mens vi arbejder hjemme?", **to),
    )
    yield (
        34,
        _leader(11),
        _ask("q8", "Hvem får besked, når en frist flyttes?", show=Show.ORGANISATION, **to),
    )
    yield 35, _leader(12), _ask("q9", "Hvorfor virker kaffemaskinen ikke?", **to)
    yield (
        36,
        PETER,
        c.AnswerQuestion(
            QuestionId("q7"),
            "Ja. Sortimentet er flyttet til 30. april. Resten ser vi på sammen med jer.",
        ),
    )
    yield 37, PETER, c.FollowUp(QuestionId("q8"), due=MONDAY + timedelta(days=2))
    yield 38, METTE, c.Decline(QuestionId("q9"), "Hører ikke til mødet.")
    yield 43, METTE, c.NextItem()


def _about_operation() -> Iterator[Timed]:
    to = {"addressed": (KELD,), "addressed_as": "Keld"}
    yield 45, _leader(13), _ask("q10", "Hvad var årsagen til nedbruddet den 12. marts?", **to)
    yield (
        46,
        _leader(14),
        _ask("q11", "Hvornår er serviceplatformen på den nye version?", show=Show.ANONYMOUS, **to),
    )
    yield (
        47,
        _leader(15),
        _ask(
            "q12",
            LONG,
            show=Show.ORGANISATION,
            **to,
        ),
    )
    yield 48, METTE, c.PutOn(QuestionId("q10"))
    yield 50, KELD, c.AnswerQuestion(QuestionId("q10"), None)
    yield 51, KELD, c.AnswerQuestion(QuestionId("q11"), "I uge 22.")
    yield 52, KELD, c.FollowUp(QuestionId("q12"))
    yield 56, METTE, c.NextItem()


def _the_rest() -> Iterator[Timed]:
    to = {"addressed": (MARTIN,), "addressed_as": "Martin"}
    yield 58, _leader(16), _ask("q13", "Skal vi selv rydde op i det gamle sortiment?", **to)
    yield 60, MARTIN, c.AnswerQuestion(QuestionId("q13"), "Nej, det gør vi samlet i juni.")
    yield 62, _leader(17), c.ProposeTopic("Mere om data på tværs af fagområder")
    yield 63, _leader(18), c.ProposeTopic("Erfaringer med hjemmearbejde")
    for number in range(20, 23):
        yield 65, _leader(number), c.VoteWish(wish_id("Erfaringer med hjemmearbejde"))
    yield 66, METTE, c.LeaveOut(plan().items[5].id)
    yield 72, METTE, c.NextItem()
    yield (
        75,
        _leader(19),
        _ask(
            "q14", "Er valgmaterialet klar før ferien?", addressed=(METTE,), addressed_as="KOMBIT"
        ),
    )
    yield 86, METTE, c.NextItem()


def _evaluation() -> Iterator[Timed]:
    yield 86, METTE, c.OpenEvaluation()
    for number in range(23):
        answers = {
            "useful": (str(3 + number % 3),),
            "recommend": (str(6 + number % 5),),
            "got_answer": (("yes", "partly", "no")[(number % 7) // 3],),
            "length": (("right", "right", "long", "short")[number % 4],),
            "used": ("slides", "contact") if number % 2 else ("slides",),
        }
        if number < 3:
            answers |= {"comment": (COMMENT,), "rare": ("2",)}
        yield 88, _leader(number), c.CastBallot(BallotKey(f"ballot-{number}"), answers)
    yield 89, METTE, c.NextItem()
    yield 90, METTE, c.ShowResults()
    yield 91, METTE, c.CloseMeeting()


def _afterwards() -> Iterator[Timed]:
    """One promise is kept the day after; another's date passes, and its owner is reminded."""
    yield (
        1500,
        HANS,
        c.AnswerQuestion(
            QuestionId("q4"), "Skriv til os med begge tal, så finder vi forskellen sammen."
        ),
    )
    yield 3000, None, c.RemindOwner(QuestionId("q8"))
    yield 3100, None, c.RemindOwner(QuestionId("q8"))


def _ask(question: str, text: str, **more: object) -> c.AskQuestion:
    return c.AskQuestion(QuestionId(question), text, **more)  # type: ignore[arg-type]


def _leader(number: int) -> PersonId:
    return PersonId(f"p-leader-{number}")


def _command(number: int, minutes: float, by: PersonId | None, deed: c.Deed) -> c.Command:
    at = MONDAY + timedelta(minutes=minutes)
    return c.Command(CommandId(f"remembered-{number}"), at, by, deed)
