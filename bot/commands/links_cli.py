"""The words of `links`: a meeting's addresses, and what becomes of one that went astray."""

import asyncio
import json
from typing import Annotated

import typer

from bot.commands import meetings, withdrawing
from bot.commands.orders import Withdrawing
from bot.commands.stops import told
from bot.commands.telling_links import ended
from bot.links import links as links_of
from bot.settings import read_settings
from meeting.expiry import times_withdrawn


def links(
    context: typer.Context,
    meeting: Annotated[str, typer.Argument(metavar="MEETING", help="its id or join code")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
    withdraw: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="make this one's link worthless, and give a new one"),
    ] = None,
) -> None:
    """Print a meeting's links; a role link is as good as a key, so send it to its person alone.

    A link that went astray is withdrawn, at once and with all that came in by it, while the server
    runs or when it does not. One that has ended is renewed in the same way.

    Example: python app.py links MARTS2AD --withdraw "Peter Egelund"
    """
    with told():
        settings, clock = read_settings(serving=False), context.obj
        found = asyncio.run(meetings.find(settings, meeting)).meeting
        if withdraw is not None:
            order = Withdrawing(found.plan.meeting, withdrawing.whose(found, withdraw))
            asyncio.run(withdrawing.withdraw(settings, order, clock))
            found = asyncio.run(meetings.find(settings, meeting)).meeting
        made = links_of(
            found.plan, meetings.keys_of(settings), settings.base_url, times_withdrawn(found)
        )
        for remark in ended(found, clock.now()):
            typer.echo(remark, err=True)
        if as_json:
            typer.echo(json.dumps(made.as_json(), ensure_ascii=False, indent=2))
        else:
            typer.echo("\n".join(made.lines()))
