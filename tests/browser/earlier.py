"""Two editions that were held before the house's meeting, with what they left."""

from dataclasses import replace

from bot.links import links
from meeting import commands as c
from meeting.ids import PersonId, QuestionId
from meeting.model import Plan
from meeting.wishes import wish_id
from tests.browser.house import House
from tests.given import ANNA, HANS, KEYS, METTE, PETER, RASMUS, START, asked
from tests.meeting.editions import answered, ballots_of, plan_of

SIZES = ((31, 12), (42, 18))
WISH, TAKEN_UP = "Databeskyttelse i praksis", "Erfaringer med hjemmearbejde"
ROOMS = tuple((edition, number) for edition in range(len(SIZES)) for number in range(2))
PROMISED = {
    (0, 0): ("Hvornår lukker den gamle snitflade?", HANS, True),
    (0, 1): ("Kommer der en vejledning til budgettet?", RASMUS, False),
    (1, 0): ("Hvem får besked, når en frist flyttes?", PETER, True),
    (1, 1): ("Kan vi få testdata inden sommerferien?", HANS, False),
}


async def hold_earlier(house: House, *, shown: bool = True) -> None:
    for edition, number in ROOMS:
        plan = _plan(edition, number)
        people = SIZES[edition][number]
        wish = WISH if number or edition else TAKEN_UP
        text, owner, kept = PROMISED[edition, number]
        house.clock.at = plan.start
        id_ = QuestionId(f"promise-{edition}-{number}")
        joins = [
            (PersonId(f"p{n}"), c.Join(f"Leder {n}", f"Kommune {n}")) for n in range(people + 3)
        ]
        await house.play(
            plan,
            (ANNA, c.Join("Anna Holm", "Odense")),
            *joins,
            (METTE, c.StartMeeting()),
            (ANNA, asked("Optages mødet?", f"easy-{edition}-{number}")),
            (METTE, c.AnswerQuestion(QuestionId(f"easy-{edition}-{number}"), "Ja.")),
            (ANNA, asked(text, id_)),
            (METTE, c.FollowUp(id_, owner)),
            (ANNA, c.ProposeTopic(wish)),
            *((PersonId(f"p{n}"), c.VoteWish(wish_id(wish))) for n in range(4 + 3 * number)),
            (METTE, c.OpenEvaluation()),
            *((METTE, ballot) for ballot in ballots_of(answered(edition, number, people))),
            *([(METTE, c.ShowResults())] if shown else []),
            (METTE, c.CloseMeeting()),
        )
        if kept:
            house.clock.forward(days=3)
            await house.hub.send(
                plan.meeting, house.command(owner, c.AnswerQuestion(id_, "Det gør vi den 1. maj."))
            )
    house.clock.at = START


def _plan(edition: int, number: int) -> Plan:
    """The second edition has what was wished for in the first on its agenda."""
    plan = plan_of(edition, number)
    items = [replace(one, title=TAKEN_UP) if n == 5 else one for n, one in enumerate(plan.items)]
    return replace(plan, items=tuple(items)) if edition else plan


def host_links(house: House) -> list[str]:
    return [links(plan_of(*room), KEYS, house.url).hosts["Mette Vinther Poulsen"] for room in ROOMS]
