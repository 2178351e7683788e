"""The language of an answer: asked for, remembered, preferred, the meeting's."""

import pytest

from dialogs.i18n import words
from web.wrongs import unknown_meeting

ENGLISH, DANISH = "en", "da"


def not_found(language):
    return unknown_meeting().told(words(language, "Europe/Copenhagen")).sentence


async def spoken(answer):
    text = await answer.text()
    return ENGLISH if '"language":"en"' in text else DANISH


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, DANISH),
        ("", DANISH),
        ("en", ENGLISH),
        ("en-GB,en;q=0.9", ENGLISH),
        ("en,da;q=0.1", DANISH),
        ("da", DANISH),
        ("de,fr", DANISH),
        ("*", DANISH),
        ("de,en;q=0.1", ENGLISH),
        (";;;,,q=", DANISH),
    ],
)
async def test_english_only_for_those_who_do_not_read_danish(served, accepted, expected):
    headers = {} if accepted is None else {"Accept-Language": accepted}

    answer = await served.nobody().get("{m}/stage", headers=headers)

    assert await spoken(answer) == expected


async def test_an_asked_for_language_is_remembered(served):
    anna = await served.participant()

    first = await spoken(await anna.get("{m}?lang=en"))
    then = await spoken(await anna.get("{m}", headers={"Accept-Language": "da"}))
    back = await spoken(await anna.get("{m}?lang=da"))
    odd = await spoken(await anna.get("{m}?lang=xx"))

    assert (first, then, back, odd) == (ENGLISH, ENGLISH, DANISH, DANISH)


async def test_refusals_and_replies_are_in_the_persons_language(served):
    anna = await served.participant()
    await anna.get("{m}?lang=en")

    refused = await anna.post("{m}/actions", {"verb": "agenda.start"})
    reply = await anna.post("{m}/messages", {"text": "my questions"})

    assert (await refused.json())["error"] == (
        "Only the meeting's hosts can do that; write to a host in the chat."
    )
    assert (await reply.json())["reply"] == "You have asked no questions yet. Write one here."


async def test_outside_a_meeting_errors_are_danish_unless_english_is_preferred(served):
    nobody = served.nobody()
    nobody.code = "NONE2345"

    danish = await nobody.get("{m}/state")
    english = await nobody.get("{m}/state", headers={"Accept-Language": "en"})

    assert (await danish.json())["error"] == not_found(DANISH)
    assert (await english.json())["error"] == not_found(ENGLISH)


async def test_the_evaluation_is_translated(served):
    anna = await served.participant()
    await anna.get("{m}?lang=en")

    (got,) = [q for q in (await anna.state())["evaluation"]["questions"] if q["id"] == "got_answer"]

    assert got["kind"] == "choice"
    assert [option["value"] for option in got["options"]] == ["yes", "partly", "no"]
