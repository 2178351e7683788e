"""The outbox: order, coalescing, the platform's windows and what is done after each failure."""
# ruff: noqa: ARG002, ASYNC110 - fakes fit a role; a test may poll

import asyncio
import itertools
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.teams.failures import ConnectorError, Failure, Lost, LostError
from bot.teams.outbox.limits import Windows
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.retry import LONGEST_ASKED, Kind, Verdict, judge
from bot.teams.outbox.sending import Content, ConversationId, Living, Sent
from bot.teams.outbox.showing import Outside
from bot.teams.token import TokenError
from tests.teams.platform import CONVERSATION
from tests.teams.virtual import now

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

    async def get(
        self, conversation: ConversationId, kind: Living, about: str | None = None
    ) -> str | None:
        return self.kept.get(about or kind)

    async def put(
        self, conversation: ConversationId, kind: Living, activity: str, about: str | None = None
    ) -> None:
        self.kept[about or kind] = activity


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


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504, 500, 403])
@pytest.mark.parametrize("kind", Kind)
def test_retry_after_is_obeyed_to_the_second(kind: Kind, status: int) -> None:
    assert judge(kind, Failure(status, retry_after=17.0), 1).wait == 17.0


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (None, 0.4, 0.6),
        (0.0, 0.4, 0.6),  # at once is no answer to "too many"
        (-5.0, 0.4, 0.6),
        (math.nan, 0.4, 0.6),
        (0.1, 0.4, 0.6),
        (599.0, 599.0, 599.0),
        (86400.0, LONGEST_ASKED, LONGEST_ASKED),
        (math.inf, LONGEST_ASKED, LONGEST_ASKED),
    ],
)
def test_absurd_retry_after_is_bounded(asked: float | None, least: float, most: float) -> None:
    wait = judge(Kind.CREATE, Failure(429, retry_after=asked), 1).wait

    assert least <= wait <= most


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
    for version in "bcd":
        state.now = version
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


async def test_outage_of_the_gateway_costs_one_message_and_not_all_that_wait() -> None:
    recorder = Recorder(deque([GATEWAY, GATEWAY]))
    box = outbox(recorder)
    told = [box.tell(CHAT, Content(card={"shows": number})) for number in range(6)]
    results = [await one for one in told]
    await box.close()

    assert results == [Sent.UNCLEAR, Sent.UNCLEAR, *[Sent.SENT] * 4]
    assert [late - early >= 0.4 for early, late in itertools.pairwise(recorder.at[:3])] == [
        True
    ] * 2


async def test_message_that_waited_for_an_hour_is_not_sent_any_more() -> None:
    class Away(Recorder):
        def _fail(self) -> None:
            self.at.append(now())
            if now() < self.back:
                raise LostError(Lost.NEVER_OPENED)

        back = now() + 3700

    recorder = Away()
    box = outbox(recorder)
    first = box.tell(CHAT, Content(text="asked when it went away"))
    await asyncio.sleep(3000)
    second = box.tell(CHAT, Content(text="asked later"))

    assert (await first, await second) == (Sent.TOO_LATE, Sent.SENT)
    assert [text(c) for c in recorder.created] == ["asked later"]
    await box.close()


async def test_message_on_its_way_when_the_program_ends_is_unclear_and_the_rest_not_tried() -> None:
    class Slow(Recorder):
        async def create(self, conversation: ConversationId, content: Content) -> str | None:
            await asyncio.sleep(60)
            return await super().create(conversation, content)

    box = outbox(Slow())
    told = [box.tell(CHAT, Content(card={"shows": n})) for n in range(3)]
    await asyncio.sleep(1)
    await box.close()

    assert [one.result() for one in told] == [Sent.UNCLEAR, Sent.NOT_TRIED, Sent.NOT_TRIED]


async def test_lines_join_a_message_that_was_refused_for_now() -> None:
    recorder = Recorder(deque([ConnectorError(429, None, 3.0)]))
    box = outbox(recorder)
    box.say(CHAT, "one")
    await asyncio.sleep(1)
    box.say(CHAT, "two", 1.5)
    await until(lambda: recorder.created)
    await box.close()

    assert [text(c) for c in recorder.created] == ["one\n\ntwo"]


async def test_card_that_is_lost_again_and_again_does_not_fill_the_chat() -> None:
    lost = ConnectorError(404, "ActivityNotFoundInConversation")
    recorder, state = Recorder(), State()
    box = outbox(recorder, state, Ids({Living.AGENDA: "m9"}))
    for number in range(20):
        recorder.script = deque([lost]) if number % 2 == 0 else deque()
        state.now = str(number)
        box.redraw(CHAT, Living.AGENDA)
        await asyncio.sleep(5)
    await box.close()

    assert len(recorder.created) == 1


async def test_card_that_is_posted_without_an_id_is_not_posted_again() -> None:
    class Silent(Recorder):
        async def create(self, conversation: ConversationId, content: Content) -> str | None:
            await super().create(conversation, content)
            return None

    recorder, state = Silent(), State()
    box = outbox(recorder, state)
    for version in "abc":
        state.now = version
        box.redraw(CHAT, Living.AGENDA)
        await asyncio.sleep(5)
    await box.close()

    assert len(recorder.created) == 1


async def test_card_asked_for_and_left_unclear_leaves_the_old_one_alive() -> None:
    recorder, state = Recorder(deque([GATEWAY])), State()
    box = outbox(recorder, state, Ids({Living.AGENDA: "m1"}))
    box.repost(CHAT, Living.AGENDA)
    await asyncio.sleep(5)
    state.now = "b"
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.updated)
    await box.close()

    assert [(a, c.card) for a, c in recorder.updated] == [("m1", {"shows": "b"})]


async def test_card_id_that_could_not_be_kept_is_kept_later() -> None:
    class Full(Ids):
        full = True

        async def put(
            self,
            conversation: ConversationId,
            kind: Living,
            activity: str,
            about: str | None = None,
        ) -> None:
            if self.full:
                raise OSError("no space")
            await super().put(conversation, kind, activity, about)

    recorder, state, ids = Recorder(), State(), Full()
    box = outbox(recorder, state, ids)
    box.redraw(CHAT, Living.AGENDA)
    await asyncio.sleep(5)
    ids.full, state.now = False, "b"
    box.redraw(CHAT, Living.AGENDA)
    await asyncio.sleep(5)
    await box.close()

    assert (len(recorder.created), ids.kept) == (1, {Living.AGENDA: "m1"})


async def test_card_that_always_hangs_holds_no_message_up() -> None:
    class Hangs(Recorder):
        async def update(self, *_: object) -> None:
            await asyncio.sleep(5)
            raise LostError(Lost.UNCLEAR)

    recorder = Hangs()
    box = outbox(recorder, ids=Ids({Living.AGENDA: "m1"}))
    box.redraw(CHAT, Living.AGENDA)
    waits = []
    for number in range(20):
        began = now()
        assert await box.tell(CHAT, Content(card={"n": number})) is Sent.SENT
        waits.append(now() - began)
    await box.close()

    assert max(waits) <= 5 + 4.1


async def test_crowd_of_cards_is_said_in_lines() -> None:
    recorder = Recorder(deque([ConnectorError(429, None, 2.0)]))
    box = outbox(recorder)
    for number in range(30):
        card = {"answer": number}
        _ = box.tell(CHAT, Content(card=card, summary="s", brief=f"answer {number}"))
    await until(lambda: not box.standing().messages)
    await box.close()

    assert [text(c) for c in recorder.created] == ["\n\n".join(f"answer {n}" for n in range(30))]


async def test_few_cards_are_sent_as_cards_although_they_could_be_said_in_a_line() -> None:
    recorder = Recorder()
    box = outbox(recorder)
    for number in range(3):
        _ = box.tell(CHAT, Content(card={"answer": number}, brief=f"answer {number}"))
    await until(lambda: len(recorder.created) == 3)
    await box.close()

    assert [c.card for c in recorder.created] == [{"answer": n} for n in range(3)]


async def test_conversation_that_is_gone_is_told_of_once_and_its_cards_are_looked_up_again() -> (
    None
):
    told: list[ConversationId] = []

    async def gone(conversation: ConversationId) -> None:
        told.append(conversation)
        ids.kept.clear()

    ids = Ids({Living.AGENDA: "m1"})
    recorder = Recorder(deque([ConnectorError(404, "ConversationNotFound")]))
    box = Outbox(Outside(recorder, State(), ids, gone=gone), whole=False)
    for _ in range(3):
        box.redraw(CHAT, Living.AGENDA)
        await asyncio.sleep(3)
    assert (told, len(recorder.at)) == ([CHAT], 1)

    box.heard_from(CHAT)
    box.redraw(CHAT, Living.AGENDA)
    await until(lambda: recorder.created)
    await box.close()

    assert (recorder.updated, ids.kept) == ([], {Living.AGENDA: "m1"})


async def test_nothing_is_tried_without_a_token_and_all_is_sent_when_there_is_one() -> None:
    class NoToken(Recorder):
        ready_from = now() + 30

        async def ready(self) -> None:
            if now() < self.ready_from:
                raise TokenError("no token")

    recorder = NoToken()
    box = outbox(recorder)
    sent = await box.tell(CHAT, Content(text="x"))
    await box.close()

    assert (sent, len(recorder.at)) == (Sent.SENT, 1)


async def test_long_wait_before_a_message_begins_costs_it_its_turn() -> None:
    """A database that answers slowly lets not all go at once when it answers at last."""
    recorder = Recorder()
    box = Outbox(Outside(recorder, State(), Ids()), whole=True)

    async def starting() -> bool:
        await asyncio.sleep(max(0.0, began + 3 - now()))
        return True

    began = now()
    told = [
        box.tell(ConversationId(f"a:{n}"), Content(text="x"), starting=starting) for n in range(100)
    ]
    await asyncio.gather(*told)
    await box.close()

    spans = [late - early for early, late in zip(recorder.at, recorder.at[40:], strict=False)]
    assert min(spans) >= 1.0
