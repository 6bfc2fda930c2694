"""Portraits of everybody on one sheet, with names."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from likeness.imaging.lettering import line, write
from likeness.portrait.strip import INK, PAPER

Image = NDArray[np.uint8]

SMALLEST = 64  # pixels of a portrait on a sheet
LARGEST_SHEET = 8192  # pixels of a side: portraits of very many people become smaller
GAP, MARGIN = 0.08, 0.16  # between portraits and around all, in sides of a portrait
CAPTION = 0.17  # height of the name below, likewise
TALL = 1 + GAP + CAPTION  # from row to row, likewise
LETTERS = 0.085  # likewise
SHAPE = 1.3  # width of a sheet by its height, about


def sheet(portraits: Sequence[tuple[str, Image]], side: int) -> Image:
    """Return portraits in rows, each with its name below.

    Args:
        portraits: Names, from anywhere, and squares of any size; at least one.
        side: Of each on the sheet, pixels; less where the sheet would become too large.

    Returns:
        (h, w, 3) sRGB, at most 8192 pixels high.

    Raises:
        ValueError: There are no portraits, or too many for one sheet.
    """
    side = side_on_sheet(len(portraits), side)
    columns, across, down = _layout(len(portraits))
    paper = Pillow.new("RGB", (round(across * side), round(down * side)), PAPER)
    draw = ImageDraw.Draw(paper)
    for number, (name, picture) in enumerate(portraits):
        row, column = divmod(number, columns)
        left = round((MARGIN + column * (1 + GAP)) * side)
        top = round((MARGIN + row * TALL) * side)
        paper.paste(Pillow.fromarray(fitted(picture, side)), (left, top))
        words = line(name, max(10, round(LETTERS * side)), room=side)
        write(draw, (left + side / 2, top + side * (1 + CAPTION * 0.72)), words, INK, anchor="ms")
    return np.array(paper)


def side_on_sheet(count: int, side: int) -> int:
    """Return the side that each of *count* portraits gets on a sheet, pixels, at most *side*.

    Raises:
        ValueError: There are no portraits, or too many for one sheet.
    """
    if not count:
        raise ValueError("A sheet needs at least one portrait; got none.")
    _, across, down = _layout(count)
    side = min(side, int(LARGEST_SHEET / max(across, down)))
    if side < SMALLEST:
        raise ValueError(f"{count} portraits do not fit on one sheet; write a folder.")
    return side


def _layout(count: int) -> tuple[int, float, float]:
    """Return the columns of a sheet, and its width and height in sides of a portrait."""
    columns = max(1, min(count, round(math.sqrt(count * TALL * SHAPE))))
    rows = -(-count // columns)
    return columns, columns * (1 + GAP) + 2 * MARGIN - GAP, rows * TALL + 2 * MARGIN - GAP


def fitted(picture: Image, side: int) -> Image:
    """Return a square of *side* pixels."""
    if len(picture) == side:
        return np.ascontiguousarray(picture)
    kind = cv2.INTER_AREA if len(picture) > side else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (side, side), interpolation=kind), np.uint8)
