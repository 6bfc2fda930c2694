"""Parts of the mean face as soft masks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import BROWS, CHIN, LEFT_BROW, LEFT_EYE, MOUTH, RIGHT_BROW, RIGHT_EYE
from likeness.portrait.canvas import Canvas
from likeness.portrait.filters import Plane, blur

Floats = NDArray[np.floating[Any]]

NASION = 27
NOSE_TIP_PART = slice(29, 36)
TALL = 1.38  # half height of a head with room for hair, in heights of the lower face
CLOSE = 1.15  # the same without that room
NARROWEST = 0.62  # half width of a head, in the same: turned jaws look narrower than heads are
BEHIND = 0.35  # how far the middle of a turned head is behind that of its jaw
FOREHEAD = 0.55  # how far the face goes above the brows, in heights of the lower face


@dataclass(frozen=True, slots=True)
class Regions:
    """Masks over the canvas, (side, side), [0, 1]; hard ones unless said otherwise."""

    face: Plane  # chin to forehead
    eyes: Plane
    mouth: Plane
    skin: Plane  # the face without eyes, brows and mouth
    soft: Plane  # the face, with a wide soft rim
    features: Plane  # eyes, brows, mouth, tip of the nose; soft
    inner: Plane  # the face without its rim; soft
    fine: Plane  # where detail is worth keeping; soft

    @classmethod
    def of(cls, shape: Floats, canvas: Canvas) -> Regions:
        """Return the regions of a face with these points, (68, 2), pixels of the canvas."""
        side = canvas.side
        face = filled(hull(shape), side)
        eyes = _either(shape, (RIGHT_EYE, 1.9), (LEFT_EYE, 1.9), side=side)
        mouth = _either(shape, (MOUTH, 1.35), side=side)
        brows = _either(shape, (RIGHT_BROW, 1.2), (LEFT_BROW, 1.2), side=side)
        wide = cv2.dilate(brows, np.ones((max(1, round(canvas.px(9))),) * 2))
        small = filled(hull(shape), side, grown=0.88)
        tip = _either(shape, (NOSE_TIP_PART, 1.3), side=side)
        features = np.maximum.reduce([eyes, mouth, brows, tip])
        return cls(
            face=face,
            eyes=eyes,
            mouth=mouth,
            skin=np.clip(small - cv2.dilate(eyes, np.ones((3, 3))) - mouth - wide, 0, 1),
            soft=blur(filled(hull(shape), side, grown=1.06), canvas.px(14)),
            features=blur(features, canvas.px(5)),
            inner=blur(filled(hull(shape, forehead=0.42), side, grown=0.97), canvas.px(9)),
            fine=blur(filled(hull(shape, forehead=0.45), side), canvas.px(8)),
        )


def hull(shape: Floats, *, forehead: float = FOREHEAD) -> NDArray[np.float32]:
    """Return the outline of a face, (m, 2): chin, cheeks, and above the brows a forehead.

    Args:
        shape: (68, 2).
        forehead: How far above the brows, in heights of the lower face, straight up on the face.
    """
    up = (shape[NASION] - shape[CHIN]) * forehead
    return np.asarray(np.vstack([shape, shape[BROWS] + up]), np.float32)


def filled(points: Floats, side: int, *, grown: float = 1.0) -> Plane:
    """Return the convex hull of points as a mask, (side, side), 1 inside.

    Args:
        points: (m, 2), pixels.
        side: Of the mask.
        grown: Scale around the middle of the hull.
    """
    outline = cv2.convexHull(np.asarray(points, np.float32))[:, 0]
    middle = outline.mean(axis=0)
    corners = middle + (outline - middle) * grown
    mask = np.zeros((side, side), np.float32)
    cv2.fillConvexPoly(mask, np.round(corners - 0.5).astype(np.int32), 1.0)
    return mask


def head(shape: Floats, canvas: Canvas, *, grown: float = 1.0, tall: float = TALL) -> Plane:
    """Return a guess at head and shoulders from the points of an upright face: 1 inside, hard.

    Args:
        shape: (68, 2), pixels of the canvas.
        canvas: Of the mask.
        grown: Scale of the head.
        tall: Half height of the skull with its hair, in heights of the lower face.
    """
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    rows = columns[:, None]
    brow, chin = shape[NASION, 1], shape[CHIN, 1]
    height = max(float(chin - brow), 1.0)
    middle, half = axis(shape), max((shape[16, 0] - shape[0, 0]) / 2, NARROWEST * height)
    skull = ((columns - middle) / (1.32 * grown * half)) ** 2 + (
        (rows - brow + 0.12 * height) / (tall * grown * height)
    ) ** 2 < 1
    fall = np.clip((rows - chin + 0.05 * height) / height, 0, None) ** 0.7
    shoulders = np.abs(columns - middle) < half * (0.75 * grown + 1.7 * fall)
    return np.asarray(skull | ((rows > chin - 0.2 * height) & shoulders), np.float32)


def axis(shape: Floats) -> float:
    """Return where the middle of the head is, pixels from the left.

    That of a turned head is behind the jaw that is seen of it.
    """
    sides = (shape[0, 0] + shape[16, 0]) / 2
    return float(sides + BEHIND * (sides - shape[NASION, 0]))


def _either(shape: Floats, *parts: tuple[slice, float], side: int) -> Plane:
    """Return the hulls of several parts of the face together, each grown around its middle."""
    masks = [filled(shape[part], side, grown=grown) for part, grown in parts]
    return np.asarray(np.maximum.reduce(masks), np.float32)
