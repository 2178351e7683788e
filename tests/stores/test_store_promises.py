"""What every store promises, whatever it keeps its changes in."""

import asyncio

import pytest
from store_examples import APRIL, MARCH, START, vote, votes

from bot.ports import ConflictError, Store, StoreUnavailableError
from meeting.events import Change, PersonJoined
from meeting.ids import MeetingId
from meeting.model import Person


async def test_what_is_read_equals_what_was_appended_in_order(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 3))
    await store.append(MARCH, None, votes(3, 5))

    assert list(await store.read(MARCH)) == votes(0, 5)


async def test_append_returns_the_number_of_changes(store: Store) -> None:
    assert await store.append(MARCH, 0, votes(0, 3)) == 3
    assert await store.append(MARCH, 3, [vote(3)]) == 4
    assert await store.append(MARCH, 4, []) == 4


async def test_read_gives_only_what_came_after(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 5))

    assert list(await store.read(MARCH, after=3)) == votes(3, 5)
    assert list(await store.read(MARCH, after=5)) == []


async def test_an_unknown_meeting_has_no_changes_and_is_not_listed(store: Store) -> None:
    assert list(await store.read(MARCH)) == []
    assert list(await store.meetings()) == []


async def test_appending_with_an_old_version_changes_nothing(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 3))

    with pytest.raises(ConflictError):
        await store.append(MARCH, 2, [vote(9)])

    assert list(await store.read(MARCH)) == votes(0, 3)


async def test_a_refused_first_append_leaves_no_meeting(store: Store) -> None:
    with pytest.raises(ConflictError):
        await store.append(MARCH, 1, [vote(0)])

    assert list(await store.meetings()) == []
    assert await store.append(MARCH, 0, [vote(0)]) == 1


async def test_a_change_that_is_there_is_not_stored_again(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 3))

    assert await store.append(MARCH, None, [vote(1), vote(3), vote(0)]) == 4
    assert list(await store.read(MARCH)) == votes(0, 4)


async def test_a_change_twice_in_one_call_is_stored_once_and_the_first_counts(
    store: Store,
) -> None:
    second = Change(vote(0).id, START, None, ())

    assert await store.append(MARCH, None, [vote(0), second, vote(1)]) == 2
    assert list(await store.read(MARCH)) == votes(0, 2)


async def test_the_same_id_in_two_meetings_is_two_changes(store: Store) -> None:
    await store.append(MARCH, None, [vote(0)])
    await store.append(APRIL, None, [vote(0), vote(1)])

    assert list(await store.read(MARCH)) == [vote(0)]
    assert list(await store.read(APRIL)) == votes(0, 2)
    assert list(await store.meetings()) == [APRIL, MARCH]


@pytest.mark.parametrize("writers", [1, 100, 1000])
async def test_many_appenders_at_once_lose_nothing(store: Store, writers: int) -> None:
    async def write(writer: int) -> list[int]:
        return [await store.append(MARCH, None, [vote(n, f"w{writer}:")]) for n in range(3)]

    versions = await asyncio.wait_for(
        asyncio.gather(*(write(writer) for writer in range(writers))), 30
    )

    stored = await store.read(MARCH)
    assert len(stored) == 3 * writers
    assert sorted(version for own in versions for version in own) == list(range(1, len(stored) + 1))
    assert {change.id for change in stored} == {
        vote(n, f"w{writer}:").id for writer in range(writers) for n in range(3)
    }


async def test_of_many_with_the_same_expected_version_one_wins(store: Store) -> None:
    results = await asyncio.gather(
        *(store.append(MARCH, 0, [vote(n)]) for n in range(20)), return_exceptions=True
    )

    assert results.count(1) == 1
    assert sum(isinstance(result, ConflictError) for result in results) == 19
    assert len(await store.read(MARCH)) == 1


async def test_a_change_handed_in_by_many_at_once_is_stored_once(store: Store) -> None:
    results = await asyncio.gather(*(store.append(MARCH, None, [vote(0)]) for _ in range(20)))

    assert results == [1] * 20
    assert list(await store.read(MARCH)) == [vote(0)]


async def test_a_caller_that_stops_waiting_takes_nothing_back(store: Store) -> None:
    caller = asyncio.create_task(store.append(MARCH, None, [vote(0)]))
    await asyncio.sleep(0)
    caller.cancel()

    assert await store.append(MARCH, None, [vote(1)]) == 2
    assert list(await store.read(MARCH)) == votes(0, 2)


@pytest.mark.parametrize(
    "weird", ["../x", "a/b", "..", ".", "æøå", "møde 🎉", "a\0b", "C:\\x", "%2F", "-rf", "a.b"]
)
async def test_a_weird_id_names_its_own_meeting_and_no_other(store: Store, weird: str) -> None:
    await store.append(MeetingId(weird), None, [vote(0)])
    await store.append(MARCH, None, [vote(1)])

    assert list(await store.read(MeetingId(weird))) == [vote(0)]
    assert sorted(await store.meetings()) == sorted([weird, MARCH])


@pytest.mark.parametrize("unusable", ["", "x" * 300, "\ud800"])
async def test_an_unusable_id_is_refused_and_leaves_nothing(store: Store, unusable: str) -> None:
    with pytest.raises(ValueError, match=r"cannot name a file|surrogates"):
        await store.append(MeetingId(unusable), None, [vote(0)])
    with pytest.raises(ValueError, match=r"cannot name a file|surrogates"):
        await store.read(MeetingId(unusable))

    assert list(await store.meetings()) == []


async def test_what_cannot_be_written_fails_its_caller_alone(store: Store) -> None:
    half_a_surrogate = Person(id=vote(0).by or "", name="\ud83d")
    bad = Change(vote(0).id, START, None, (PersonJoined(half_a_surrogate),))

    good, refused = await asyncio.gather(
        store.append(MARCH, None, [vote(1)]),
        store.append(MARCH, None, [vote(2), bad]),
        return_exceptions=True,
    )

    assert good == 1
    assert isinstance(refused, ValueError)
    assert list(await store.read(MARCH)) == [vote(1)]


async def test_a_watcher_hears_of_what_came_between_asking_and_looking(store: Store) -> None:
    watcher = store.watch()
    await store.append(MARCH, None, [vote(0)])

    assert await asyncio.wait_for(anext(watcher), 5) == MARCH


async def test_a_slow_watcher_gets_each_meeting_once_and_later_news_again(store: Store) -> None:
    watcher = store.watch()
    for number in range(5):
        await store.append(MARCH, None, [vote(number)])
        await store.append(APRIL, None, [vote(number)])

    assert [await anext(watcher), await anext(watcher)] == [MARCH, APRIL]

    waiting = asyncio.create_task(anext(watcher))
    await asyncio.sleep(0)
    await store.append(APRIL, None, [vote(5)])
    assert await asyncio.wait_for(waiting, 5) == APRIL


async def test_every_watcher_hears_and_nothing_new_is_no_news(store: Store) -> None:
    await store.append(MARCH, None, [vote(0)])
    first, second = store.watch(), store.watch()
    await store.append(MARCH, None, [vote(0)])
    await store.append(APRIL, None, [vote(0)])

    assert await asyncio.wait_for(anext(first), 5) == APRIL
    assert await asyncio.wait_for(anext(second), 5) == APRIL


async def test_no_wake_up_is_lost_between_an_appender_and_a_watcher(store: Store) -> None:
    watcher, seen = store.watch(), 0

    async def follow() -> None:
        nonlocal seen
        async for meeting in watcher:
            seen += len(await store.read(meeting, after=seen))
            if seen == 200:
                return

    following = asyncio.create_task(follow())
    await asyncio.gather(*(store.append(MARCH, None, [vote(number)]) for number in range(100)))
    for number in range(100, 200):
        await store.append(MARCH, None, [vote(number)])

    await asyncio.wait_for(following, 10)
    assert seen == 200


async def test_closing_ends_the_watchers_and_takes_nothing_more(store: Store) -> None:
    watcher = store.watch()
    await store.append(MARCH, None, [vote(0)])
    await store.close()

    assert [meeting async for meeting in watcher] == [MARCH]
    assert [meeting async for meeting in store.watch()] == []
    with pytest.raises(StoreUnavailableError):
        await store.append(MARCH, None, [vote(1)])
    with pytest.raises(StoreUnavailableError):
        await store.read(MARCH)
