"""Changes as plain JSON values and back, by readers and writers made once for each class.

Stored changes outlive the code: a field that is missing takes its default, an event or a field
that is not known is an error, because leaving it out would silently change what has happened. A
field that has its default is not written, so that an older program reads what uses nothing new.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

from bot.ports import DamagedError
from meeting.events import Change, Event

Convert = Callable[[Any], Any]

PLAIN = (str, int, bool)
# What a reader makes of a value of another kind than it expects, or of far too many seconds.
NO_CHANGE = (AttributeError, OverflowError, TypeError, ValueError)


class UnreadableError(DamagedError):
    """A stored change that this version of the program does not know."""


def to_json(change: Change) -> dict[str, object]:
    """Give the change as JSON can hold it; raises ValueError for what would not come back equal."""
    return {
        "id": change.id,
        "at": _moment_out(change.at),
        "by": change.by,
        "events": [[type(event).__name__, WRITERS[type(event)](event)] for event in change.events],
    }


def from_json(document: Mapping[str, Any]) -> Change:
    """Make the change again; raises UnreadableError, which says what was not understood."""
    try:
        return Change(
            document["id"],
            datetime.fromisoformat(document["at"]),
            document["by"],
            tuple([READERS[name](body) for name, body in document["events"]]),
        )
    except KeyError as error:
        raise UnreadableError(f"change {_id(document)}: {error} is not known or missing") from error
    except NO_CHANGE as error:
        raise UnreadableError(f"change {_id(document)}: {error}") from error


def encode(change: Change) -> bytes:
    """Give the change as one line of JSON without its line end."""
    return written(to_json(change))


def decode(line: bytes) -> Change:
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise UnreadableError(f"not JSON: {error}") from error
    if not isinstance(document, dict):
        raise UnreadableError("not a change")
    return from_json(document)


def written(value: object, option: int = 0) -> bytes:
    """Give the value as JSON; raises ValueError where it has none, such as half a surrogate."""
    try:
        # Copied, as what orjson gives holds on to about 4 kB of memory however short it is.
        return bytes(memoryview(orjson.dumps(value, option=option)))
    except orjson.JSONEncodeError as error:
        raise ValueError(f"cannot be stored: {error}") from error


def _id(document: object) -> object:
    return document.get("id", "without an id") if isinstance(document, dict) else "without an id"


def _moment_out(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()


def _seconds(duration: timedelta) -> float:
    return duration.total_seconds()


def _duration(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class _Way:
    """One of the two directions: what becomes of leaves, of a row of values and of a class."""

    leaves: Mapping[type, Convert]
    row: type[list[Any]] | type[tuple[Any, ...]]
    of_class: Callable[[type], Convert]


def _converter(kind: Any, way: _Way) -> Convert | None:  # noqa: ANN401 - a type hint is anything
    """Make what turns a value of this kind that way; None means it may stay as it is."""
    kind = getattr(kind, "__supertype__", kind)  # a NewType is what it is made from
    if kind in PLAIN:
        return None
    if kind in way.leaves:
        return way.leaves[kind]
    if get_origin(kind) is not None or isinstance(kind, UnionType):
        return _composite(get_origin(kind), get_args(kind), way)
    return way.of_class(kind)


def _composite(origin: object, inside: Sequence[object], way: _Way) -> Convert | None:
    if origin in (Union, UnionType):
        return _optional(_converter(_only(inside), way))
    if origin is tuple:
        return _many(way.row, _converter(inside[0], way))
    if origin is Mapping:
        return _mapped(_converter(inside[1], way))
    raise TypeError(f"no way to store {origin}")


def _only(kinds: Sequence[object]) -> object:
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return kind


def _optional(convert: Convert | None) -> Convert | None:
    return convert and (lambda value: None if value is None else convert(value))


def _many(row: type[list[Any]] | type[tuple[Any, ...]], convert: Convert | None) -> Convert:
    return row if convert is None else lambda values: row([convert(value) for value in values])


def _mapped(convert: Convert | None) -> Convert:
    return dict if convert is None else lambda value: {k: convert(v) for k, v in value.items()}


def _class_writer(kind: type) -> Convert:
    if issubclass(kind, StrEnum):
        return str
    parts = [(name, _converter(hint, WRITING), default) for name, hint, default in _fields(kind)]

    def write(value: object) -> dict[str, object]:
        return {
            name: own if convert is None else convert(own)
            for name, convert, default in parts
            if (own := getattr(value, name)) != default
        }

    return write


def _default(field: Field[Any]) -> object:
    """Give what the field is when nothing is said; MISSING, which equals nothing, if it must be."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _class_reader(kind: type) -> Convert:
    if issubclass(kind, StrEnum):
        return kind
    found = [(name, _converter(hint, READING)) for name, hint, _ in _fields(kind)]
    parts = [(name, convert) for name, convert in found if convert is not None]

    def read(body: dict[str, Any]) -> object:
        return kind(**body)

    def read_parts(body: dict[str, Any]) -> object:
        converted = {name: convert(body[name]) for name, convert in parts if name in body}
        return kind(**{**body, **converted})

    return read_parts if parts else read


def _fields(kind: type) -> Sequence[tuple[str, object, object]]:
    """Give name, type and default of each field."""
    if not is_dataclass(kind):
        raise TypeError(f"no way to store {kind}")
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name], _default(field)) for field in fields(kind)]


WRITING = _Way(
    {datetime: _moment_out, date: date.isoformat, timedelta: _seconds}, list, _class_writer
)
READING = _Way(
    {datetime: datetime.fromisoformat, date: date.fromisoformat, timedelta: _duration},
    tuple,
    _class_reader,
)
WRITERS: Mapping[type, Convert] = {kind: _class_writer(kind) for kind in get_args(Event)}
READERS: Mapping[str, Convert] = {kind.__name__: _class_reader(kind) for kind in get_args(Event)}
