"""The words of `measure` on the command line."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import measuring
from bot.commands.progress import Progress
from bot.commands.stops import told

measure_cli = typer.Typer(help="Figures over labelled files; touches no data folder.")


@measure_cli.command("recognising")
def recognising(
    messages: Annotated[
        Path, typer.Option(help="labelled messages, JSON lines")
    ] = measuring.MESSAGES,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """Measure which messages of a chat are taken for questions, and how each kind is recognised.

    Example: python app.py measure recognising
    """
    with told():
        _print(measuring.recognising(messages), as_json=as_json)


@measure_cli.command("routing")
def routing(
    base: Annotated[Path, typer.Option("--faq", help="knowledge base, JSON lines")],
    queries: Annotated[Path, typer.Option(help="labelled queries, JSON lines")],
    meeting: Annotated[Path, typer.Option(help="the meeting file, for its agenda and topics")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """Measure how often a question's right topic is first, and among the first two.

    Example: python app.py measure routing --faq faq.jsonl --queries q.jsonl --meeting meeting.yaml
    """
    with told():
        _print(measuring.routing(base, queries, meeting, Progress()), as_json=as_json)


def _print(figures: measuring.Fields, *, as_json: bool) -> None:
    typer.echo(json.dumps(figures) if as_json else measuring.as_text(figures))
