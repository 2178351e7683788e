"""Browsers without scripts: forms go back to their page, or show it again with what was typed."""

import html

import orjson

from bot.conversation import Told
from dialogs import replies
from dialogs.i18n import words
from meeting import commands as c
from tests.given import HANS, METTE, RASMUS, asked, demo_knowledge, given
from web.lately import MOST, Lately

KNOWN = demo_knowledge().entries[0]


async def page(answer):
    return orjson.loads(html.unescape(await answer.text()))


async def follow(person, answer):
    assert answer.status == 303, await answer.text()
    return await page(await person.get(answer.headers["Location"]))


async def test_joining_by_form_goes_to_the_page(served):
    nobody = served.nobody()

    before = await page(await nobody.get("{m}"))
    answer = await nobody.form("{m}/join", {"name": "Anna", "organisation": "Odense"})
    after = await page(await nobody.get("{m}"))

    assert (before["page"], after["page"]) == ("join", "participant")
    assert (answer.status, answer.headers["Location"]) == (303, f"/m/{served.code}")


async def test_a_host_who_joins_by_form_comes_to_the_console(served):
    nobody = served.nobody()
    key = served.site.keys.role_key(served.meeting, METTE)

    answer = await nobody.form("{m}/join", {"key": key})

    assert answer.headers["Location"] == f"/m/{served.code}/host"
    assert (await follow(nobody, answer))["page"] == "host"


async def test_a_refused_join_shows_the_page_again_with_what_was_typed(served):
    nobody = served.nobody()

    answer = await nobody.form("{m}/join", {"name": "x" * 101, "organisation": "Odense"})
    drawn = await page(answer)

    assert (answer.status, drawn["page"], drawn["kept"]["organisation"]) == (422, "join", "Odense")
    assert drawn["error"] is not None


async def test_a_question_by_form_comes_back_to_the_page_with_the_reply(served):
    anna = await served.participant()

    answer = await anna.form("{m}/questions", {"text": "Hvem betaler?", "show": "name"})
    drawn = await follow(anna, answer)
    again = await page(await anna.get(answer.headers["Location"]))

    assert (drawn["page"], drawn["told"], drawn["texts"]) == (
        "participant",
        "Queued",
        ["Hvem betaler?"],
    )
    assert again["told"] == ""  # a reply is shown once


async def test_the_page_s_own_form_gets_what_is_known_and_never_loses_what_is_not(knowing):
    anna = await knowing.participant()
    first = {"show": "name", "known": "first"}

    known = await follow(anna, await anna.form("{m}/questions", {**first, "text": KNOWN.question}))
    remark = await follow(
        anna, await anna.form("{m}/questions", {**first, "text": "Tak for sidst"})
    )
    wrong = await anna.form("{m}/questions", {"text": "Hvem?", "known": "last"})

    states = {q["text"]: q["state"] for q in (await anna.state())["questions"]}
    assert (known["told"], remark["told"], wrong.status) == ("Known", "Queued", 422)
    assert states == {KNOWN.question: "suggested", "Tak for sidst": "queued"}


def test_replies_are_kept_for_few_and_given_once():
    lately = Lately()
    told = Told(replies.Said("x"), words("da", "Europe/Copenhagen"), given())

    tokens = [lately.keep(told) for _ in range(MOST + 1)]

    assert len(set(tokens)) == MOST + 1
    assert [lately.take(tokens[0]), lately.take(tokens[1]), lately.take(tokens[1])] == [
        *(None, told, None)
    ]


async def test_a_refused_question_keeps_its_text(served):
    anna = await served.participant()

    answer = await anna.form("{m}/questions", {"text": "Hvem <b>?", "show": "loudly"})
    drawn = await page(answer)

    assert (answer.status, drawn["page"]) == (422, "participant")
    assert drawn["kept"] == {"text": "Hvem <b>?", "show": "loudly"}


async def test_a_multipart_form_is_a_form_too(served):
    anna = await served.participant()
    body = (
        b'--xx\r\nContent-Disposition: form-data; name="text"\r\n\r\nHvem\r\nbetaler?\r\n'
        b'--xx\r\nContent-Disposition: form-data; name="show"\r\n\r\nname\r\n--xx--\r\n'
    )

    answer = await anna.send(
        "POST", "{m}/questions", body, Content_Type="multipart/form-data; boundary=xx"
    )

    assert answer.status == 303
    assert [q["text"] for q in (await anna.state())["questions"]] == ["Hvem\nbetaler?"]


async def test_a_form_for_a_program_is_answered_as_json(served):
    anna = await served.participant()

    answer = await anna.form("{m}/messages", {"text": "hjælp"}, Accept="application/json")

    assert (answer.status, answer.content_type) == (200, "application/json")


async def test_a_vote_is_given_and_taken_back_by_forms(served):
    anna = await served.participant()
    await served.do(HANS, asked("Hvem betaler?"))

    await anna.form("{m}/questions/q1/vote", {"page": "participant"})
    voted = (await anna.state())["questions"][0]["voted"]
    answer = await anna.form("{m}/questions/q1/vote", {"_method": "DELETE"})

    assert voted is True
    assert answer.status == 303
    assert (await anna.state())["questions"][0]["voted"] is False


async def test_an_evaluation_form_bears_the_questions_own_names(served):
    anna, mette = await served.participant(), await served.holder(METTE)
    await served.do(METTE, c.OpenEvaluation())

    first = await anna.form(
        "{m}/evaluation", {"useful": "4", "comment": "Godt", "page": "participant"}
    )
    second = await anna.form("{m}/evaluation", {"useful": "5", "comment": "", "topic": ""})
    results = (await mette.state())["evaluation"]["results"]

    assert (first.status, second.status) == (303, 303)
    assert (results["useful"]["4"], results["useful"]["5"]) == (0, 1)
    assert results["comment"] == {"Godt": 1}


async def test_an_empty_evaluation_form_says_what_to_do(served):
    anna = await served.participant()
    await served.do(METTE, c.OpenEvaluation())

    answer = await anna.form("{m}/evaluation", {"comment": ""})

    assert (answer.status, (await page(answer))["page"]) == (422, "participant")


async def test_forms_go_back_to_the_page_they_came_from(served):
    mette, rasmus = await served.holder(METTE), await served.holder(RASMUS)
    anna = await served.participant()
    console = f"{served.root}/m/{served.code}/host"

    places = [
        (await mette.form("{m}/actions", {"verb": "agenda.start"}, Referer=console)),
        (await mette.form("{m}/actions", {"verb": "agenda.next", "page": "host"})),
        (await mette.form("{m}/messages", {"text": "hjælp"})),
        (await rasmus.form("{m}/messages", {"text": "hjælp", "page": "speaker"})),
        (await anna.form("{m}/messages", {"text": "hjælp", "page": "host"})),
        (await anna.form("{m}/messages", {"text": "hjælp", "page": "//evil.example"})),
    ]

    root = f"/m/{served.code}"
    found = [place.headers["Location"].partition("?")[0] for place in places]
    assert found == [f"{root}/host", f"{root}/host", root, f"{root}/speaker", root, root]


async def test_a_button_by_form_is_refused_on_the_page(served):
    anna = await served.participant()

    answer = await anna.form("{m}/actions", {"verb": "agenda.start"})
    drawn = await page(answer)

    assert (answer.status, drawn["page"]) == (403, "participant")
    assert drawn["error"] is not None
    assert (await anna.state())["phase"] == "open"


async def test_an_old_version_by_form_shows_the_page_as_it_stands(served):
    mette = await served.holder(METTE)
    old = str((await mette.state())["version"])
    await mette.form("{m}/actions", {"verb": "agenda.start", "version": old})

    answer = await mette.form(
        "{m}/actions", {"verb": "agenda.next", "version": old, "page": "host"}
    )
    state = await mette.state()

    assert (answer.status, (await page(answer))["page"]) == (200, "host")
    assert state["agenda"][0]["actual"]["end"] is None


async def test_a_form_without_a_cookie_is_told_to_join(served):
    answer = await served.nobody().form("{m}/messages", {"text": "hjælp"})
    drawn = await page(answer)

    assert (answer.status, drawn["page"]) == (401, "wrong")
    assert drawn["error"] is not None


async def test_home_finds_the_meeting_by_its_code(served):
    nobody = served.nobody()
    spaced = f"{served.code[:4]}%20{served.code[4:].lower()}"

    home = await nobody.get("/")
    found = await nobody.get(f"/?code={spaced}")
    wrong = await nobody.get("/?code=WRONG234")

    assert (await page(home))["page"] == "home"
    assert (found.status, found.headers["Location"]) == (303, f"/m/{served.code}")
    assert (wrong.status, (await page(wrong))["page"]) == (404, "home")
    assert (await page(wrong))["kept"] == {"code": "WRONG234"}


async def test_browsers_get_errors_as_a_page_and_programs_as_json(served):
    nobody = served.nobody()

    shown = await nobody.get("/nowhere", headers={"Accept": "text/html,*/*"})
    told = await nobody.get("/nowhere")

    assert (shown.status, shown.content_type, (await page(shown))["page"]) == (
        404,
        "text/html",
        "wrong",
    )
    assert (told.status, told.content_type) == (404, "application/json")
    assert (await told.json())["error"] == (await told.json())["reply"]
