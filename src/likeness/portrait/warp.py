"""The smooth maps that bring faces onto the mean shape: thin-plate splines and what refines them.

A map says for each point of the canvas which point of the photo it shows. Maps are kept on coarse
grids, since they are smooth, and composed before the photo is sampled, so that a photo is resampled
once only.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.shape import STEADY, fitted, moved

Floats = NDArray[np.floating[Any]]
Image = NDArray[np.uint8]

CELLS = 64  # of the grid on which splines are worked out, each way
DRIFT_SIDE = 128  # of the grid on which refinements are kept
# Of the spline, relative to eye distances: landmarks are off by some .03, and need not be met.
LOOSENESS = 0.02
NASION = 27
# Arcs over the brows whose points move rigidly with the face: height of the arc in heights of the
# lower face, and width in half widths. Without them a raised brow would drag the hair along.
ARCS = ((0.65, 1.0), (1.07, 1.25))
ARC_DEGREES = (205, 230, 250, 270, 290, 310, 335)
BORDER = 7  # anchors on each side of the canvas


class Spline:
    """Thin-plate splines from one shape to any other; the kernel is inverted once.

    Bookstein 1989, with the relaxation of Wahba 1990. One face costs a product of small matrices.

    Args:
        shape: (68, 2), where the mean face has its points, pixels of the canvas.
        canvas: Of the shape.
    """

    def __init__(self, shape: Floats, canvas: Canvas) -> None:
        self.shape = np.asarray(shape, np.float64)
        self.canvas = canvas
        self._anchors = anchors(self.shape, canvas)

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """What each control point adds to each corner of the grid, ((m + 1)^2, n)."""
        controls = np.vstack([self.shape, self._anchors]) / self.canvas.eye_distance
        n = len(controls)
        affine = np.c_[np.ones(n), controls]
        system = np.zeros((n + 3, n + 3))
        system[:n, :n] = _kernel(controls, controls) + LOOSENESS * np.eye(n)
        system[:n, n:] = affine
        system[n:, :n] = affine.T
        steps = np.linspace(0, self.canvas.side, CELLS + 1) / self.canvas.eye_distance
        corners = np.stack(np.meshgrid(steps, steps), axis=2).reshape(-1, 2)
        at = np.c_[_kernel(corners, controls), np.ones(len(corners)), corners]
        return np.asarray((at @ np.linalg.inv(system))[:, :n])

    def map_to(self, points: Floats) -> Map:
        """Return the map that shows a face with these points, (68, 2), in the mean shape."""
        rigid = fitted(self.shape[STEADY], points[STEADY])
        controls = np.vstack([points, moved(rigid, self._anchors)])
        grid = (self._weights @ controls).reshape(CELLS + 1, CELLS + 1, 2)
        return Map(grid.astype(np.float32), self.canvas)


class Map:
    """For each point of the canvas a point of the photo.

    Args:
        grid: (65, 65, 2), at the corners of a grid over the canvas, continuous coordinates.
        canvas: Which one.
    """

    def __init__(self, grid: NDArray[np.float32], canvas: Canvas) -> None:
        self.canvas = canvas
        self._grid = grid
        self._drift: NDArray[np.float32] | None = None  # (128, 128, 2), pixels of the canvas

    def refined(self, flow: NDArray[np.float32]) -> Map:
        """Return the map that looks where *flow* leads first.

        Args:
            flow: (128, 128, 2), pixels of the canvas.
        """
        better = Map(self._grid, self.canvas)
        if self._drift is None:
            better._drift = flow
        else:
            at = _centres(DRIFT_SIDE) - 0.5
            at += np.asarray(flow * (DRIFT_SIDE / self.canvas.side), np.float32)
            better._drift = np.asarray(flow + _looked_up(self._drift, at), np.float32)
        return better

    def __call__(self, side: int) -> NDArray[np.float32]:
        """Return for each pixel centre of the canvas at this size the point of the photo.

        Returns:
            (side, side, 2), continuous coordinates of the photo.
        """
        plain = _drawn(self._grid, side)
        if self._drift is None:
            return plain
        drift = cv2.resize(self._drift, (side, side), interpolation=cv2.INTER_LINEAR)
        at = _centres(side) - 0.5
        at += np.asarray(drift * (side / self.canvas.side), np.float32)
        return _looked_up(plain, at)

    def zoom(self) -> float:
        """Return how many pixels of the photo one pixel of the canvas is, between the eyes."""
        middle = CELLS // 2
        row = round(CELLS * self.canvas.eye_line / self.canvas.side)
        step = self._grid[row, middle + 2] - self._grid[row, middle - 2]
        return float(np.linalg.norm(step)) / (4 * self.canvas.side / CELLS)


def sampled(
    image: NDArray[Any], at: NDArray[np.float32], *, fine: bool = True, border: int | None = None
) -> NDArray[Any]:
    """Return the values of a picture at given points.

    Args:
        image: (h, w) or (h, w, c).
        at: (m, n, 2), continuous coordinates.
        fine: Cubic interpolation, else linear.
        border: What lies outside, as OpenCV calls it; None: the picture reflected.

    Raises:
        ValueError: The picture is empty. (OpenCV would look for its reflection for ever.)
    """
    if not image.size:
        raise ValueError(
            f"A picture of shape {image.shape} has no pixels to sample; pass a part of the photo "
            "that overlaps it."
        )
    kind = cv2.INTER_CUBIC if fine else cv2.INTER_LINEAR
    edge = cv2.BORDER_REFLECT if border is None else border
    height, width = image.shape[:2]
    # OpenCV reflects step by step: far outside of a small picture that takes for ever.
    x = np.clip(at[..., 0] - 0.5, -2 * width, 3 * width)
    y = np.clip(at[..., 1] - 0.5, -2 * height, 3 * height)
    return cv2.remap(image, x, y, kind, borderMode=edge)


def inside(at: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Return how far points, (m, n, 2), lie inside of a picture, pixels; below zero: outside."""
    x, y = at[..., 0], at[..., 1]
    return np.asarray(np.minimum(np.minimum(x, width - x), np.minimum(y, height - y)), np.float32)


def anchors(shape: Floats, canvas: Canvas) -> NDArray[np.float64]:
    """Return points, (38, 2), that move rigidly with a face: the border and two arcs of hair."""
    ends = np.linspace(0, canvas.side, BORDER)
    border = [(x, y) for x in ends for y in (0, canvas.side)]
    border += [(x, y) for y in ends[1:-1] for x in (0, canvas.side)]
    half = (shape[16, 0] - shape[0, 0]) / 2
    middle, height = shape[NASION, 1], shape[CHIN, 1] - shape[NASION, 1]
    turns = np.radians(ARC_DEGREES)
    arcs = [
        (canvas.middle + half * wide * np.cos(a), middle + height * high * np.sin(a))
        for high, wide in ARCS
        for a in turns
    ]
    return np.array(border + arcs)


def _kernel(one: Floats, other: Floats) -> NDArray[np.float64]:
    squared = ((one[:, None] - other[None]) ** 2).sum(axis=2)
    return np.asarray(0.5 * squared * np.log(squared + 1e-12))


def _centres(side: int) -> NDArray[np.float32]:
    """Return the centres of a picture's pixels, (side, side, 2)."""
    steps = np.arange(side, dtype=np.float32) + 0.5
    return np.stack(np.meshgrid(steps, steps), axis=2)


def _drawn(grid: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Return what a grid of corners, (65, 65, 2), says at the centres of a picture's pixels."""
    weights = _between(side)
    rows = np.tensordot(weights, grid, axes=(1, 0))  # (side, 65, 2)
    return np.ascontiguousarray(np.tensordot(weights, rows, axes=(1, 1)).transpose(1, 0, 2))


@cache
def _between(side: int) -> NDArray[np.float32]:
    """Return what each corner adds to each pixel centre, (side, 65): Catmull and Rom 1974.

    Not OpenCV's cubic kernel (a = -.75): that one does not keep straight lines, and sampled through
    it a map that should change nothing rippled by up to .38 pixels from cell to cell.
    """
    places = (np.arange(side) + 0.5) * (CELLS / side)
    cells = np.minimum(places.astype(int), CELLS - 1)
    x = places - cells
    parts = (
        x * (-1 + x * (2 - x)) / 2,
        1 + x * x * (3 * x - 5) / 2,
        x * (1 + x * (4 - 3 * x)) / 2,
        x * x * (x - 1) / 2,
    )
    weights = np.zeros((side, CELLS + 3))  # with one corner more on each side
    for step, part in enumerate(parts):
        weights[np.arange(side), cells + step] += part
    # The corners beyond the ends continue the line through the last two.
    weights[:, 1] += 2 * weights[:, 0]
    weights[:, 2] -= weights[:, 0]
    weights[:, -2] += 2 * weights[:, -1]
    weights[:, -3] -= weights[:, -1]
    return np.asarray(weights[:, 1:-1], np.float32)


def _looked_up(field: NDArray[np.float32], at: NDArray[np.float32]) -> NDArray[np.float32]:
    """Interpolate a field at points given in its rows and columns; lines stay straight."""
    found = cv2.remap(
        field, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.float32)


def straight(matrix: Floats, canvas: Canvas) -> Map:
    """Return the map of a transform, (2, 3), from the canvas to the photo."""
    steps = np.linspace(0, canvas.side, CELLS + 1)
    corners = np.stack(np.meshgrid(steps, steps), axis=2)
    return Map(moved(matrix, corners).astype(np.float32), canvas)
