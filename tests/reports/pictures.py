"""Draws the pictures of docs/records.md: `python -m tests.reports.pictures`.

Needs soffice and pdftoppm: apt-get install libreoffice-writer libreoffice-calc poppler-utils, and
fonts-crosextra-carlito for letters like those that Word has.
"""

import asyncio
import io
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from bot.reports.files import Kind, written
from meeting import commands as c
from tests.browser.conftest import CHROMIUM
from tests.browser.house import House, opened
from tests.browser.pictures import HERE, HOST, LAPTOP, PHONE, look
from tests.given import START
from tests.remembered import deeds, plan, remembered
from tests.reports.reading import DA, told_of
from tests.reports.test_libreoffice import convert

COLOURS = 48
GAP, GROUND = 24, "#d9dee3"
OWN = {question.id for question in plan().evaluation[5:]}


def pages(kind: Kind, folder: Path, dots: int) -> list[Image.Image]:
    """The pages of a file as it is printed."""
    file = folder / f"picture.{kind}"
    file.write_bytes(written(kind, told_of(remembered(), DA), ""))
    convert([file], folder)
    told = ["pdftoppm", "-r", str(dots), "-png", file.with_suffix(".pdf"), folder / f"{kind}"]
    subprocess.run(told, check=True)
    return [Image.open(one) for one in sorted(folder.glob(f"{kind}-*.png"))]


def beside(images: list[Image.Image], *, down: bool = False) -> Image.Image:
    """Lay pages out beside or under one another."""
    wide = sum(i.width + GAP for i in images) + GAP
    high = sum(i.height + GAP for i in images) + GAP
    size = (max(i.width for i in images) + 2 * GAP, high) if down else (wide, 0)
    whole = Image.new("RGB", size if down else (wide, images[0].height + 2 * GAP), GROUND)
    at = GAP
    for image in images:
        whole.paste(image, (GAP, at) if down else (at, GAP))
        at += GAP + (image.height if down else image.width)
    return whole


def keep(image: Image.Image, name: str) -> None:
    small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(HERE / f"{name}.png", optimize=True)


async def play(house: House) -> None:
    """What tests.remembered tells of, in the house's own meeting."""
    for minutes, by, deed in deeds():
        house.clock.at = START + timedelta(minutes=minutes)
        if isinstance(deed, c.CastBallot) and by is not None:
            answers = {name: said for name, said in deed.answers.items() if name not in OWN}
            await house.rate(by, answers)
        elif isinstance(deed, c.FollowUp) and deed.due is not None:
            await house.do(by, c.FollowUp(deed.question))
        elif not isinstance(deed, c.OpenMeeting):
            await house.do(by, deed)


async def from_the_web(browser: Browser) -> None:
    async with opened() as house:
        await play(house)
        host = await look(browser, house.links.hosts[HOST], LAPTOP)
        keep(Image.open(io.BytesIO(await host.screenshot())), "records-host")
        phone = await host.context.new_page()
        await phone.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        await phone.goto(f"{house.room}/record")
        await phone.wait_for_timeout(500)
        keep(Image.open(io.BytesIO(await phone.screenshot())), "records-back-phone")


async def main() -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        await from_the_web(browser)
        await browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        paper, book = pages(Kind.DOCX, Path(name), 64), pages(Kind.XLSX, Path(name), 80)
    keep(beside([paper[0], paper[1], paper[4]]), "records-minutes")
    keep(beside([book[1], book[4]]), "records-workbook")
    asyncio.run(main())
