"""Decoding: the bytes of one file in, upright RGB pixels and what the file says of itself out.

Colours are taken as sRGB: embedded ICC profiles are ignored. Converting would cost as much as
decoding, and a photo of a wider gamut only looks a little paler to the models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.limits import Limits
from likeness.imaging.metadata import Metadata
from likeness.imaging.orientation import turned
from likeness.imaging.pictures import readers_errors_as_ours
from likeness.imaging.stored import open_photo

VERSION = "decode-1"
"""Changes with everything that changes pixels: it is part of the contracts of detector and
embeddings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedImage:
    """A photo, decoded at the size that was asked for."""

    pixels: NDArray[np.uint8]  # (h, w, 3) RGB, upright, C-contiguous
    scale: float  # pixels per pixel of the upright photo, in (0, 1]
    width: int  # of the whole upright photo
    height: int
    format: str  # "JPEG", "PNG", ...
    partial: bool  # the file is cut short: the rest of the pixels is grey or black
    metadata: Metadata


def decode(data: bytes, *, long_side: int, limits: Limits) -> DecodedImage:
    """Decode the bytes of an image file, by content and whatever its name was.

    Args:
        data: The whole file.
        long_side: A larger photo is averaged down to exactly this many pixels; a smaller one
            keeps its size.
        limits: Bytes and pixels are checked here; memory and time are the pool's to watch.

    Raises:
        PhotoError: "empty", "not_an_image", "unsupported", "damaged", "too_many_bytes",
            "too_many_pixels" or "too_much_memory".
    """
    photo = open_photo(data, limits)
    with readers_errors_as_ours():
        stored, partial = photo.shrunk(long_side)
        pixels = turned(stored, photo.metadata.orientation)
    width, height = photo.upright_size
    return DecodedImage(
        pixels=pixels,
        scale=max(stored.shape[:2]) / max(width, height),
        width=width,
        height=height,
        format=photo.format,
        partial=partial,
        metadata=photo.metadata,
    )
