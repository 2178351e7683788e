"""Writes a log anew until it is killed, and prints under which number it is there now."""

import asyncio
import itertools
import sys
from pathlib import Path

from store_examples import MARCH, START

from bot.stores.folder import open_folder
from meeting.events import Change
from meeting.ids import CommandId

LENGTH = 300


def log(number: int) -> list[Change]:
    return [Change(CommandId(f"{number} {n}"), START, None, ()) for n in range(LENGTH)]


async def main(folder: Path) -> None:
    data = open_folder(folder)
    known = await data.store.read(MARCH)
    first = int(known[0].id.partition(" ")[0]) if known else 0
    if not known:
        await data.store.append(MARCH, 0, log(first))
    print(first, flush=True)
    for number in itertools.count(first + 1):
        await data.store.rewrite(MARCH, LENGTH, log(number))
        print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
