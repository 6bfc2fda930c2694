import threading

import numpy as np
import pytest

from likeness.models.detectors import Detections
from likeness.models.detectors.spread import SpreadDetector
from likeness.models.runtime import Runtime


class BrightnessDetector:
    """Finds one face per photo, whose score is the photo's brightness."""

    def __init__(self):
        self.batches = []
        self.threads = set()

    def detect(self, images):
        self.batches.append(len(images))
        self.threads.add(threading.current_thread().name)
        return [
            Detections(
                boxes=np.zeros((1, 4), np.float32),
                points=np.zeros((1, 5, 2), np.float32),
                scores=np.array([image[0, 0, 0] / 100], np.float32),
            )
            for image in images
        ]


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_every_photo_gets_its_own_answer(threads, count):
    inner = BrightnessDetector()
    images = [np.full((4, 4, 3), value, np.uint8) for value in range(count)]

    with Runtime(threads) as runtime:
        found = SpreadDetector(inner, runtime).detect(images)

    expected = [value / 100 for value in range(count)]
    assert [float(one.scores[0]) for one in found] == pytest.approx(expected)
    assert sum(inner.batches) == count
    assert len(inner.batches) == min(threads, count)
