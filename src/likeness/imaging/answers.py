"""A worker's answers, taken apart without trust.

A photo that takes its worker over can lie about itself. It must not get further than that: what
leaves here has the types, sizes and ranges that everything behind relies on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from likeness.errors import REASONS, Reason
from likeness.imaging.formats import Format
from likeness.imaging.frames import Header
from likeness.imaging.metadata import MAX_CAMERA, MAX_OFFSET
from likeness.imaging.region import Region
from likeness.types import PhotoFacts, PhotoId, TakenFrom

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHA256 = re.compile(r"[0-9a-f]{64}")
MAX_BYTES = 2**63 - 1  # of a file: what a file system can say
MAX_TIME = 2**80  # nanoseconds; beyond all file systems
MAX_SIDE = 2**31 - 1  # of a photo: what the catalog can hold
MAX_DETAIL = 500  # characters of a sentence about a failure
MAX_THUMBNAIL = 2**20  # bytes; 512 x 512 pixels of noise take a quarter of that
MAX_THUMBHASH = 64  # bytes; usually 25
ROUNDED = 2.0  # pixels by which decoders round sides


def file_state(answer: Header) -> tuple[int, int]:
    """Return size and time of the file. Raises `ValueError`, as all functions here."""
    return (
        _whole(answer["size"], 0, MAX_BYTES),
        _whole(answer["mtime_ns"], -MAX_TIME, MAX_TIME),
    )


def photo_id(answer: Header) -> PhotoId:
    """Return the hash of the photo."""
    found = _text(answer["photo"], 64)
    if not SHA256.fullmatch(found):
        raise ValueError("That is no SHA-256.")
    return PhotoId(found)


def refusal(answer: Header) -> tuple[Reason, str]:
    """Return why there is no photo."""
    told = answer["reason"]
    reason: Reason = next((known for known in REASONS if known == told), "unreadable")
    detail = answer["detail"]
    if not isinstance(detail, str):
        raise TypeError("A detail is text.")
    return reason, detail[:MAX_DETAIL]


def photo_facts(photo: PhotoId, answer: Header, thumbhash: bytes) -> PhotoFacts:
    """Return what the photo says of itself."""
    if not 0 < len(thumbhash) <= MAX_THUMBHASH:
        raise ValueError("That is no thumbhash.")
    offset = answer["taken_offset"]
    return PhotoFacts(
        id=photo,
        size=_whole(answer["bytes"], 0, MAX_BYTES),
        width=_whole(answer["width"], 1, MAX_SIDE),
        height=_whole(answer["height"], 1, MAX_SIDE),
        format=_one_of(answer["format"], get_args(Format)),
        status="partial" if answer["partial"] is True else "ok",
        taken=_moment(answer["taken"]),
        taken_offset=None if offset is None else _whole(offset, -MAX_OFFSET, MAX_OFFSET),
        taken_from=_origin(answer["taken_from"]),
        camera=None if answer["camera"] is None else _text(answer["camera"], MAX_CAMERA),
        phash=_whole(answer["phash"], 0, 2**64 - 1),
        thumbhash=thumbhash,
    )


def scale_of(value: Any) -> float:
    """Return pixels per pixel of the photo, in (0, 1]."""
    return _number(value, math.ulp(0.0), 1.0)


def pixels_of(payload: bytearray, shape: Any) -> NDArray[np.uint8]:
    """Return a picture, (h, w, 3), of at least one pixel."""
    import numpy as np

    height, width, channels = (_whole(side, 1, MAX_SIDE) for side in shape)
    if channels != 3 or height * width * 3 != len(payload):
        raise ValueError("That is no picture.")
    return np.frombuffer(payload, np.uint8).reshape(height, width, 3)


def require_fit(facts: PhotoFacts, pixels: NDArray[np.uint8], scale: float) -> None:
    """Refuse pixels that are not all of the photo at *scale*."""
    height, width = pixels.shape[:2]
    if max(abs(width - facts.width * scale), abs(height - facts.height * scale)) > ROUNDED:
        raise ValueError("That is another picture.")


def thumbnail_of(payload: bytearray) -> bytes:
    """Return the thumbnail, if it at least begins as a WebP file of fair size."""
    if payload[:4] != b"RIFF" or payload[8:12] != b"WEBP" or len(payload) > MAX_THUMBNAIL:
        raise ValueError("That is no thumbnail.")
    return bytes(payload)


def regions_of(answer: Header, payloads: Sequence[bytearray], wanted: int) -> list[Region]:
    """Return the parts of a photo, as many as were *wanted*."""
    parts = answer["regions"]
    if not isinstance(parts, list) or len(parts) != wanted:
        raise ValueError("That is not what was asked for.")
    return [
        Region(
            pixels=pixels_of(payload, part["shape"]),
            x=_number(part["x"], 0, MAX_SIDE),
            y=_number(part["y"], 0, MAX_SIDE),
            scale=scale_of(part["scale"]),
        )
        for part, payload in zip(parts, payloads, strict=True)
    ]


# ---------------------------------------------------------------- values


def _whole(value: Any, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"Expected a whole number from {low} to {high}.")
    return value


def _number(value: Any, low: float, high: float) -> float:
    if type(value) not in {int, float} or not low <= value <= high:  # also False for NaN
        raise ValueError(f"Expected a number from {low} to {high}.")
    return float(value)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise ValueError(f"Expected text of at most {longest} characters.")
    return value


def _one_of(value: Any, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(f"Expected one of {known}.")
    return str(value)


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    taken = datetime.fromisoformat(_text(value, 32))
    if taken.tzinfo is not None:
        raise ValueError("Expected the camera's clock, without a zone.")
    return taken


def _origin(value: Any) -> TakenFrom | None:
    return next((known for known in get_args(TakenFrom) if known == value), None)
