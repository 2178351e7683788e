"""Appends to the store in a folder until it is killed, and prints the id of each change kept."""

import asyncio
import itertools
import sys
from pathlib import Path

from store_examples import MARCH, vote

from bot.stores.folder import open_folder

WRITERS = 200


async def main(folder: Path, run: str) -> None:
    data = open_folder(folder)
    numbers = itertools.count()
    print("ready", flush=True)

    async def write() -> None:
        for number in numbers:
            change = vote(number, f"{run}:")
            await data.store.append(MARCH, None, [change])
            await data.store.append(MARCH, None, [change])  # as a repeated message would
            print(change.id, flush=True)

    await asyncio.gather(*(write() for _ in range(WRITERS)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
