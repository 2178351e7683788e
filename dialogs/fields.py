"""Reads the fields that a button sends, of cards and pages alike; what is wrong is named."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dialogs.addressing import named
from dialogs.cleaning import cleaned
from meeting.ids import ItemId, PersonId, QuestionId
from meeting.model import Meeting
from meeting.promises import OFFICES_CLOSE
from meeting.tokens import digest

Data = Mapping[str, object]


class MalformedError(ValueError):
    """The data lacks a field or has one of the wrong kind; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def values(value: object, field: str) -> tuple[str, ...]:
    """Give an answer's values: a scale's number and a list of choices alike; empty for nothing."""
    match value:
        case None | "":
            return ()
        case bool():
            raise MalformedError(field)
        case str():
            return (text,) if (text := cleaned(value)) else ()
        case int():
            return (str(value),)
        case float() if value.is_integer():
            return (str(int(value)),)
        case list() | tuple():
            return tuple(one for item in value for one in values(item, field))
        case _:
            raise MalformedError(field)


def text_of(data: Data, field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str):
        raise MalformedError(field)
    return cleaned(value)


NUMBER = re.compile(r"\s{0,9}[-+]?\d{1,9}\s{0,9}", re.ASCII)


def integer_of(data: Data, field: str) -> int:
    """Read a whole number, also as forms and card inputs send it."""
    match data.get(field):
        case bool():
            raise MalformedError(field)
        case int() as number:
            return number
        case float() as number if number.is_integer():
            return int(number)
        case str() as text if NUMBER.fullmatch(text):
            return int(text)
        case _:
            raise MalformedError(field)


def question_of(data: Data) -> QuestionId:
    return QuestionId(text_of(data, "question"))


def people_of(data: Data, field: str, meeting: Meeting) -> tuple[PersonId, ...]:
    """Read one or more people, by id or by name; an unknown one is left for the rules to refuse."""
    value = data.get(field)
    wanted = value if isinstance(value, list) else [value]
    if not wanted:
        raise MalformedError(field)
    found: list[PersonId] = []
    for one in wanted:
        if not isinstance(one, str) or not one.strip():
            raise MalformedError(field)
        known = PersonId(one) in meeting.people
        found += [PersonId(one)] if known else named(one, meeting) or [PersonId(one)]
    return tuple(dict.fromkeys(found))


def day_of(data: Data, field: str, meeting: Meeting) -> datetime | None:
    """Read a day as a form's date field gives it; it ends when offices close."""
    if not data.get(field):
        return None
    try:
        day = date.fromisoformat(text_of(data, field))
        return datetime.combine(day, OFFICES_CLOSE, ZoneInfo(meeting.plan.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MalformedError(field) from None


def token_of(data: Data) -> str | None:
    """Give the digest of the secret that came with it, if one did."""
    return digest(text_of(data, "token")) if data.get("token") else None


def tokens_of(data: Data) -> tuple[str, ...]:
    """Give the digests of several secrets."""
    return tuple(digest(one) for one in values(data.get("tokens"), "tokens"))


def item_of(data: Data, field: str = "item") -> ItemId:
    """Read an item's id, or its number as people say it."""
    number = data.get(field)
    return ItemId(str(number) if type(number) is int else text_of(data, field))
