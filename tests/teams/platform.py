"""Teams as it counts, in made-up time: its limits by its own clock, its faults, what it shows."""

import asyncio
import random
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.teams.failures import ConnectorError, Lost, LostError
from bot.teams.outbox.message import BETWEEN
from bot.teams.outbox.sending import Content, ConversationId, Living, Used
from tests.teams.virtual import now

# What Microsoft writes, and our own limit for everything together.
CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
WHOLE = ((40, 1.0),)
GIVE_UP = 5.0  # seconds after which our client stops waiting


@dataclass(frozen=True)
class Weather:
    """How likely each fault is; the rest goes well. Delays are in seconds."""

    too_many: float = 0.0
    at_once: float = 0.0
    gateway: float = 0.0
    taken_then_gateway: float = 0.0
    hang: float = 0.0
    retry_after: tuple[int, int] = (1, 4)
    way: tuple[float, float] = (0.005, 0.02)  # until it arrives
    work: tuple[float, float] = (0.02, 0.12)  # until it is answered


FAIR = Weather()
STORM = Weather(too_many=0.30, at_once=0.10, gateway=0.05, taken_then_gateway=0.02, hang=0.01)


@dataclass
class Book:
    """Counts arrivals against windows, for what must never happen."""

    windows: tuple[tuple[int, float], ...]
    seen: deque[float] = field(default_factory=deque)
    broken: list[tuple[float, int, float]] = field(default_factory=list)

    def arrived(self, at: float) -> None:
        for most, length in self.windows:
            if len(self.seen) >= most and at - self.seen[-most] < length:
                self.broken.append((at, most, length))
        self.seen.append(at)


@dataclass
class Scene:
    """What the cards should show: a number that grows with each change, and when it changed."""

    changed: dict[tuple[ConversationId, Living], list[float]] = field(default_factory=dict)

    def draw(self, conversation: ConversationId, kind: Living) -> Content | None:
        times = self.changed.get((conversation, kind))
        if times is None:
            return None
        return Content(card={"kind": kind.value, "version": len(times)})

    def change(self, conversation: ConversationId, kind: Living) -> None:
        self.changed.setdefault((conversation, kind), []).append(now())


@dataclass
class Platform:
    """Fits `bot.teams.outbox.sending.Sender`."""

    scene: Scene
    chance: random.Random
    weather: Weather = FAIR
    whole: Book = field(default_factory=lambda: Book(WHOLE))
    books: dict[ConversationId, Book] = field(
        default_factory=lambda: defaultdict(lambda: Book(CONVERSATION))
    )
    held: dict[ConversationId, float] = field(default_factory=dict)  # until then, by Retry-After
    early: list[ConversationId] = field(default_factory=list)
    together: list[ConversationId] = field(default_factory=list)
    busy: set[ConversationId] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    posted: dict[ConversationId, list[tuple[float, Content]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    cards: dict[str, Content] = field(default_factory=dict)  # by activity id
    shown: dict[tuple[ConversationId, str], int] = field(default_factory=dict)
    card_requests: dict[ConversationId, list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )
    stale: list[tuple[float, float, str]] = field(default_factory=list)  # when, how long, kind
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))

    async def ready(self) -> None: ...

    def renew(self) -> None: ...

    async def create(self, conversation: ConversationId, content: Content) -> str | None:
        activity = f"m{next(self.numbers)}"
        await self._take(conversation, activity, content, new=True)
        return activity

    async def update(self, conversation: ConversationId, activity: str, content: Content) -> None:
        await self._take(conversation, activity, content, new=False)

    @property
    def requests(self) -> int:
        return len(self.whole.seen)

    def broken(self) -> list[tuple[float, int, float]]:
        return [*self.whole.broken, *(one for book in self.books.values() for one in book.broken)]

    def lines(self, conversation: ConversationId) -> list[str]:
        """Every line that stands in a chat, in order."""
        contents = (content for _, content in self.posted[conversation])
        texts = (content.text or (content.card or {}).get("said", "") for content in contents)
        return [line for text in texts if text for line in text.split(BETWEEN)]

    def right(self) -> dict[tuple[ConversationId, str], tuple[int, int]]:
        """The cards that show something else than they should: what they show and should show."""
        wanted = {(c, kind.value): len(times) for (c, kind), times in self.scene.changed.items()}
        return {
            key: (self.shown.get(key, 0), version)
            for key, version in wanted.items()
            if self.shown.get(key, 0) != version
        }

    async def _take(
        self, conversation: ConversationId, activity: str, content: Content, *, new: bool
    ) -> None:
        await asyncio.sleep(self.chance.uniform(*self.weather.way))
        self._arrived(conversation, content)
        self.busy.add(conversation)
        try:
            await self._answer(conversation, activity, content, new=new)
        finally:
            self.busy.discard(conversation)

    def _arrived(self, conversation: ConversationId, content: Content) -> None:
        at = now()
        self.whole.arrived(at)
        self.books[conversation].arrived(at)
        if at < self.held.get(conversation, 0.0):
            self.early.append(conversation)
        if conversation in self.busy:
            self.together.append(conversation)
        if content.card is not None and "version" in content.card:
            self.card_requests[conversation].append(at)

    async def _answer(
        self, conversation: ConversationId, activity: str, content: Content, *, new: bool
    ) -> None:
        weather = self.weather
        fate = self.chance.choices(
            ("429", "412", "gateway", "taken", "hang", "ok"),
            (
                weather.too_many,
                weather.at_once,
                weather.gateway,
                weather.taken_then_gateway,
                weather.hang,
                1 - (weather.too_many + weather.at_once + weather.gateway)
                - weather.taken_then_gateway - weather.hang,
            ),
        )[0]  # fmt: skip
        self.answers[fate] += 1
        if fate in {"ok", "taken"} or (fate == "hang" and self.chance.random() < 0.5):
            self._show(conversation, activity, content, new=new)
        if fate == "hang":
            await asyncio.sleep(GIVE_UP)
            raise LostError(Lost.UNCLEAR)
        await asyncio.sleep(self.chance.uniform(*weather.work))
        if fate == "429":
            seconds = float(self.chance.randint(*weather.retry_after))
            self.held[conversation] = now() + seconds
            raise ConnectorError(429, None, seconds)
        if fate != "ok":
            raise ConnectorError(412 if fate == "412" else self.chance.choice((502, 503, 504)))

    def _show(
        self, conversation: ConversationId, activity: str, content: Content, *, new: bool
    ) -> None:
        if new:
            self.posted[conversation].append((now(), content))
        elif activity not in self.cards:
            raise ConnectorError(404, "ActivityNotFoundInConversation")
        if content.card is None or "version" not in content.card:
            return
        self.cards[activity] = content
        key, version = (conversation, str(content.card["kind"])), int(content.card["version"])
        before = self.shown.get(key, 0)
        if version > before:
            since = self.scene.changed[conversation, Living(key[1])][before]
            self.stale.append((now(), now() - since, key[1]))
            self.shown[key] = version


@dataclass
class Ids:
    """Remembers the cards' ids and what was used, as Notes would."""

    kept: dict[tuple[ConversationId, Living], str] = field(default_factory=dict)

    async def get(
        self, conversation: ConversationId, kind: Living, about: str | None = None
    ) -> str | None:
        del about  # each kind has one card here
        return self.kept.get((conversation, kind))

    async def put(
        self, conversation: ConversationId, kind: Living, activity: str, about: str | None = None
    ) -> None:
        del about
        self.kept[conversation, kind] = activity


@dataclass
class Uses:
    """Fits `bot.teams.outbox.sending.Usage`, and outlives an outbox."""

    kept: dict[ConversationId, tuple[float, Used]] = field(default_factory=dict)
    writes: int = 0

    async def get(self, conversation: ConversationId) -> Used:
        at, used = self.kept.get(conversation, (0.0, Used()))
        gone = now() - at
        return Used(tuple(age + gone for age in used.ages), max(0.0, used.hold - gone))

    async def put(self, conversation: ConversationId, used: Used) -> None:
        self.writes += 1
        self.kept[conversation] = (now(), used)
