"""The words of `erase`: whom, where, and how somebody's id is found."""

import asyncio
from typing import Annotated

import typer

from bot.commands import erasing
from bot.commands.problems import CommandError
from bot.commands.stops import told
from bot.erasing.order import Order
from bot.ports import Clock
from bot.settings import Settings, read_settings
from meeting.ids import MeetingId, PersonId


def erase(
    context: typer.Context,
    person: Annotated[str | None, typer.Option(help="the id of who is to be erased")] = None,
    find: Annotated[
        str | None, typer.Option(metavar="NAME", help="list ids, names, organisations, meetings")
    ] = None,
    meeting: Annotated[
        str | None, typer.Option(help="only in this one, by its id or join code")
    ] = None,
    keep_in_texts: Annotated[
        bool, typer.Option("--keep-in-texts", help="leave the name in what others wrote")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="say what there is, and change nothing")
    ] = False,
) -> None:
    """Erase one person from everything that is kept, while the server runs or when it does not.

    Names, questions, wishes and messages go; votes and all that is counted stay, as nobody's. A
    name of two words or more is blotted out of what others wrote. It cannot be undone.

    Example: python app.py erase --find "anna" and then python app.py erase --person p1f3...
    """
    if (person is None) == (find is None):
        raise typer.BadParameter("give either --person ID or --find NAME")
    with told():
        settings = read_settings(serving=False)
        if find is not None:
            _list(settings, find)
            return
        order = Order(
            PersonId(person or ""), MeetingId(meeting) if meeting else None, not keep_in_texts
        )
        clock: Clock = context.obj
        work = erasing.survey(settings, order) if dry_run else erasing.erase(settings, order, clock)
        _tell(asyncio.run(work), order, "would be erased" if dry_run else "erased")


def _list(settings: Settings, name: str) -> None:
    found = asyncio.run(erasing.find(settings, name))
    if not found:
        raise CommandError(f"nobody here has {name} in their id, name or organisation")
    for somebody in found:
        typer.echo(somebody.line)


def _tell(done: erasing.Summary, order: Order, what: str) -> None:
    if not done.known:
        raise CommandError(
            f"nobody here has the id {order.person}; find it with: python app.py erase --find NAME"
        )
    for line in done.lines():
        typer.echo(line)
    for remark in done.remarks:
        typer.echo(remark, err=True)
    if done.failed:
        raise CommandError("; ".join(done.failed))
    typer.echo(f"{what} from {len(done.counts)} meetings")
