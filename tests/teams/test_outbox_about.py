"""Living cards that are about something: a message of their own for each thing."""
# ruff: noqa: ARG002 - fakes fit a role

from dataclasses import dataclass

from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Content, ConversationId, Living
from tests.teams.test_outbox import Ids, Recorder, outbox, until

IN_VIRTUAL_TIME = True


@dataclass
class Polls:
    """Draws the latest of two polls, and the one before it in its own message."""

    latest: str = "p1"
    said: str = "open"

    def draw(self, conversation: ConversationId, kind: Living) -> Content | None:
        about = {Living.POLL: self.latest, Living.LAST_POLL: "p1"}.get(kind)
        if about is None or (kind is Living.LAST_POLL and self.latest == "p1"):
            return None
        said = self.said if about == self.latest else "over"
        past = kind is Living.LAST_POLL or self.said == "over"
        return Content(card={"about": about, "said": said}, about=about, past=past)


CHAT_ID = ConversationId("19:chat")


def redraw(box: Outbox) -> None:
    for kind in (Living.POLL, Living.LAST_POLL):
        box.redraw(CHAT_ID, kind)


async def test_what_a_card_is_about_decides_whether_it_is_changed_or_posted() -> None:
    recorder, polls, ids = Recorder(), Polls(), Ids()
    box = outbox(recorder, polls, ids)  # type: ignore[arg-type]
    redraw(box)
    await until(lambda: len(recorder.created) == 1)
    polls.latest = "p2"
    redraw(box)
    await until(lambda: len(recorder.created) == 2 and recorder.updated)
    await box.close()

    assert [content.card["about"] for content in recorder.created] == ["p1", "p2"]
    assert [(id_, content.card["said"]) for id_, content in recorder.updated] == [("m1", "over")]
    assert ids.kept == {"p1": "m1", "p2": "m2"}


async def test_what_is_past_is_not_posted_by_itself_but_when_somebody_asks() -> None:
    recorder, polls = Recorder(), Polls(said="over")
    box = outbox(recorder, polls)  # type: ignore[arg-type]
    redraw(box)
    box.say(CHAT_ID, "afterwards", 0.0)
    await until(lambda: recorder.created)
    assert [content.text for content in recorder.created] == ["afterwards"]

    box.repost(CHAT_ID, Living.POLL)
    await until(lambda: len(recorder.created) == 2)
    await box.close()

    assert recorder.created[1].card["said"] == "over"
