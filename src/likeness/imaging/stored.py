"""A photo as it lies in its file: header read and held to the limits, pixels decoded on demand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from likeness.errors import PhotoError
from likeness.imaging.formats import Format, sniff
from likeness.imaging.jpeg import decode_jpeg, denominator
from likeness.imaging.limits import Limits
from likeness.imaging.metadata import Metadata, read_metadata, tiff_metadata
from likeness.imaging.orientation import upright_size
from likeness.imaging.pictures import (
    load_picture,
    open_picture,
    readers_errors_as_ours,
    rgb_array,
    shrunk_rgb_array,
)
from likeness.imaging.raw import is_raw_tiff, read_raw
from likeness.imaging.resize import fitted, resized


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPhoto:
    """One opened file. Its pixels come as stored: not yet turned upright."""

    data: bytes
    kind: Format  # of `data`
    format: Format  # of the file: RAW where `data` is the preview inside it
    image: Image.Image
    size: tuple[int, int]  # width, height of the whole photo as stored
    metadata: Metadata

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height of the whole photo once it is turned upright."""
        return upright_size(self.size, self.metadata.orientation)

    def shrunk(self, long_side: int) -> tuple[NDArray[np.uint8], bool]:
        """Decode the photo with its long side averaged down to *long_side*, if it is larger.

        Returns:
            uint8 (h, w, 3) RGB, and whether the file is cut short.

        Raises:
            PhotoError: "damaged" or "too_much_memory".
            Exception: Whatever a foreign reader raises, see `readers_errors_as_ours`.
        """
        n = denominator(max(self.size), long_side)
        if self._is_plain_jpeg:
            pixels, partial = decode_jpeg(self.data, n)
            if max(pixels.shape[:2]) > long_side:
                # From the true size: that of a scaled JPEG is rounded already.
                pixels = resized(pixels, fitted(self.size, long_side))
            return pixels, partial
        image, partial = self._loaded(n)
        return shrunk_rgb_array(image, long_side), partial

    def at_least(self, scale: float) -> NDArray[np.uint8]:
        """Decode the photo at the smallest scale not below *scale* that costs nothing extra.

        Args:
            scale: Pixels per stored pixel, in (0, 1].

        Returns:
            uint8 (h, w, 3) RGB.

        Raises:
            PhotoError: "damaged" or "too_much_memory".
            Exception: Whatever a foreign reader raises, see `readers_errors_as_ours`.
        """
        n = denominator(max(self.size), min(scale, 1.0) * max(self.size))
        if self._is_plain_jpeg:
            return decode_jpeg(self.data, n)[0]
        return rgb_array(self._loaded(n)[0])

    @property
    def _is_plain_jpeg(self) -> bool:
        return self.kind == "JPEG" and self.image.mode in {"L", "RGB"}

    def _loaded(self, n: int) -> tuple[Image.Image, bool]:
        return load_picture(
            self._drafted(self.image, n),
            again=lambda: self._drafted(open_picture(self.data, self.kind), n),
        )

    def _drafted(self, image: Image.Image, n: int) -> Image.Image:
        if self.kind == "JPEG":
            width, height = self.size
            image.draft(None, (max(1, width // n), max(1, height // n)))
        return image


def open_photo(data: bytes, limits: Limits) -> StoredPhoto:
    """Read the header of a whole image file.

    Raises:
        PhotoError: "empty", "not_an_image", "unsupported", "damaged", "too_many_bytes",
            "too_many_pixels" or "too_much_memory".
    """
    _require_bytes(data, limits)
    kind = sniff(data)
    if kind == "RAW" or (kind == "TIFF" and is_raw_tiff(data)):
        return _open_raw(data, limits)
    image = open_picture(data, kind)
    _require_pixels(image.size, limits)
    metadata = read_metadata(image)
    if kind == "TIFF":
        metadata = replace(metadata, orientation=1)  # Pillow turns these upright by itself
    return StoredPhoto(
        data=data, kind=kind, format=kind, image=image, size=image.size, metadata=metadata
    )


def _open_raw(data: bytes, limits: Limits) -> StoredPhoto:
    with readers_errors_as_ours():
        raw = read_raw(data, limits.max_pixels)
        if raw.pixels is not None:
            image = Image.fromarray(raw.pixels)
            return StoredPhoto(
                data=data,
                kind="RAW",
                format="RAW",
                image=image,
                size=image.size,
                metadata=replace(tiff_metadata(data), orientation=1),
            )
    photo = open_photo(raw.preview or b"", limits)
    told = photo.metadata
    orientation = raw.orientation if told.orientation == 1 else told.orientation
    metadata = told if told.taken else tiff_metadata(data)
    return replace(photo, format="RAW", metadata=replace(metadata, orientation=orientation))


def _require_bytes(data: bytes, limits: Limits) -> None:
    if not data:
        raise PhotoError("empty", "The file is empty.")
    if len(data) > limits.max_bytes:
        detail = f"The file has {len(data):,} bytes, the limit is {limits.max_bytes:,}."
        raise PhotoError("too_many_bytes", detail)


def _require_pixels(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height > limits.max_pixels:
        detail = f"{width} x {height} pixels, the limit is {limits.max_pixels:,}."
        raise PhotoError("too_many_pixels", detail)
