"""The edge as it runs outside development, with Microsoft's part played on this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.teams.gate import SERVICE_HOSTS
from bot.teams.registering import Registration
from bot.teams.wiring import Edge
from tests.given import demo_plan
from tests.teams.serving import PAGE, Served, served
from tests.teams.shapes import TENANT
from tests.teams.signers import APP, HOST, KeyServer, key_server


@asynccontextmanager
async def production() -> AsyncIterator[tuple[Served, KeyServer]]:
    async with key_server() as keys:
        known = Registration(
            app_id=APP,
            tenant=TENANT,
            secret="hunter2",
            service_hosts=SERVICE_HOSTS | {HOST},
            login=keys.url,
            signing_keys=f"{keys.url}/configuration",
        )
        edge = Edge(PAGE, known, home=demo_plan().meeting, by_name=True)
        async with served(edge=edge) as bot:
            yield bot, keys
