"""warm: load what the first search would have to wait for."""

from __future__ import annotations

import numpy as np

from likeness.models.analyser import PhotoPixels
from likeness.types import PhotoId
from likeness.workflows import index as indexing
from likeness.workflows.calibrated import calibration_of
from likeness.workflows.parts import Parts

SIDE = 320  # pixels of the picture that models are tried on


def warm(parts: Parts) -> None:
    """Load index, calibration and models, and try each once: the first run of a model is slow.

    Raises:
        LikenessError: One of them cannot be had now; a search will say so as well.
    """
    index = indexing.refresh(parts, parts.contract)
    if len(index):
        calibration_of(parts)
    blank = np.full((SIDE, SIDE, 3), 127, np.uint8)
    parts.analyser.analyse(
        [PhotoPixels(id=PhotoId("0" * 64), pixels=blank, scale=1.0, width=SIDE, height=SIDE)]
    )
