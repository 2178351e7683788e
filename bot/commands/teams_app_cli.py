"""The words of `teams-app` on the command line."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.problems import CommandError
from bot.commands.stops import told
from bot.settings import read_settings
from bot.stores.disk import write_whole
from bot.teams.app_package.facts import facts_of
from bot.teams.app_package.packing import packed
from bot.version import VERSION

NUMBER = "(0|[1-9][0-9]{0,8})"
NUMBERS = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}")


def teams_app(
    out: Annotated[Path, typer.Option(metavar="FILE.zip", help="the file to write")],
    mention_only: Annotated[
        bool,
        typer.Option(
            "--mention-only", help="ask for no permission: hear only messages that mention it"
        ),
    ] = False,
    version: Annotated[
        str, typer.Option(metavar="N.N.N", help="a higher one, when only settings have changed")
    ] = VERSION,
) -> None:
    """Make the app for Teams from the settings: what an administrator uploads.

    It needs ORDSTYRER_PUBLIC_URL and MicrosoftAppId; the tab signs people in if
    ORDSTYRER_SSO_APP_ID and ORDSTYRER_SSO_RESOURCE are there. No data is read or written.

    Example: python app.py teams-app --out ordstyrer.zip
    """
    if not out.name:
        raise typer.BadParameter("must name a file", param_hint="--out")
    if not NUMBERS.fullmatch(version):
        raise typer.BadParameter("must be like 1.2.3", param_hint="--version")
    with told():
        facts = facts_of(read_settings(serving=False))
        facts = replace(facts, hears_all=not mention_only, version=version)
        if out.exists() and not out.is_file():  # a device or a pipe would be replaced by a file
            raise CommandError(f"{out} is there already and no file; choose another name")
        write_whole(out, packed(facts))
        for remark in facts.remarks():
            typer.echo(remark, err=True)
