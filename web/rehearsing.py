"""Shows the pages of a rehearsal on a port of its own; the bot's endpoint is not there."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.rehearsal.hall import CannotServeError, Hall
from web.assets import MissingAssetsError, add_assets, read_assets
from web.doors import allow_many, answer_at, open_door, runner_of
from web.pages import Pages
from web.routes import add_web
from web.site import Everything, Site, Trouble

STOPS_WITHIN = 1.0  # seconds given to open connections at the end


class RehearsalPages:
    """The pages as `bot.commands.rehearsing` wants them."""

    def take(self, host: str, port: int) -> socket.socket:
        return open_door(host, port)

    @asynccontextmanager
    async def serve(
        self,
        hall: Hall,
        door: socket.socket,
        base_url: str,
        everything: Everything,
        trouble: Trouble,
    ) -> AsyncIterator[None]:
        """Answer until the block ends; nobody plans another meeting from here."""
        try:
            assets = read_assets()
        except MissingAssetsError as error:
            raise CannotServeError(str(error)) from None
        allow_many()
        application = web.Application()
        add_assets(application, assets)
        site = Site(
            hub=hall.hub,
            conversation=hall.conversation,
            keys=hall.keys,
            clock=hall.clock,
            base_url=base_url,
            draw=Pages(assets, rehearsal=True),
            trouble=trouble,
            titles=hall.library.titles,
            bases=hall.library,
            everything=everything,
        )
        add_web(application, site)
        runner = runner_of(application, STOPS_WITHIN)
        await runner.setup()
        try:
            await answer_at(runner, door)
            yield
        finally:
            await runner.cleanup()
