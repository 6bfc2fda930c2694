"""Detection on all threads of the runtime."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.models.detectors import Detections, Detector
from likeness.models.runtime import Runtime


class SpreadDetector:
    """Hands every thread its share of the photos; what is found is the same for any number."""

    def __init__(self, detector: Detector, runtime: Runtime) -> None:
        self._detector = detector
        self._runtime = runtime

    def detect(self, images: Sequence[NDArray[np.uint8]]) -> list[Detections]:
        threads = self._runtime.threads
        shares = [images[first::threads] for first in range(threads)]
        found = self._runtime.map(self._detector.detect, [share for share in shares if share])
        return [found[row % threads][row // threads] for row in range(len(images))]
