"""Everything that goes to Teams by itself: one lane a conversation, never raising into callers."""

import asyncio
from dataclasses import dataclass

from bot.teams.outbox.attempts import Attempts
from bot.teams.outbox.budget import Budget, Memory
from bot.teams.outbox.lane import Lane
from bot.teams.outbox.message import Waiter
from bot.teams.outbox.sending import Content, ConversationId, Living, Sent, Starting
from bot.teams.outbox.showing import Outside
from bot.teams.outbox.tally import Tally
from bot.teams.outbox.turns import Turns

LANES_BEFORE_SWEEP = 2000
FINISH_WITHIN = 2.0  # seconds for what is waiting when the program ends


@dataclass(frozen=True, slots=True)
class Standing:
    """How the outbox stands at one moment; `oldest` and `stalest` are in seconds.

    `sending` counts the conversations to which something is on its way.
    """

    conversations: int
    gone: int
    messages: int
    cards: int
    oldest: float
    stalest: float
    sending: int = 0


class Outbox:
    """`whole` limits all conversations together, as Teams does; look-alikes have no such limit."""

    def __init__(self, outside: Outside, *, whole: bool) -> None:
        self._outside = outside
        self._turns = Turns() if whole else None
        self._lanes: dict[ConversationId, Lane] = {}
        self._sweep_at = LANES_BEFORE_SWEEP
        self._closed = False
        self.tally = Tally()

    def say(self, conversation: ConversationId, text: str, within: float = 0.0) -> None:
        """Say one line; several that wait are put together in one message."""
        if not self._closed:
            _ = self._lane(conversation).line(text, within)

    def send(self, conversation: ConversationId, content: Content) -> None:
        """Send a message of its own."""
        if not self._closed:
            _ = self._lane(conversation).post(content)

    def tell(
        self,
        conversation: ConversationId,
        content: Content,
        within: float = 0.0,
        starting: Starting | None = None,
    ) -> Waiter:
        """Send what must arrive once; the future tells what became of it.

        `starting` is awaited right before the first attempt; False leaves it to somebody else.
        """
        if self._closed:
            return _not_tried()
        if content.card is None and content.text is not None:
            return self._lane(conversation).line(content.text, within, starting)
        return self._lane(conversation).post(content, starting)

    def redraw(self, conversation: ConversationId, kind: Living) -> None:
        if not self._closed:
            self._lane(conversation).redraw(kind)

    def repost(self, conversation: ConversationId, kind: Living) -> None:
        if not self._closed:
            self._lane(conversation).repost(kind)

    def heard_from(self, conversation: ConversationId) -> None:
        """Take up a conversation again that had been given up."""
        lane = self._lanes.get(conversation)
        if lane is not None:
            lane.heard_from()

    def begin_anew(self, conversation: ConversationId) -> None:
        """Drop what waits for a conversation, and post its cards anew when they are drawn again."""
        lane = self._lanes.get(conversation)
        if lane is not None:
            lane.begin_anew()

    def standing(self) -> Standing:
        """Say what waits, and for how long."""
        now = asyncio.get_running_loop().time()
        lanes = self._lanes.values()
        dirty = [since for lane in lanes for since in lane.dirty]
        return Standing(
            conversations=len(lanes),
            gone=self.gone,
            messages=sum(lane.waiting for lane in lanes),
            cards=len(dirty),
            oldest=max(
                (now - old for lane in lanes if (old := lane.oldest) is not None), default=0.0
            ),
            stalest=max((now - since for since in dirty), default=0.0),
            sending=sum(lane.at_work for lane in lanes),
        )

    @property
    def gone(self) -> int:
        return sum(lane.gone for lane in self._lanes.values())

    async def let_go(self) -> None:
        """Send nothing more of what waits: another process sends from now on."""
        lanes, self._lanes = self._lanes, {}
        await asyncio.gather(*(lane.finish(0.0) for lane in lanes.values()))

    async def close(self) -> None:
        self._closed = True
        await asyncio.gather(*(lane.finish(FINISH_WITHIN) for lane in self._lanes.values()))

    def _lane(self, conversation: ConversationId) -> Lane:
        lane = self._lanes.get(conversation)
        if lane is None:
            self._sweep()
            budget = Budget(Memory(conversation, self._outside.usage))
            attempts = Attempts(budget, self._turns, self._outside.sender, self.tally)
            lane = self._lanes[conversation] = Lane(conversation, self._outside, attempts)
        return lane

    def _sweep(self) -> None:
        """Forget idle lanes, so that made-up or old conversations do not fill the memory."""
        if len(self._lanes) < self._sweep_at:
            return
        self._lanes = {id_: lane for id_, lane in self._lanes.items() if not lane.idle()}
        self._sweep_at = max(LANES_BEFORE_SWEEP, 2 * len(self._lanes))


def _not_tried() -> Waiter:
    done: Waiter = asyncio.get_running_loop().create_future()
    done.set_result(Sent.NOT_TRIED)
    return done
