"""The command line's words: names, options, examples and exit codes of all commands but serve."""

import asyncio
import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import backup, exporting, faq, importing, meetings, restoring, salvaging
from bot.commands.drill_cli import drill
from bot.commands.erase_cli import erase
from bot.commands.links_cli import links
from bot.commands.measures import measure_cli
from bot.commands.progress import Progress
from bot.commands.stops import told
from bot.commands.teams_app_cli import teams_app
from bot.commands.written import BACKUP, Written, digest_of, note_written
from bot.commands.written_files import written_as
from bot.ports import Clock, StoreFullError, StoreUnavailableError
from bot.settings import Semantic, Settings, read_settings
from bot.stores.disk import write_whole
from knowledge.evaluate import as_text

InFile = Annotated[Path, typer.Option(help="JSON lines")]
BaseFile = Annotated[Path, typer.Option("--faq", help="knowledge base, JSON lines")]
WordsFile = Annotated[Path | None, typer.Option("--words", help="the series' own words")]
Meeting = Annotated[str, typer.Argument(metavar="MEETING", help="its id or join code")]
ByMeaning = Annotated[Semantic, typer.Option(help="find by what is meant: auto, on or off")]


class Language(StrEnum):
    DANISH = "da"
    ENGLISH = "en"


faq_cli = typer.Typer(help="The answer engine over files; touches no data folder.")


def add_commands(cli: typer.Typer, clock: Clock) -> None:
    """Add them all; those that change something get to know the time from the context."""
    timed = {"obj": clock}
    cli.add_typer(faq_cli, name="faq")
    cli.add_typer(measure_cli, name="measure")
    cli.command("import")(import_)
    cli.command("export")(export)
    cli.command("links", context_settings=timed)(links)
    cli.command("backup")(back_up)
    cli.command("drill", context_settings=timed)(drill)
    cli.command("restore", context_settings=timed)(restore)
    cli.command("erase", context_settings=timed)(erase)
    cli.command("salvage")(salvage)
    cli.command("teams-app")(teams_app)


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="a deck: .pptx, .pdf, .docx or text")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print what was read")] = False,
    out: Annotated[Path | None, typer.Option(help="the folder for the draft")] = None,
) -> None:
    """Read a deck into a draft meeting file and knowledge base, or an export into a meeting.

    Example: python app.py import deck.txt --out april
    """
    with told():
        log = None if as_json else importing.exported_log(files)
        if log is not None:
            typer.echo(asyncio.run(importing.restore_meeting(read_settings_for_files(), log)))
            return
        draft = importing.read_files(files)
        if as_json:
            typer.echo(importing.as_json(draft))
            return
        typer.echo(importing.write_draft(draft, files, out))
        for doubt in draft.doubts:
            typer.echo(doubt, err=True)


def export(
    meeting: Meeting,
    kind: Annotated[exporting.Format, typer.Option("--format", help="what to write")],
    out: Annotated[Path, typer.Option(help="the file to write")],
    organisation: Annotated[
        str | None, typer.Option(help="only the questions of this one (docx, html, xlsx, csv)")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="only the questions for this one (docx, html, xlsx, csv)")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="of the paper; the meeting's own where left out")
    ] = None,
) -> None:
    """Write a meeting to a file, while it runs or after.

    Minutes as docx or html, a workbook as xlsx, questions as csv, a calendar as ics, everything
    as json. Example: python app.py export MARTS2AD --format docx --out minutes.docx
    """
    if organisation and speaker:
        raise typer.BadParameter("give either --organisation or --speaker")
    with told():
        settings = read_settings_for_files()
        found = asyncio.run(meetings.find(settings, meeting, series=True))
        asked = exporting.Asked(organisation, speaker, language)
        data = exporting.exported(found, kind, asked)
        made = written_as(found.meeting.plan.meeting, out.resolve(), kind, asked)
        write_whole(out, data)
        _note(settings, replace(made, digest=digest_of(data)))


def back_up(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a folder that is not there yet")],
    without: Annotated[
        list[str] | None, typer.Option(help="the id of a meeting to leave out; may be repeated")
    ] = None,
) -> None:
    """Copy everything that is kept into a new folder, while the server runs or when it does not.

    The folder can also be opened directly, as ORDSTYRER_DATA. No secret is in it: neither
    ORDSTYRER_SECRET nor what would tell whose an evaluation's answers are.

    Example: python app.py backup backups/2026-11-24
    """
    with told():
        settings = read_settings_for_files()

        def placed(place: Path) -> None:
            _note(settings, Written(BACKUP, str(place)))

        asyncio.run(backup.back_up(settings, folder, without or (), Progress(), placed))
        typer.echo(folder)


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="what backup made")],
    without_erasures: Annotated[
        bool,
        typer.Option("--without-erasures", help="even if people erased since then come back"),
    ] = False,
) -> None:
    """Put a backup back, all of it or nothing, where nothing is; its files are checked first.

    Whoever was erased after it was made is erased again, as far as this backup or a newer one
    beside it tells of it.

    Example: python app.py restore backups/2026-11-24
    """
    with told():
        settings, erase_too = read_settings_for_files(), not without_erasures
        work = restoring.restore(settings, folder, Progress(), context.obj, erase=erase_too)
        done = asyncio.run(work)
        for meeting, copied in done.counts.meetings.items():
            typer.echo(f"{meeting}: {copied.changes} changes")
        for remark in done.remarks:
            typer.echo(remark, err=True)


def salvage(
    meeting: Annotated[
        str | None, typer.Argument(metavar="MEETING", help="its id or join code")
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="save the notes' journal instead")] = False,
) -> None:
    """Make a damaged meeting usable: its changes up to the damage, which says what is missing.

    The damaged file is kept beside. While a server runs, nothing is put in its place.

    Example: python app.py salvage MARTS2AD
    """
    if (meeting is None) != notes:
        raise typer.BadParameter("give either a MEETING or --notes")
    with told():
        typer.echo("\n".join(salvaging.salvage(read_settings_for_files(), meeting)))


@faq_cli.command("answer")
def faq_answer(
    base: BaseFile,
    queries: InFile,
    out: Annotated[Path, typer.Option(help="predictions, JSON lines")],
    words: WordsFile = None,
    semantic: ByMeaning = Semantic.AUTO,
) -> None:
    """Write for each query what would be answered, suggested and how it would be routed.

    Example: python app.py faq answer --faq faq.jsonl --queries q.jsonl --out p.jsonl
    """
    with told():
        faq.answer(faq.Base(base, words), queries, out, Progress(), semantic)


@faq_cli.command("evaluate")
def faq_evaluate(
    base: BaseFile,
    queries: InFile,
    words: WordsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
    semantic: ByMeaning = Semantic.AUTO,
) -> None:
    """Measure answers against labelled queries: recall, right and wrong, routing.

    Example: python app.py faq evaluate --faq faq.jsonl --queries dev.jsonl
    """
    with told():
        result = faq.evaluate(faq.Base(base, words), queries, Progress(), semantic)
        typer.echo(json.dumps(result) if as_json else as_text(result))


def _note(settings: Settings, made: Written) -> None:
    """Register it for later erasures; where that cannot be, say so."""
    try:
        note_written(settings.data, made)
    except (StoreFullError, StoreUnavailableError) as error:
        typer.echo(f"{made.path} is not registered, so erase will not find it ({error})", err=True)


def read_settings_for_files() -> Settings:
    """Read the settings of a command that opens files only and serves nobody."""
    return read_settings(serving=False)
