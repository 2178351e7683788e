"""Makes other bytes of known ones: bit by bit, piece by piece, and in JSON value by value.

The same mutations serve the short run, where they are all there is, and the long one, where they
take turns with libFuzzer's own.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import orjson

INTERESTING = (
    *(b"", b"\0", b"\xff", b"\xfe\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\n", b"\r\n", b"\f"),
    *(b"-1", b"0", b"99999999999999999999", b"1e309", b"NaN", b"null", b"true", b"{}", b"[]", b'"'),
    *(b"\xe2\x80\xae", b"\xcc\x81" * 9, b"\xf0\x9f\x98\x80", b"%00", b"%", b"..", b"{0}", b"{x}"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 10**15, 0.5, -1e300, "", " ", "\0", "x" * 300),
    *(
        [],
        {},
        [[]],
        [None],
        ["q1"],
        {"id": None},
        "q1",
        "#1",
        "1",
        "-5",
        "2026-11-25",
        "9999-12-31",
    ),
    *("\u202e", "\u200b", "e\u0301\u0301\u0301", "\U0001f600", "<at>x</at>", "{x}", "%s", "../..."),
    *("＋5", "٣", "²", "1_000", "+0", "--5", "1e9", "name", "anonymous", "item-1", "\x1f"),
)
Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def mutated(data: bytes, chance: Random, pieces: Sequence[bytes], most: int = 4096) -> bytes:
    """Change the bytes in one to four places; `pieces` are what such bytes are made of."""
    for _ in range(chance.randrange(1, 5)):
        data = chance.choice(MUTATIONS)(data, chance, pieces)
    return data[:most]


def _flip(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    if not data:
        return bytes([chance.randrange(256)])
    changed, at = bytearray(data), chance.randrange(len(data))
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    first, last = _span(data, chance)
    return data[:first] + data[last:]


def _again(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    first, last = _span(data, chance)
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[first:last] * chance.choice((1, 1, 2, 20)) + data[at:]


def _put(data: bytes, chance: Random, pieces: Sequence[bytes]) -> bytes:
    piece = chance.choice((*INTERESTING, *pieces))
    first, last = _span(data, chance) if chance.random() < 0.5 else (0, 0)
    at = first or chance.randrange(len(data) + 1)
    return data[:at] + piece + data[max(at, last) :]


def _swap(data: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Exchange two lines, or two pieces parted by commas."""
    mark = chance.choice((b"\n", b","))
    rows = data.split(mark)
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]
    return mark.join(rows)


def _value(data: bytes, chance: Random, pieces: Sequence[bytes]) -> bytes:
    """Put another value somewhere into JSON, take a field out, or add one."""
    try:
        tree = orjson.loads(data)
    except orjson.JSONDecodeError:
        return _put(data, chance, pieces)
    places = _places(tree) if isinstance(tree, dict | list) else ()
    if not places:
        return _put(data, chance, pieces)
    holder, key = chance.choice(places)
    match chance.randrange(4):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(holder, dict) and pieces:
            holder[chance.choice(pieces).decode("utf-8", "replace")] = chance.choice(VALUES)
        case 2:
            other, known = chance.choice(places)
            holder[key] = orjson.loads(orjson.dumps(other[known]))  # a copy: it may hold itself
        case _:
            holder[key] = chance.choice(VALUES)
    try:
        return orjson.dumps(tree)
    except (orjson.JSONEncodeError, RecursionError):
        return data


def _places(tree: dict[str, Any] | list[Any]) -> Sequence[tuple[Any, Any]]:
    """Give every place in JSON that holds a value: what holds it, and where."""
    found: list[tuple[Any, Any]] = []
    todo: list[Any] = [tree]
    while todo:
        holder = todo.pop()
        inner = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in inner:
            found.append((holder, key))
            if isinstance(value, dict | list):
                todo.append(value)
    return found


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    first = chance.randrange(len(data) + 1)
    return first, min(len(data), first + chance.choice((1, 1, 2, 4, 16, 200)))


MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _again, _put, _swap, _value, _value)
