"""Events of every kind with a word of its own in each text, and one person in every place."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from meeting.events import Event
from meeting.ids import PersonId, QuestionId
from tests.given import ANNA, START

OWN = QuestionId("q1")


def planted(kind: type, path: str = "") -> Any:
    """An event, or a part of one; each text is a word that says where it stands."""
    hints = get_type_hints(kind)
    return kind(**{f.name: _value(hints[f.name], f"{path}.{f.name}") for f in fields(kind)})


def every_kind() -> tuple[type, ...]:
    return get_args(Event)


def _value(hint: Any, path: str) -> Any:
    if hint is PersonId:
        return ANNA
    if hint is QuestionId:
        return OWN
    base = getattr(hint, "__supertype__", hint)
    origin, inside = get_origin(base), get_args(base)
    if origin in (Union, UnionType):
        (only,) = (one for one in inside if one is not NoneType)
        return _value(only, path)
    if origin is tuple:
        return (_value(inside[0], path),)
    if origin is Mapping:
        return {_value(inside[0], f"{path}.key"): _value(inside[1], path)}
    return _plain(base, path)


def _plain(kind: type, path: str) -> Any:
    if is_dataclass(kind):
        return planted(kind, path)
    if issubclass(kind, Enum):
        return next(iter(kind))
    made = {
        str: f"<{path}>",
        bool: True,
        int: 1,
        datetime: START,
        date: START.date(),
        timedelta: timedelta(minutes=1),
    }
    return made[kind]
