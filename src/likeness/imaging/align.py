"""Faces cut out of photos: similarity transforms, and the pixels they lead to.

Coordinates are continuous: the pixel in column 0 covers x from 0 to 1. A transform is a (2, 3)
matrix that takes photo coordinates to coordinates of the piece that is cut out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.types import Point

Floats = NDArray[np.floating[Any]]
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Chip:
    """The aligned square that an embedder takes."""

    side: int  # pixels
    template: tuple[Point, Point, Point, Point, Point]  # where eyes, nose and mouth belong

    @property
    def eye_distance(self) -> float:
        """Between the eyes, in pixels of the chip."""
        (x1, y1), (x2, y2) = self.template[:2]
        return math.hypot(x2 - x1, y2 - y1)

    def transforms(self, points: Floats) -> NDArray[np.float64]:
        """Return the transforms, shape (n, 2, 3), that align faces with five points, (n, 5, 2)."""
        return similarities(points, np.array(self.template))


# dlib's chip with padding 0.25. The template is the median of where the five points of MTCNN fell
# on the chips that dlib cut out by its own landmarks, over 87 faces.
DLIB_CHIP = Chip(
    150, ((48.19, 45.12), (101.12, 44.75), (74.44, 79.11), (52.41, 106.20), (96.06, 105.09))
)


def similarities(points: Floats, template: Floats) -> NDArray[np.float64]:
    """Return the least-squares similarity transforms that take points to the template.

    The closed form of Umeyama's solution in the plane: rotation, one scale, translation, never a
    reflection.

    Args:
        points: Shape (n, k, 2).
        template: Shape (k, 2).

    Returns:
        Shape (n, 2, 3). Points that all coincide give the zero scale.
    """
    source = np.asarray(points, np.float64)
    target = np.asarray(template, np.float64)
    source_mean, target_mean = source.mean(axis=1, keepdims=True), target.mean(axis=0)
    s, t = source - source_mean, target - target_mean
    spread = (s * s).sum(axis=(1, 2))
    along = (s * t).sum(axis=(1, 2))
    across = (s[..., 0] * t[:, 1] - s[..., 1] * t[:, 0]).sum(axis=1)
    cos, sin = (
        np.divide(part, spread, out=np.zeros_like(spread), where=spread > 0)
        for part in (along, across)
    )
    return matrices(cos, sin, source_mean[:, 0], target_mean)


def squares(centres: Floats, sides: Floats, angles: Floats, size: int) -> NDArray[np.float64]:
    """Return the transforms that take turned squares of the photo to upright ones.

    Args:
        centres: Shape (n, 2).
        sides: Shape (n,), in pixels of the photo.
        angles: Shape (n,), radians, of the direction on the photo that becomes "right".
        size: Side of the result in pixels.

    Returns:
        Shape (n, 2, 3).
    """
    zoom = size / np.maximum(np.asarray(sides, np.float64), 1e-6)
    middle = np.array([size / 2, size / 2])
    return matrices(zoom * np.cos(angles), -zoom * np.sin(angles), centres, middle)


def matrices(cos: Floats, sin: Floats, source: Floats, target: Floats) -> NDArray[np.float64]:
    """Return transforms with the linear part [[cos, -sin], [sin, cos]] that take source to target.

    Args:
        cos: Shape (n,), the zoom included.
        sin: Shape (n,), the zoom included.
        source: Shape (n, 2).
        target: Shape (2,).

    Returns:
        Shape (n, 2, 3).
    """
    linear = np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], -2)
    shift = target - (linear @ np.asarray(source, np.float64)[..., None])[..., 0]
    return np.concatenate([linear, shift[..., None]], axis=-1)


def zooms(transforms: Floats) -> NDArray[np.float64]:
    """Return how many pixels of the piece one pixel of the photo becomes, shape (n,)."""
    return np.hypot(transforms[:, 0, 0], transforms[:, 1, 0])


def rescaled(transforms: Floats, scale: tuple[float, float], corner: tuple[float, float]) -> Floats:
    """Return the transforms for a picture that shows the photo at another scale, cut out.

    Args:
        transforms: Shape (n, 2, 3), from photo coordinates.
        scale: Pixels of the picture per pixel of the photo, x and y.
        corner: Where the picture's top left corner lies on the photo.

    Returns:
        Shape (n, 2, 3), from the picture's coordinates.
    """
    linear = transforms[..., :2] / np.asarray(scale)
    shift = transforms[..., 2] + transforms[..., :2] @ np.asarray(corner)
    return np.concatenate([linear, shift[..., None]], axis=-1)


def applied_back(transforms: Floats, points: Floats) -> NDArray[np.float64]:
    """Return points of the pieces as photo coordinates.

    Args:
        transforms: Shape (n, 2, 3), similarities.
        points: Shape (n, k, 2), on the pieces.

    Returns:
        Shape (n, k, 2), on the photo.
    """
    inverse = np.linalg.inv(transforms[..., :2])
    return (points - transforms[:, None, :, 2]) @ inverse.transpose(0, 2, 1)


def corners(transforms: Floats, size: int) -> NDArray[np.float64]:
    """Return the boxes of the photo, shape (n, 4), that hold all that the pieces show."""
    square = np.array([(0, 0), (size, 0), (size, size), (0, size)], np.float64)
    on_photo = applied_back(transforms, np.broadcast_to(square, (len(transforms), 4, 2)))
    return np.concatenate([on_photo.min(axis=1), on_photo.max(axis=1)], axis=1)


def cut(image: Image, transform: Floats, out: Image) -> None:
    """Cut a square piece out of a picture; what lies beyond its edges is black.

    A picture that is at least twice as fine as the piece is averaged down by a whole factor
    first, so that nothing is skipped between samples.

    Args:
        image: RGB, shape (height, width, 3).
        transform: Shape (2, 3), from the picture's coordinates to those of the piece.
        out: Receives the piece, shape (size, size, 3).
    """
    size = len(out)
    zoom = float(np.hypot(transform[0, 0], transform[1, 0]))
    if 0 < zoom <= 0.5:
        image, transform = _coarser(image, transform, size, int(1 / zoom))
    # From continuous coordinates to pixel centres, on both sides.
    shift = transform[:, 2] + transform[:, :2] @ (0.5, 0.5) - 0.5
    centred = np.column_stack([transform[:, :2], shift])
    cv2.warpAffine(image, centred, (size, size), out, cv2.INTER_LINEAR)


def _coarser(image: Image, transform: Floats, size: int, factor: int) -> tuple[Image, Floats]:
    """Average the part of the picture that the piece needs down by a whole factor."""
    height, width = image.shape[:2]
    left, top, right, bottom = corners(transform[None], size)[0]
    x1, y1 = (int(np.clip(v - 2 * factor, 0, e)) for v, e in ((left, width), (top, height)))
    x2, y2 = (int(np.clip(v + 3 * factor, 0, e)) for v, e in ((right, width), (bottom, height)))
    columns, rows = (x2 - x1) // factor, (y2 - y1) // factor
    if columns < 1 or rows < 1:
        return image, transform
    part = image[y1 : y1 + rows * factor, x1 : x1 + columns * factor]
    small = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    moved = rescaled(transform[None], (1 / factor, 1 / factor), (x1, y1))[0]
    return np.asarray(small, np.uint8), moved
