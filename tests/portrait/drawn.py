"""Averages that are drawn, not made of photos: quick, and known in every pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.average_face import AverageFace, Voice
from likeness.portrait.canvas import Canvas
from likeness.portrait.filters import blur
from likeness.portrait.regions import filled, hull
from likeness.portrait.shape import upright

SIDE = 256


def ring(count: int, x: float, y: float, width: float, height: float) -> NDArray[np.float64]:
    """Return points clockwise around a middle, from its left."""
    turns = np.pi + 2 * np.pi * np.arange(count) / count
    return np.c_[x + width * np.cos(turns), y + height * np.sin(turns)]


def drawn_shape(canvas: Canvas, *, jaw: float = 1.0, smile: float = 0.0) -> NDArray[np.float64]:
    """Return 68 points of an upright face in the order of the scheme."""
    sides = np.linspace(np.pi, 0, 17)
    brow = np.linspace(-1, 1, 5)
    arch = 0.06 * (1 - brow**2)
    nose = np.r_[np.c_[np.zeros(4), np.linspace(0, 0.55, 4)], np.c_[0.12 * brow, 0.64 + 0 * brow]]
    mouth = np.r_[ring(12, 0, 1.0, 0.35, 0.13), ring(8, 0, 1.0, 0.25, 0.06)]
    mouth[:, 1] -= smile * np.abs(mouth[:, 0])
    points = np.r_[
        np.c_[jaw * 0.98 * np.cos(sides), 0.05 + 1.45 * np.sin(sides)],
        np.c_[-0.5 + 0.25 * brow, -0.3 - arch],
        np.c_[0.5 + 0.25 * brow, -0.3 - arch],
        nose,
        ring(6, -0.5, 0, 0.16, 0.06),
        ring(6, 0.5, 0, 0.16, 0.06),
        mouth,
    ]
    return upright(points, canvas)


def drawn_average(
    *,
    side: int = SIDE,
    jaw: float = 1.0,
    smile: float = 0.0,
    skin: tuple[float, float, float] = (0.5, 0.32, 0.24),
    keys: tuple[str, ...] = ("f1", "f2"),
) -> AverageFace:
    """Return an average whose face is a smooth patch with dark eyes and a red mouth."""
    canvas = Canvas(side)
    shape = drawn_shape(canvas, jaw=jaw, smile=smile)
    light = np.full((side, side, 3), 0.2, np.float32)
    light += np.linspace(0, 0.1, side, dtype=np.float32)[:, None, None]
    paint(light, hull(shape), skin)
    for part, colour in (
        (slice(36, 42), (0.03, 0.03, 0.05)),
        (slice(42, 48), (0.03, 0.03, 0.05)),
        (slice(48, 60), (0.4, 0.08, 0.08)),
    ):
        paint(light, shape[part], colour)
    voices = tuple(
        Voice(key=key, voter=key, weight=1 / len(keys), agreement=0.9, sharpness=100.0)
        for key in keys
    )
    difference = np.full((side, side), 0.1, np.float32)
    difference[filled(shape[36:42], side) > 0] = 0.6
    difference[filled(shape[42:48], side) > 0] = 0.6
    return AverageFace(
        light=light,
        shape=shape,
        canvas=canvas,
        cover=np.ones((side, side), np.float32),
        difference=difference,
        voices=voices,
        zoom=1.0,
        mirrored=False,
    )


def paint(
    light: NDArray[np.float32], outline: NDArray[np.floating], colour: tuple[float, float, float]
) -> None:
    """Paint the hull of points, its rim soft."""
    side = len(light)
    cover = blur(filled(outline, side), side / 128)[..., None]
    light += cover * (np.array(colour, np.float32) - light)


def frames(count: int, *, side: int = 96) -> list[NDArray[np.uint8]]:
    """Return smooth frames, about the colours of skin, of which no two are equal."""
    rows, columns = np.mgrid[0:side, 0:side] / side
    return [
        np.stack(
            [80 + 120 * rows, 70 + 80 * columns, np.full((side, side), 60 + 60 * step / count)],
            axis=2,
        ).astype(np.uint8)
        for step in range(count)
    ]
