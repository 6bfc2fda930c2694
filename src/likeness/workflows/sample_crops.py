"""Small pictures of the faces of a sample."""

from __future__ import annotations

import numpy as np

from likeness.imaging.crops import crop, crop_box, quarters
from likeness.imaging.resize import shrink
from likeness.imaging.webp import encode_webp
from likeness.models.landmarks import frames
from likeness.types import FaceFacts, Sample

SIDE = 112  # pixels, at most


def sample_crops(sample: Sample) -> list[bytes]:
    """Return the faces of a sample as WebP files; see `Library.sample_crops`."""
    return [] if sample.pixels is None else [_crop(sample, face) for face in sample.faces]


def _crop(sample: Sample, face: FaceFacts) -> bytes:
    assert sample.pixels is not None  # noqa: S101 - looked at before
    height, width = (side / sample.scale for side in sample.pixels.shape[:2])
    x1, y1, x2, y2 = (place * sample.scale for place in crop_box(face.box, width, height))
    roll = float(frames(np.array([face.points], np.float32)).rolls[0])
    return encode_webp(shrink(crop(sample.pixels, (x1, y1, x2, y2), quarters(roll)), SIDE))
