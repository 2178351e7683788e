"""Logs hold what happened and not what anybody wrote, whoever puts it into them."""

import asyncio
import json
import logging

from bot.logs import JsonLines
from bot.ports import StoreUnavailableError

SECRET = "Zoroasters hemmelige spørgsmål"


def line(name: str, what: str, *given: object, error: BaseException | None = None, **extra: object):
    info = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, what, given, info)
    vars(record).update(extra)
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def raised(make) -> BaseException:
    try:
        make()
    except BaseException as error:  # noqa: BLE001 - it is what the test is about
        return error
    raise AssertionError("nothing was raised")


def test_a_line_says_when_what_and_of_which_meeting():
    told = line("bot.hub", "left to do: %s", "rotate", meeting="m-1", text=SECRET)

    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "error",
        "from": "bot.hub",
        "what": "left to do: rotate",
        "meeting": "m-1",
    }


def test_a_trace_says_where_and_of_which_kind_but_not_what_was_in_it():
    def deep():
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    trace = line("web.routes", "request failed", error=raised(deep))["trace"]

    assert SECRET not in json.dumps(trace, ensure_ascii=False)
    assert [one for one in trace if " " not in one] == ["ValueError", "RuntimeError"]
    assert trace[0].startswith(f"{__file__}:")
    assert trace[0].endswith(" deep")


def test_a_group_of_errors_is_told_one_by_one():
    def several():
        raise ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)])

    trace = line("bot.hub", "x", error=raised(several))["trace"]

    assert [one for one in trace if " " not in one] == ["ValueError", "KeyError", "ExceptionGroup"]


def test_what_the_disk_or_the_store_says_is_told():
    def full():
        raise OSError(28, "No space left on device", f"/srv/{SECRET}")

    def gone():
        raise StoreUnavailableError("no answer in time")

    assert line("x", "y", error=raised(full))["trace"][-1] == "OSError: No space left on device"
    told = line("x", "y", error=raised(gone))["trace"][-1]
    assert told == "bot.ports.StoreUnavailableError: no answer in time"


def test_of_a_librarys_line_only_its_own_words_are_taken():
    assert line("aiohttp.web", "bad line %r of %s", SECRET, "x")["what"] == "bad line %r of %s"
    assert line("aiohttp.web", f"Unknown: {SECRET}")["what"] == "Unknown"


async def test_what_asyncio_says_of_a_lost_error_is_told_without_it():
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(JsonLines().format(record))

    async def fails():
        raise ValueError(SECRET)

    logger, kept = logging.getLogger("asyncio"), Kept()
    logger.addHandler(kept)
    try:
        task = asyncio.ensure_future(fails())
        await asyncio.wait([task])
        del task
        await asyncio.sleep(0)
    finally:
        logger.removeHandler(kept)

    assert [json.loads(one)["what"] for one in lines] == ["Task exception was never retrieved"]
    assert SECRET not in lines[0]
