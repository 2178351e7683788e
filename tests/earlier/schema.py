"""Prints as JSON what a version of the program can store: each event, field by field.

Run by `tests.earlier.record` with the version's own folder as the only place to import from, so it
uses nothing but what the very first version had: `meeting.events` and dataclasses.
"""

import enum
import json
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from meeting import events

Schema = dict[str, Any]


def schema() -> Schema:
    """Give kind -> field -> [type, its default if it has one]; for an enumeration its values."""
    found: Schema = {}
    for kind in get_args(events.Event):
        _describe(kind, found)
    return dict(sorted(found.items()))


def _describe(kind: Any, found: Schema) -> str:
    """Describe what is described by name, and give what a field's type is called."""
    kind = getattr(kind, "__supertype__", kind)
    if inside := get_args(kind):
        names = [_describe(part, found) for part in inside if part is not Ellipsis]
        origin = getattr(kind, "__origin__", None)
        return " | ".join(sorted(names)) if origin is None else f"{origin.__name__}{names}"
    name = kind.__name__
    if name not in found and (is_dataclass(kind) or issubclass(kind, enum.Enum)):
        _add(kind, name, found)
    return str(name)


def _add(kind: Any, name: str, found: Schema) -> None:
    if issubclass(kind, enum.Enum):
        found[name] = sorted(str(member.value) for member in kind)
        return
    found[name] = described = {}
    hints = get_type_hints(kind)
    for field in fields(kind):
        default = field.default if field.default_factory is MISSING else field.default_factory()
        told = [] if default is MISSING else [repr(default)]
        described[field.name] = [_describe(hints[field.name], found), *told]


if __name__ == "__main__":
    print(json.dumps(schema()))
