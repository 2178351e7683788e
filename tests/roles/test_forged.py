"""Payloads that somebody has changed: no right comes of anything that a client says (threat 5)."""

import random
from collections.abc import Iterator

from dialogs.acting import VERBS
from tests.given import HANS, METTE, PETER, RASMUS
from tests.roles.hall import KINDS, hall
from tests.roles.operations import EVALUATING, GOING, POLLED, pressed
from tests.roles.table import table
from tests.roles.test_roles_in_teams import PEOPLE, teams
from tests.teams import shapes

SEED, MANY, SAMPLE = 20_260_330, 10_000, 1_200
IN_TEAMS, SAMPLE_IN_TEAMS = 2_000, 150
CLAIMS = {
    "role": "host",
    "roles": ["host"],
    "host": True,
    "by": METTE,
    "from": {"aadObjectId": shapes.METTE.entra, "id": shapes.METTE.id},
    "aadObjectId": shapes.METTE.entra,
    "person": METTE,
    "asker": METTE,
    "to": RASMUS,
    "key": "0" * 32,
    "meeting": "programledermoede-marts-2020-2",
    "code": "MARTS2AD",
    "version": 1,
    "page": "host",
    "private": "sure",
    "_method": "DELETE",
    "token": "0" * 32,
    "confirmed": True,
}
VALUES = (
    *(None, True, False, 0, -1, 10**30, 1.5, "", " ", "\u202e", "0", "null", "host", "q1", "../q1"),
    *(METTE, PETER, HANS, [], {}, [None], [METTE, PETER], {"id": METTE}, "x" * 3000, "é\u0000"),
)


class Forger:
    """Makes what a page or card would send into something that it would not."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def verb(self, verb: str) -> object:
        twists = (
            *(verb,) * 16,
            verb.upper(),
            f" {verb}",
            f"{verb}\u200b",
            f"{verb}\u0000",
            verb.replace(".", "．"),
            [verb],
            {"verb": verb},
            f"agenda.show {verb}",
        )
        return self.chance.choice(twists)

    def data(self, data: dict[str, object]) -> dict[str, object]:
        forged = {**data}
        for _ in range(self.chance.randint(1, 3)):
            match self.chance.randrange(4):
                case 0:
                    name = self.chance.choice([*CLAIMS])
                    forged[name] = CLAIMS[name]
                case 1 if forged:
                    forged[self.chance.choice([*forged])] = self.chance.choice(VALUES)
                case 2 if forged:
                    del forged[self.chance.choice([*forged])]
                case _:
                    forged[self.chance.choice(["item", "minutes", "text"])] = self.chance.choice(
                        VALUES
                    )
        return forged


def same(before, now) -> bool:
    return all(one is other for one, other in zip(before, now, strict=True))


def refused_to(kind: str) -> list[str]:
    return sorted(verb for verb in VERBS if table("Buttons")[verb][kind] == "no")


async def test_no_changed_payload_does_what_its_sender_may_not(soaking):
    forger, passed, answers = Forger(SEED), [], {}
    async with hall() as made:
        for by, deed in (*GOING, *POLLED, *EVALUATING):
            await made.do(by, deed)
        before = made.states()
        for number, (kind, verb) in enumerate(_tries(forger, MANY if soaking else SAMPLE)):
            sent = {**forger.data(pressed(verb, made)), "verb": forger.verb(verb)}
            headers = {"Ordstyrer-Role": "host", "X-Forwarded-User": METTE}
            other = forger.chance.random() < 0.1
            answer = await made.send(
                kind, "POST", "/m/{code}/actions", other=other, json=sent, headers=headers
            )
            answers[answer.status] = answers.get(answer.status, 0) + 1
            if answer.status < 400 or any(
                a is not b for a, b in zip(before, made.states(), strict=True)
            ):
                passed.append((number, kind, sent, answer.status))

    assert passed == []
    assert {*answers} <= {400, 401, 403, 404, 409, 413, 422}, answers
    assert answers[403] > sum(answers.values()) // 5  # most are understood, and refused for it


def _tries(forger: Forger, many: int) -> Iterator[tuple[str, str]]:
    nobody, others = KINDS[:2], KINDS[2:-1]
    kinds = [*nobody, *others, *others]
    for _ in range(many):
        kind = forger.chance.choice(kinds)
        yield kind, forger.chance.choice(refused_to(kind))


async def test_in_teams_no_changed_card_does_what_its_presser_may_not(soaking):
    forger = Forger(SEED + 1)
    people = [(kind, person) for kind, person in PEOPLE.values() if kind != "host"]
    async with teams((*GOING, *POLLED, *EVALUATING)) as bot:
        before = bot.meeting

        class Standing:
            def states(self):
                return (bot.meeting,)

        for number in range(IN_TEAMS if soaking else SAMPLE_IN_TEAMS):
            kind, person = forger.chance.choice(people)
            verb = forger.chance.choice(refused_to(kind))
            data = forger.data(pressed(verb, Standing()))
            status, _ = await bot.press(person, forger.verb(verb), data)
            assert status in {200, 400, 404}, (number, verb, data)
            assert bot.meeting is before, (number, kind, verb, data)
