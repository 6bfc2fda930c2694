"""Plain averages to compare with: faces laid over each other and added up, nothing else.

What each does, and all that it does: similarity (rotated, scaled, moved), Delaunay (triangles
between the points), mean (a thin-plate spline). Colours are averaged in linear light, one vote per
photo.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light, linear
from likeness.portrait.look import Look
from likeness.portrait.rendering import rendered
from likeness.portrait.shape import fitted, mean_shape
from likeness.portrait.warp import Map, Spline, anchors, straight

Floats = NDArray[np.floating[Any]]
Image = NDArray[np.uint8]


def mean(looks: Sequence[Look], canvas: Canvas) -> Light:
    """Return the mean of faces warped by thin-plate splines, (s, s, 3)."""
    spline = Spline(usual_shape(looks, canvas), canvas)
    return _mean(rendered(look, spline.map_to(look.points)) for look in looks)


def similarity_mean(looks: Sequence[Look], canvas: Canvas) -> Light:
    """Return the mean of faces that were only turned, scaled and moved, (s, s, 3)."""
    shape = usual_shape(looks, canvas)
    return _mean(rendered(look, straight(fitted(shape, look.points), canvas)) for look in looks)


def delaunay_mean(looks: Sequence[Look], canvas: Canvas) -> Light:
    """Return the mean of faces whose triangles were laid over those of the mean shape."""
    shape = usual_shape(looks, canvas)
    fixed = anchors(shape, canvas)
    corners = np.vstack([shape, fixed])
    triangles = _triangles(corners, canvas)
    numbered = _numbered(corners, triangles, canvas)

    def piecewise(look: Look) -> Image:
        rigid = fitted(shape, look.points)
        targets = np.vstack([look.points, fixed @ rigid[:, :2].T + rigid[:, 2]])
        return rendered(look, _Dense(_piecewise(corners, targets, triangles, numbered), canvas))

    return _mean(piecewise(look) for look in looks)


def usual_shape(looks: Sequence[Look], canvas: Canvas) -> NDArray[np.float64]:
    """Return the mean shape, every photo counting the same, (68, 2)."""
    return mean_shape(np.stack([look.points for look in looks]), np.ones(len(looks)), canvas)


class _Dense(Map):
    """A map that is known at every pixel of the canvas."""

    def __init__(self, at: NDArray[np.float32], canvas: Canvas) -> None:
        self.canvas = canvas
        self._at = at

    def __call__(self, side: int) -> NDArray[np.float32]:
        if side != self.canvas.side:
            raise ValueError(f"This map is known at {self.canvas.side} pixels, not at {side}.")
        return self._at

    def zoom(self) -> float:
        row, middle = round(self.canvas.eye_line), self.canvas.side // 2
        reach = self.canvas.side // 16
        step = self._at[row, middle + reach] - self._at[row, middle - reach]
        return float(np.linalg.norm(step)) / (2 * reach)


def _mean(pictures: Iterator[Image]) -> Light:
    total, count = linear(next(pictures)).copy(), 1
    for picture in pictures:
        total += linear(picture)
        count += 1
    return total / np.float32(count)


def _triangles(corners: Floats, canvas: Canvas) -> list[tuple[int, int, int]]:
    """Return the Delaunay triangles of points, as numbers of the points."""
    inner = np.clip(corners, 0, canvas.side - 1e-3).astype(np.float32)
    division = cv2.Subdiv2D((0, 0, canvas.side, canvas.side))
    for point in inner:
        division.insert((float(point[0]), float(point[1])))
    found = np.asarray(division.getTriangleList()).reshape(-1, 3, 2)
    kept = [t for t in found if (t >= 0).all() and (t <= canvas.side).all()]
    return [tuple(int(np.argmin(((inner - p) ** 2).sum(1))) for p in t) for t in kept]  # type: ignore[misc]


def _numbered(
    corners: Floats, triangles: list[tuple[int, int, int]], canvas: Canvas
) -> NDArray[np.int32]:
    """Return in which triangle each pixel of the canvas is, from 1 on; 0: in none, (s, s)."""
    numbered = np.zeros((canvas.side, canvas.side), np.int32)
    for number, three in enumerate(triangles, 1):
        outline = np.round(corners[list(three)] - 0.5).astype(np.int32)
        cv2.fillConvexPoly(numbered, outline, number)
    return numbered


def _piecewise(
    corners: Floats,
    targets: Floats,
    triangles: list[tuple[int, int, int]],
    numbered: NDArray[np.int32],
) -> NDArray[np.float32]:
    """Return for each pixel of the canvas the point that its triangle leads to, (s, s, 2)."""
    rows, columns = np.mgrid[0 : len(numbered), 0 : len(numbered)].astype(np.float32) + 0.5
    matrices: list[Floats] = [
        fitted(corners, targets)
    ]  # for slivers at the border that no triangle covers
    for numbers in triangles:
        three = np.asarray(corners[list(numbers)], np.float32)
        there = np.asarray(targets[list(numbers)], np.float32)
        matrices.append(np.asarray(cv2.getAffineTransform(three, there), np.float64))
    each = np.stack(matrices).astype(np.float32)[numbered]
    x = each[..., 0, 0] * columns + each[..., 0, 1] * rows + each[..., 0, 2]
    y = each[..., 1, 0] * columns + each[..., 1, 1] * rows + each[..., 1, 2]
    return np.stack([x, y], axis=2)
