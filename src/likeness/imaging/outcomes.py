"""What can come of one path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import Reason
from likeness.types import PhotoFacts, PhotoId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A photo that was decoded."""

    path: Path
    size: int  # bytes, of the file that was open
    mtime_ns: int
    facts: PhotoFacts
    pixels: NDArray[np.uint8]  # (h, w, 3) RGB, upright, C-contiguous
    scale: float  # pixels per pixel of the upright photo, in (0, 1]
    thumbnail: bytes  # WebP


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A photo whose bytes are known already: read and hashed, not decoded."""

    path: Path
    size: int
    mtime_ns: int
    photo: PhotoId


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A path that gave no photo."""

    path: Path
    size: int  # 0 where the file could not even be looked at
    mtime_ns: int
    reason: Reason
    detail: str


Outcome = Decoded | Known | Refused
