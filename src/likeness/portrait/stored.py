"""Averages as bytes: what is kept of one, so that it can be drawn, painted and compared later."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.average_face import AverageFace, Voice
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import linear, shown

VERSION = 1
LARGEST = 2048  # pixels of a side: what is larger was not written by us
MOST_BYTES = 64 * 2**20  # of all arrays: 2048 pixels take 25 million
DAMAGED = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,
    OverflowError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What numpy, zipfile and json raise on bytes that are not what they should be."""
UNREADABLE = "what is kept of this average cannot be read, or another version wrote it"


def to_bytes(average: AverageFace) -> bytes:
    """Return an average as bytes; its light is rounded to the 8 bits that screens show."""
    told = {
        "version": VERSION,
        "reach": average.canvas.reach,
        "eyes_at": average.canvas.eyes_at,
        "voices": [asdict(voice) for voice in average.voices],
        "zoom": float(average.zoom),
        "mirrored": bool(average.mirrored),
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        pixels=shown(average.light),
        shape=average.shape,
        cover=np.round(np.clip(average.cover, 0, 1) * 255).astype(np.uint8),
        difference=average.difference.astype(np.float16),
        told=np.frombuffer(json.dumps(told).encode(), np.uint8),
    )
    return out.getvalue()


def from_bytes(data: bytes) -> AverageFace:
    """Return the average that `to_bytes` wrote.

    Raises:
        ValueError: It is none, or of another version.
    """
    try:
        parts = _parts(data)
        told = json.loads(parts["told"].tobytes())
        pixels, shape = parts["pixels"], parts["shape"]
        cover, difference = parts["cover"], parts["difference"]
        side = len(pixels)
        square = (side, side)
        if (
            told["version"] != VERSION
            or not 1 <= side <= LARGEST
            or pixels.shape != (*square, 3)
            or pixels.dtype != np.uint8
            or (shape.shape, cover.shape, difference.shape) != ((68, 2), square, square)
        ):
            raise ValueError(UNREADABLE)
        return AverageFace(
            light=linear(pixels),
            shape=np.asarray(shape, np.float64),
            canvas=Canvas(side, float(told["reach"]), float(told["eyes_at"])),
            cover=cover.astype(np.float32) / np.float32(255),
            difference=difference.astype(np.float32),
            voices=tuple(Voice(**voice) for voice in told["voices"]),
            zoom=float(told["zoom"]),
            mirrored=bool(told["mirrored"]),
        )
    except DAMAGED as exc:
        raise ValueError(UNREADABLE) from exc


def _parts(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file, none of which is larger than ours are."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise ValueError(UNREADABLE)
    with np.load(io.BytesIO(data), allow_pickle=False) as parts:
        return dict(parts)
