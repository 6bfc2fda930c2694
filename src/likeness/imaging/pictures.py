"""Pillow images: opened without trust, loaded even when cut short, averaged down as RGB."""

from __future__ import annotations

import importlib
import io
import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from likeness.errors import PhotoError
from likeness.imaging.formats import Format
from likeness.imaging.resize import shrink

# Loading one reader each keeps the forty others, Ghostscript's among them, out of the process.
PLUGINS: dict[Format, str] = {
    "JPEG": "JpegImagePlugin",
    "PNG": "PngImagePlugin",
    "WEBP": "WebPImagePlugin",
    "AVIF": "AvifImagePlugin",
    "TIFF": "TiffImagePlugin",
    "BMP": "BmpImagePlugin",
    "GIF": "GifImagePlugin",
}
BAND = 8_000_000  # pixels that are converted at a time: a second copy of a huge image is too much
EDGE = 256  # pixels looked at from an edge, and samples per axis
WHITE = (255, 255, 255)
CUT_TOO_EARLY = "The file ends before the first line of pixels."


@contextmanager
def readers_errors_as_ours() -> Iterator[None]:
    """Let only `PhotoError` out of foreign readers, which raise anything on hostile bytes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except PhotoError:
        raise
    except MemoryError as exc:
        raise _out_of_memory() from exc
    except Image.DecompressionBombError as exc:
        raise PhotoError("too_many_pixels", f"{exc}") from exc
    except UnidentifiedImageError as exc:
        raise PhotoError("damaged", "The image's header cannot be read.") from exc
    except cv2.error as exc:
        if exc.code == cv2.Error.StsNoMem:
            raise _out_of_memory() from exc
        raise _damaged(exc) from exc
    except Exception as exc:
        raise _damaged(exc) from exc


def _damaged(exc: Exception) -> PhotoError:
    why = " ".join(str(exc).split())[:200].rstrip(".") or type(exc).__name__
    return PhotoError("damaged", f"The image cannot be decoded: {why}.")


def _out_of_memory() -> PhotoError:
    detail = "Decoding needs more memory than decode.max_memory allows."
    return PhotoError("too_much_memory", detail)


def open_picture(data: bytes, kind: Format) -> Image.Image:
    """Read the header of *data*; pixels are decoded when they are asked for.

    Raises:
        PhotoError: "damaged"; "unsupported" where an optional package is missing.
    """
    if kind == "HEIF":
        _register_heif()
    else:
        importlib.import_module(f"PIL.{PLUGINS[kind]}")
    with readers_errors_as_ours():
        return Image.open(io.BytesIO(data), formats=[kind])


def _register_heif() -> None:
    try:
        import pillow_heif  # type: ignore[import-not-found, unused-ignore]
    except ImportError as exc:
        detail = "HEIC needs an optional package: pip install 'likeness[heif]'."
        raise PhotoError("unsupported", detail) from exc
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)


def load_picture(image: Image.Image, again: Callable[[], Image.Image]) -> tuple[Image.Image, bool]:
    """Decode the pixels of an opened image.

    Args:
        image: As `open_picture` gave it.
        again: Opens it once more, for a second try that is content with less.

    Returns:
        The loaded image, and whether it is only a part because the file is cut short.

    Raises:
        PhotoError: "damaged" when nothing can be read, "too_much_memory".
    """
    try:
        with readers_errors_as_ours():
            image.load()
    except PhotoError as exc:
        if exc.reason != "damaged":
            raise
    else:
        return image, False
    # Only here is the error gone, and with it the last hold on what it left of a huge image.
    image.close()
    with readers_errors_as_ours(), _truncation_allowed():
        rest = again()
        rest.load()
        if _is_flat(rest):  # nothing was decoded: the fill is one colour in every reader
            raise PhotoError("damaged", CUT_TOO_EARLY)
    return rest, True


def _is_flat(image: Image.Image) -> bool:
    """Return whether an image shows one colour only, without making a copy of a huge one."""
    width, height = image.size
    edge = min(EDGE, height)
    samples = (
        image.crop((0, 0, width, edge)),
        image.crop((0, height - edge, width, height)),  # BMP files start at the bottom
        image.resize((min(EDGE, width), min(EDGE, height)), Image.Resampling.NEAREST),
    )
    return all(
        low == high
        for sample in samples
        for low, high in (band.getextrema() for band in sample.split())
    )


@contextmanager
def _truncation_allowed() -> Iterator[None]:
    # Pillow offers this as a module-wide switch only.
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


# ---------------------------------------------------------------- colours


def rgb_array(image: Image.Image) -> NDArray[np.uint8]:
    """Return a loaded image of any mode as RGB, uint8 (h, w, 3), C-contiguous."""
    return np.array(_as_rgb(image, _value_range(image)), dtype=np.uint8)


def shrunk_rgb_array(image: Image.Image, long_side: int) -> NDArray[np.uint8]:
    """Return a loaded image of any mode as RGB, averaged down to *long_side* if it is larger.

    Works in bands, so that the peak memory stays near that of the loaded image.

    Returns:
        uint8 (h, w, 3), C-contiguous.
    """
    width, height = image.size
    if max(width, height) < 2 * long_side:
        return shrink(rgb_array(image), long_side)
    step = max(width, height) / long_side
    out_w, out_h = max(1, round(width / step)), max(1, round(height / step))
    values = _value_range(image)
    pixels = np.empty((out_h, out_w, 3), np.uint8)
    rows = max(1, int(BAND / width / (height / out_h)))
    for top in range(0, out_h, rows):
        bottom = min(top + rows, out_h)
        first, last = top * height / out_h, bottom * height / out_h
        above = math.floor(first)
        band = image.crop((0, above, width, min(height, math.ceil(last))))
        box = (0, first - above, width, min(last - above, band.height))
        small = _as_rgb(band, values).resize((out_w, bottom - top), Image.Resampling.BOX, box)
        pixels[top:bottom] = np.asarray(small)
    return pixels


def _as_rgb(image: Image.Image, values: tuple[float, float] | None) -> Image.Image:
    """Convert any mode to RGB; transparent parts become white, as on a page."""
    if values is not None:
        return _from_wide(image, *values).convert("RGB")
    if image.mode == "LAB":
        return image.getchannel(0).convert("RGB")  # lightness shows a face well enough
    if image.mode in {"LA", "La", "PA", "RGBA", "RGBa"} or "transparency" in image.info:
        return _on_white(image)
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "La":
        image = image.convert("LA")
    rgba = image.convert("RGBA")
    page = Image.new("RGB", image.size, WHITE)
    page.paste(rgba, mask=rgba.getchannel("A"))
    return page


def _value_range(image: Image.Image) -> tuple[float, float] | None:
    """Return which values of a 16 or 32 bit image are black and white; None for 8 bit modes."""
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    if image.mode not in {"I", "F"}:
        return None
    values = np.nan_to_num(np.asarray(image), posinf=0, neginf=0)
    low, high = float(values.min()), float(values.max())
    if low >= 0:  # files do not say what white is: take the least of the usual values
        for white in (1.0, 255.0, 65535.0):
            if high <= white and (image.mode == "F" or white > 1):
                return 0.0, white
    return low, max(high, low + 1)


def _from_wide(image: Image.Image, low: float, high: float) -> Image.Image:
    values = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=high, neginf=low)
    grey = np.clip((values - low) * (255 / (high - low)) + 0.5, 0, 255)
    return Image.fromarray(grey.astype(np.uint8))
