"""150 questions in 30 seconds: everybody hears the number of the own one, and no window breaks."""

import asyncio
import random
import re
import time

import pytest

from bot.teams.outbox.message import LONGEST_TEXT
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Content, ConversationId, Living
from bot.teams.outbox.showing import Outside
from bot.teams.saying import TOGETHER
from dialogs.i18n import words
from tests.teams import shapes
from tests.teams.platform import Ids, Platform, Scene, Uses
from tests.teams.serving import Served, served
from tests.teams.virtual import now, run

QUESTIONS, SECONDS, LATEST = 150, 30.0, 3.0
CHAT = ConversationId("19:meeting")
DESKS = tuple(ConversationId(f"a:desk-{n}") for n in range(12))
COMMON = (Living.AGENDA, Living.QUESTIONS)
DA = words("da", "Europe/Copenhagen")
WHERE = {"all in the meeting's chat": 1.0, "half in own chats": 0.5, "all in own chats": 0.0}


def acknowledgement(number: int) -> str:
    """As it is said, with the longest name and reason there are."""
    to = "Hans Christian Jelstrup og Rasmus Edelberg"
    line = DA("Question {number} is with {people}.", number=number, people=to)
    return f"{line} De er på nu med punkt 4, UDK og kommunernes spørgsmål."


async def burst(
    seed: int, in_chat: float, known: float, questions: int = QUESTIONS
) -> tuple[Platform, list[float]]:
    """Ask, `known` of the questions being answered at once by a card of their own."""
    scene, chance = Scene(), random.Random(seed)
    platform = Platform(scene, chance)
    outbox = Outbox(Outside(platform, scene, Ids(), Uses()), whole=True)
    late: list[float] = []

    async def ask(number: int) -> None:
        asked = now() + chance.uniform(0, SECONDS)
        await asyncio.sleep(asked - now())
        line = acknowledgement(number)
        content = Content(text=line)
        if chance.random() < known:
            content = Content(card={"answer": line}, brief=line)
        public = chance.random() < in_chat
        chat = CHAT if public else ConversationId(f"a:{number}")
        for conversation, kinds in ((CHAT, COMMON[1:]), (chance.choice(DESKS), (Living.DESK,))):
            for kind in kinds:
                scene.change(conversation, kind)
                outbox.redraw(conversation, kind)
        await outbox.tell(chat, content, TOGETHER if public else 0.0)
        shown = [at for at, one in platform.posted[chat] if says(one, line)]
        late.append(shown[0] - asked)

    for kind in COMMON:
        scene.change(CHAT, kind)
        outbox.redraw(CHAT, kind)
    await asyncio.sleep(10)
    await asyncio.gather(*(ask(number) for number in range(questions)))
    await outbox.close()
    return platform, late


def says(content: Content, line: str) -> bool:
    return line in (content.text or "").split("\n\n") or content.card == {"answer": line}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("known", [0.0, 0.3, 1.0])
def test_everybody_hears_the_number_within_three_seconds(where: str, known: float) -> None:
    seed = random.SystemRandom().randrange(10**6)
    platform, late = run(burst(seed, WHERE[where], known))
    messages = len(platform.posted[CHAT])
    stale = max((seconds for _, seconds, _ in platform.stale), default=0.0)
    print(
        f"seed {seed}, {where}, {known:.0%} known: last {max(late):.2f} s, "
        f"median {sorted(late)[len(late) // 2]:.2f} s; {messages} messages and "
        f"{len(platform.card_requests[CHAT])} card operations in the chat, card {stale:.1f} s old"
    )

    assert (len(late), platform.broken()) == (QUESTIONS, [])
    assert (max(late) <= LATEST, stale <= 2.5) == (True, True)


def test_five_hundred_questions_in_the_chat_are_no_more_messages() -> None:
    """As many lines go into a message as have room: 25 each 1.5 s are 500 in 30 s."""
    fit = LONGEST_TEXT // (len(acknowledgement(100)) + 2)
    print(f"{fit} of the longest acknowledgements fit into a message")
    platform, late = run(burst(1, 1.0, 0.0, questions=500))

    assert fit >= 25
    assert (len(late), max(late) <= LATEST, platform.broken()) == (500, True, [])


async def ask(bot: Served, number: int, at: float) -> tuple[str, str, float]:
    sender = shapes.who(f"Deltager {number}", 100 + number)
    chat = shapes.CHAT if number % 2 else sender.own_chat
    text = f"Hvad koster nummer {number}?"
    await asyncio.sleep(at)
    asked = time.monotonic()
    assert await bot.say(sender, f"til UDK: {text}", chat=chat) == 200
    return chat, text, asked


async def test_twenty_over_http_hear_their_numbers_within_three_seconds() -> None:
    async with served() as bot:
        asked = await asyncio.gather(*(ask(bot, n, n * 0.1) for n in range(20)))
        numbers = {q.text: q.number for q in bot.meeting.questions.values()}
        late = []
        for chat, text, at in asked:
            said = re.compile(rf"\b{numbers[text]} er hos")
            seen = await bot.connector.until(
                lambda chat=chat, said=said: [  # type: ignore[misc]
                    s for s in bot.connector.of(chat) if said.search(s.text)
                ]
            )
            late.append(seen[0].at - at)
            assert len(seen) == 1
        print(f"last {max(late):.2f} s, {len(bot.connector.requests)} requests")

        assert (len(late), max(late) <= LATEST) == (20, True)
