"""Coming in: names, role links, cookies, wrong codes."""

from bot.stores.memory import MemoryBallots, MemoryStore
from meeting.ids import MeetingId
from tests.given import HANS, METTE, RASMUS, demo_plan
from tests.web.served import serving


def cookies_of(answer):
    return {name: morsel for name, morsel in answer.cookies.items() if name != "lang"}


async def test_joining_gives_a_cookie_and_says_who_one_is(served):
    anna = served.nobody()

    answer = await anna.post("{m}/join", {"name": " Anna  Holm ", "organisation": "Odense"})

    assert (answer.status, await answer.json()) == (
        200,
        {"role": "participant", "name": "Anna Holm", "organisation": "Odense", "version": 3},
    )
    (cookie,) = cookies_of(answer).values()
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["secure"] == ""


async def test_nobody_needs_a_name(served):
    answer = await served.nobody().post("{m}/join", {})

    assert (answer.status, await answer.json()) == (
        200,
        {"role": "participant", "name": None, "organisation": None, "version": 3},
    )


async def test_joining_needs_no_body_at_all(served):
    nobody = served.nobody()

    answer = await nobody.send("POST", "{m}/join", b"", Content_Type="-")

    assert answer.status == 200


async def test_joining_again_keeps_the_person_and_what_is_not_given(served):
    anna = await served.participant("Anna", "Odense")
    before = len(served.site.hub.state(served.meeting).people)

    answer = await anna.post("{m}/join", {"organisation": "Billund"})

    assert (await answer.json())["name"] == "Anna"
    assert (await answer.json())["organisation"] == "Billund"
    assert len(served.site.hub.state(served.meeting).people) == before


async def test_each_browser_is_a_person_of_its_own(served):
    before = len(served.site.hub.state(served.meeting).people)

    await served.participant("Anna")
    await served.participant("Anna")

    assert len(served.site.hub.state(served.meeting).people) == before + 2


async def test_a_role_link_gives_its_role(served):
    host, speaker = served.nobody(), served.nobody()
    keys = served.site.keys

    hosts = await host.post("{m}/join", {"key": keys.role_key(served.meeting, METTE)})
    speakers = await speaker.post("{m}/join", {"key": keys.role_key(served.meeting, RASMUS)})

    assert ((await hosts.json())["role"], (await hosts.json())["name"]) == (
        "host",
        "Mette Vinther Poulsen",
    )
    assert (await speakers.json())["role"] == "speaker"


async def test_a_wrong_key_is_refused_with_one_sentence(served):
    nobody = served.nobody()
    wrong = served.site.keys.role_key(MeetingId("another"), METTE)

    answers = [
        await nobody.post("{m}/join", {"key": key}) for key in (wrong, "x", "é", "\0", "k" * 9000)
    ]

    assert [answer.status for answer in answers] == [403] * 5
    assert len({(await answer.json())["error"] for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


async def test_a_participants_own_key_opens_nothing(served):
    """Keys can be derived for anybody, so only the plan's people may have one."""
    await served.participant()
    people = set(served.site.hub.state(served.meeting).people) - {
        person.id for person in demo_plan().people
    }
    keys = [served.site.keys.role_key(served.meeting, person) for person in people]
    nobody = served.nobody()

    statuses = [(await nobody.post("{m}/join", {"key": key})).status for key in keys]

    assert statuses == [403]


async def test_a_host_who_joins_by_name_stays_the_host(served):
    mette = await served.holder(METTE)

    answer = await mette.post("{m}/join", {"name": "Somebody Else"})

    assert (await answer.json())["role"] == "host"
    assert (await answer.json())["name"] == "Mette Vinther Poulsen"


async def test_a_cookie_outlives_a_restart():
    store, ballots = MemoryStore(), MemoryBallots()
    async with serving(store, ballots=ballots) as first:
        anna = await first.participant()
        await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})
        jar = {c.key: c.value for c in anna.session.cookie_jar}

    async with serving(store, ballots=ballots) as second:
        again = second.nobody()
        again.session.cookie_jar.update_cookies(jar)
        state = await again.state()

    assert [(q["text"], q["mine"]) for q in state["questions"]] == [("Hvem betaler?", True)]


async def test_forged_and_foreign_cookies_are_nobodys(served):
    anna = await served.participant()
    ((name, value),) = [(c.key, c.value) for c in anna.session.cookie_jar]
    person, signature = value.rsplit(".", 1)
    forged = (
        f"{METTE}.{signature}",
        f"{person}.",
        person,
        f"{person}.{signature[:-1]}",
        f"{person}x.{signature}",
        "",
        ".",
        f"{HANS}.{served.site.keys.signature('cookie', 'another-meeting', HANS)}",
        "%00.%ff",
    )
    statuses = []
    for cookie in forged:
        nobody = served.nobody()
        answer = await nobody.get("{m}/state", headers={"Cookie": f"{name}={cookie}"})
        statuses.append(answer.status)

    genuine = await served.nobody().get("{m}/state", headers={"Cookie": f"{name}={value}"})

    assert statuses == [401] * len(forged)
    assert genuine.status == 200


async def test_with_https_the_cookie_is_bound_to_the_host():
    async with serving(base_url="https://moede.example") as served:
        nobody = served.nobody()
        nobody.origin = "https://moede.example"
        answer = await nobody.post("{m}/join", {})

    ((name, cookie),) = cookies_of(answer).items()
    assert name.startswith("__Host-ordstyrer-")
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_a_code_works_in_any_case(served):
    nobody = served.nobody()
    nobody.code = served.code.lower()

    answer = await nobody.post("{m}/join", {})

    assert answer.status == 200


async def test_wrong_codes_wait_after_ten_a_minute_and_hinder_no_right_one(served):
    guesser = served.nobody()
    statuses = []
    for number in range(12):
        guesser.code = f"WRONG{number:03}"
        statuses.append((await guesser.get("{m}/state")).status)
        guesser.session.cookie_jar.clear()
    answer = await guesser.post("{m}/join", {})
    guesser.code = served.code
    right = await guesser.post("{m}/join", {})
    served.clock.forward(minutes=2)
    guesser.code = "WRONG999"
    later = await guesser.get("{m}/state")

    assert statuses == [404] * 10 + [429] * 2
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    assert right.status == 200
    assert later.status == 404


async def test_one_browser_waits_after_five_so_that_the_hall_has_tries_left(served):
    mistyping, other = served.nobody(), served.nobody()
    statuses = []
    for number in range(6):
        mistyping.code = f"WRONG{number:03}"
        answer = await mistyping.get("{m}/state")
        statuses.append(answer.status)
    other.code = "WRONG999"
    others = (await other.get("{m}/state")).status
    served.clock.forward(seconds=31)
    later = (await mistyping.get("{m}/state")).status
    mistyping.code = served.code

    assert (statuses, answer.headers["Retry-After"]) == ([404] * 5 + [429], "30")
    assert (others, later) == (404, 404)
    assert (await mistyping.post("{m}/join", {})).status == 200


async def test_the_same_wrong_code_again_is_no_guess(served):
    nobody = served.nobody()
    nobody.code = "GONE2345"

    statuses = {(await nobody.get("{m}/state")).status for _ in range(30)}

    assert statuses == {404}


async def test_too_long_a_name_is_refused_with_its_field(served):
    answer = await served.nobody().post("{m}/join", {"name": "x" * 101})

    assert (answer.status, (await answer.json())["field"]) == (422, "name")


async def test_a_name_must_be_text(served):
    answer = await served.nobody().post("{m}/join", {"name": ["Anna"]})

    assert (answer.status, (await answer.json())["field"]) == (422, "name")
