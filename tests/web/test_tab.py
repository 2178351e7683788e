"""The tab in Teams over HTTP: who may frame what, which cookie counts where, who one is there."""

from dataclasses import dataclass, field

import pytest
from aiohttp import hdrs

from bot.keys import Keys
from bot.ports import NotSignedInError, SignedIn, WorkAccounts
from meeting import commands as c
from meeting.ids import MeetingId, PersonId
from meeting.planning import moved_to
from tests.given import KEYS, METTE, RASMUS, START, command, demo_file
from tests.web.served import SECRET, serving
from web.framing import HOSTS

ENTRA = {"mette": "00000000-0000-0000-0000-00000000000a", "rasmus": "b", "anna": "c", "late": "d"}
CHAT = "19:meeting_abc@thread.v2"


@dataclass
class Known:
    """Fits web.site.TeamsTab: a token is the word before its name, a chat is in a table."""

    chats: dict[str, MeetingId] = field(default_factory=dict)
    entra: dict[str, PersonId] = field(
        default_factory=lambda: {ENTRA["mette"]: METTE, ENTRA["rasmus"]: RASMUS}
    )
    signs_in: bool = True
    accounts: WorkAccounts | None = None

    async def whose(self, token: str) -> SignedIn:
        who, _, name = token.partition(":")
        if who not in ENTRA:
            raise NotSignedInError("unknown")
        return SignedIn(ENTRA[who], name or None)

    async def meeting_of_chat(self, chat: str) -> MeetingId | None:
        return self.chats.get(chat)


@pytest.fixture
async def tab():
    async with serving(tab=Known()) as served:
        yield served


async def sign_in(served, token, **more):
    said = {"token": token, "code": served.code, **more}
    return await served.nobody().post("/tab/sign-in", said)


def cookie_of(answer):
    """Give the cookie as a browser would send it back."""
    return answer.headers["Set-Cookie"].partition(";")[0]


def ancestors_in(answer):
    policy = answer.headers["Content-Security-Policy"]
    (found,) = [part for part in policy.split("; ") if part.startswith("frame-ancestors ")]
    return found.removeprefix("frame-ancestors ")


async def test_teams_may_frame_the_tabs_addresses_and_nobody_anything_else(tab):
    nobody, seen = tab.nobody(), {}
    for route in tab.app.router.routes():
        path = route.resource.canonical.replace("{code}", tab.code).replace("{id}", "q1")
        answer = await nobody.send(route.method, path.replace("{kind}", "csv"), b"{}")
        seen[route.method, route.resource.canonical] = ancestors_in(answer)
    wrong = ("/nowhere", "/tabs", "/m/tab", "/tab/nowhere", "/tab/m/NONE2345")
    seen |= {("GET", path): ancestors_in(await nobody.get(path)) for path in wrong}

    framed = {key for key, found in seen.items() if found == HOSTS}
    assert (
        HOSTS
        == "https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com"
    )
    assert {found for key, found in seen.items() if key not in framed} == {"'none'"}
    assert framed == {key for key in seen if f"{key[1]}/".startswith("/tab/")}
    assert len(framed) > 30


async def test_the_tabs_other_headers_are_as_strict_as_everywhere(tab):
    nobody = tab.nobody()
    inside, outside = await nobody.get("/tab{m}"), await nobody.get("{m}")

    bare = [
        {**answer.headers, "Content-Security-Policy": answer.headers["Content-Security-Policy"]}
        for answer in (inside, outside)
    ]
    for headers in bare:
        for name in ("Date", "Content-Length", "Content-Encoding"):
            headers.pop(name, None)
    bare[0]["Content-Security-Policy"] = bare[0]["Content-Security-Policy"].replace(HOSTS, "'none'")
    assert bare[0] == bare[1]


async def test_a_cookie_of_the_tab_may_be_framed_and_counts_in_the_tab_alone(tab):
    joined = await tab.nobody().post("/tab{m}/join", {"name": "Anna"})
    signed = await sign_in(tab, "mette:Mette")
    outside = await tab.nobody().post("{m}/join", {"name": "Anna"})

    for answer, seconds in ((joined, 2_592_000), (signed, 43_200)):
        (line,) = answer.headers.getall(hdrs.SET_COOKIE)
        name, *attributes = line.split("; ")
        assert name.startswith("__Host-ordstyrer-tab-")
        assert sorted(attributes) == [
            *("HttpOnly", f"Max-Age={seconds}", "Partitioned", "Path=/", "SameSite=None", "Secure"),
        ]
    assert "SameSite=Lax" in outside.headers["Set-Cookie"]
    assert "Partitioned" not in outside.headers["Set-Cookie"]
    statuses = {
        (kind, path): (
            await tab.nobody().get(f"{path}/state", headers={"Cookie": cookie_of(answer)})
        ).status
        for kind, answer in (("tab", signed), ("page", outside))
        for path in ("/tab{m}", "{m}")
    }
    assert statuses == {
        ("tab", "/tab{m}"): 200,
        ("tab", "{m}"): 401,
        ("page", "/tab{m}"): 401,
        ("page", "{m}"): 200,
    }


async def test_the_language_chosen_in_the_tab_is_kept_there(tab):
    answer = await tab.nobody().get("/tab{m}?lang=en")

    assert answer.headers["Set-Cookie"] == (
        "lang=en; Max-Age=31536000; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
    )


@pytest.mark.parametrize(
    ("token", "role", "name", "page"),
    [
        ("mette:M. V. Poulsen", "host", "Mette Vinther Poulsen", "/host"),
        ("rasmus:", "speaker", "Rasmus Edelberg", "/speaker"),
        ("anna: Anna\u202e  Holm ", "participant", "Anna Holm", ""),
        ("anna:", "participant", None, ""),
        ("anna:" + "x" * 200, "participant", "x" * 100, ""),
        ("anna:Mette Vinther Poulsen", "participant", "Mette Vinther Poulsen", ""),
    ],
)
async def test_one_is_who_the_plan_says_that_ones_entra_id_is(tab, token, role, name, page):
    answer = await sign_in(tab, token)

    told = await answer.json()
    assert (told["role"], told["name"]) == (role, name)
    assert told["path"] == f"/tab/m/{tab.code}{page}"
    opened = await tab.nobody().get(told["path"], headers={"Cookie": cookie_of(answer)})
    assert opened.status == 200


async def test_nothing_that_the_client_says_of_itself_gives_a_right(tab):
    claimed = {"role": "host", "oid": ENTRA["mette"], "entra": ENTRA["mette"], "key": "x"}
    answer = await sign_in(tab, "anna:Anna", **claimed)
    cookie = {"Cookie": cookie_of(answer)}

    started = await tab.nobody().post("/tab{m}/actions", {"verb": "agenda.start"}, **cookie)
    console = await tab.nobody().get("/tab{m}/host", headers=cookie)

    assert (await answer.json())["role"] == "participant"
    assert (started.status, (await started.json())["reason"]) == (403, "host only")
    assert console.status == 403


async def test_a_host_who_has_signed_in_chairs_from_the_tab(tab):
    cookie = cookie_of(await sign_in(tab, "mette:Mette"))

    started = await tab.nobody().post("/tab{m}/actions", {"verb": "agenda.start"}, Cookie=cookie)

    assert started.status == 200
    assert tab.site.hub.state(tab.meeting).current == 0
    assert METTE in tab.site.hub.state(tab.meeting).here


async def test_one_person_is_one_in_the_chat_and_in_every_tab(tab):
    before = {*tab.site.hub.state(tab.meeting).people}
    for _ in range(3):
        await sign_in(tab, "anna:Anna")

    came = {*tab.site.hub.state(tab.meeting).people} - before
    assert came == {Keys(SECRET).signed_in(ENTRA["anna"].upper())}


async def test_a_name_that_was_changed_here_is_not_put_back(tab):
    cookie = cookie_of(await sign_in(tab, "anna:Anna Holm"))
    await tab.nobody().post("/tab{m}/join", {"name": "Anna fra Odense"}, Cookie=cookie)

    again = await sign_in(tab, "anna:Anna Holm")

    assert (await again.json())["name"] == "Anna fra Odense"


async def test_a_token_that_names_nobody_gets_a_sentence_and_no_cookie(tab):
    answer = await sign_in(tab, "forged:Mette")

    told = await answer.json()
    assert (answer.status, told["reason"]) == (401, "not signed in")
    assert told["error"] == "Teams kunne ikke fortælle os, hvem du er; deltag med dit navn."
    assert "Set-Cookie" not in answer.headers


async def test_without_teams_nobody_is_known_in_the_tab_and_all_may_join(served):
    refused = await sign_in(served, "mette:Mette")
    page = await served.nobody().get("/tab{m}")
    joined = await served.nobody().post("/tab{m}/join", {"name": "Mette"})

    assert refused.status == 401
    assert '"page":"join"' in await page.text()
    assert (await joined.json())["role"] == "participant"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"code": "MARTS2AD"}, 422),
        ({"token": "anna:"}, 422),
        ({"token": ["anna:"], "code": "MARTS2AD"}, 422),
        ({"token": "anna:", "code": "NONE2345"}, 404),
    ],
)
async def test_bad_sign_ins_are_refused(tab, said, status):
    answer = await tab.nobody().post("/tab/sign-in", said)

    assert answer.status == status


@pytest.mark.parametrize("path", ["/tab/sign-in", "/tab/meeting", "/tab/meetings", "/tab{m}/join"])
async def test_another_sites_page_cannot_sign_anybody_in(tab, path):
    said = {"token": "mette:", "code": tab.code}
    answer = await tab.nobody().post(path, said, Origin="https://teams.microsoft.com")

    assert (answer.status, (await answer.json())["reason"]) == (403, "foreign origin")


async def test_a_closed_meeting_takes_in_only_who_was_there(tab):
    await sign_in(tab, "anna:Anna")
    await tab.do(METTE, c.StartMeeting())
    await tab.do(METTE, c.CloseMeeting())

    statuses = [(await sign_in(tab, f"{who}:")).status for who in ("anna", "mette", "late")]

    assert statuses == [200, 200, 409]


async def test_a_chats_meeting_is_told_and_made_up_chats_are_guesses(tab):
    tab.site.tab.chats[CHAT] = tab.meeting
    nobody = tab.nobody()

    found = await nobody.post("/tab/meeting", {"chat": CHAT})
    by_code = await nobody.post("/tab/meeting", {"code": f"{tab.code[:4].lower()}-{tab.code[4:]}"})
    guesses = [
        (await tab.nobody().post("/tab/meeting", {"chat": f"19:{number}@thread.v2"})).status
        for number in range(12)
    ]
    again = await nobody.post("/tab/meeting", {"chat": CHAT})

    meeting = {
        "code": tab.code,
        "title": tab.site.hub.state(tab.meeting).plan.title,
        "path": f"/tab/m/{tab.code}",
    }
    assert (await found.json(), await by_code.json(), await again.json()) == (meeting,) * 3
    assert guesses == [404] * 10 + [429] * 2


@pytest.mark.parametrize("chat", ["19:a\u0000b", "19:\u202e", "x" * 301, "19: a", "{}\n"])
async def test_what_no_chat_is_called_is_not_looked_up(tab, chat):
    tab.site.tab.chats[chat] = tab.meeting

    answer = await tab.nobody().post("/tab/meeting", {"chat": chat})

    assert (answer.status, (await answer.json())["reason"]) == (404, "unknown chat")


@pytest.mark.parametrize("said", [{}, {"chat": 7}, {"chat": ""}, {"code": None}, {"code": ["x"]}])
async def test_a_meeting_is_asked_for_by_text(tab, said):
    assert (await tab.nobody().post("/tab/meeting", said)).status == 422


async def test_only_a_host_is_told_which_meetings_they_host(tab):
    later = moved_to(demo_file().plans(KEYS)[1], START)
    await tab.site.hub.plan(later.meeting, command(None, c.PlanMeeting(later)))

    async def hosted(token):
        answer = await tab.nobody().post("/tab/meetings", {"token": token})
        return {meeting["code"] for meeting in (await answer.json())["meetings"]}

    before = [await hosted(token) for token in ("mette:", "rasmus:", "anna:")]
    await tab.do(METTE, c.StartMeeting())
    await tab.do(METTE, c.CloseMeeting())

    assert before == [{tab.code, later.code}, set(), set()]
    assert await hosted("mette:") == {later.code}


async def test_forms_of_the_tab_lead_back_into_it(tab):
    nobody = tab.nobody()
    joined = await nobody.form("/tab{m}/join", {"name": "Anna"})
    cookie = cookie_of(joined)
    asked = await nobody.form(
        "/tab{m}/questions", {"text": "Hvem betaler?", "show": "name"}, Cookie=cookie
    )

    assert joined.headers["Location"] == f"/tab/m/{tab.code}?came"
    assert asked.headers["Location"].startswith(f"/tab/m/{tab.code}?told=")


async def test_whose_browser_keeps_no_cookie_is_told_where_to_go_instead(tab):
    page = await tab.nobody().get("/tab{m}?came")

    assert "åbn mødet direkte i browseren" in await page.text()


async def test_a_wrong_code_in_the_tab_may_be_typed_again(tab):
    wrong = await tab.nobody().get("/tab?code=NONE2345")
    right = await tab.nobody().get(f"/tab?code={tab.code.lower()}")

    assert (wrong.status, right.status) == (404, 200)
    assert '"kept":{"code":"NONE2345"}' in await wrong.text()


async def test_erased_in_the_tab_the_cookie_goes(tab):
    cookie = cookie_of(await sign_in(tab, "anna:Anna"))

    answer = await tab.nobody().post("/tab{m}/actions", {"verb": "person.erase-me"}, Cookie=cookie)

    assert answer.status == 200
    assert answer.headers["Set-Cookie"].partition("=")[0] == cookie.partition("=")[0]
    assert "Max-Age=0; Path=/; Secure" in answer.headers["Set-Cookie"]
