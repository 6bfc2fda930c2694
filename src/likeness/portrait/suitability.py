"""Whether a face of a photo can be a template, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import eyes
from likeness.portrait.average_face import AverageFace
from likeness.portrait.brought import brought
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import linear, log_luminance, luminance
from likeness.portrait.filters import blur
from likeness.portrait.id_portrait import EYE_DISTANCE, placement
from likeness.portrait.look import Look
from likeness.portrait.regions import filled, hull
from likeness.portrait.shape import moved, turn
from likeness.portrait.usual import DOUBTFUL, size

Floats = NDArray[np.floating[Any]]
Points = NDArray[np.float64]

Level = Literal["refuse", "warn"]

TURNED, A_LITTLE_TURNED = 0.2, 0.12  # see `shape.turn`; a half profile is near .3
TINY, SMALL = 12.0, 40.0  # eye distance, pixels of the photo
DARK = 0.02  # median luminance of the face, linear
OUTSIDE = 0.12  # share of the outline beyond the photo's border above which a face is refused
OPEN = 0.12  # how much wider than the average's the gap of the lips is, in widths of the mouth
# Mean over the bridge's columns of the steepest change of log luminance downwards, per pixel of a
# canvas of 128: above, there is a frame. Found all 11 faces with glasses among 114, and 3 others.
BRIDGE = 0.5
BRIDGE_CANVAS = Canvas(128)


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that speaks against a face as a template."""

    level: Level  # "refuse": the picture would be wrong; "warn": it may look odd
    sentence: str


def suitability(look: Look, average: AverageFace | None = None) -> tuple[Objection, ...]:
    """Return what speaks against a face as a template; nothing where it is right.

    Args:
        look: The template's face.
        average: What is to be painted on it, so that their mouths can be compared.
    """
    points = look.points
    found = [
        _trusted(look),
        _turned(abs(turn(points))),
        _sized(size(points)),
        _within(look),
        _lit(look),
        _mouth(points, None if average is None else average.shape),
        _glasses(look),
    ]
    return tuple(objection for objection in found if objection is not None)


def _trusted(look: Look) -> Objection | None:
    if look.spread <= DOUBTFUL:
        return None
    return Objection("refuse", "Eyes, nose and mouth could not be found reliably on this face.")


def _turned(by: float) -> Objection | None:
    if by > TURNED:
        return Objection(
            "refuse", "The face is turned to the side; a template must look into the camera."
        )
    if by > A_LITTLE_TURNED:
        return Objection(
            "warn", "The face is turned a little, while an average looks into the camera."
        )
    return None


def _sized(pixels: float) -> Objection | None:
    if pixels < TINY:
        return Objection(
            "refuse",
            f"The face is too small: its eyes are {pixels:.0f} pixels apart, not {TINY:.0f}.",
        )
    if pixels < SMALL:
        return Objection(
            "warn",
            f"The face is small, its eyes {pixels:.0f} pixels apart: little of the average shows.",
        )
    return None


def _within(look: Look) -> Objection | None:
    """Ask how much of the outline of the face is on the photo."""
    height, width = look.pixels.shape[:2]
    outline = hull(look.points, forehead=0.33)
    beyond = (outline < 0).any(axis=1) | (outline > (width, height)).any(axis=1)
    share = float(beyond.mean())
    if share > OUTSIDE:
        return Objection("refuse", "The photo's border cuts the face off.")
    if share > 0:
        return Objection("warn", "The face touches the border of the photo.")
    return None


def _lit(look: Look) -> Objection | None:
    pixels, shape = _upright(look)
    inside = filled(hull(shape, forehead=0.33), len(pixels), grown=0.9) > 0
    bright = luminance(linear(pixels))[inside]
    if bright.size and float(np.median(bright)) >= DARK:
        return None
    return Objection("warn", "The face is very dark, and so will be what is painted on it.")


def _mouth(points: Points, average: Points | None) -> Objection | None:
    usual = 0.0 if average is None else _gap(average)
    if _gap(points) - usual > OPEN:
        return Objection("warn", "The mouth is open, while the average's is closed.")
    if usual - _gap(points) > OPEN:
        return Objection("warn", "The mouth is closed, while the average's is open.")
    return None


def _glasses(look: Look) -> Objection | None:
    pixels, shape = _upright(look)
    if _bridge(blur(log_luminance(linear(pixels)), 0.8), shape) < BRIDGE:
        return None
    return Objection("warn", "The person seems to wear glasses: the frame will partly vanish.")


def _upright(look: Look) -> tuple[NDArray[np.uint8], Points]:
    laid = placement(look.points, BRIDGE_CANVAS)
    return brought(look.pixels, laid, BRIDGE_CANVAS)[0], moved(laid, look.points)


def _bridge(logs: NDArray[np.float32], shape: Points) -> float:
    """Return how steeply log luminance changes down the bridge of the nose, between the eyes."""
    steps = np.abs(cv2.Sobel(logs, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8))
    right, left = eyes(shape)
    apart = EYE_DISTANCE * BRIDGE_CANVAS.eye_distance
    middle = (right + left) / 2 + (0, 0.02 * apart)
    first = np.round(middle - np.array([0.07, 0.28]) * apart).astype(int).clip(0)
    last = np.round(middle + np.array([0.07, 0.28]) * apart).astype(int) + 1
    part = steps[first[1] : last[1], first[0] : last[0]]
    return float(part.max(axis=0).mean()) if part.size else 0.0


def _gap(points: Floats) -> float:
    """Return how far the lips are apart, in widths of the mouth."""
    upper, lower = points[61:64], points[[67, 66, 65]]
    apart = np.linalg.norm(upper - lower, axis=1).mean()
    return float(apart / max(np.linalg.norm(points[54] - points[48]), 1e-6))
