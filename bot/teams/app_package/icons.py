"""The app's two icons, drawn from the shape of web/static/mark.svg and written as PNG.

Points are those of the mark: x to the right and y down, 0 to 32.
"""

import struct
import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

Shape = NDArray[np.bool_]
Points = NDArray[np.float64]

MARK = 32.0  # how wide and high the mark is
BLUE, WHITE = (0x00, 0x4D, 0x99), (0xFF, 0xFF, 0xFF)
COLOR_SIZE, SYMBOL_SIZE, OUTLINE_SIZE = 192, 96, 32  # pixels; Teams may cut off what is around it
FINE = 8  # points a pixel in each direction, so that slanting edges are smooth


@cache
def color_icon() -> bytes:
    """Draw the mark on a full square: Teams rounds the corners itself."""
    x, y = _points(COLOR_SIZE, SYMBOL_SIZE, FINE)
    white = _smooth(_bubble(x, y) & ~_sign(x, y))[..., None]
    colors = np.array(WHITE) * white + np.array(BLUE) * (1 - white)
    solid = np.full((COLOR_SIZE, COLOR_SIZE, 1), 255)
    return _png(np.concatenate([np.rint(colors), solid], axis=2))


@cache
def outline_icon() -> bytes:
    """Draw the mark in white on nothing; each pixel is one or the other, as Teams asks for."""
    x, y = _points(OUTLINE_SIZE, OUTLINE_SIZE, 1)
    pixels = np.full((OUTLINE_SIZE, OUTLINE_SIZE, 4), 255)
    pixels[..., 3] *= _bubble(x, y) & ~_sign(x, y)
    return _png(pixels)


def _points(size: int, symbol: int, fine: int) -> tuple[Points, Points]:
    """Give where in the mark each point of the picture lies, the mark in its middle."""
    along = (np.arange(size * fine) + 0.5) / fine
    along = (along - (size - symbol) / 2) * MARK / symbol
    x, y = np.meshgrid(along, along)
    return x, y


def _smooth(shape: Shape) -> Points:
    """Give how much of each pixel is in the shape, 0 to 1."""
    size = shape.shape[0] // FINE
    parts: Points = shape.reshape(size, FINE, size, FINE).mean(axis=(1, 3))
    return parts


def _bubble(x: Points, y: Points) -> Shape:
    """Say what is in the speech bubble: a box with round corners, and its tail."""
    aside = np.maximum(np.abs(x - 16) - 12, 0)
    above = np.maximum(np.abs(y - 13.5) - 7.5, 0)
    box: Shape = np.hypot(aside, above) <= 3  # noqa: PLR2004 - the corners' radius
    tail: Shape = (x >= 8) & (y >= 24) & (y - 24 <= (15 - x) * 6 / 7)  # noqa: PLR2004
    return box | tail


def _sign(x: Points, y: Points) -> Shape:
    """Say what is in the sign for "next": an arrowhead and a bar."""
    head: Shape = (x >= 9) & (np.abs(y - 13.5) <= (16 - x) * 5 / 7)  # noqa: PLR2004
    bar: Shape = (np.abs(x - 20.25) <= 1.75) & (np.abs(y - 13.5) <= 5)  # noqa: PLR2004
    return head | bar


def _png(pixels: NDArray[np.generic]) -> bytes:
    """Write rows of red, green, blue and opacity, 0 to 255."""
    height, width, _ = pixels.shape
    head = struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0)  # 8 bits each, with opacity
    unfiltered = np.zeros((height, 1), np.uint8)
    rows = np.hstack([unfiltered, pixels.astype(np.uint8).reshape(height, width * 4)])
    packed = zlib.compress(rows.tobytes(), 9)
    parts = (b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, data) for name, data in parts)


def _part(name: bytes, data: bytes) -> bytes:
    sum_ = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", sum_)
