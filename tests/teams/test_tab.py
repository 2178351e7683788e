"""What the tab asks the Teams edge: the chat's meeting, and who a token or a message is."""

import pytest

from bot.ports import NotSignedInError
from bot.teams.entra import OpenIdApp, SingleSignOn
from bot.teams.tab import Tab
from bot.teams.wiring import Edge
from tests.given import KEYS, demo_plan
from tests.given import METTE as HOST
from tests.teams.serving import PAGE, served
from tests.teams.shapes import CHAT, METTE, ODENSE

NOBODYS = "19:meeting_made-up@thread.v2"


async def test_only_a_chat_that_the_bot_is_in_tells_its_meeting() -> None:
    """There is one meeting, and yet a made-up chat does not give its code away."""
    async with served(edge=Edge(PAGE, entra={str(METTE.entra): HOST})) as bot:
        tab = Tab(bot.teams)
        before = await tab.meeting_of_chat(CHAT)
        await bot.say(METTE, demo_plan().code)
        await bot.say(ODENSE, demo_plan().code, chat=ODENSE.own_chat)

        assert before is None
        assert await tab.meeting_of_chat(CHAT) == demo_plan().meeting
        assert await tab.meeting_of_chat(NOBODYS) is None
        assert await tab.meeting_of_chat(ODENSE.own_chat) is None


async def test_who_writes_in_the_chat_is_who_opens_the_tab() -> None:
    entra = {str(METTE.entra): HOST}
    async with served(edge=Edge(PAGE, entra=entra)) as bot:
        await bot.say(METTE, demo_plan().code)
        for sender in (ODENSE, METTE):
            await bot.say(sender, "til UDK: Hvem betaler for den ekstra regning?")
        askers = {question.asker for question in bot.meeting.questions.values()}

        assert askers == {KEYS.signed_in(str(ODENSE.entra)), HOST}
        assert Tab(bot.teams).entra is entra


async def test_where_it_is_not_set_up_a_token_names_nobody() -> None:
    async with served(edge=Edge(PAGE)) as bot:
        assert not Tab(bot.teams).signs_in
        with pytest.raises(NotSignedInError):
            await Tab(bot.teams).whose("a.b.c")


async def test_where_it_is_set_up_a_token_is_read() -> None:
    sso = SingleSignOn("app", "api://app", frozenset(), "http://127.0.0.1:9")
    async with served(edge=Edge(PAGE, sso=sso)) as bot:
        assert Tab(bot.teams).signs_in
        with pytest.raises(NotSignedInError):
            await Tab(bot.teams).whose("a.b.c")


async def test_where_it_is_set_up_people_sign_in_with_their_work_account() -> None:
    app = OpenIdApp("app", "secret", "https://m.example/sign-in/done", frozenset({"tenant"}))
    async with served(edge=Edge(PAGE, accounts=app)) as bot:
        accounts = Tab(bot.teams).accounts

        assert accounts is not None
        assert accounts.address("s", "n", "v" * 43).startswith(f"{app.authority}/authorize?")
    async with served(edge=Edge(PAGE)) as bot:
        assert Tab(bot.teams).accounts is None
