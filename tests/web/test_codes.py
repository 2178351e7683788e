"""Guessing join codes (threat 25): 100,000 guesses at twenty open meetings, in made-up time."""

import random
from dataclasses import dataclass, field, replace

import pytest

from bot.keys import CODE_ALPHABET, CODE_LENGTH
from meeting.commands import OpenMeeting, PlanMeeting
from meeting.ids import MeetingId
from tests.given import command, demo_plan
from tests.web.served import serving
from web.desk import meeting_of_code
from web.limits import HOUR, MINUTE, WRONG_CODES, WRONG_IN_ALL
from web.routes import DESK
from web.wrongs import WrongError

SEED, GUESSES, SAMPLE, MEETINGS = 20_260_330, 100_000, 30_000, 20
HOURS = 3
HONEST_EACH = 50  # guesses between one person who joins and the next


@dataclass
class Asked:
    """As much of a request as finding a meeting looks at."""

    remote: str
    cookies: dict[str, str] = field(default_factory=dict)


def guess(chance: random.Random) -> str:
    return "".join(chance.choices(CODE_ALPHABET, k=CODE_LENGTH))


async def test_guessing_codes_finds_no_meeting_and_hinders_nobody(soaking):
    guesses, chance = GUESSES if soaking else SAMPLE, random.Random(SEED)
    async with serving() as served:
        codes = [served.code]
        for number in range(1, MEETINGS):
            id_ = MeetingId(f"m{number}")
            plan = replace(demo_plan(), meeting=id_, code=served.site.keys.code(id_))
            await served.site.hub.plan(id_, command(None, PlanMeeting(plan)))
            await served.site.hub.send(id_, command(None, OpenMeeting()))
            codes.append(plan.code)
        desk, step = served.app[DESK], HOURS * HOUR / guesses
        answered: dict[str, list[float]] = {}
        told, hits, joined = set(), [], 0
        for number in range(guesses):
            served.clock.forward(seconds=step)
            address = f"10.0.0.{chance.randrange(60)}"  # the hall's own address among them
            if number % HONEST_EACH == 0:
                right = chance.choice(codes)
                assert meeting_of_code(desk, Asked("10.0.0.1"), right).plan.code == right
                joined += 1
            try:
                hits.append(meeting_of_code(desk, Asked(address), guess(chance)))
            except WrongError as error:
                told.add((error.status, error.reason))
                if error.status == 404:
                    answered.setdefault(address, []).append(served.site.timer())

    everywhere = sorted(at for times in answered.values() for at in times)
    assert hits == []
    assert joined == guesses // HONEST_EACH
    assert told == {(404, "unknown meeting"), (429, "too fast")}
    assert all(most_within(times, MINUTE) <= WRONG_CODES for times in answered.values())
    assert most_within(everywhere, HOUR) <= WRONG_IN_ALL
    assert len(everywhere) <= (HOURS + 1) * WRONG_IN_ALL


def most_within(times: list[float], seconds: float) -> int:
    """Count the most that came within a span of time."""
    first, most = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def test_a_code_is_eight_signs_of_thirty_two_that_nobody_confuses():
    keys = [demo_plan().code]

    assert (len(CODE_ALPHABET), CODE_LENGTH) == (32, 8)
    assert not {*"01IO"} & {*CODE_ALPHABET}
    assert all({*code} <= {*CODE_ALPHABET} and len(code) == CODE_LENGTH for code in keys)


@pytest.mark.parametrize("path", ["{m}", "{m}/state", "{m}/host", "/?code=X", "/sign-in?code=X"])
async def test_unknown_and_wrong_codes_are_answered_in_the_same_words(served, path):
    texts = set()
    for code in ("AAAA2222", "aaaa2222", "A", "A" * 200, "MARTS2AE", "%00", "MARTS2AD%20X"):
        nobody = served.nobody()
        nobody.code = code
        answer = await nobody.get(path.replace("X", code), headers={"Accept": "application/json"})
        text = await answer.text()
        texts.add((answer.status, text.replace(code, "CODE")))
        served.clock.forward(minutes=2)

    if path.startswith("/?"):
        assert {status for status, _ in texts} == {404}
    else:
        assert len(texts) == 1
