"""Perceived age and gender: face crops in, years and probabilities out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import squares
from likeness.models.session import Session
from likeness.types import Gender

SIDE = 112
FACES_PER_RUN = 4  # measured: from 8 on, a face costs more
QUARTER_TURN = np.pi / 2


class Perceived(TypedDict, total=False):
    """What one face looks like: the fields of `FaceFacts` of these names."""

    age: float
    gender: Gender
    gender_probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What n faces look like to the model; it says nothing about who somebody is."""

    ages: NDArray[np.float32]  # (n,), years, at least 0
    male: NDArray[np.float32]  # (n,), probability

    def of(self, row: int) -> Perceived:
        """Return what one face looks like."""
        male = float(self.male[row])
        return Perceived(
            age=round(float(self.ages[row]), 1),
            gender="male" if male >= 0.5 else "female",
            gender_probability=round(max(male, 1 - male), 4),
        )


class AttributeEstimator:
    """Estimates age and gender on crops that `crop_transforms` describes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def estimate(self, crops: NDArray[np.uint8]) -> Attributes:
        """Estimate the attributes of faces.

        Args:
            crops: RGB, shape (n, 112, 112, 3).

        Raises:
            ModelRunError: The model failed.
        """
        ages = np.empty(len(crops), np.float32)
        male = np.empty(len(crops), np.float32)
        for start in range(0, len(crops), FACES_PER_RUN):
            part = slice(start, start + FACES_PER_RUN)
            batch = np.ascontiguousarray(crops[part].transpose(0, 3, 1, 2), np.float32)
            years, genders = self._session.run({"input": batch})
            ages[part], male[part] = years[:, 0], genders[:, 0]
        return Attributes(ages=np.maximum(ages, 0), male=np.clip(male, 0, 1))


def crop_transforms(boxes: NDArray[np.float32], angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the transforms to the squares around boxes, shape (n, 2, 3).

    The model learnt from crops that were not turned, so they are turned by whole quarters only:
    what a photo needs that lies on its side.

    Args:
        boxes: Shape (n, 4), photo coordinates.
        angles: Roll of the faces in radians, shape (n,).
    """
    b = np.asarray(boxes, np.float64)
    sides = np.maximum(b[:, 2] - b[:, 0], b[:, 3] - b[:, 1])
    quarters = np.round(angles / QUARTER_TURN) * QUARTER_TURN
    return squares((b[:, :2] + b[:, 2:]) / 2, sides, quarters, SIDE)
