"""The tables: made at the first start, brought up to date at a later one, never run when newer."""

import asyncio

import pytest
from store_examples import MARCH, vote, votes

from bot.ports import DamagedError, StoreUnavailableError
from bot.stores.postgres import schema as tables
from bot.stores.postgres.address import address
from bot.stores.postgres.stores import look_into_database, open_database
from bot.stores.postgres.texts import given, kept, key_of
from tests.postgres import Server, execute, fetch

NEXT = "alter table meeting add column title text not null default ''"


async def version(database: str) -> int:
    ((found,),) = await fetch(database, "select version from schema_version")
    return int(found)


async def test_many_that_start_at_once_make_the_tables_once(database: str) -> None:
    opened = await asyncio.gather(*(open_database(database) for _ in range(5)))
    await asyncio.gather(*(s.store.append(MARCH, None, [vote(n)]) for n, s in enumerate(opened)))

    assert await version(database) == len(tables.STEPS)
    assert len(await opened[0].store.read(MARCH)) == 5
    await asyncio.gather(*(stores.close() for stores in opened))


async def test_an_older_database_is_brought_up_to_date_and_loses_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await open_database(database)
    await old.store.append(MARCH, 0, votes(0, 3))
    await old.notes.put("a", 1)
    await old.close()
    monkeypatch.setattr(tables, "STEPS", (*tables.STEPS, NEXT))

    with pytest.raises(StoreUnavailableError, match="has schema 1 and this program needs 2"):
        async with look_into_database(database):
            pass
    opened = await asyncio.gather(*(open_database(database) for _ in range(3)))
    assert await version(database) == 2
    assert [row["title"] for row in await fetch(database, "select title from meeting")] == [""]
    assert [*await opened[2].store.read(MARCH)] == votes(0, 3)
    assert await opened[0].notes.get("a") == 1
    assert await opened[1].store.append(MARCH, 3, [vote(3)]) == 4
    await asyncio.gather(*(stores.close() for stores in opened))


async def test_a_step_that_fails_leaves_the_database_as_it_was(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await open_database(database)).close()
    monkeypatch.setattr(tables, "STEPS", (*tables.STEPS, NEXT, "create table meeting ()"))

    with pytest.raises(StoreUnavailableError, match='relation "meeting" already exists'):
        await open_database(database)
    assert await version(database) == 1
    assert "title" not in (await fetch(database, "select * from meeting")) + [
        row["column_name"]
        for row in await fetch(
            database,
            "select column_name from information_schema.columns"
            " where table_schema = current_schema() and table_name = 'meeting'",
        )
    ]


async def test_a_newer_database_is_refused_in_one_sentence_and_left_alone(database: str) -> None:
    await (await open_database(database)).close()
    await execute(database, "update schema_version set version = 99")

    with pytest.raises(StoreUnavailableError, match="has schema 99 and this program knows 1"):
        await open_database(database)
    with pytest.raises(StoreUnavailableError, match="has schema 99 and this program knows 1"):
        async with look_into_database(database):
            pass
    assert await version(database) == 99


async def test_looking_reads_beside_a_server_and_makes_nothing(database: str) -> None:
    with pytest.raises(StoreUnavailableError, match="run serve once"):
        async with look_into_database(database):
            pass
    assert await fetch(database, "select to_regclass('meeting')") == [(None,)]

    stores = await open_database(database)
    await stores.store.append(MARCH, 0, [vote(0)])
    async with look_into_database(database) as (store, ballots):
        assert await store.meetings() == [MARCH]
        assert [*await store.read(MARCH)] == [vote(0)]
        assert await ballots.read(MARCH) == {}
    assert stores.lease.held
    await stores.close()


async def test_a_schema_that_does_not_exist_is_said(postgres: Server) -> None:
    with pytest.raises(StoreUnavailableError, match="search_path names no schema"):
        await open_database(postgres.address + "?search_path=nowhere")


async def test_notes_of_a_database_that_was_put_back_are_heard_of_as_before(database: str) -> None:
    stores = await open_database(database)
    await stores.notes.put("old", 1)
    await stores.close()
    await execute(database, "update note set changed = '9000000000'::xid8")

    one, other = await open_database(database), await open_database(database)
    watcher = other.notes.watch()
    await one.notes.put("new", 1)
    assert await asyncio.wait_for(anext(watcher), 2) == "new"
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(watcher), 1.2)
    await one.close()
    await other.close()


async def test_a_log_that_has_lost_a_change_is_damaged_and_gives_what_is_before(
    database: str,
) -> None:
    stores = await open_database(database)
    await stores.store.append(MARCH, 0, votes(0, 5))
    await execute(database, "delete from event where seq = 3")
    with pytest.raises(DamagedError, match="meeting march: change 3 is missing") as error:
        await stores.store.read(MARCH)
    assert [*error.value.intact] == votes(0, 2)

    await execute(database, "update event set body = '{}' where seq = 2")
    with pytest.raises(DamagedError, match="meeting march: change without an id"):
        await stores.store.read(MARCH, after=1)
    await execute(database, "delete from event")
    with pytest.raises(DamagedError, match="change 5 is missing"):
        await stores.store.read(MARCH, after=4)
    await stores.close()


async def test_a_long_log_comes_whole_page_by_page(database: str) -> None:
    stores = await open_database(database)
    await stores.store.append(MARCH, 0, votes(0, 2500))

    assert [*await stores.store.read(MARCH)] == votes(0, 2500)
    assert [*await stores.store.read(MARCH, after=999)] == votes(999, 2500)
    assert [*await stores.store.read(MARCH, after=2500)] == []
    await stores.close()


@pytest.mark.parametrize("text", ["", "a", "a\0b", "%00", "%25", "%2500", "100%\0%", "æ\0", "%"])
def test_any_text_comes_back_as_it_was_kept(text: str) -> None:
    assert given(kept(text)) == text
    assert "\0" not in kept(text)


def test_a_key_is_short_and_no_two_texts_have_the_same() -> None:
    long = "x" * 501
    texts = ["x" * 500, long, long + "y", key_of(long), "ø" * 251, "", "\0"]

    keys = [key_of(text) for text in texts]
    assert len(set(keys)) == len(texts)
    assert max(len(key.encode()) for key in keys) <= 500


def test_half_a_surrogate_has_no_key() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        kept("\ud83d")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://bot:hunter2@db.example:5432/bot", "db.example:5432"),
        ("postgres://bot@db/bot", "db"),
        ("postgresql://bot:hunter2@one:1,two:2/bot?target_session_attrs=any", "one:1,two:2"),
        ("postgresql://bot:hunter2@[::1]:5432/bot", "[::1]:5432"),
        ("postgresql://bot:hunt%2Fer2@db/bot", "db"),
        ("postgresql:///bot?host=/run/postgresql", "the local socket"),
    ],
)
def test_of_an_address_only_the_place_is_shown(text: str, shown: str) -> None:
    found = address(text)

    assert found.name == f"the database at {shown}"
    assert "hunt" not in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://bot:hunter/2@db/bot",
        "postgresql://bot:hunter#2@db/bot",
        "postgresql://bot:hunter?2@db/bot",
        "postgresql://bot:12#hunter2@db/bot",
        "postgresql://bot:12/hunter2@db/bot",
        "postgresql://bot:hunter2@[db/bot",
        "postgresql://bot:hunter2@db:port/bot",
    ],
)
def test_an_address_that_would_be_misread_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(StoreUnavailableError, match="percent-encoded") as error:
        address(text)

    assert "hunter" not in str(error.value)
    assert error.value.__context__ is None


@pytest.mark.parametrize("options", ["sslmode=hunter2", "hunter2"])
async def test_options_that_are_not_understood_are_not_repeated(
    postgres: Server, options: str
) -> None:
    with pytest.raises(StoreUnavailableError, match="not understood") as error:
        await open_database(f"{postgres.address}?{options}")

    assert "hunter2" not in str(error.value)
