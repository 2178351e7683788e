"""Asking, voting, answering, evaluating and steering over JSON."""

import json
import re
from pathlib import Path

from dialogs.recognising import is_question
from meeting import commands as c
from tests.given import HANS, METTE, PETER, RASMUS, asked, demo_knowledge
from tests.web.served import serving

QUERIES = Path(__file__).parents[1] / "fixtures" / "faq-dev.jsonl"
KNOWN = demo_knowledge().entries[0]


async def test_the_state_has_exactly_the_promised_shape(served):
    anna = await served.participant()
    await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})

    state = await anna.state()

    assert list(state) == [
        *("version", "phase", "code", "title", "now", "agenda", "questions", "evaluation"),
    ]
    assert list(state["agenda"][1]) == [
        *("id", "number", "title", "speakers", "protected", "planned", "expected", "actual")
    ]
    assert state["agenda"][1]["speakers"] == [
        {"name": "Rasmus Edelberg", "organisation": "KL"},
        {"name": "Hans Christian Jelstrup", "organisation": "ATP"},
    ]
    assert list(state["questions"][0]) == [
        *("id", "number", "text", "shown_as", "organisation", "item", "to", "reason", "state"),
        *("votes", "voted", "mine", "answer"),
    ]
    assert list(state["evaluation"]) == ["open", "questions", "responses", "results"]


async def test_times_are_iso_8601_with_the_meetings_offset(served):
    mette = await served.holder(METTE)
    await mette.post("{m}/actions", {"verb": "agenda.start"})

    state = await mette.state()

    assert state["now"] == "2026-11-24T10:00:00+01:00"
    assert state["agenda"][0]["actual"] == {"start": "2026-11-24T10:00:00+01:00", "end": None}
    assert state["agenda"][1]["planned"] == {
        "start": "2026-11-24T10:05:00+01:00",
        "end": "2026-11-24T10:25:00+01:00",
    }


async def test_an_asked_question_has_its_number_and_who_has_it(served):
    anna = await served.participant()

    answer = await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})
    data = await answer.json()

    assert (answer.status, data["number"], data["version"]) == (201, 1, 4)
    assert data["to"] == [{"name": "Mette Vinther Poulsen", "organisation": "KOMBIT"}]
    (question,) = (await anna.state())["questions"]
    assert (question["id"], question["votes"], question["voted"]) == (data["id"], 0, False)
    assert (question["shown_as"], question["mine"], question["state"]) == ("Anna", True, "queued")


async def test_an_anonymous_question_is_nobodys(served):
    anna = await served.participant()

    answer = await anna.post(
        "{m}/questions", {"text": "Hvem betaler?", "show": "anonymous"}, Idempotency_Key="k"
    )
    (question,) = (await anna.state())["questions"]

    assert answer.status == 201
    assert (question["mine"], question["shown_as"], question["organisation"]) == (
        False,
        None,
        None,
    )


async def test_an_anonymous_deed_has_an_id_that_no_person_is_in(served):
    """Even with the server's secret nobody can try out who sent it."""
    anna, bo = await served.participant(), await served.participant("Bo")
    body = {"text": "Hvem betaler?", "show": "anonymous"}

    first = await anna.post("{m}/questions", body, Idempotency_Key="one")
    same = await bo.post("{m}/questions", body, Idempotency_Key="one")

    token = (await first.json())["token"]
    assert {**await same.json(), "token": token} == await first.json()
    assert (first.status, same.status) == (201, 201)


async def test_only_the_secret_leads_back_to_an_anonymous_question(served):
    anna, bo = await served.participant(), await served.participant("Bo")
    secret = "0123456789abcdef0123456789abcdef"
    asked_ = {"text": "Hvem betaler?", "show": "anonymous", "token": secret}
    question = (await (await anna.post("{m}/questions", asked_)).json())["id"]

    own = await (await anna.get("{m}")).text()
    held = await (await anna.get("{m}", headers={"Ordstyrer-Held": secret})).text()
    linked = await (await bo.get("{m}?held=" + secret)).text()
    edit = {"verb": "question.edit", "question": question, "text": "Hvem betaler hvad?"}
    without = await anna.post("{m}/actions", edit)
    wrong = await anna.post("{m}/actions", {**edit, "token": secret[::-1]})
    right = await anna.post("{m}/actions", {**edit, "token": secret})

    assert question not in own
    assert question in held
    assert question in linked
    assert [without.status, wrong.status, right.status] == [403, 403, 200]
    assert secret not in repr(served.site.hub.state(served.meeting))
    assert (await anna.post("{m}/questions", {**asked_, "token": "x y"})).status == 422


async def test_a_browser_without_scripts_is_led_back_to_its_anonymous_question(served):
    anna = await served.participant()
    form = {"text": "Hvem betaler?", "show": "anonymous"}

    answer = await anna.form("{m}/questions", form)
    (question,) = served.site.hub.state(served.meeting).questions
    page = await (await anna.get(answer.headers["Location"])).text()

    assert "held=" in answer.headers["Location"]
    assert question in page


async def test_a_question_needs_text_and_a_known_way_to_be_shown(served):
    anna = await served.participant()
    wrong = (
        ({"show": "name"}, "text"),
        ({"text": 5, "show": "name"}, "text"),
        ({"text": " \u200b ", "show": "name"}, "text"),
        ({"text": "🙂🙂", "show": "name"}, "text"),
        ({"text": "x" * 5000, "show": "name"}, "text"),
        ({"text": "Hvem betaler?", "show": "loudly"}, "show"),
        ({"text": "Hvem betaler?", "show": 1}, "show"),
    )

    answers = [await anna.post("{m}/questions", body) for body, _ in wrong]

    assert [a.status for a in answers] == [422] * len(wrong)
    assert [(await a.json())["field"] for a in answers] == [field for _, field in wrong]
    assert (await anna.state())["questions"] == []


async def test_to_be_shown_as_an_organisation_one_must_have_one(served):
    nobody = served.nobody()
    await nobody.post("{m}/join", {})

    answer = await nobody.post("{m}/questions", {"text": "Hvem?", "show": "organisation"})

    assert (answer.status, (await answer.json())["field"]) == (422, "show")


async def test_a_message_is_the_same_conversation_as_in_the_chat(served):
    anna = await served.participant()

    help_ = await (await anna.post("{m}/messages", {"text": "hjælp"})).json()
    routed = await (await anna.post("{m}/messages", {"text": "til UDK: Hvem betaler?"})).json()

    assert set(help_) == {"reply", "version"}
    assert routed["question"]["to"] == [
        {"name": "Rasmus Edelberg", "organisation": "KL"},
        {"name": "Hans Christian Jelstrup", "organisation": "ATP"},
    ]
    assert (routed["question"]["number"], routed["version"]) == (1, 4)


async def test_a_known_answer_is_offered_and_can_help_or_go_on(knowing):
    anna = await knowing.participant()

    said = await (await anna.post("{m}/messages", {"text": KNOWN.question})).json()
    id_ = said["offer"]["question"]
    (before,) = (await anna.state())["questions"]
    asking = await anna.post("{m}/actions", {"verb": "faq.ask-speaker", "question": id_})

    assert (before["state"], before["to"], before["reason"]) == ("suggested", [], None)
    assert before["answer"]["text"] == KNOWN.answer
    assert said["offer"] == {"question": id_, "answer": True, "choices": []}
    assert "question" not in said
    assert (await asking.json())["question"]["id"] == id_
    (after,) = (await anna.state())["questions"]
    assert (after["state"], after["answer"]) == ("queued", None)
    assert after["reason"].startswith("Fordi")


async def test_what_may_be_meant_is_offered_and_can_be_chosen(knowing):
    anna = await knowing.participant()
    base, today = demo_knowledge(), knowing.clock.now().date()
    queries = [json.loads(line)["query"] for line in QUERIES.read_text("utf-8").splitlines()]
    query = next(q for q in queries if len(base.ask(q, today).suggested) > 1 and is_question(q))
    suggested = base.ask(query, today).suggested

    said = await (await anna.post("{m}/messages", {"text": query})).json()
    offer = said["offer"]
    choice = {"question": offer["question"], "entry": offer["choices"][1]["entry"]}
    chosen = await (await anna.post("{m}/actions", {"verb": "faq.choose", **choice})).json()

    assert offer["answer"] is False
    assert offer["choices"] == [{"entry": e.id, "question": e.question} for e in suggested]
    assert chosen["offer"] == {"question": offer["question"], "answer": True, "choices": []}
    assert chosen["reply"].startswith(suggested[1].answer[:20])


async def test_others_do_not_see_what_is_only_suggested(knowing):
    anna, bo, mette = (
        await knowing.participant(),
        await knowing.participant("Bo"),
        await knowing.holder(METTE),
    )

    await anna.post("{m}/messages", {"text": KNOWN.question})

    assert [len((await p.state())["questions"]) for p in (anna, bo, mette)] == [1, 0, 1]


async def test_a_vote_counts_once_and_can_be_taken_back(served):
    anna = await served.participant()
    await served.do(HANS, asked("Hvem betaler?"))
    version = (await anna.state())["version"]

    first = await (await anna.post("{m}/questions/q1/vote")).json()
    second = await (await anna.post("{m}/questions/q1/vote")).json()
    back = await (await anna.delete("{m}/questions/q1/vote")).json()
    again = await (await anna.delete("{m}/questions/q1/vote")).json()

    found = [(d["id"], d["votes"], d["voted"], d["version"]) for d in (first, second, back, again)]
    assert found == [
        ("q1", 1, True, version + 1),
        ("q1", 1, True, version + 1),
        ("q1", 0, False, version + 2),
        ("q1", 0, False, version + 2),
    ]


async def test_a_vote_needs_no_body(served):
    anna = await served.participant()
    await served.do(HANS, asked("Hvem betaler?"))

    answer = await anna.send("POST", "{m}/questions/q1/vote", b"", Content_Type="-")

    assert (await answer.json())["votes"] == 1


async def test_a_vote_for_no_question_is_404(served):
    anna = await served.participant()

    answers = [
        await anna.post("{m}/questions/nope/vote"),
        await anna.delete("{m}/questions/x/vote"),
    ]

    assert [a.status for a in answers] == [404, 404]


async def test_evaluation_answers_count_in_part_and_can_be_changed(served):
    anna, mette = await served.participant(), await served.holder(METTE)
    await served.do(METTE, c.OpenEvaluation())

    first = await anna.post("{m}/evaluation", {"answers": {"useful": 4, "comment": "Godt"}})
    second = await anna.post("{m}/evaluation", {"answers": {"useful": "5", "got_answer": "yes"}})
    poll = (await mette.state())["evaluation"]

    assert (first.status, second.status) == (200, 200)
    assert (await second.json())["version"] == (await anna.state())["version"]
    assert (poll["responses"], poll["results"]["useful"]) == (
        1,
        {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1},
    )
    assert poll["results"]["comment"] == {"Godt": 1}
    assert (await anna.state())["evaluation"]["results"] is None


async def test_wrong_evaluation_answers_name_their_question(served):
    anna = await served.participant()
    await served.do(METTE, c.OpenEvaluation())
    wrong = (
        ({"answers": {"useful": 6}}, "useful"),
        ({"answers": {"useful": 1.5}}, "useful"),
        ({"answers": {"useful": True}}, "useful"),
        ({"answers": {"useful": [1, 2]}}, "useful"),
        ({"answers": {"useful": {"a": 1}}}, "useful"),
        ({"answers": {"nonsense": 1}}, "nonsense"),
        ({"answers": [1]}, "answers"),
        ({}, "answers"),
    )

    answers = [await anna.post("{m}/evaluation", body) for body, _ in wrong]

    assert [a.status for a in answers] == [422] * len(wrong)
    assert [(await a.json())["field"] for a in answers] == [field for _, field in wrong]
    assert (await anna.post("{m}/evaluation", {"answers": {}})).status == 422


async def test_an_evaluation_that_is_not_open_is_409(served):
    anna = await served.participant()

    answer = await anna.post("{m}/evaluation", {"answers": {"useful": 4}})

    assert (answer.status, (await answer.json())["reason"]) == (409, "evaluation not open")


async def test_a_host_steps_by_button_and_by_word(served):
    mette = await served.holder(METTE)

    await mette.post("{m}/actions", {"verb": "agenda.start"})
    answer = await mette.post("{m}/messages", {"text": "næste"})
    state = await mette.state()

    assert (await answer.json())["version"] == state["version"]
    assert state["phase"] == "running"
    assert [bool(i["actual"]["start"]) for i in state["agenda"]][:3] == [True, True, False]


async def test_an_old_version_changes_nothing_and_returns_the_present_state(served):
    mette = await served.holder(METTE)
    old = (await mette.state())["version"]
    await mette.post("{m}/actions", {"verb": "agenda.start", "version": old})
    now = await mette.state()

    by_button = await mette.post("{m}/actions", {"verb": "agenda.next", "version": old})
    by_word = await mette.post("{m}/messages", {"text": "næste", "version": old})

    for answer in (by_button, by_word):
        data = await answer.json()
        assert (answer.status, data["version"], data["state"]) == (200, now["version"], now)
    assert await mette.state() == now


async def test_a_present_version_steps(served):
    mette = await served.holder(METTE)
    version = (await mette.state())["version"]

    answer = await mette.post("{m}/actions", {"verb": "agenda.start", "version": version})
    data = await answer.json()
    after = await mette.post("{m}/actions", {"verb": "agenda.next", "version": data["version"]})

    assert after.status == 200
    assert (await mette.state())["version"] == version + 2


async def test_unknown_verbs_are_404_and_wrong_data_422(served):
    mette = await served.holder(METTE)
    wrong = (
        ({"verb": "agenda.fly"}, 404, None),
        ({}, 422, "verb"),
        ({"verb": 5}, 422, "verb"),
        ({"verb": "agenda.extend"}, 422, "minutes"),
        ({"verb": "agenda.extend", "minutes": "soon"}, 422, "minutes"),
        ({"verb": "agenda.extend", "minutes": [5]}, 422, "minutes"),
        ({"verb": "agenda.extend", "minutes": 0}, 422, "minutes"),
        ({"verb": "agenda.start", "version": "new"}, 422, "version"),
        ({"verb": "question.answer", "question": "q1", "live": True}, 422, "text"),
    )

    answers = [await mette.post("{m}/actions", body) for body, *_ in wrong]

    found = [(a.status, (await a.json()).get("field")) for a in answers]
    assert found == [(status, field) for _, status, field in wrong]


async def test_odd_numbers_in_text_are_wrong_values(served):
    mette = await served.holder(METTE)

    answers = [
        await mette.post("{m}/actions", {"verb": "agenda.extend", "minutes": odd})
        for odd in ("--5", " " * 30 + "5", "9" * 400, "٣٣٣٣٣٣٣", 1e300, "5-")
    ]

    assert [a.status for a in answers] == [422] * 6


async def test_a_speaker_answers_the_own_question_and_its_asker_sees_it(served):
    anna, rasmus = await served.participant(), await served.holder(RASMUS)
    sent = await anna.post("{m}/messages", {"text": "til UDK: Hvem betaler?"})
    id_ = (await sent.json())["question"]["id"]

    answer = await rasmus.post(
        "{m}/actions", {"verb": "question.answer", "question": id_, "text": "Kommunen."}
    )
    (question,) = (await anna.state())["questions"]

    assert answer.status == 200
    assert (question["state"], question["answer"]) == (
        "answered",
        {"text": "Kommunen.", "by": "Rasmus Edelberg (KL)", "source": None},
    )


async def test_an_answer_given_aloud_says_when(served):
    anna, peter = await served.participant(), await served.holder(PETER)
    await served.do(RASMUS, asked("Hvem betaler?"))

    await peter.post("{m}/actions", {"verb": "question.answer-live", "question": "q1"})
    (question,) = (await anna.state())["questions"]

    assert re.search(r"10.00", question["answer"]["text"])


async def test_the_same_key_again_is_the_same_deed(served):
    anna = await served.participant()
    body = {"text": "Hvem betaler?", "show": "name"}

    first = await anna.post("{m}/questions", body, Idempotency_Key="abc")
    second = await anna.post("{m}/questions", body, Idempotency_Key="abc")
    (question,) = (await anna.state())["questions"]

    assert await second.json() == await first.json()
    assert question["number"] == 1


async def test_the_same_question_pasted_ten_times_is_one_question(served):
    anna, bo = await served.participant(), await served.participant("Bo")
    body = {"text": "Hvem betaler?", "show": "name"}

    answers = [await anna.post("{m}/questions", body) for _ in range(9)]
    answers.append(await anna.post("{m}/messages", {"text": "til KL: hvem  betaler"}))
    other = await bo.post("{m}/questions", body)

    told = [await answer.json() for answer in answers]
    assert [answer.status for answer in answers] == [201] * 9 + [200]
    assert {one["number"] for one in told[:9]} == {1}
    assert len({one["id"] for one in told[:9]}) == 1
    assert (await other.json())["number"] == 2
    (tries,) = [
        question.tries
        for question in served.site.hub.state(served.meeting).questions.values()
        if question.number == 1
    ]
    assert tries == 10


async def test_a_key_used_for_something_else_is_another_deed(served):
    anna = await served.participant()

    said = await anna.post("{m}/messages", {"text": "emne: Økonomi"}, Idempotency_Key="abc")
    asked_ = await anna.post("{m}/messages", {"text": "spørg Hvem betaler?"}, Idempotency_Key="abc")

    assert (said.status, asked_.status) == (200, 200)
    assert (await asked_.json())["question"]["number"] == 1


async def test_the_same_key_of_two_people_is_two_deeds(served):
    anna, bo = await served.participant(), await served.participant("Bo")
    body = {"text": "Hvem betaler?", "show": "name"}

    answers = [await p.post("{m}/questions", body, Idempotency_Key="1") for p in (anna, bo)]

    assert [(await a.json())["number"] for a in answers] == [1, 2]


async def test_too_long_a_key_is_malformed(served):
    anna = await served.participant()

    answer = await anna.post("{m}/messages", {"text": "hjælp"}, Idempotency_Key="k" * 101)

    assert answer.status == 400


async def test_a_closed_meeting_says_no_to_new_questions(served):
    anna = await served.participant()
    await served.do(METTE, c.CloseMeeting())

    answer = await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})

    assert (answer.status, (await answer.json())["reason"]) == (409, "meeting closed")


async def test_a_person_asks_twenty_at_once_and_then_one_each_five_seconds(served):
    anna, bo = await served.participant(), await served.participant("Bo")
    body = {"text": "Hvem betaler?", "show": "name"}

    burst = [(await anna.post("{m}/questions", body)).status for _ in range(20)]
    refused = await anna.post("{m}/questions", body)
    said = await anna.post("{m}/messages", {"text": "spørg Hvem?"})
    pressed = await anna.post("{m}/actions", {"verb": "question.ask", "text": "Hvem?"})
    free = await anna.post("{m}/messages", {"text": "agenda"})
    others = await bo.post("{m}/questions", body)
    served.clock.forward(seconds=5)
    later = [(await anna.post("{m}/questions", body)).status for _ in range(2)]

    assert burst == [201] * 20
    assert (refused.status, refused.headers["Retry-After"]) == (429, "5")
    assert (said.status, pressed.status, free.status, others.status) == (429, 429, 200, 201)
    assert later == [201, 429]


async def test_votes_and_refused_questions_take_nothing_out_of_the_bucket(served):
    anna = await served.participant()
    await served.do(HANS, asked("Hvem betaler?"))

    for _ in range(30):
        await anna.post("{m}/questions/q1/vote")
        await anna.post("{m}/questions", {"text": "", "show": "name"})
        await anna.post("{m}/questions", {"text": "x" * 3000, "show": "name"})
    answer = await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})

    assert answer.status == 201


async def test_every_answer_to_a_post_carries_the_new_version(served):
    anna, mette = await served.participant(), await served.holder(METTE)
    await served.do(HANS, asked("Hvem?"))
    await served.do(METTE, c.OpenEvaluation())
    sent = (
        (anna, "join", {"name": "Anne"}),
        (anna, "messages", {"text": "emne: Økonomi"}),
        (anna, "questions", {"text": "Hvem betaler?", "show": "name"}),
        (anna, "questions/q1/vote", {}),
        (anna, "evaluation", {"answers": {"useful": 4}}),
        (mette, "actions", {"verb": "agenda.start"}),
    )

    for person, path, body in sent:
        before = (await person.state())["version"]
        data = await (await person.post(f"{{m}}/{path}", body)).json()
        assert data["version"] == before + 1 == (await person.state())["version"]


async def test_two_meetings_do_not_know_each_other():
    async with serving() as one, serving() as other:
        anna = await one.participant()
        ((name, value),) = [(c.key, c.value) for c in anna.session.cookie_jar]
        stranger = other.nobody()
        answer = await stranger.get("{m}/state", headers={"Cookie": f"{name}={value}"})

    assert answer.status == 401  # signed alike, but nobody of that id is in this meeting


async def test_a_declined_question_gives_its_asker_the_reason(served):
    anna, bo, mette = (
        await served.participant(),
        await served.participant("Bo"),
        await served.holder(METTE),
    )
    sent = await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})
    id_ = (await sent.json())["id"]

    await mette.post(
        "{m}/actions", {"verb": "question.decline", "question": id_, "reason": "Uden for emnet."}
    )

    assert [(q["state"], q["reason"]) for q in (await anna.state())["questions"]] == [
        ("declined", "Afvist: Uden for emnet.")
    ]
    assert (await bo.state())["questions"] == []


async def test_a_host_accepts_a_cut_and_undoes_it(served):
    mette = await served.holder(METTE)
    for step in ({"verb": "agenda.start"}, {"verb": "agenda.extend", "minutes": 6}):
        await mette.post("{m}/actions", step)
    late = await mette.state()

    cut = await mette.post("{m}/actions", {"verb": "agenda.cut", "cuts": "7:4,6:2"})
    saved = await mette.state()
    await mette.post("{m}/actions", {"verb": "agenda.undo"})
    undone = await mette.state()

    ends = [state["agenda"][-1]["expected"]["start"][11:16] for state in (late, saved, undone)]
    assert (cut.status, ends) == (200, ["11:33", "11:27", "11:33"])


async def test_wrong_steering_gets_one_sentence_and_changes_nothing(served):
    mette = await served.holder(METTE)
    await mette.post("{m}/actions", {"verb": "agenda.start"})
    before = (await mette.state())["version"]
    told = []
    for data in (
        {"verb": "agenda.jump", "item": 12},
        {"verb": "agenda.leave-out", "item": 8},
        {"verb": "agenda.shorten", "minutes": 5},
        {"verb": "agenda.cut", "cuts": "7:-1"},
        {"verb": "agenda.cut", "cuts": "8"},
        {"verb": "agenda.jump"},
    ):
        answer = await mette.post("{m}/actions", data)
        told.append((answer.status, (await answer.json())["reason"]))

    assert [status for status, _ in told] == [422, 409, 422, 422, 409, 422]
    assert [reason for _, reason in told][:3] == ["unknown item", "protected item", "too short"]
    assert (await mette.state())["version"] == before


async def test_after_a_close_by_mistake_the_state_goes_on_and_people_ask_again(served):
    anna, mette = await served.participant(), await served.holder(METTE)
    await mette.post("{m}/actions", {"verb": "agenda.start"})
    await mette.post("{m}/actions", {"verb": "agenda.close"})
    refused = await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})
    closed = await anna.state()

    undone = await mette.post("{m}/actions", {"verb": "agenda.undo", "version": closed["version"]})
    asked_ = await anna.post("{m}/questions", {"text": "Hvem betaler?", "show": "name"})

    assert (refused.status, undone.status, asked_.status) == (409, 200, 201)
    after = await anna.state()
    assert (closed["phase"], after["phase"]) == ("closed", "running")
    assert after["agenda"][0]["actual"]["end"] is None


async def test_a_close_that_stands_is_a_409_with_a_sentence(served):
    mette = await served.holder(METTE)
    await mette.post("{m}/actions", {"verb": "agenda.start"})
    await mette.post("{m}/actions", {"verb": "agenda.close"})
    served.clock.forward(minutes=10.1)

    late = await mette.post("{m}/actions", {"verb": "agenda.undo"})

    assert late.status == 409
    assert (await late.json())["error"] == (
        "Et lukket møde kan åbnes igen i 10 minutter, og de er gået."
    )
