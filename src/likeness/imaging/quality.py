"""How well a face can be recognised, from what is known of it anyway.

Every signal becomes a number in [0, 1] that grows with quality; the answer is their weighted
geometric mean, so that it falls with each of them and one hopeless signal cannot be made good by
the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Pose = tuple[float, float, float]

# Where a signal is worth nothing and where it is worth everything.
EYE_DISTANCE = (6.0, 60.0)  # pixels of the photo, by its logarithm; 53 fill the chip
SHARPNESS = (5.0, 500.0)  # variance of the chip's Laplacian, by its logarithm
SCORE = (0.5, 1.0)
MIRROR_DISTANCE = (0.4, 0.05)  # the lower the better
YAW, PITCH = 45.0, 40.0  # degrees at which the signal has fallen to 1/e
# The mirror distance is the best signal of all that were tried, so it
# counts as much as the other four. On digiface 4000 to 4002 (200 faces) leaving out the worst fifth
# lifts the share of same-person pairs accepted at 10, 1, 0.1 % false ones from .84 .63 .40 to
# .90 .68 .43; by the mirror distance alone to .89 .67 .42, by the embedding's norm down to
# .81 .55 .31.
WEIGHTS = {"mirror": 0.5, "size": 0.15, "sharpness": 0.1, "pose": 0.15, "score": 0.1}
FLOOR = 0.02  # of every signal, so that order remains among hopeless faces


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What n faces are judged by."""

    eye_distance: Floats  # (n,), pixels of the photo
    sharpness: Floats  # (n,), see `sharpness`
    poses: Floats  # (n, 3), pitch, yaw, roll in degrees; nan counts as a profile
    scores: Floats  # (n,), of the detector, [0, 1]
    mirror_distance: Floats  # (n,), see `Embedded`


def quality(signals: Signals) -> NDArray[np.float32]:
    """Return the quality of faces, shape (n,), in [0, 1].

    It never falls when a face gets larger or sharper, turns towards the camera, scores higher, or
    comes closer to its mirror image.
    """
    parts = {
        "mirror": ramp(signals.mirror_distance, MIRROR_DISTANCE),
        "size": ramp(_log(signals.eye_distance), np.log(EYE_DISTANCE)),
        "sharpness": ramp(_log(signals.sharpness), np.log(SHARPNESS)),
        "pose": _frontal(signals.poses),
        "score": ramp(signals.scores, SCORE),
    }
    logs = sum(weight * np.log(np.maximum(parts[key], FLOOR)) for key, weight in WEIGHTS.items())
    return np.asarray(np.exp(logs), np.float32)


def requalified(known: float | None, before: Pose | None, now: Floats) -> float | None:
    """Return the quality of a face of which nothing but the pose is seen otherwise now.

    Args:
        known: Its quality, made with the pose *before*; None: it has none, and gets none.
        before: Pitch, yaw, roll in degrees; None: it was not known.
        now: The same, shape (3,); nan: it is not known.
    """
    if known is None:
        return None
    poses = np.array([before or (np.nan,) * 3, now])
    then, today = np.log(np.maximum(_frontal(poses), FLOOR))
    return float(known * np.exp(WEIGHTS["pose"] * (today - then)))


def sharpness(chips: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the variance of the Laplacian of aligned faces, shape (n,).

    Args:
        chips: RGB, shape (n, side, side, 3). All of one side, so that the same detail of a face
            is measured; a small face that was blown up is not sharp.
    """
    found = np.empty(len(chips), np.float32)
    for row, chip in enumerate(chips):
        edges = cv2.Laplacian(cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY), cv2.CV_16S)
        found[row] = cv2.meanStdDev(edges)[1][0, 0] ** 2
    return found


def ramp(values: Floats, ends: Any) -> NDArray[np.float64]:
    """Return 0 at the first end, 1 at the second, straight between them and flat beyond."""
    nothing, everything = ends
    share = (np.asarray(values, np.float64) - nothing) / (everything - nothing)
    return np.asarray(np.clip(share, 0, 1))


def _log(values: Floats) -> NDArray[np.float64]:
    return np.log(np.maximum(np.asarray(values, np.float64), 1e-6))


def _frontal(poses: Floats) -> NDArray[np.float64]:
    """Return 1 for a face that looks into the camera, falling with yaw and pitch."""
    angles = np.nan_to_num(np.asarray(poses, np.float64), nan=90)
    return np.exp(-((angles[:, 1] / YAW) ** 2) - (angles[:, 0] / PITCH) ** 2)
