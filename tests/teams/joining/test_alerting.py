"""In the call a speaker is shown what cannot wait, where Teams lets it; where not is remembered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.ticker import Ticker
from tests.given import KELD as KELD_ID
from tests.given import KEYS
from tests.teams.calls import Answer
from tests.teams.joining.scene import GROUP, MEETING, Scene, first_plan, own, scene
from tests.teams.joining.test_reaching import there
from tests.teams.shapes import GUEST, HANS, KELD, METTE, ODENSE, RASMUS

LINKED = first_plan(join_link=MEETING.link)
ON_NOW = "Du er på nu: 2. UDK og kommunernes spørgsmål."
BOTH = (RASMUS.id, HANS.id)


@asynccontextmanager
async def called(*refusals: Answer) -> AsyncIterator[Scene]:
    """The chat of a meeting with its host and speakers in it, and a call that has begun."""
    async with scene(LINKED) as here:
        here.connector.calls.alerting = list(refusals)
        there(here, METTE, RASMUS, HANS, KELD, ODENSE, GUEST)
        await here.added(METTE, MEETING)
        await here.call_begins(MEETING)
        await here.done()
        yield here


async def steps(here: Scene, *words: str) -> None:
    """Have the host say these, and each be told in the call before the next."""
    for said in words:
        await here.say(METTE, said, own(METTE))
        here.bot.clock.forward(seconds=1)
        await here.caught_up()


async def test_who_is_on_is_shown_it_in_the_call_and_nobody_else() -> None:
    async with called() as here:
        await steps(here, "start", "næste")

        titles = here.connector.calls.titles()
        assert [one for one in titles if one[1].startswith("Du er på nu: 2.")] == [(BOTH, ON_NOW)]
        assert not any({ODENSE.id, GUEST.id} & {*people} for people, _ in titles)


async def test_the_alert_has_the_form_that_teams_takes_and_leads_to_the_meetings_page() -> None:
    async with called() as here:
        await steps(here, "start", "næste")

        meeting, body, _ = here.connector.calls.alerts[-1]
        (surface,) = body["value"]["surfaces"]
        assert meeting == "MCMA"
        assert body["type"] == "targetedMeetingNotification"
        assert body["value"]["recipients"] == [*BOTH]
        assert surface == {
            "surface": "meetingStage",
            "contentType": "task",
            "content": {
                "value": {
                    "height": "300",
                    "width": "400",
                    "title": ON_NOW,
                    "url": "https://meeting.example/tab?code=MARTS2AD",
                }
            },
        }


async def test_time_that_runs_out_is_shown_in_the_call_and_stands_in_the_own_chat() -> None:
    async with called() as here:
        await steps(here, "start", "næste")
        here.bot.clock.forward(minutes=15)
        await Ticker(here.bot.hub, KEYS, here.bot.clock).tick()
        await here.caught_up()
        await here.connector.until(lambda: "minutter" in "".join(here.texts(own(RASMUS))))

        line = "5 minutter tilbage af 2. UDK og kommunernes spørgsmål."
        assert (BOTH, line) in here.connector.calls.titles()
        assert line.replace("2. ", "2\\. ") in here.texts(own(RASMUS)) or line in "".join(
            here.texts(own(RASMUS))
        )


async def test_a_question_to_who_is_on_is_shown_without_its_words_and_once_a_minute() -> None:
    async with called() as here:
        await steps(here, "start", "næste")
        before = len(here.connector.calls.titles())
        for text in ("Hvad koster det i alt?", "Hvem ringer vi til?", "Hvornår begynder det?"):
            await here.say(ODENSE, f"til UDK: {text}", MEETING)
        await here.caught_up()
        shown = here.connector.calls.titles()[before:]
        here.bot.clock.forward(seconds=61)
        await here.say(ODENSE, "til UDK: Og hvad så bagefter?", MEETING)
        await here.caught_up()

        assert shown == [(BOTH, "Spørgsmål 1 venter på dig.")]
        assert here.connector.calls.titles()[before + 1 :] == [(BOTH, "Spørgsmål 4 venter på dig.")]


async def test_a_question_to_somebody_who_is_not_on_disturbs_nobody() -> None:
    async with called() as here:
        await steps(here, "start", "næste")
        before = len(here.connector.calls.alerts)
        await here.say(ODENSE, "til Keld: Er der driftsstop i aften?", MEETING)
        await here.caught_up()

        assert len(here.connector.calls.alerts) == before


async def test_a_question_that_a_host_puts_on_is_shown_to_who_is_to_answer() -> None:
    async with called() as here:
        await steps(here, "start")
        await here.say(ODENSE, "til Keld: Er der driftsstop i aften?", MEETING)
        (question,) = here.bot.meeting.questions
        await here.press(METTE, "question.on", {"question": question}, own(METTE))
        await here.caught_up()

        assert here.connector.calls.titles()[-1] == ((KELD.id,), "Svar på spørgsmål 1 nu.")


async def test_what_a_host_says_to_a_speaker_is_announced_and_read_in_the_own_chat() -> None:
    async with called() as here:
        await steps(here, "start")
        said = {"to": KELD_ID, "text": "Rund gerne af nu."}
        await here.press(METTE, "speaker.message", said, own(METTE))
        await here.caught_up()

        people, title = here.connector.calls.titles()[-1]
        assert (people, title) == ((KELD.id,), "Fra værten: Mette Vinther Poulsen (KOMBIT)")
        assert any("Rund gerne af nu." in card for card in here.cards(own(KELD)))


@pytest.mark.parametrize(
    "refusal", [Answer(403, "BotNotInConversationRoster"), Answer(400, "BadSyntax"), Answer(405)]
)
async def test_where_teams_refuses_it_is_not_tried_again_in_that_call_and_the_desk_has_it(
    refusal: Answer,
) -> None:
    async with called(*[refusal] * 9) as here:
        await steps(here, "start", "næste", "næste", "næste")
        tried = len(here.connector.calls.alerts)
        here.connector.calls.alerting = []
        await here.call_begins(MEETING)
        await here.done()
        said = {"to": KELD_ID, "text": "Rund gerne af nu."}
        await here.press(METTE, "speaker.message", said, own(METTE))
        await here.caught_up()

        assert tried == 1
        assert len(here.connector.calls.alerts) == 2  # a new call, a new try
        await here.connector.until(lambda: "4. Status på driften" in here.cards(own(KELD))[0])


async def test_a_refusal_is_remembered_over_a_restart() -> None:
    async with called(Answer(403, "BotNotInConversationRoster")) as here:
        await steps(here, "start")
        parts = here.bot.teams.running.parts
        again = type(parts.alerts)(
            parts.calls, parts.rooms, here.bot.disk.notes, here.bot.clock, "https://x"
        )
        await again.send(here.alert(KELD_ID, "Hej."), here.bot.meeting)

        assert len(here.connector.calls.alerts) == 1


async def test_who_is_not_in_the_call_is_left_alone_and_the_others_are_still_shown_theirs() -> None:
    """Teams answers 404 when it finds none of the people in the call."""
    async with called() as here:
        await steps(here, "start")
        here.connector.calls.alerting = [Answer(404)]
        await steps(here, "næste", "næste", "næste")

        statuses = [status for _, _, status in here.connector.calls.alerts]
        shown = [people for people, _ in here.connector.calls.titles()]
        assert statuses.count(404) == 1
        assert (KELD.id,) in shown
        assert BOTH not in shown[1:]


@pytest.mark.parametrize("passing", [Answer(207), Answer(429), Answer(503)])
async def test_what_passes_is_not_sent_twice_and_not_remembered(passing: Answer) -> None:
    async with called() as here:
        await steps(here, "start")
        before = len(here.connector.calls.alerts)
        here.connector.calls.alerting = [passing]
        await steps(here, "næste", "næste", "næste")

        since = here.connector.calls.alerts[before:]
        # Of item 2, then that item 4 is next, and that it is on; nobody known speaks in item 3.
        assert [status for _, _, status in since] == [passing.status, 202, 202]
        assert len({repr(body) for _, body, _ in since}) == 3


async def test_a_chat_without_a_call_shows_nothing() -> None:
    async with scene(first_plan()) as here:
        await here.say(METTE, "MARTS2AD", GROUP)
        await here.say(RASMUS, "hjælp", GROUP)
        await here.done()
        await steps(here, "start", "næste")

        assert here.connector.calls.alerts == []
