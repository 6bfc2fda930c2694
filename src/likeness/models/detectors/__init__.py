"""Face detectors: photos in, boxes with five points out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Detections:
    """The faces of one photo, in reading order, in pixels of the array that was looked at."""

    boxes: NDArray[np.float32]  # (n, 4): x1, y1, x2, y2; may reach beyond the photo's edges
    points: NDArray[np.float32]  # (n, 5, 2): left eye, right eye, nose, mouth corners, as seen
    scores: NDArray[np.float32]  # (n,), in [0, 1]

    def __len__(self) -> int:
        return len(self.scores)


class Detector(Protocol):
    """**Protocol:** finds faces on upright photos."""

    def detect(self, images: Sequence[NDArray[np.uint8]]) -> list[Detections]:
        """Find the faces of every photo; what is found does not depend on its neighbours.

        Args:
            images: RGB, each of shape (height, width, 3), at detection size.

        Returns:
            One `Detections` per photo, in the same order.

        Raises:
            ModelRunError: A model failed.
        """
