"""ID-style portraits: any face upright, at one place and size, before a soft neutral background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import LEFT_CORNER, RIGHT_CORNER, eyes
from likeness.portrait.background import soft_background
from likeness.portrait.brought import brought
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, Light, linear, shown
from likeness.portrait.continuation import carried_on, continued
from likeness.portrait.filling import fill, quiet
from likeness.portrait.filters import Plane, blur
from likeness.portrait.look import Look
from likeness.portrait.matte import agreement, mattes, person_of
from likeness.portrait.shape import moved, turn
from likeness.portrait.usual import points_of, size

Floats = NDArray[np.floating[Any]]
Points = NDArray[np.float64]

Kind = Literal["matte", "blur"]

EYE_DISTANCE = 0.9  # of what the canvas has: the crown stays on the picture
EYE_LINE = 8.0  # below that of the canvas, pixels of the usual one
MOST_ZOOM = 2.5  # pixels of the portrait per pixel of the photo; beyond, the portrait is smaller
SMALLEST = 128  # side of the smallest portrait, pixels
TURNED = (0.4, 0.75)  # eye distance over size: below, the eyes alone no longer say what upright is
OFF_CENTRE = (
    0.35  # of the eyes at most, in eye distances, so that a turned head stays in the middle
)
TONE = (0.70, 0.72, 0.74)  # sRGB, of the backdrop
FALL = 0.20  # how much darker its corners are
OWN = 0.35  # of the photo's own colours in it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A face in the style of an ID photo."""

    pixels: Image  # (s, s, 3)
    kind: Kind  # "matte": cut out; "blur": its own background, softened
    shape: Points  # (68, 2), pixels of the portrait


def portrait(look: Look, canvas: Canvas) -> Portrait:
    """Return a face upright, its eyes where those of all portraits are, the background soft.

    The person is cut out only where two ways to do it agree. Never sharpened: a face that is small
    on its photo makes a portrait with half or a quarter of the side, not below 128 pixels.

    Args:
        look: The face; room around the head helps.
        canvas: At most this size.
    """
    points = points_of(look)
    canvas = carried(points, canvas)
    laid = placement(points, canvas)
    shape = moved(laid, points)
    seen, cover = brought(look.pixels, laid, canvas)
    light = continued(linear(seen), cover, shape, canvas)
    whole = shown(light)
    kind: Kind
    first, second = mattes(whole, shape, canvas)
    said = agreement(whole, first, second, shape, canvas)
    if said.trusted(turn(shape)):
        alpha = carried_on(first, cover, shape, canvas)
        light, kind = _before_backdrop(light, alpha, canvas), "matte"
    else:
        person = person_of(first, second, said, shape, canvas)
        light, kind = soft_background(light, shape, canvas, person=person), "blur"
    return Portrait(pixels=shown(light), kind=kind, shape=shape)


def carried(points: Points, canvas: Canvas) -> Canvas:
    """Return the largest halving of a canvas that a face with these points can fill."""
    side = canvas.side
    while side > SMALLEST and _eye_distance(Canvas(side)) > MOST_ZOOM * size(points):
        side //= 2
    return Canvas(max(side, min(SMALLEST, canvas.side)))


def placement(points: Points, canvas: Canvas) -> Points:
    """Return the similarity, (2, 3), that puts a face where all portraits have it."""
    right, left = eyes(points)
    middle = (right + left) / 2
    across = _upright(points)
    scale = _eye_distance(canvas) / size(points)
    cos, sin = scale * across
    turned = np.array([(cos, sin), (-sin, cos)])
    off = (turned @ ((points[0] + points[16]) / 2 - middle))[0] * 0.6
    most = OFF_CENTRE * _eye_distance(canvas)
    target = (canvas.middle - np.clip(off, -most, most), canvas.eye_line + canvas.px(EYE_LINE))
    return np.asarray(np.c_[turned, target - turned @ middle], np.float64)


def _eye_distance(canvas: Canvas) -> float:
    return EYE_DISTANCE * canvas.eye_distance


def _upright(points: Points) -> Points:
    """Return the direction, (2,), that is level: along the eyes, and helped by the mouth."""
    right, left = eyes(points)
    across = left - right
    down = (points[RIGHT_CORNER] + points[LEFT_CORNER]) / 2 - (right + left) / 2
    lowest, highest = TURNED
    share = (highest - float(np.linalg.norm(across)) / size(points)) / (highest - lowest)
    level = across + 0.5 * np.clip(share, 0, 1) * np.array([down[1], -down[0]])
    return np.asarray(level / max(float(np.linalg.norm(level)), 1e-9), np.float64)


def _before_backdrop(light: Light, alpha: Plane, canvas: Canvas) -> Light:
    """Return the person before the backdrop, without the old background's colour in the rim."""
    behind = fill(light, alpha, canvas)
    share = alpha[..., None]
    own = np.clip((light - (1 - share) * behind) / np.maximum(share, 0.25), 0, 1)
    sure = np.clip((share - 0.25) / 0.7, 0, 1)
    person = light * sure + own * (1 - sure)
    wide = quiet(blur(behind, canvas.px(30)), 0.55)
    return np.asarray(
        person * share + (OWN * wide + (1 - OWN) * backdrop(canvas)) * (1 - share), np.float32
    )


def backdrop(canvas: Canvas) -> Light:
    """Return a neutral backdrop, lit in the middle, (s, s, 3)."""
    steps = (np.arange(canvas.side, dtype=np.float32) + 0.5) / canvas.side
    off = np.hypot(steps[None] - 0.5, steps[:, None] - 0.42) / 0.75
    shade = 1 - FALL * np.clip(off, 0, 1) ** 1.6
    tone = np.array(TONE, np.float32) * shade[..., None]
    return np.asarray(((tone + 0.055) / 1.055) ** 2.4, np.float32)  # above the linear part of sRGB
