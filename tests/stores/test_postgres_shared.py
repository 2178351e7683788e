"""Two processes on one database: nothing lost, nothing twice, and each hears of the other."""

import asyncio
import time
from contextlib import suppress

import asyncpg
import pytest
from store_examples import APRIL, MARCH, vote, votes

from bot.ports import ConflictError
from bot.stores.postgres.appending import GROW
from bot.stores.postgres.stores import PostgresStores
from meeting.ids import BallotKey
from tests.machine import allowed
from tests.postgres import execute, fetch

Pair = tuple[PostgresStores, PostgresStores]
WRITERS = 100


async def heard(watcher, within: float = 1.0):
    return await asyncio.wait_for(anext(watcher), within)


async def hears_nothing(watcher, within: float = 0.3) -> bool:
    with suppress(TimeoutError):
        await heard(watcher, within)
        return False
    return True


async def test_of_two_with_the_same_expected_version_one_wins(pair: Pair) -> None:
    results = await asyncio.gather(
        *(stores.store.append(MARCH, 0, [vote(n)]) for n, stores in enumerate(pair * 5)),
        return_exceptions=True,
    )

    assert results.count(1) == 1
    assert sum(isinstance(result, ConflictError) for result in results) == 9


async def test_one_that_is_behind_is_refused_and_stores_when_it_has_caught_up(pair: Pair) -> None:
    one, other = pair
    await one.store.append(MARCH, 0, [vote(0)])
    await other.store.append(MARCH, 1, [vote(1)])

    with pytest.raises(ConflictError, match="has 2 changes and not 1"):
        await one.store.append(MARCH, 1, [vote(2)])
    assert await one.store.append(MARCH, 2, [vote(2)]) == 3
    assert [*await other.store.read(MARCH)] == votes(0, 3)


async def test_two_hundred_writers_at_two_processes_leave_no_gap_and_no_duplicate(
    pair: Pair, database: str
) -> None:
    async def write(stores: PostgresStores, writer: str) -> list[int]:
        return [await stores.store.append(MARCH, None, [vote(n, writer)]) for n in range(3)]

    versions = await asyncio.wait_for(
        asyncio.gather(
            *(write(s, f"{i}:{w}:") for i, s in enumerate(pair) for w in range(WRITERS))
        ),
        30,
    )

    expected = list(range(1, 2 * WRITERS * 3 + 1))
    rows = await fetch(database, "select seq, event_id from event order by seq")
    assert sorted(version for own in versions for version in own) == expected
    assert [row["seq"] for row in rows] == expected
    assert len({row["event_id"] for row in rows}) == len(expected)
    assert [*await pair[0].store.read(MARCH)] == [*await pair[1].store.read(MARCH)]


async def test_a_change_handed_in_at_both_is_stored_once(pair: Pair) -> None:
    results = await asyncio.gather(*(s.store.append(MARCH, None, [vote(0)]) for s in pair * 20))

    assert results == [1] * 40
    assert [*await pair[0].store.read(MARCH)] == [vote(0)]


async def test_the_other_hears_within_a_second_of_each_change(pair: Pair) -> None:
    one, other = pair
    watcher = other.store.watch()
    slowest = 0.0
    for number in range(10):
        began = time.monotonic()
        await one.store.append(MARCH, None, [vote(number)])
        assert await heard(watcher) == MARCH
        slowest = max(slowest, time.monotonic() - began)

    assert [*await other.store.read(MARCH)] == votes(0, 10)
    assert slowest < allowed(0.5)  # it is told; it need not look


async def test_a_burst_is_told_a_few_times_and_nothing_of_it_is_missed(pair: Pair) -> None:
    one, other = pair
    watcher, told, seen = other.store.watch(), 0, 0
    appending = asyncio.gather(*(one.store.append(MARCH, None, [vote(n)]) for n in range(200)))
    while seen < 200:
        assert await heard(watcher, 2) == MARCH
        told += 1
        seen = len(await other.store.read(MARCH))
    await appending

    assert told <= 10


async def test_what_nobody_told_of_is_found_within_a_second(pair: Pair, database: str) -> None:
    one, other = pair
    await one.store.append(MARCH, None, [vote(0)])
    watchers = one.store.watch(), other.store.watch()
    assert await heard(watchers[1], 2) == MARCH
    grow = GROW.replace("$1", "'march'").replace("$2", "1")
    await execute(database, grow.replace("$3", "'{x}'").replace("$4", "'{x}'"))

    assert [await heard(watcher, 1.5) for watcher in watchers] == [MARCH, MARCH]


async def test_nobody_hears_twice_of_one_change(pair: Pair) -> None:
    watchers = [stores.store.watch() for stores in pair]
    await pair[0].store.append(MARCH, None, [vote(0)])

    assert [await heard(watcher) for watcher in watchers] == [MARCH, MARCH]
    assert await hears_nothing(watchers[0], 1.3)
    assert await hears_nothing(watchers[1], 0.1)


async def test_a_meeting_that_was_removed_and_made_again_is_news(pair: Pair, database: str) -> None:
    one, other = pair
    await one.store.append(MARCH, None, votes(0, 5))
    watcher = other.store.watch()
    with suppress(TimeoutError):
        await heard(watcher)
    await execute(database, "delete from event", "delete from meeting")
    await one.store.append(MARCH, 0, [vote(9)])

    assert await heard(watcher) == MARCH
    assert [*await other.store.read(MARCH)] == [vote(9)]


async def test_ballots_reach_the_other_as_news_of_their_meeting(pair: Pair) -> None:
    one, other = pair
    await one.store.append(MARCH, None, [vote(0)])
    own, watcher = one.store.watch(), other.store.watch()
    with suppress(TimeoutError):
        await heard(watcher, 0.3)
    await one.ballots.put(MARCH, {BallotKey("a"): {"q": ("1",)}})
    assert await heard(watcher) == MARCH
    assert await other.ballots.read(MARCH) == {"a": {"q": ("1",)}}

    await one.ballots.destroy(MARCH)
    assert await heard(watcher) == MARCH
    assert await hears_nothing(own)


async def test_ballots_put_at_both_are_all_there_and_the_secret_is_one(pair: Pair) -> None:
    found = await asyncio.gather(*(s.ballots.secret(MARCH) for s in pair * 10))
    await asyncio.gather(
        *(
            stores.ballots.put(MARCH, {BallotKey(f"{i}-{n}"): {"q": (str(n),)}})
            for i, stores in enumerate(pair)
            for n in range(100)
        )
    )

    assert len(set(found)) == 1
    assert len(await pair[0].ballots.read(MARCH)) == 200
    only = [BallotKey("1-7"), BallotKey("none")]
    assert await pair[0].ballots.read(MARCH, only) == {"1-7": {"q": ("7",)}}


async def test_no_row_tells_the_order_or_the_time_of_a_ballot(pair: Pair, database: str) -> None:
    for key in ("c" * 64, "a" * 64, "b" * 64):
        await pair[0].ballots.put(MARCH, {BallotKey(key): {"q": ("1",)}})
    one = {BallotKey(key * 64): {"q": ("1",)} for key in "abc"}
    await pair[1].ballots.put(APRIL, one)

    kept = "select bucket, ballots from ballot where meeting_id = $1 order by bucket"
    assert await fetch(database, kept, "march") == await fetch(database, kept, "april")
    columns = await fetch(
        database,
        "select column_name from information_schema.columns"
        " where table_name = 'ballot' and table_schema = current_schema() order by 1",
    )
    assert [row["column_name"] for row in columns] == ["ballots", "bucket", "meeting_id"]


async def test_nothing_is_left_of_ballots_that_were_destroyed(pair: Pair, database: str) -> None:
    await pair[0].ballots.secret(MARCH)
    await pair[0].ballots.put(MARCH, {BallotKey("a"): {}})
    await pair[1].ballots.destroy(MARCH)

    sizes = "select pg_relation_size('ballot') + pg_relation_size('ballot_secret') as bytes"
    assert [row["bytes"] for row in await fetch(database, sizes)] == [0]


async def test_only_one_at_a_time_moves_a_meetings_ballots(pair: Pair) -> None:
    inside: list[str] = []

    async def move(stores: PostgresStores, meeting) -> None:
        async with stores.ballots.alone(meeting) as others:
            assert others
            inside.append(meeting)
            assert inside.count(meeting) == 1
            await stores.store.append(meeting, None, [vote(len(inside))])
            await asyncio.sleep(0.01)
            inside.remove(meeting)

    await asyncio.gather(*(move(s, m) for s in pair * 6 for m in (MARCH, APRIL)))

    async with pair[0].ballots.alone(MARCH):
        waiting = asyncio.create_task(move(pair[1], MARCH))
        await move(pair[1], APRIL)  # another meeting's are nobody's business here
        await asyncio.sleep(0.05)
        assert not waiting.done()
    await waiting


async def test_what_goes_wrong_inside_gives_the_ballots_free(pair: Pair) -> None:
    with pytest.raises(ConflictError):
        async with pair[0].ballots.alone(MARCH):
            raise ConflictError

    async with asyncio.timeout(1), pair[1].ballots.alone(MARCH):
        pass


async def test_notes_changed_by_another_are_told_and_own_ones_are_not(pair: Pair) -> None:
    one, other = pair
    own, watcher = one.notes.watch(), other.notes.watch()
    await one.notes.put("card:1", "a")
    assert await heard(watcher) == "card:1"
    assert await one.notes.claim("sent:1", 1)
    assert await heard(watcher) == "sent:1"
    await one.notes.put("card:1", None)
    assert await heard(watcher) == "card:1"
    assert await other.notes.get("card:1") is None

    assert await hears_nothing(own, 1.3)
    assert await hears_nothing(watcher, 0.1)


async def test_a_note_is_heard_of_when_it_is_committed_and_each_change_once(
    pair: Pair, database: str
) -> None:
    one, other = pair
    watcher = other.notes.watch()
    slow = await asyncpg.connect(database)
    try:
        await slow.execute(
            "begin; insert into note (id, key, value, node) values ('slow', 'slow', '1', 'third')"
        )
        await one.notes.put("quick", 1)  # begun later, and committed first
        assert await heard(watcher) == "quick"
        assert await hears_nothing(watcher, 2.3)  # though each look goes back to before both
        await slow.execute("commit")
    finally:
        await slow.close()

    assert await heard(watcher, 1.5) == "slow"
    await one.notes.put("quick", 2)
    assert await heard(watcher) == "quick"


async def test_of_claims_at_both_exactly_one_wins(pair: Pair) -> None:
    for number in range(20):
        key = f"sent:{number}"
        won = await asyncio.gather(*(s.notes.claim(key, i) for i, s in enumerate(pair * 5)))

        assert sum(won) == 1
        assert await pair[0].notes.get(key) == won.index(True)


async def test_a_key_that_another_forgot_can_be_claimed(pair: Pair) -> None:
    await pair[0].notes.put("sent:1", 1)
    await pair[1].notes.put("sent:1", None)

    assert await pair[0].notes.claim("sent:1", 2)
    assert await pair[1].notes.get("sent:1") == 2


@pytest.mark.parametrize(
    "key", ["k" * 10_000, "ø" * 4_000, "a\0b", "100%", "a%00b", "sha256:", "", "'; drop table note"]
)
async def test_any_key_is_kept_told_and_found(pair: Pair, key: str) -> None:
    watcher = pair[1].notes.watch()
    await pair[0].notes.put(key, [key])

    assert await heard(watcher) == key
    assert await pair[1].notes.get(key) == [key]
    assert await pair[1].notes.keys(key[:5_000]) == [key]
    assert await pair[1].notes.claim(key, 1) is False


async def test_a_thousand_notes_at_once_are_all_kept_in_the_order_of_their_keys(pair: Pair) -> None:
    await asyncio.gather(*(pair[n % 2].notes.put(f"n:{n:04}", n) for n in range(1000)))

    assert await pair[0].notes.keys("n:") == [f"n:{n:04}" for n in range(1000)]
    assert await pair[1].notes.get("n:0500") == 500


async def test_what_is_forgotten_by_prefix_is_nowhere(pair: Pair, database: str) -> None:
    await pair[0].notes.put("day:1:a", 1)
    await pair[0].notes.put("day:1:b", None)
    await pair[0].notes.put("day:2:a", 1)
    await pair[1].notes.forget("day:1:")

    assert [row["key"] for row in await fetch(database, "select key from note")] == ["day:2:a"]
    assert await pair[0].notes.keys("day:") == ["day:2:a"]


async def test_a_forgotten_note_is_swept_after_an_hour(pair: Pair, database: str) -> None:
    for key in ("old", "new"):
        await pair[0].notes.put(key, 1)
        await pair[0].notes.put(key, None)
    await execute(
        database, "update note set changed_at = now() - interval '61 min' where key='old'"
    )
    pair[1].listener._followers[-1]._swept = -1000.0  # as if the last time were long ago

    async with asyncio.timeout(5):
        while await fetch(database, "select from note where key = 'old'"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert len(await fetch(database, "select from note where key = 'new'")) == 1
