"""A second look, on photos that show nothing the right way up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.models.detectors import Detections, Detector

Image = NDArray[np.uint8]
QUARTERS = (1, 2, 3)  # clockwise


class TurningDetector:
    """Looks again at photos without any sure face, turned by 90, 180 and 270 degrees.

    The first turn with a sure face is the answer. Where no turn has one, it is the turn with the
    best score, upright if several are equal.

    Args:
        detector: Looks at every picture.
        min_score: From here on a face is sure.
    """

    def __init__(self, detector: Detector, min_score: float) -> None:
        self._detector = detector
        self._min_score = min_score

    def detect(self, images: Sequence[Image]) -> list[Detections]:
        found = self._detector.detect(images)
        for quarters in QUARTERS:
            rows = [row for row, faces in enumerate(found) if best(faces) < self._min_score]
            turned = [np.ascontiguousarray(np.rot90(images[row], -quarters)) for row in rows]
            if not turned:
                break
            for row, faces in zip(rows, self._detector.detect(turned), strict=True):
                if best(faces) > best(found[row]):
                    height, width = images[row].shape[:2]
                    found[row] = turned_back(faces, quarters, width, height)
        return found


def best(faces: Detections) -> float:
    """Return the best score, 0 where there is no face."""
    return float(faces.scores.max(initial=0))


def turned_back(faces: Detections, quarters: int, width: int, height: int) -> Detections:
    """Return what was found on a turned photo in pixels of the photo.

    Args:
        faces: On the photo turned clockwise.
        quarters: By how many quarters, 1 to 3.
        width: Of the photo that was turned, pixels.
        height: Of the photo that was turned, pixels.
    """
    ends = points_back(faces.boxes.reshape(-1, 2, 2), quarters, width, height)
    return Detections(
        boxes=np.concatenate([ends.min(axis=1), ends.max(axis=1)], axis=1),
        points=points_back(faces.points, quarters, width, height),
        scores=faces.scores,
    )


def points_back(
    points: NDArray[np.float32], quarters: int, width: int, height: int
) -> NDArray[np.float32]:
    """Return points of a photo turned clockwise, shape (..., 2), in pixels of the photo."""
    u, v = points[..., 0], points[..., 1]
    x, y = {1: (v, height - u), 2: (width - u, height - v), 3: (width - v, u)}[quarters]
    return np.stack([x, y], axis=-1).astype(np.float32)
