"""A part of a photo at full resolution, and the wish for some."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.types import Box, PhotoId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the upright photo. A photo's point p lies at (p - (x, y)) * scale in it."""

    pixels: NDArray[np.uint8]  # (h, w, 3) RGB, upright, C-contiguous
    x: float  # of its top left corner, in pixels of the upright photo
    y: float
    scale: float  # its pixels per pixel of the upright photo, in (0, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRequest:
    """Parts of one photo that are wanted at a higher resolution."""

    path: Path
    photo: PhotoId  # refused as "vanished" should the file hold other bytes by now
    boxes: tuple[Box, ...]  # in pixels of the upright photo
    scale: float = 1.0  # the least resolution, pixels per photo pixel
