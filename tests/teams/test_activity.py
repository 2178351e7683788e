"""Our reading of a body gives the activity that the SDK's own reading gives."""

from typing import Any

import orjson
import pytest
from botbuilder.schema import Activity

from bot.teams.activity import read_activity
from bot.teams.body import BadBodyError, read_body
from bot.teams.heard import hear, room_of
from tests.teams import shapes
from tests.teams.shapes import BILLUND, BOT, CHAT, GUEST, KELD, METTE

URL = "https://smba.trafficmanager.net/emea/"
USED = (
    *("type", "id", "timestamp", "channel_id", "service_url", "text", "locale", "name", "value"),
    *("action", "reply_to_id", "delivery_mode"),
)
PARTY = ("id", "name", "aad_object_id", "conversation_type", "is_group")
THREAD = f"{CHAT};messageid=1700000000000"
BODIES: list[dict[str, Any]] = [
    shapes.message(KELD, URL, "spørg Hvem kommer?"),
    shapes.message(KELD, URL, "spørg Hvem kommer?", mention=False),
    shapes.message(GUEST, URL, "start", chat=GUEST.own_chat),
    shapes.message(KELD, URL, "x") | {"deliveryMode": "expectReplies"},
    shapes.message(KELD, URL, "x") | {"conversation": {"id": THREAD, "isGroup": True}},
    shapes.message(KELD, URL, "x") | {"conversation": {"id": "a:1"}, "recipient": None},
    shapes.message(KELD, URL, "x") | {"entities": None, "locale": None, "timestamp": None},
    shapes.message(KELD, URL, "<at>A</at> <at>B</at> hej")
    | {
        "entities": [
            {"type": "mention", "text": "<at>A</at>", "mentioned": {"id": "29:x", "name": "A"}},
            {"type": "mention", "text": 3, "mentioned": {"id": BOT}},
            {"type": "mention", "mentioned": "B"},
            {"type": "mention"},
            {"type": "somethingElse", "text": "<at>B</at>", "mentioned": {"id": BOT}},
        ]
    },
    shapes.press(METTE, URL, "question.vote", {"question": "q1", "version": 3}),
    shapes.press(METTE, URL, "agenda.start") | {"value": None},
    shapes.press(METTE, URL, "agenda.start") | {"value": [1, {"a": None}]},
    shapes.installed(METTE, URL),
    shapes.installed(METTE, URL, action="remove"),
    shapes.bot_added(METTE, URL),
    shapes.joined(METTE, URL, BILLUND),
    shapes.meeting_event(METTE, URL, "Start"),
]


def parties(activity: Activity) -> list[Any]:
    """Give what is read of everybody who is named."""
    people = [activity.from_property, activity.recipient, activity.conversation]
    people += [*(activity.members_added or ()), *(activity.members_removed or ())]
    return [[getattr(one, name, None) for name in PARTY] for one in people if one is not None]


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_it_is_read_as_the_sdk_reads_it(number: int) -> None:
    body = BODIES[number]
    ours = read_activity(read_body(orjson.dumps(body)))
    theirs = Activity().deserialize(body)

    assert [getattr(ours, name) for name in USED] == [getattr(theirs, name) for name in USED]
    assert parties(ours) == parties(theirs)
    assert hear(ours) == hear(theirs)
    assert room_of(ours, hear(ours)) == room_of(theirs, hear(theirs))


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-24T09:01:02Z",
        "2026-11-24T09:01:02.3Z",
        "2026-11-24T09:01:02.345Z",
        "2026-11-24T09:01:02.345678Z",
        "2026-11-24T09:01:02+01:00",
        "2026-11-24T09:01:02.345+00:00",
    ],
)
def test_times_are_the_sdks(time: str) -> None:
    body = shapes.message(KELD, URL, "x") | {"timestamp": time}

    assert read_activity(body).timestamp == Activity().deserialize(body).timestamp


def test_time_with_seven_digits_is_read_to_the_microsecond() -> None:
    body = shapes.message(KELD, URL, "x") | {"timestamp": "2026-11-24T09:01:02.3456789Z"}

    assert read_activity(body).timestamp.isoformat() == "2026-11-24T09:01:02.345678+00:00"


@pytest.mark.parametrize("time", ["", "yesterday", "2026-99-99T00:00:00Z", {}, [], 3, True])
def test_timestamp_that_is_no_time_is_bad(time: Any) -> None:
    with pytest.raises(BadBodyError):
        read_activity(shapes.message(KELD, URL, "x") | {"timestamp": time})


@pytest.mark.parametrize("group", ["yes", 1, [], {}])
def test_group_that_is_no_yes_or_no_is_bad(group: Any) -> None:
    body = shapes.message(KELD, URL, "x")
    body["conversation"] = body["conversation"] | {"isGroup": group}

    with pytest.raises(BadBodyError):
        read_body(orjson.dumps(body))
