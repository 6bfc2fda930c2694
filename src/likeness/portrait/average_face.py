"""What an average is, once it is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one face had to say in an average."""

    key: str  # of the face
    voter: str
    weight: float  # share of the whole, [0, 1]; those of all faces add up to 1
    agreement: float  # correlation with the average of the others inside the face, [-1, 1]
    sharpness: float  # variance of the Laplacian of the eyes on the canvas, 8-bit grey levels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AverageFace:
    """The average of some faces, on a canvas."""

    light: NDArray[np.float32]  # (s, s, 3) linear light; surroundings as they averaged out
    shape: NDArray[np.float64]  # (68, 2), pixels of the canvas
    canvas: Canvas
    cover: NDArray[np.float32]  # (s, s) share of the votes whose photos reach here, [0, 1]
    difference: NDArray[np.float32]  # (s, s) weighted deviation of log luminance between faces
    voices: tuple[Voice, ...]  # by key
    zoom: float  # median pixels of the photos per pixel of the canvas: below 1 they were blown up
    mirrored: bool  # whether every photo spoke twice, the second time as its mirror image
