"""Cameras' RAW files, through the optional package rawpy (LibRaw)."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.errors import PhotoError

# An embedded JPEG of at least this long side stands for the photo: it is what the camera showed,
# and costs a twentieth of developing. A constant, so that coordinates never depend on settings.
PREVIEW_SIDE = 1024

# TIFF tags: of the plain format, and such as only cameras write. TIFF/EP (ISO 12234-2), DNG 1.7.
MAKE, SUB_DIRECTORIES, PHOTOMETRIC, DNG_VERSION = 271, 330, 262, 50706
SENSOR = (32803, 34892)  # photometric interpretations: colour filter array, linear raw

# LibRaw's `sizes.flip` as EXIF orientation.
ORIENTATION_OF_FLIP = {0: 1, 3: 3, 5: 8, 6: 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawContent:
    """What is to be looked at of a RAW file: either its preview or its developed pixels."""

    preview: bytes | None  # a JPEG file
    orientation: int  # EXIF; of the preview, should it not say so itself
    pixels: NDArray[np.uint8] | None  # (h, w, 3) RGB, upright


def is_raw_tiff(data: bytes) -> bool:
    """Return whether a TIFF is a camera's RAW file, of which a TIFF reader sees the preview."""
    from PIL import TiffImagePlugin

    try:
        header = data[:16] if data[2:4] in {b"+\0", b"\0+"} else data[:8]
        tags = TiffImagePlugin.ImageFileDirectory_v2(header)
        content = io.BytesIO(data)
        content.seek(tags.next)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tags.load(content)
            camera = MAKE in tags and SUB_DIRECTORIES in tags
            return DNG_VERSION in tags or camera or tags.get(PHOTOMETRIC) in SENSOR
    except Exception:  # garbage; opening it as a TIFF will say so
        return False


def read_raw(data: bytes, max_pixels: int) -> RawContent:
    """Return the preview of a RAW file if it is large enough, else develop it.

    Raises:
        PhotoError: "unsupported" without rawpy, "too_many_pixels", "damaged".
    """
    try:
        import rawpy
    except ImportError as exc:
        detail = "RAW files need an optional package: pip install 'likeness[raw]'."
        raise PhotoError("unsupported", detail) from exc
    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            return _content(rawpy, raw, max_pixels)
    except (rawpy.LibRawError, ValueError) as exc:
        why = exc.args[0] if exc.args else ""
        text = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise PhotoError("damaged", f"The RAW file cannot be decoded: {text}.") from exc


def _content(rawpy: Any, raw: Any, max_pixels: int) -> RawContent:
    sizes = raw.sizes
    if sizes.raw_width * sizes.raw_height > max_pixels:
        detail = f"{sizes.raw_width} x {sizes.raw_height} pixels, the limit is {max_pixels:,}."
        raise PhotoError("too_many_pixels", detail)
    orientation = ORIENTATION_OF_FLIP.get(sizes.flip, 1)
    preview = _preview(rawpy, raw)
    if preview is not None:
        return RawContent(preview=preview, orientation=orientation, pixels=None)
    pixels = raw.postprocess(use_camera_wb=True, output_bps=8)
    return RawContent(preview=None, orientation=1, pixels=np.ascontiguousarray(pixels, np.uint8))


def _preview(rawpy: Any, raw: Any) -> bytes | None:
    """Return the embedded JPEG if there is a large one."""
    from PIL import Image, UnidentifiedImageError

    try:
        thumb = raw.extract_thumb()
    except rawpy.LibRawError:  # none, or of a kind that LibRaw does not know
        return None
    if thumb.format != rawpy.ThumbFormat.JPEG:
        return None
    try:
        size = Image.open(io.BytesIO(thumb.data), formats=["JPEG"]).size
    except (UnidentifiedImageError, OSError, SyntaxError):
        return None
    return bytes(thumb.data) if max(size) >= PREVIEW_SIDE else None
