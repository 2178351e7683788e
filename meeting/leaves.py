"""Changes the leaves of nested values by their type, wherever they stand.

What an event of today or tomorrow holds is found by its type hints, so that no field is forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from meeting.ids import PersonId


@dataclass(frozen=True, slots=True)
class Leaves:
    """What becomes of each person's id and of each text; of neither where it is None."""

    person: Callable[[PersonId], PersonId] | None = None
    text: Callable[[str], str] | None = None


Rewrite = Callable[[Any, Leaves], Any]

KNOWN: dict[type, Rewrite | None] = {}


def changed(value: Any, leaves: Leaves) -> Any:  # noqa: ANN401 - any value, and the same kind back
    """Give the value with its leaves changed; the very same one where nothing changes."""
    change = _of_class(type(value))
    return value if change is None else change(value, leaves)


def _person(value: PersonId, leaves: Leaves) -> PersonId:
    return value if leaves.person is None else leaves.person(value)


def _text(value: str, leaves: Leaves) -> str:
    return value if leaves.text is None else leaves.text(value)


def _of_class(kind: type) -> Rewrite | None:
    """Give the change for a class of ours, made once; None where it has no leaf in it."""
    if kind not in KNOWN:
        KNOWN[kind] = _made(kind) if is_dataclass(kind) else None
    return KNOWN[kind]


def _made(kind: type[Any]) -> Rewrite | None:
    hints = get_type_hints(kind)
    found = ((field.name, _of(hints[field.name])) for field in fields(kind))
    parts = [(name, change) for name, change in found if change is not None]
    if not parts:
        return None

    def change(value: Any, leaves: Leaves) -> Any:  # noqa: ANN401
        new = {}
        for name, of in parts:
            before = getattr(value, name)
            after = of(before, leaves)
            if after is not before:
                new[name] = after
        return replace(value, **new) if new else value

    return change


def _of(hint: Any) -> Rewrite | None:  # noqa: ANN401 - a type hint is anything
    if hint is PersonId:
        return _person
    if hint is str:
        return _text
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional([_of(kind) for kind in inside if kind is not NoneType])
    if origin is tuple:
        return _row(_of(inside[0]))
    if origin is Mapping:
        return _mapped(_of(inside[0]), _of(inside[1]))
    return _of_class(hint) if isinstance(hint, type) else None


def _optional(kinds: list[Rewrite | None]) -> Rewrite | None:
    (change,) = kinds
    return change and (lambda value, leaves: None if value is None else change(value, leaves))


def _row(change: Rewrite | None) -> Rewrite | None:
    if change is None:
        return None

    def row(values: tuple[Any, ...], leaves: Leaves) -> tuple[Any, ...]:
        after = tuple([change(value, leaves) for value in values])
        same = all(new is old for new, old in zip(after, values, strict=True))
        return values if same else after

    return row


def _mapped(key: Rewrite | None, change: Rewrite | None) -> Rewrite | None:
    if key is None and change is None:
        return None

    def mapped(values: Mapping[Any, Any], leaves: Leaves) -> Mapping[Any, Any]:
        after: dict[Any, Any] = {}
        for name, value in values.items():
            new = key(name, leaves) if key else name
            its = change(value, leaves) if change else value
            # Two texts that read the same now are counted together.
            after[new] = after[new] + its if new in after and isinstance(its, int) else its
        return values if after == values else after

    return mapped
