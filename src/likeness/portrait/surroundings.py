"""Averages of one person: what is around the person stays, a little out of focus."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light, shown
from likeness.portrait.distance import distance
from likeness.portrait.filling import known, quiet
from likeness.portrait.filters import Plane, blur
from likeness.portrait.matte import LEAST_BODY, LEAST_LOWER, agreement, mattes, plausible
from likeness.portrait.regions import CLOSE, axis, head

Points = NDArray[np.float64]

# Sigma of a blur, and the distances from the person where it begins and has taken over, pixels of
# the usual canvas. Where the outline is not known for sure, hair may go beyond it: more is kept.
SURE = ((4.0, 0.0, 5.0), (8.0, 3.0, 14.0), (14.0, 10.0, 40.0))
UNSURE = ((4.0, 24.0, 70.0), (8.0, 50.0, 130.0))
BORDER = 40.0  # width of what is blurred where photos end, pixels of the usual canvas
ENOUGH = 0.5  # cover that counts as photographed
TOP = 0.055  # of the side: what a matte never holds, though hair may go on there
CROWN = 1.25  # radius of a crown of hair, in half widths of the face
GREYED = 0.2  # of a background's colourfulness that is taken away


def defocused(light: Light, cover: Plane, shape: Points, canvas: Canvas) -> Light:
    """Return a picture of one person whose background is out of focus.

    Args:
        light: (s, s, 3), real hair and surroundings, such as one photo gave.
        cover: (s, s), what was photographed, [0, 1]; its borders are blurred away.
        shape: (68, 2), of an upright face, pixels of the canvas.
        canvas: Of all.
    """
    person, whole = _person(light, shape, canvas)
    away = distance(person, canvas)
    border = np.clip(1 - distance(1 - cover, canvas) / BORDER, 0, 1) * np.clip(away / 4, 0, 1)
    if float(cover.min()) >= ENOUGH:
        border = np.zeros_like(cover)
    result = light
    for sigma, start, end in SURE if whole else UNSURE:
        blurred, _ = known(light, 1 - person, canvas.px(sigma))
        share = np.maximum(np.clip((away - start) / (end - start), 0, 1), border)[..., None]
        result = result * (1 - share) + blurred * share
    calm = blur(np.clip(away / 8, 0, 1), canvas.px(2))[..., None]
    return np.asarray(result * (1 - calm) + quiet(result, GREYED) * calm, np.float32)


def _person(light: Light, shape: Points, canvas: Canvas) -> tuple[Plane, bool]:
    """Return what of a picture may be the person, (s, s), and whether that is the whole head."""
    pixels = shown(light)
    first, second = mattes(pixels, shape, canvas)
    said = agreement(pixels, first, second, shape, canvas)
    person = np.maximum(first, second) * plausible(shape, canvas)
    person = np.maximum(person, _crown(person, shape, canvas))
    below = np.arange(canvas.side)[:, None] > shape[CHIN, 1]
    usual = head(shape, canvas)
    if said.whole:
        usual = head(shape, canvas, grown=0.7, tall=CLOSE)
    sure = said.lower > LEAST_LOWER and said.body > LEAST_BODY
    body = _mirrored(person, shape) if sure else head(shape, canvas)
    return np.maximum(person, np.where(below, body, usual)), said.whole


def _crown(person: Plane, shape: Points, canvas: Canvas) -> Plane:
    """Return how hair goes on, round, above the highest row that a matte holds, (s, s), hard."""
    top = round(TOP * canvas.side)
    half = float(person[top].sum()) / 2
    if half < 1:
        return np.zeros_like(person)
    columns = np.arange(canvas.side, dtype=np.float32)
    middle = float((person[top] * columns).sum()) / (2 * half)
    radius = max(CROWN * float(shape[16, 0] - shape[0, 0]) / 2, half)
    low = top + float(np.sqrt(radius**2 - half**2))
    inside = (columns - middle) ** 2 + (columns[:, None] - low) ** 2 < radius**2
    return np.asarray(inside & (columns[:, None] < top), np.float32)


def _mirrored(person: Plane, shape: Points) -> Plane:
    """Return a person's mirror image: a shoulder that was lost is like the other one."""
    columns = np.round(2 * axis(shape) - np.arange(len(person)) - 1).astype(int)
    return np.asarray(person[:, np.clip(columns, 0, len(person) - 1)])
