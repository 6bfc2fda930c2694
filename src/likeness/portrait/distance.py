"""How far each pixel is from a part of the picture."""

from __future__ import annotations

import cv2
import numpy as np

from likeness.portrait.canvas import USUAL, Canvas
from likeness.portrait.filters import Plane

FARTHEST = 4 * USUAL  # where there is no such part at all


def distance(part: Plane, canvas: Canvas) -> Plane:
    """Return how far each pixel is from a part, (s, s), in pixels of the usual canvas; 0 inside.

    Args:
        part: (s, s), [0, 1]; inside from a half.
        canvas: Of the part.
    """
    outside = (part < 0.5).astype(np.uint8)
    found = cv2.distanceTransform(outside, cv2.DIST_L2, 5)
    return np.asarray(np.minimum(found, FARTHEST * canvas.px(1)) / canvas.px(1), np.float32)
