"""Numbered boxes on photos: arrays in, arrays out.

Every face has a colour and a letter that say the same, so that nobody needs to tell colours
apart: green M for a man, pink W for a woman, red and dashed L for low confidence, grey S for too
small, grey U where nothing is known. Gender is what the model perceives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from likeness.types import Box, FaceStatus, Gender

Picture = NDArray[np.uint8]
Mask = NDArray[np.float32]
Floats = NDArray[np.floating[Any]]
Colour = tuple[int, int, int]

GREEN, PINK, RED, GREY = (74, 222, 108), (255, 128, 191), (255, 92, 80), (205, 210, 216)
INK = (16, 18, 22)
# Shares of the picture's long side, and limits in pixels. The smallest text is still legible.
LINE_SHARE, TEXT_SHARE = 0.0026, 0.02
LINE_LEAST, TEXT_LEAST = 2, 13
LINE_OF_BOX, TEXT_OF_BOX = 0.045, 0.3  # at most, so that little faces are not covered
HALO = 0.75  # of the line's width, on each side
HALO_STRENGTH = 0.6
ROUNDNESS = 0.1  # corner radius as a share of the box
DASH = 5.0  # of the line's width


class Drawable(Protocol):
    """**Protocol:** what is drawn of a face; `Face` and `FaceFacts` both fit."""

    @property
    def box(self) -> Box:
        """In pixels of the upright photo."""

    @property
    def status(self) -> FaceStatus:
        """What it may be used for."""

    @property
    def gender(self) -> Gender | None:
        """Perceived."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a face is shown."""

    letter: str
    colour: Colour
    dashed: bool = False


def draw_boxes(
    image: Picture,
    faces: Sequence[Drawable],
    *,
    scale: float = 1.0,
    numbers: Sequence[int] | None = None,
) -> Picture:
    """Return a copy of a picture with a numbered box around every face.

    Args:
        image: RGB, shape (height, width, 3).
        faces: Whose boxes are in pixels of the photo.
        scale: Pixels of the picture per pixel of the photo.
        numbers: What is written at each face; by default 1, 2, 3 in the order given.

    Returns:
        RGB, of the same shape.
    """
    canvas = np.array(image, np.uint8)
    shown = numbers or range(1, len(faces) + 1)
    marks = [Mark.of(face, scale, max(canvas.shape[:2])) for face in faces]
    for mark in marks:
        draw_outline(canvas, mark)
    taken = [mark.box for mark in marks]
    for mark, number in zip(marks, shown, strict=True):
        draw_label(canvas, mark, f"{number} {mark.look.letter}", taken)
    return canvas


def look(face: Drawable) -> Look:
    """Return how a face is shown."""
    if face.status == "low_confidence":
        return Look("L", RED, dashed=True)
    if face.status == "too_small":
        return Look("S", GREY)
    if face.gender is None:
        return Look("U", GREY)
    return Look("M", GREEN) if face.gender == "male" else Look("W", PINK)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn of a face, in pixels of the picture."""

    box: Box
    look: Look
    line: int  # width of the outline
    text: int  # height of the letters

    @classmethod
    def of(cls, face: Drawable, scale: float, long_side: int) -> Mark:
        """Return a mark whose size suits the picture and the face."""
        x1, y1, x2, y2 = (scale * edge for edge in face.box)
        side = min(x2 - x1, y2 - y1)
        line = max(round(min(LINE_SHARE * long_side, LINE_OF_BOX * side)), LINE_LEAST)
        text = max(round(min(TEXT_SHARE * long_side, TEXT_OF_BOX * side)), TEXT_LEAST)
        # Where a line of that width covers whole pixels.
        left, top, right, bottom = (round(edge) + line % 2 / 2 for edge in (x1, y1, x2, y2))
        return cls((left, top, right, bottom), look(face), line, text)


def draw_outline(canvas: Picture, mark: Mark) -> None:
    """Draw a rounded frame with a dark halo."""
    reach = mark.line * (0.5 + HALO) + 1
    window = Window.around(canvas, grown(mark.box, reach))
    if window is None:
        return
    radius = ROUNDNESS * min(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1])
    distance = np.abs(window.distances(mark.box, radius))
    window.paint(INK, HALO_STRENGTH * covered(distance - mark.line * (0.5 + HALO)))
    line = covered(distance - mark.line / 2)
    if mark.look.dashed:
        line = line * window.stripes(DASH * mark.line)
    window.paint(mark.look.colour, line)


def draw_label(canvas: Picture, mark: Mark, text: str, taken: list[Box]) -> None:
    """Write on a plate of the mark's colour, where it hides no other label if that can be."""
    letters = text_mask(text, mark.text)
    pad = round(0.3 * mark.text)
    size = (letters.shape[1] + 2 * pad, letters.shape[0] + 2 * pad)
    picture = (canvas.shape[1], canvas.shape[0])
    plate = place_label(mark.box, size, picture, taken, gap=mark.line)
    taken.append(plate)
    rim = max(1.0, mark.line * HALO)
    window = Window.around(canvas, grown(plate, rim + 1))
    if window is None:
        return
    distance = window.distances(plate, 0.28 * size[1])
    window.paint(INK, HALO_STRENGTH * covered(distance - rim))
    window.paint(mark.look.colour, covered(distance))
    inside = Window.around(canvas, grown(plate, -pad))
    if inside is not None:
        inside.paint(INK, letters[: inside.view.shape[0], : inside.view.shape[1]])


def place_label(
    box: Box, size: tuple[int, int], picture: tuple[int, int], taken: Sequence[Box], *, gap: float
) -> Box:
    """Return where a label hides least, in whole pixels: above its face, below, or inside.

    Args:
        box: Of the face.
        size: Width and height of the label.
        picture: Width and height of the picture.
        taken: What should not be hidden: faces and other labels.
        gap: Between box and label, pixels.
    """
    (width, height), (right, bottom) = size, picture
    x1, y1, x2, y2 = box
    rows = (y1 - height - gap, y2 + gap, y1 + gap, y2 - height - gap)
    lefts = [round(min(max(x, 0), max(right - width, 0))) for x in (x1, x2 - width)]
    tops = [round(min(max(y, 0), max(bottom - height, 0))) for y in rows]
    spots = [(float(x), float(y), float(x + width), float(y + height)) for x in lefts for y in tops]
    return min(spots, key=lambda spot: round(sum(overlap(spot, other) for other in taken)))


def overlap(first: Box, second: Box) -> float:
    """Return the area that two boxes share."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(width, 0.0) * max(height, 0.0)


def grown(box: Box, by: float) -> Box:
    """Return a box with every edge moved outwards."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def covered(distance: Floats) -> Mask:
    """Return how much of every pixel a shape covers, from its signed distance in pixels."""
    return np.asarray(np.clip(0.5 - distance, 0, 1), np.float32)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a picture that one shape touches."""

    view: Picture  # painting here paints the picture
    left: int
    top: int

    @classmethod
    def around(cls, canvas: Picture, box: Box) -> Window | None:
        """Return the window on a box, or None where it lies outside the picture."""
        height, width = canvas.shape[:2]
        x1, y1 = max(int(np.floor(box[0])), 0), max(int(np.floor(box[1])), 0)
        x2, y2 = min(int(np.ceil(box[2])), width), min(int(np.ceil(box[3])), height)
        return cls(canvas[y1:y2, x1:x2], x1, y1) if x1 < x2 and y1 < y2 else None

    def centres(self) -> tuple[Mask, Mask]:
        """Return x, shape (1, w), and y, shape (h, 1), of the pixels' centres."""
        height, width = self.view.shape[:2]
        x = np.arange(width, dtype=np.float32)[None] + (self.left + 0.5)
        y = np.arange(height, dtype=np.float32)[:, None] + (self.top + 0.5)
        return x, y

    def distances(self, box: Box, radius: float) -> Mask:
        """Return the distance to the edge of a rounded box, negative inside, shape (h, w)."""
        x, y = self.centres()
        dx = np.abs(x - (box[0] + box[2]) / 2) - (box[2] - box[0]) / 2 + radius
        dy = np.abs(y - (box[1] + box[3]) / 2) - (box[3] - box[1]) / 2 + radius
        outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
        return np.asarray(outside + np.minimum(np.maximum(dx, dy), 0) - radius, np.float32)

    def stripes(self, width: float) -> Mask:
        """Return diagonal stripes, slightly wider than the gaps between them, shape (h, w)."""
        x, y = self.centres()
        return covered(np.abs((x + y) % (2 * width) - width) - 0.65 * width)

    def paint(self, colour: Colour, cover: Mask) -> None:
        """Blend a colour in: *cover*, shape (h, w), is its share of every pixel."""
        share = cover[..., None]
        blended = self.view + share * (np.array(colour, np.float32) - self.view)
        self.view[...] = np.round(blended).astype(np.uint8)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return Pillow's own font in a size in pixels."""
    return ImageFont.load_default(size)


def text_mask(text: str, size: int) -> Mask:
    """Return text as coverage in [0, 1], cropped to its ink, shape (h, w)."""
    left, top, right, bottom = (round(edge) for edge in font(size).getbbox(text))
    image = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font(size))
    return np.asarray(np.asarray(image, np.float32) / 255, np.float32)
