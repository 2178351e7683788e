"""`import`: a deck becomes a draft; an export becomes the same meeting again."""

import codecs
import json
from collections.abc import Sequence
from pathlib import Path

from bot.commands.exporting import read_export
from bot.commands.problems import CommandError
from bot.commands.writing import write_folder
from bot.documents.faults import DocumentFault
from bot.documents.limits import LARGEST, READABLE, WITH_MACROS
from bot.documents.reading import read_document
from bot.files.drafting import faq_jsonl, meeting_yaml
from bot.files.slugs import slug
from bot.ports import StoreFullError, StoreUnavailableError
from bot.settings import Settings
from bot.stores.lock import InUseError
from bot.stores.opening import open_stores
from knowledge.deck.draft import DeckFault, Draft
from knowledge.deck.importer import read_draft
from knowledge.deck.read import decoded
from meeting.events import Change, MeetingPlanned
from meeting.ids import MeetingId

TEXT = {".txt", ".md", ".text", ""}


def read_files(files: Sequence[Path]) -> Draft:
    """Read one document, or several as one. Raises CommandError in one sentence."""
    texts = [_text(path) for path in files]
    source = ", ".join(path.name for path in files)
    try:
        return read_draft("\f".join(texts), source=source)
    except DeckFault as fault:
        raise CommandError(str(fault)) from None


def as_json(draft: Draft) -> str:
    return json.dumps(draft.as_json(), ensure_ascii=False, indent=2)


def write_draft(draft: Draft, files: Sequence[Path], out: Path | None) -> Path:
    """Write meeting.yaml and faq.jsonl into a folder and say which."""
    folder = out or Path(slug(draft.title))
    source = ", ".join(path.name for path in files)
    written = {"meeting.yaml": meeting_yaml(draft, source), "faq.jsonl": faq_jsonl(draft)}
    write_folder(folder, {name: text.encode() for name, text in written.items()})
    return folder


def exported_log(files: Sequence[Path]) -> Sequence[Change] | None:
    """Give the log, if what was given is one export of a meeting."""
    if len(files) != 1 or files[0].suffix.casefold() != ".json":
        return None
    log = read_export(files[0], _bytes(files[0]))
    if log is None:
        raise CommandError(f"{files[0].name} is JSON, but not an export of a meeting")
    return log


async def restore_meeting(settings: Settings, log: Sequence[Change]) -> MeetingId:
    """Store an exported meeting anew. Raises CommandError if it is there already."""
    match log[0].events if log else ():
        case (MeetingPlanned(plan), *_):
            meeting = plan.meeting
            if plan.rehearsal:
                raise CommandError("the export is of a rehearsal, which is not to be kept")
        case _:
            raise CommandError("the export's log does not begin with a plan")
    where = "the database" if settings.database else settings.data
    try:
        stores = await open_stores(settings, sending=False)
    except InUseError as error:
        raise CommandError(f"{error}; stop the server first") from None
    try:
        if meeting in await stores.store.meetings():
            raise CommandError(f"the meeting {meeting} is in {where} already")
        await stores.store.append(meeting, 0, log)
    except (StoreFullError, StoreUnavailableError) as error:
        raise CommandError(f"{where} cannot take it: {error}") from error
    finally:
        await stores.close()
    return meeting


def _text(path: Path) -> str:
    """Read text as it is, slides and papers by their own readers."""
    if path.suffix.casefold() not in READABLE | WITH_MACROS:
        return decoded(_bytes(path))
    _check_size(path)
    try:
        return read_document(path)
    except DocumentFault as fault:
        raise CommandError(f"{path.name}: {fault}") from None


def _check_size(path: Path) -> None:
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path.name} is larger than {LARGEST // 2**20} MB")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    if path.suffix.casefold() not in TEXT | {".json"}:
        raise CommandError(f"{path.name} is not text, .pptx, .pdf or .docx; save the deck as one")
    _check_size(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    if b"\0" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CommandError(f"{path.name} is not a text file; save the deck as .txt and import that")
    return data
