"""Frames on their way into an animation: one at a time, never all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

HOLD = 1600  # milliseconds that the last frame stays before it starts again


def alike(frames: Iterable[Image]) -> Iterator[Image]:
    """Yield frames, all of which have one shape.

    Raises:
        ValueError: There is none, or they have not.
    """
    shape: tuple[int, ...] | None = None
    for number, frame in enumerate(frames, 1):
        shape = shape or frame.shape
        if frame.shape != shape or frame.ndim != 3:
            raise ValueError(f"Frame {number} has the shape {frame.shape}; expected {shape}.")
        yield frame
    if shape is None:
        raise ValueError("An animation needs at least one frame; got none.")


def held(frames: Iterable[Image], times: int) -> Iterator[Image]:
    """Yield frames, the last one so many times more."""
    last: Image | None = None
    for frame in frames:
        last = frame
        yield frame
    if last is not None:
        yield from repeat(last, times)
