"""Averages beside each other: over time as a film strip, or two as a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from likeness.imaging.lettering import Line, line, write

Image = NDArray[np.uint8]

PER_ROW = 8
WIDTH = 240  # pixels of one picture of a strip
GAP, MARGIN = 16, 32  # pixels between pictures, and around all
# Below a picture, pixels from its lower edge: baselines of label and count, top of the bar.
LABEL_AT, COUNT_AT, BAR_AT, CELL_END = 30, 54, 70, 104
LABEL, SMALL = 19, 15  # of letters, pixels: at 80 % still 15 and 12
BAR = 8  # thickness, pixels
PAPER, INK, QUIET = (250, 250, 248), (28, 30, 34), (92, 96, 104)
TRACK, FILLED = (226, 227, 228), (36, 88, 144)  # far apart in grey too
ROUND = 10  # radius of a picture's corners, pixels


@dataclass(frozen=True, slots=True)
class Still:
    """One average of a strip."""

    picture: Image  # (h, w, 3) sRGB
    label: str  # a month, a year, the name of an event: from anywhere
    faces: int  # how many it is made of
    moved: float | None = None  # distance from the one before; None: unknown, or the first


def strip(stills: Sequence[Still], *, per_row: int = PER_ROW) -> Image:
    """Return averages as a film strip; more than eight go on in further rows of equal length.

    Under each stand its label, how many faces it is made of, and how far it moved since the one
    before: as a number and as a bar whose full length is the longest way of the strip.

    Args:
        stills: In order; at least one. Their pictures are brought to one width, 240 pixels.
        per_row: Pictures in a row at most.

    Raises:
        ValueError: There is none.
    """
    if not stills:
        raise ValueError("A strip needs at least one picture; got none.")
    rows = -(-len(stills) // per_row)
    columns = -(-len(stills) // rows)
    pictures = [_scaled(still.picture, WIDTH) for still in stills]
    height = max(len(picture) for picture in pictures)
    step = height + CELL_END
    sheet = Pillow.new(
        "RGB",
        (2 * MARGIN + columns * WIDTH + (columns - 1) * GAP, 2 * MARGIN + rows * step - GAP),
        PAPER,
    )
    longest = max((still.moved or 0.0 for still in stills), default=0.0)
    for number, (still, picture) in enumerate(zip(stills, pictures, strict=True)):
        row, column = divmod(number, columns)
        left, top = MARGIN + column * (WIDTH + GAP), MARGIN + row * step
        _place(sheet, picture, left, top + height - len(picture))
        _caption(ImageDraw.Draw(sheet), still, left, top + height, longest)
    return np.asarray(sheet, np.uint8)


def pair(
    one: Image, other: Image, labels: tuple[str, str], notes: tuple[str, str] = ("", "")
) -> Image:
    """Return two averages side by side, at the size of the larger, their labels below.

    Args:
        one: (h, w, 3) sRGB, on the left.
        other: Likewise, on the right.
        labels: Of both.
        notes: What stands small below, such as how many faces they are made of.
    """
    width = max(one.shape[1], other.shape[1])
    pictures = [_scaled(each, width) for each in (one, other)]
    height = max(len(picture) for picture in pictures)
    unit = max(width / WIDTH, 1) ** 0.5  # letters grow slower than pictures
    margin, gap, foot = round(MARGIN * unit), round(GAP * unit), round(64 * unit)
    size = (2 * margin + 2 * width + gap, margin + height + foot + margin // 2)
    sheet = Pillow.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(sheet)
    for number, picture in enumerate(pictures):
        left = margin + number * (width + gap)
        _place(sheet, picture, left, margin + height - len(picture))
        middle = left + width / 2
        label = line(labels[number], round(LABEL * unit), room=width, bold=True)
        note = line(notes[number], round(SMALL * unit), room=width)
        write(draw, (middle, margin + height + round(32 * unit)), label, INK, anchor="ms")
        write(draw, (middle, margin + height + round(57 * unit)), note, QUIET, anchor="ms")
    return np.asarray(sheet, np.uint8)


def _caption(
    draw: ImageDraw.ImageDraw, still: Still, left: int, bottom: int, longest: float
) -> None:
    """Write what stands below a picture."""
    write(draw, (left, bottom + LABEL_AT), line(still.label, LABEL, room=WIDTH, bold=True), INK)
    faces = "1 face" if still.faces == 1 else f"{still.faces:,} faces"
    write(draw, (left, bottom + COUNT_AT), line(faces, SMALL), QUIET)
    if still.moved is None:
        return
    number = _number(still.moved)
    write(draw, (left + WIDTH, bottom + COUNT_AT), number, QUIET, anchor="rs")
    top = bottom + BAR_AT
    draw.rounded_rectangle((left, top, left + WIDTH - 1, top + BAR - 1), BAR / 2, fill=TRACK)
    share = np.clip(still.moved / longest, 0, 1) if longest > 0 else 0.0
    length = round(float(share) * WIDTH)
    if length >= BAR:  # as long as it is thick at least: shorter ones have no shape
        draw.rounded_rectangle((left, top, left + length - 1, top + BAR - 1), BAR / 2, fill=FILLED)


def _number(moved: float) -> Line:
    return line(f"moved {moved:.3f}", SMALL)


def _scaled(picture: Image, width: int) -> Image:
    if picture.shape[1] == width:
        return picture
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    kind = cv2.INTER_AREA if picture.shape[1] > width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=kind), np.uint8)


def _place(sheet: Pillow.Image, picture: Image, left: int, top: int) -> None:
    """Put a picture on the sheet, its corners rounded."""
    height, width = picture.shape[:2]
    fine = 4  # smooth corners are drawn larger first
    mask = Pillow.new("L", (width * fine, height * fine))
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, width * fine - 1, height * fine - 1), ROUND * fine, fill=255
    )
    sheet.paste(
        Pillow.fromarray(np.ascontiguousarray(picture)),
        (left, top),
        mask.resize((width, height), Pillow.Resampling.BOX),
    )
