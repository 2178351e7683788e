"""`measure`: how well messages are recognised and questions routed, over labelled files."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.commands.faq import Base, knowledge_of, labelled_of
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.writing import read_text
from bot.files.meeting_file import read_meeting_file
from bot.keys import Keys
from dialogs.figures import Figures, Labelled, Share, measured
from dialogs.recognising import Kind
from dialogs.topics import topics_of

# The labelled messages that are shipped beside the benchmarks.
MESSAGES = Path(__file__).parents[2] / "bench" / "recognising" / "messages.jsonl"
PARTS = ("tune", "held")
CHATTER = "chitchat"  # as the labelled queries call what is no question
Fields = dict[str, object]


def recognising(path: Path = MESSAGES) -> Fields:
    """Count for each part of the set: what rules were made on (tune), and the rest (held)."""
    messages = read_messages(path)
    parts = {part: [one for one in messages if one.part == part] for part in PARTS}
    return {part: _figures(measured(found)) for part, found in parts.items() if found}


def routing(base: Path, queries: Path, meeting: Path, progress: Progress) -> Fields:
    """Say how often the right topic, which decides who gets a question, is first or second.

    The knowledge base's constants were fitted on the development queries that are shipped: over
    those the figure is an upper one.
    """
    file = read_meeting_file(meeting)
    known, plan = knowledge_of(Base(base, file.words)), file.plans(Keys(b""))[0]
    asked = [one for one in labelled_of(queries) if one.kind != CHATTER]
    first = second = 0
    for one in progress.over(asked):
        ranked = [topic for topic, _ in topics_of(one.query, plan, known.ask(one.query))]
        first += one.topic in ranked[:1]
        second += one.topic in ranked[:2]
    return {
        "questions": len(asked),
        "first": round(Share(first, len(asked)).value, 4),
        "first_two": round(Share(second, len(asked)).value, 4),
    }


def read_messages(path: Path) -> Sequence[Labelled]:
    """Read a labelled set, a JSON object a line. Raises CommandError with file and line."""
    found = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        try:
            row = json.loads(line)
            kind = Kind(row["kind"])
            found.append(Labelled(str(row["text"]), kind, str(row["language"]), str(row["part"])))
        except (ValueError, KeyError, TypeError):
            raise CommandError(
                f"{path.name}, line {number}: a JSON object with text, kind "
                f"({', '.join(Kind)}), language and part is expected"
            ) from None
    return found


def as_text(figures: Fields) -> str:
    """Give figures as lines to read, nested ones indented."""
    return "\n".join(_lines(figures, ""))


def _lines(figures: Fields, indent: str) -> list[str]:
    lines: list[str] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *_lines(value, f"{indent}  ")]
        else:
            lines.append(f"{indent}{name}: {value}")
    return lines


def _figures(found: Figures) -> Fields:
    return {
        "questions found": _share(found.found),
        "others taken for questions": _share(found.taken),
        "kinds": {
            str(kind): f"found {_share(found.recall[kind])}, right {_share(found.precision[kind])}"
            for kind in Kind
        },
    }


def _share(share: Share) -> str:
    return f"{share.value:.3f} ({share.hits} of {share.of})"
