"""Where a fault stands in a meeting file, and what was expected there."""

from dataclasses import dataclass

from bot.files.checking import Where


@dataclass(frozen=True, slots=True)
class FileFault:
    """`line` counts from 1; `field` is the path to it, such as agenda.2.minutes."""

    line: int
    field: str
    expected: str


def fault_at(tree: object, where: Where, expected: str) -> FileFault:
    """Name a fault by the part of the file that it stands in."""
    expected = expected.removeprefix("Value error, ")
    return FileFault(_line(tree, where), ".".join(map(str, where)) or "the file", expected)


def yaml_fault(error: Exception) -> FileFault:
    """Say where the file stops being YAML."""
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or "it is not")
    line = mark.line + 1 if mark else 1
    return FileFault(line, "the file", f"YAML that can be read ({problem})")


def _line(tree: object, where: Where) -> int:
    """Find the line of the innermost part of the path that stands in the file."""
    line = 0
    for step in where:
        position = getattr(tree, "lc", None)
        try:
            found = position.data[step] if position is not None else None
            tree = tree[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
        line = found[0] if found else line
    return line + 1
