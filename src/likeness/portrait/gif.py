"""Pictures in motion as a GIF, which plays everywhere.

Frames come one at a time. Since one palette has to suit all of them they wait in a temporary file,
not in memory.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import IO, BinaryIO, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from likeness.errors import ExportError
from likeness.portrait.animation import HOLD, alike

Image = NDArray[np.uint8]

LIMIT = 12 * 2**20  # bytes of a GIF: what common chat programs still take
# Of a GIF that would be larger: its side is made smaller step by step.
SMALLER = (1.0, 0.75, 0.5, 0.375, 0.25)
COLOURS = 255  # and one that Pillow needs for "as before"
SAMPLES, SAMPLE_SIDE = 24, 96  # frames, and pixels of each, from which the colours are chosen
# How far the pattern pushes colours, in 8-bit levels: about the distance of neighbouring colours.
# Of 4 to 30 levels some 10 looked most like the frames from afar; 8 has less grain.
PUSH = 8.0


def write_gif(
    frames: Iterable[Image],
    milliseconds: int,
    file: BinaryIO,
    *,
    hold: int = HOLD,
    limit: int = LIMIT,
) -> tuple[int, int]:
    """Write frames as a GIF that repeats for ever.

    All frames share one palette and one pattern of dithering that does not move, so nothing
    flickers and what stands still costs nothing.

    Args:
        frames: RGB, all of one shape (h, w, 3); at least one.
        milliseconds: How long each is shown; a GIF knows hundredths of a second.
        file: Open for writing.
        hold: How long the last one is shown, milliseconds.
        limit: Bytes. A larger GIF is made again with fewer pixels.

    Returns:
        Width and height of what was written.

    Raises:
        ValueError: There is no frame, or not all have one shape.
        ExportError: Even a quarter of the width is too large.
    """
    with _Spool(frames) as spool:
        for share in SMALLER:
            size = (max(1, round(spool.width * share)), max(1, round(spool.height * share)))
            made = _gif(spool, size, milliseconds, hold)
            if made.tell() <= limit:
                file.write(made.getbuffer())
                return size
    raise ExportError(
        f"{spool.count} frames of {spool.width} x {spool.height} do not fit into a GIF of "
        f"{limit:,} bytes. Make fewer or smaller frames, or an MP4."
    )


class _Spool:
    """Frames in a temporary file, to be read as often as needed."""

    def __init__(self, frames: Iterable[Image]) -> None:
        self._frames = frames
        self.count = self.width = self.height = 0
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        try:
            for frame in alike(self._frames):
                self.height, self.width = frame.shape[:2]
                self._file.write(np.ascontiguousarray(frame).tobytes())
                self.count += 1
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: tuple[int, int], numbers: Iterable[int]) -> Iterator[Image]:
        """Yield frames by number in a size (width, height)."""
        length = self.height * self.width * 3
        for number in numbers:
            self._file.seek(number * length)
            flat = np.frombuffer(self._file.read(length), np.uint8)
            frame = flat.reshape(self.height, self.width, 3)
            if size != (self.width, self.height):
                frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
            yield frame


def _gif(spool: _Spool, size: tuple[int, int], milliseconds: int, hold: int) -> io.BytesIO:
    picked = sorted({round(at) for at in np.linspace(0, spool.count - 1, SAMPLES)})
    wide = SAMPLE_SIDE * max(1, spool.width) // max(spool.width, spool.height)
    high = SAMPLE_SIDE * max(1, spool.height) // max(spool.width, spool.height)
    samples = np.vstack(list(spool.read((max(wide, 1), max(high, 1)), picked)))
    # An octree: from afar as true to 41 frames of an average as median cut with k-means is, which
    # took 3 seconds.
    palette = Pillow.fromarray(samples).quantize(COLOURS, Pillow.Quantize.FASTOCTREE)
    pattern = _pattern(size)
    drawn = (
        _dithered(frame, pattern).quantize(palette=palette, dither=Pillow.Dither.NONE)
        for frame in spool.read(size, range(spool.count))
    )
    made = io.BytesIO()
    next(drawn).save(
        made,
        "GIF",
        save_all=True,
        append_images=drawn,
        duration=[*repeat(milliseconds, spool.count - 1), hold] if spool.count > 1 else hold,
        loop=0,
        optimize=False,
    )
    return made


def _pattern(size: tuple[int, int]) -> NDArray[np.float32]:
    """Return what dithering adds to each pixel, (h, w, 1): interleaved gradient noise.

    Jimenez, Next Generation Post Processing in Call of Duty (SIGGRAPH 2014): even like an ordered
    pattern, without its crosses.
    """
    columns, rows = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    noise = 52.9829189 * ((0.06711056 * columns + 0.00583715 * rows) % 1) % 1
    return np.asarray((noise[..., None] - 0.5) * PUSH, np.float32)


def _dithered(frame: Image, pattern: NDArray[np.float32]) -> Pillow.Image:
    pushed = np.clip(np.round(frame + pattern), 0, 255)
    return Pillow.fromarray(pushed.astype(np.uint8))
