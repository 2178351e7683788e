"""The outbox: order, coalescing, the platform's windows and what is done after each failure."""
# ruff: noqa: ARG002, ASYNC110 - fakes fit a role; a test may poll

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.teams.failures import ConnectorError, Failure, Lost, LostError
from bot.teams.limits import CONVERSATION, Windows
from bot.teams.outbox import Outbox
from bot.teams.retry import Kind, Verdict, judge
from bot.teams.sending import Content, ConversationId, Living, Sent
from bot.teams.showing import Outside

IN_VIRTUAL_TIME = True
CHAT = ConversationId("19:chat")


@dataclass
class Recorder:
    """A sender that fails as scripted, and remembers what arrived."""

    script: deque[Exception | None] = field(default_factory=deque)
    created: list[Content] = field(default_factory=list)
    updated: list[tuple[str, Content]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    renewed: int = 0

    async def create(self, conversation: ConversationId, content: Content) -> str | None:
        self._fail()
        self.created.append(content)
        return f"m{len(self.created)}"

    async def update(self, conversation: ConversationId, activity: str, content: Content) -> None:
        self._fail()
        self.updated.append((activity, content))

    async def ready(self) -> None:
        pass

    def renew(self) -> None:
        self.renewed += 1

    def _fail(self) -> None:
        self.at.append(asyncio.get_running_loop().time())
        failure = self.script.popleft() if self.script else None
        if failure is not None:
            raise failure


@dataclass
class State:
    """Draws whatever the state is at that moment."""

    now: str | None = "a"

    def draw(self, conversation: ConversationId, kind: Living) -> Content | None:
        return None if self.now is None else Content(card={"shows": self.now})


@dataclass
class Ids:
    kept: dict[Living, str] = field(default_factory=dict)

    async def get(self, conversation: ConversationId, kind: Living) -> str | None:
        return self.kept.get(kind)

    async def put(self, conversation: ConversationId, kind: Living, activity: str) -> None:
        self.kept[kind] = activity


def outbox(recorder: Recorder, state: State | None = None, ids: Ids | None = None) -> Outbox:
    return Outbox(Outside(recorder, state or State(), ids or Ids()), whole=False)


def text(content: Content) -> str:
    return content.text or ""


async def until(true: Callable[[], object], within: float = 8.0) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.01)


BUSY, GATEWAY = ConnectorError(429), ConnectorError(504)


@pytest.mark.parametrize(
    ("failure", "create", "update"),
    [
        (Failure(429), Verdict.WAIT, Verdict.WAIT),
        (Failure(412), Verdict.WAIT, Verdict.WAIT),
        (Failure(502), Verdict.UNCLEAR, Verdict.WAIT),
        (Failure(503), Verdict.UNCLEAR, Verdict.WAIT),
        (Failure(504), Verdict.UNCLEAR, Verdict.WAIT),
        (Failure(lost=Lost.UNCLEAR), Verdict.UNCLEAR, Verdict.WAIT),
        (Failure(lost=Lost.NEVER_OPENED), Verdict.WAIT, Verdict.WAIT),
        (Failure(401), Verdict.RENEW, Verdict.RENEW),
        (Failure(404, "ActivityNotFoundInConversation"), Verdict.DROP, Verdict.REPOST),
        (Failure(404, "ConversationNotFound"), Verdict.GONE, Verdict.GONE),
        (Failure(403, "BotNotInConversationRoster"), Verdict.GONE, Verdict.GONE),
        (Failure(403, "ConversationBlockedByUser"), Verdict.GONE, Verdict.GONE),
        (Failure(403, "BotDisabledByAdmin"), Verdict.GONE, Verdict.GONE),
        (Failure(403), Verdict.DROP, Verdict.DROP),
        (Failure(400), Verdict.DROP, Verdict.DROP),
        (Failure(413), Verdict.DROP, Verdict.DROP),
        (Failure(500), Verdict.DROP, Verdict.DROP),
    ],
)
def test_each_failure_has_its_rule(failure: Failure, create: Verdict, update: Verdict) -> None:
    assert judge(Kind.CREATE, failure, 1).verdict is create
    assert judge(Kind.UPDATE, failure, 1).verdict is update


def test_second_401_is_not_tried_again() -> None:
    assert judge(Kind.CREATE, Failure(401), 2, renewed=True).verdict is Verdict.DROP


@pytest.mark.parametrize("attempt", range(1, 12))
def test_back_off_grows_to_four_seconds_and_no_further(attempt: int) -> None:
    waits = [judge(Kind.UPDATE, Failure(429), attempt).wait for _ in range(200)]
    planned = min(0.5 * 2 ** (attempt - 1), 4.0)

    assert (min(waits) >= 0.8 * planned, max(waits) <= min(1.2 * planned, 4.0)) == (True, True)


def test_retry_after_is_obeyed_to_the_second() -> None:
    assert judge(Kind.CREATE, Failure(429, retry_after=17.0), 1).wait == 17.0


def test_no_window_is_ever_broken() -> None:
    windows, now, sent = Windows(), 0.0, []
    for _ in range(4000):
        now += windows.wait(now)
        windows.count(now)
        sent.append(now)

    for most, length in CONVERSATION:
        spans = [later - earlier for earlier, later in zip(sent, sent[most:], strict=False)]
        assert min(spans) >= length


async def test_lines_are_put_together_in_order_each_once() -> None:
    recorder = Recorder()
    box = outbox(recorder)
    for line in ("one", "two", "two", "three"):
        box.say(CHAT, line, 0.05)
    await until(lambda: recorder.created)
    await box.close()

    assert [text(c) for c in recorder.created] == ["one\n\ntwo\n\nthree"]


async def test_long_lines_make_several_messages() -> None:
    recorder = Recorder()
    box = outbox(recorder)
    for letter in "abc":
        box.say(CHAT, letter * 1900, 0.05)
    await until(lambda: len(recorder.created) == 2)
    await box.close()

    assert [len(text(c)) for c in recorder.created] == [3802, 1900]


async def test_burst_keeps_to_seven_a_second() -> None:
    recorder = Recorder()
    box = outbox(recorder)
    for number in range(9):
        box.send(CHAT, Content(text=str(number)))
    await until(lambda: len(recorder.created) == 9)
    await box.close()

    spans = [later - first for first, later in zip(recorder.at, recorder.at[7:], strict=False)]
    assert min(spans) >= 1.0
    assert [text(c) for c in recorder.created] == [str(n) for n in range(9)]


async def test_card_is_posted_once_then_changed_in_place_with_the_newest() -> None:
    recorder, state = Recorder(), State()
    box = outbox(recorder, state)
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.created)
    for now in "bcd":
        state.now = now
        box.redraw(CHAT, Living.AGENDA)
        await asyncio.sleep(0.01)
    await until(lambda: recorder.updated)
    await box.close()

    assert [c.card for c in recorder.created] == [{"shows": "a"}]
    assert [(a, c.card) for a, c in recorder.updated] == [("m1", {"shows": "d"})]
    assert recorder.at[1] - recorder.at[0] >= 2.0


async def test_unchanged_card_is_not_sent_again() -> None:
    recorder = Recorder()
    box = outbox(recorder)
    for _ in range(3):
        box.redraw(CHAT, Living.AGENDA)
        await asyncio.sleep(0.05)
    await box.close()

    assert len(recorder.at) == 1


async def test_restart_changes_the_card_that_is_there() -> None:
    recorder, ids = Recorder(), Ids({Living.AGENDA: "m77"})
    box = outbox(recorder, ids=ids)
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.updated)
    await box.close()

    assert (recorder.created, recorder.updated[0][0]) == ([], "m77")


async def test_busy_card_waits_and_sends_the_newest() -> None:
    recorder, state = Recorder(deque([BUSY])), State()
    box = outbox(recorder, state, Ids({Living.AGENDA: "m1"}))
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.at)
    state.now = "newest"
    await until(lambda: recorder.updated)
    await box.close()

    assert [c.card for _, c in recorder.updated] == [{"shows": "newest"}]


async def test_retry_after_holds_the_whole_conversation() -> None:
    recorder = Recorder(deque([ConnectorError(429, None, 0.7)]))
    box = outbox(recorder)
    box.send(CHAT, Content(text="first"))
    await until(lambda: recorder.at)
    box.say(CHAT, "second")
    await until(lambda: len(recorder.created) == 2)
    await box.close()

    assert [text(c) for c in recorder.created] == ["first", "second"]
    assert recorder.at[1] - recorder.at[0] >= 0.7


@pytest.mark.parametrize("failure", [GATEWAY, ConnectorError(502), LostError(Lost.UNCLEAR)])
async def test_message_left_unclear_is_not_sent_again(failure: Exception) -> None:
    recorder = Recorder(deque([failure]))
    box = outbox(recorder)
    sent = await box.tell(CHAT, Content(text="answer"))
    await asyncio.sleep(0.7)
    await box.close()

    assert (sent, len(recorder.at)) == (Sent.UNCLEAR, 1)


async def test_card_left_unclear_is_not_posted_again_until_somebody_asks() -> None:
    recorder, state = Recorder(deque([GATEWAY])), State()
    box = outbox(recorder, state)
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.at)
    state.now = "b"
    box.redraw(CHAT, Living.AGENDA)
    await asyncio.sleep(2.3)
    assert recorder.created == []

    box.repost(CHAT, Living.AGENDA)
    await until(lambda: recorder.created)
    await box.close()
    assert [c.card for c in recorder.created] == [{"shows": "b"}]


async def test_lost_card_is_posted_anew_once() -> None:
    gone = ConnectorError(404, "ActivityNotFoundInConversation")
    recorder, ids = Recorder(deque([gone])), Ids({Living.AGENDA: "m9"})
    box = outbox(recorder, ids=ids)
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.created)
    await box.close()

    assert (len(recorder.at), ids.kept) == (2, {Living.AGENDA: "m1"})


async def test_401_renews_the_token_once() -> None:
    recorder = Recorder(deque([ConnectorError(401)]))
    box = outbox(recorder)
    sent = await box.tell(CHAT, Content(text="x"))
    await box.close()

    assert (sent, recorder.renewed, len(recorder.at)) == (Sent.SENT, 1, 2)


async def test_conversation_that_is_gone_is_left_alone_until_it_is_heard_from() -> None:
    recorder = Recorder(deque([ConnectorError(403, "BotNotInConversationRoster")]))
    box = outbox(recorder)
    told = [await box.tell(CHAT, Content(text=str(n))) for n in range(3)]
    assert (told, len(recorder.at), box.gone) == ([Sent.GONE] * 3, 1, 1)

    box.heard_from(CHAT)
    assert await box.tell(CHAT, Content(text="again")) is Sent.SENT
    await box.close()


async def test_slow_conversation_holds_no_other_up() -> None:
    recorder = Recorder(deque([ConnectorError(429, None, 60.0)]))
    box = outbox(recorder)
    box.send(CHAT, Content(text="slow"))
    await until(lambda: recorder.at)
    assert await box.tell(ConversationId("other"), Content(text="quick")) is Sent.SENT
    late = box.tell(CHAT, Content(text="late"))
    await box.close()

    assert await late is Sent.NOT_TRIED


async def test_message_that_somebody_else_has_is_not_sent() -> None:
    recorder = Recorder()
    box = outbox(recorder)
    asked: list[tuple[int, int]] = []

    async def starting(number: int, ours: bool) -> bool:
        asked.append((number, len(recorder.at)))
        return ours

    told = [
        box.tell(CHAT, Content(text=str(n)), 0.05, lambda n=n: starting(n, n != 1))  # type: ignore[misc]
        for n in range(3)
    ]
    card = box.tell(CHAT, Content(card={"shows": "x"}), starting=lambda: starting(9, False))
    results = [await one for one in (*told, card)]
    await box.close()

    assert results == [Sent.SENT, Sent.NOT_OURS, Sent.SENT, Sent.NOT_OURS]
    assert [text(c) for c in recorder.created] == ["0\n\n2"]
    assert sorted(asked) == [(0, 0), (1, 0), (2, 0), (9, 1)]


async def test_message_is_asked_for_once_and_again_only_if_asking_failed() -> None:
    recorder = Recorder(deque([BUSY]))
    box = outbox(recorder)
    answers: deque[bool | Exception] = deque([OSError("database gone"), True])
    asked = 0

    async def starting() -> bool:
        nonlocal asked
        asked += 1
        if isinstance(answer := answers.popleft(), Exception):
            raise answer
        return answer

    sent = await box.tell(CHAT, Content(text="x"), starting=starting)
    await box.close()

    assert (sent, asked, len(recorder.at), len(recorder.created)) == (Sent.SENT, 2, 2, 1)
