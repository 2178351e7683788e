"""What notes promise, in memory and on disk."""

import asyncio
from pathlib import Path

import pytest

from bot.ports import Json, Notes
from bot.stores.notes import JournalNotes


@pytest.mark.parametrize(
    "value", [True, 0, -1.5, "æøå 🎉", [1, "to", None], {"a": {"b": [True]}}, "", [], {}]
)
async def test_what_is_put_is_what_is_got(notes: Notes, value: Json) -> None:
    await notes.put("card:1", value)

    assert await notes.get("card:1") == value


async def test_an_unknown_key_has_no_value(notes: Notes) -> None:
    assert await notes.get("card:1") is None


async def test_a_later_value_takes_the_place_of_the_earlier(notes: Notes) -> None:
    await notes.put("card:1", "a")
    await notes.put("card:1", "b")

    assert await notes.get("card:1") == "b"
    assert await notes.keys("") == ["card:1"]


async def test_none_forgets_a_key_whether_it_is_known_or_not(notes: Notes) -> None:
    await notes.put("card:1", "a")
    await notes.put("card:1", None)
    await notes.put("card:2", None)

    assert await notes.get("card:1") is None
    assert await notes.keys("") == []


async def test_keys_are_those_that_begin_so_in_order(notes: Notes) -> None:
    for key in ("card:2", "cursor", "card:10", "card:1", 'a,"b\\', "card,"):
        await notes.put(key, 1)

    assert await notes.keys("card:") == ["card:1", "card:10", "card:2"]
    assert await notes.keys("a") == ['a,"b\\']
    assert len(await notes.keys("")) == 6


async def test_of_a_hundred_claims_exactly_one_wins(notes: Notes) -> None:
    won = await asyncio.gather(*(notes.claim("sent:1", number) for number in range(100)))

    assert sum(won) == 1
    assert await notes.get("sent:1") == won.index(True)
    assert await notes.claim("sent:1", "again") is False


async def test_a_key_that_was_forgotten_can_be_claimed(notes: Notes) -> None:
    await notes.put("sent:1", 1)
    _, won = await asyncio.gather(notes.put("sent:1", None), notes.claim("sent:1", 2))

    assert won is True
    assert await notes.get("sent:1") == 2


async def test_a_claim_on_nothing_is_an_error(notes: Notes) -> None:
    with pytest.raises(ValueError, match="needs a value"):
        await notes.claim("sent:1", None)


async def test_what_is_not_json_fails_its_caller_alone(notes: Notes) -> None:
    _, refused = await asyncio.gather(
        notes.put("a", 1), notes.put("b", "\ud83d"), return_exceptions=True
    )

    assert isinstance(refused, ValueError)
    assert await notes.keys("") == ["a"]


async def test_a_value_that_is_changed_afterwards_is_not_changed_here(notes: Notes) -> None:
    value = [1]
    await notes.put("a", value)
    value.append(2)

    assert await notes.get("a") == [1]


async def test_erasing_takes_just_these_keys(notes: Notes) -> None:
    for key in ("room:1", "room:12", "room:2"):
        await notes.put(key, key)
    await notes.erase(["room:1", "room:2", "never there"])

    assert await notes.keys("") == ["room:12"]
    assert await notes.get("room:1") is None
    assert await notes.claim("room:1", 1) is True


async def test_no_line_of_the_file_holds_what_was_erased_or_what_it_was_before(
    tmp_path: Path,
) -> None:
    notes = JournalNotes(tmp_path / "notes.journal")
    await notes.put("room:anna", "first")
    await notes.put("room:anna", "second")
    await notes.put("room:bo", "stays")
    await notes.put("room:cai", "gone before")
    await notes.put("room:cai", None)
    await notes.erase(["room:anna"])

    file = (tmp_path / "notes.journal").read_bytes()
    await notes.close()
    assert [word for word in (b"anna", b"first", b"second", b"cai") if word in file] == []
    assert b"stays" in file
