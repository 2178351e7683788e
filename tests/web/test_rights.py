"""Who may do what: every kind of person against every route and every verb."""

import pytest

from dialogs.acting import VERBS
from meeting import commands as c
from meeting.entry import Entry, seen_as
from meeting.ids import EntryId, PollId
from meeting.polls import PollKind, PollQuestion
from tests.given import BO, HANS, KELD, METTE, PETER, RASMUS, asked, demo_knowledge
from tests.web.served import serving

ALL = frozenset({"host", "speaker", "other speaker", "participant"})
HOST = frozenset({"host"})
HANDLERS = frozenset({"host", "speaker"})
OWN = frozenset({"participant"})  # only the asker
ANSWERERS = frozenset({"host", "speaker", "other speaker"})
NOBODY = frozenset[str]()

POLL = PollId("poll-1")
WAITING = Entry(EntryId("e1"), "Hvem?", "Kommunen.", "general")
DATA = {
    "agenda.extend": {"minutes": 5},
    "agenda.shorten": {"minutes": 2},
    "agenda.jump": {"item": 3},
    "agenda.leave-out": {"item": "3"},
    "agenda.take-in": {"item": "3"},
    "agenda.cut": {"cuts": "3:2"},
    "agenda.swap": {"item": "3", "with": "4"},
    "agenda.automatic": {"item": "3"},
    "agenda.by-hand": {"item": "3"},
    "speaker.message": {"to": PETER, "text": "Rund gerne af nu."},
    "question.ask": {"text": "Hvem?"},
    "question.answer": {"question": "q1", "text": "Kommunen."},
    "question.answer-live": {"question": "q1"},
    "question.route": {"question": "q1", "to": PETER},
    "question.decline": {"question": "q1", "reason": "Uden for emnet."},
    "question.take-up": {"question": "q1"},
    "question.edit": {"question": "q1", "text": "Hvem ellers?"},
    "question.merge": {"question": "q1", "into": "q1"},
    "speaker.absent": {"person": PETER},
    "person.erase": {"person": BO},
    "speaker.present": {"person": PETER},
    "faq.choose": {"question": "q1", "entry": demo_knowledge().entries[0].id},
    "entry.save": {
        "question": "Hvornår?",
        "answer": "Nu.",
        "topic": "general",
        "seen": seen_as(None),
    },
    "entry.approve": {"entry": "e1", "seen": seen_as(WAITING)},
    "entry.drop": {"entry": "e1"},
    "entry.take-out": {"entry": demo_knowledge().entries[0].id},
    "evaluation.submit": {"useful": "4"},
    "poll.ask": {"text": "Skal vi mødes? / ja / nej", "instead": POLL},
    "poll.answer": {"poll": POLL, "answer": "1"},
    "poll.close": {"poll": POLL},
    "poll.show": {"poll": POLL},
    "poll.hide": {"poll": POLL},
    "poll.drop": {"poll": POLL},
    "poll.strike": {"poll": POLL, "word": "klik"},
    "poll.give-back": {"poll": POLL, "word": "klik"},
}
MAY = {
    "agenda.show": ALL,
    "agenda.start": HOST,
    "agenda.next": HOST,
    "agenda.back": HOST,
    "agenda.extend": HOST,
    "agenda.shorten": HOST,
    "agenda.jump": HOST,
    "agenda.leave-out": HOST,
    "agenda.take-in": HOST,
    "agenda.cut": HOST,
    "agenda.swap": HOST,
    "agenda.automatic": HOST,
    "agenda.by-hand": HOST,
    "agenda.pause": HOST,
    "agenda.resume": HOST,
    "agenda.undo": HOST,
    "agenda.end": HOST,
    "agenda.close": HOST,
    "question.ask": ALL,
    "question.vote": ALL,
    "question.unvote": ALL,
    "question.answer": HANDLERS,
    "question.answer-live": HANDLERS,
    "question.route": HANDLERS,
    "question.on": HANDLERS,
    "question.follow-up": HANDLERS,
    "question.decline": HANDLERS,
    "question.take-up": HANDLERS,
    "question.edit": OWN,
    "question.withdraw": OWN,
    "question.not-mine": frozenset({"speaker"}),
    "question.approve": HOST,
    "question.merge": HOST,
    "question.part": HOST | OWN,
    "questions.look-first": HOST,
    "questions.let-through": HOST,
    "speaker.absent": HOST,
    "speaker.present": HOST,
    "speaker.message": HOST,
    "speaker.seen": frozenset({"speaker"}),
    "person.erase": HOST,
    "person.erase-me": OWN,
    "trouble.settled": HOST,
    "faq.learn": HANDLERS,
    "faq.forget": HANDLERS,
    "faq.solved": OWN,
    "faq.choose": OWN,
    "faq.ask-speaker": OWN,
    "answered.yes": OWN,
    "answered.partly": OWN,
    "answered.no": OWN,
    "entry.save": ANSWERERS,
    "entry.approve": HOST,
    "entry.drop": ANSWERERS,
    "entry.take-out": ANSWERERS,
    "wish.add": ALL,
    "wish.vote": ALL,
    "wish.unvote": ALL,
    "evaluation.open": HOST,
    "evaluation.close": HOST,
    "evaluation.remind": HOST,
    "evaluation.show-results": HOST,
    "evaluation.hide-results": HOST,
    "evaluation.submit": ALL,
    "poll.ask": HOST,
    "poll.answer": ALL,
    "poll.close": HOST,
    "poll.show": HOST,
    "poll.hide": HOST,
    "poll.drop": HOST,
    "poll.strike": HOST,
    "poll.give-back": HOST,
}
PAGES = {
    "{m}": ("participant", {"nobody": 200}),
    "{m}/host": ("host", {"nobody": 200, "host": 200}),
    "{m}/people": ("people", {"nobody": 200, "host": 200}),
    "{m}/speaker": ("speaker", {"nobody": 200, "speaker": 200, "other speaker": 200}),
    "{m}/stage": ("stage", {"nobody": 200}),
    "{m}/record": ("record", {"nobody": 200}),
}
FOR_ALL = {"participant", "stage", "record"}
RECORDS = ("docx", "html", "xlsx", "csv", "ics", "json")
STREAMS = {
    "stage": {"nobody", *ALL},
    "participant": set(ALL),
    "host": {"host"},
    "speaker": {"speaker", "other speaker"},
}


@pytest.fixture
async def people(knowing):
    """One of each kind; the participant asked question 1, which the speaker has."""
    found = {
        "host": await knowing.holder(METTE),
        "speaker": await knowing.holder(RASMUS),
        "other speaker": await knowing.holder(KELD),
        "participant": await knowing.participant(),
        "nobody": knowing.nobody(),
    }
    (anna,) = [
        id_
        for id_, person in knowing.site.hub.state(knowing.meeting).people.items()
        if person.name == "Anna"
    ]
    await knowing.do(anna, asked("Hvem?", addressed=(RASMUS,), addressed_as="KL"))
    await knowing.do(BO, c.Join("Bo", "Billund"))
    await knowing.do(RASMUS, c.WriteEntry(WAITING))
    await knowing.do(METTE, c.MessageSpeaker(RASMUS, "Rund gerne af."))
    return found


def test_every_verb_is_in_the_table():
    assert set(MAY) == set(VERBS)


@pytest.mark.parametrize("verb", sorted(MAY))
@pytest.mark.parametrize("kind", sorted({*ALL, "nobody"}))
async def test_a_verb_is_for_those_in_the_table_alone(knowing, people, verb, kind):
    if verb == "evaluation.submit":
        await knowing.do(METTE, c.OpenEvaluation())
    if verb.startswith("poll."):
        await knowing.do(METTE, c.AskPoll(POLL, PollQuestion("Klar?", PollKind.SCALE)))
    before = knowing.site.hub.state(knowing.meeting)
    data = {"question": "q1", **DATA.get(verb, {})}
    if verb == "speaker.seen":
        data["message"] = before.messages[0].id

    answer = await people[kind].post("{m}/actions", {"verb": verb, **data})

    if kind == "nobody":
        assert answer.status == 401
    elif kind in MAY[verb]:
        assert answer.status in {200, 409, 422}, await answer.text()  # the rules' or data's no
    else:
        assert answer.status == 403
    if answer.status != 200:
        assert knowing.site.hub.state(knowing.meeting) is before


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_for_those_with_its_role(people, path):
    name, expected = PAGES[path]
    everybody = dict.fromkeys(people, 200 if name in FOR_ALL else 403)

    statuses = {kind: (await person.get(path)).status for kind, person in people.items()}

    assert statuses == {**everybody, **expected}


@pytest.mark.parametrize("kind", RECORDS)
async def test_a_record_as_a_file_is_for_hosts(people, kind):
    statuses = {who: (await p.get(f"{{m}}/records.{kind}")).status for who, p in people.items()}

    assert statuses == {**dict.fromkeys(people, 403), "host": 200, "nobody": 401}


async def test_who_has_not_joined_gets_no_word_of_what_was_said(people):
    shown = await (await people["nobody"].get("{m}/record")).text()

    assert '"page":"join"' in shown


@pytest.mark.parametrize("path", ["{m}/host", "{m}/speaker", "{m}/people"])
async def test_without_the_right_a_page_holds_nothing_of_the_meeting(people, path):
    texts = [await (await people[kind].get(path)).text() for kind in ("nobody", "participant")]

    assert ["signing-in" in text for text in texts] == [True, True]


@pytest.mark.parametrize("page", STREAMS)
async def test_a_stream_is_for_those_with_its_role(people, page):
    statuses = {}
    for kind, person in people.items():
        answer = await person.get(f"{{m}}/events?as={page}")
        statuses[kind] = answer.status
        answer.close()

    expected = {
        kind: 200 if kind in STREAMS[page] else 401 if kind == "nobody" else 403 for kind in people
    }
    assert statuses == expected


async def test_an_unknown_stream_is_a_wrong_value(people):
    answer = await people["host"].get("{m}/events?as=god")

    assert (answer.status, (await answer.json())["field"]) == (422, "as")


@pytest.mark.parametrize(
    "word", ["start", "næste", "tilbage", "forlæng 5", "luk", "evaluering", "poll: Klar? 1-5"]
)
async def test_steering_words_are_the_hosts(knowing, people, word):
    before = knowing.site.hub.state(knowing.meeting)

    statuses = [
        (await people[kind].post("{m}/messages", {"text": word})).status
        for kind in ("participant", "speaker", "nobody")
    ]

    assert statuses == [403, 403, 401]
    assert knowing.site.hub.state(knowing.meeting) is before


async def test_another_meetings_host_is_nobody_here():
    async with serving() as served, serving(base_url="http://127.0.0.1:4000") as other:
        nobody = other.nobody()
        key = served.site.keys.role_key("another-meeting", HANS)
        answer = await nobody.post("{m}/join", {"key": key})

    assert answer.status == 403
