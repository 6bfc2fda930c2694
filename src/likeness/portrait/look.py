"""One face as averages and portraits take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import mirrored
from likeness.portrait.shape import eye_distance, turn

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """A part of a photo with one face on it."""

    key: str  # of the face: decides nothing but the order, which is that of keys
    pixels: Image  # (h, w, 3) RGB, upright, wherever possible with room around the head
    points: NDArray[np.float64]  # (68, 2), iBUG order, continuous coordinates of `pixels`
    spread: float  # how far looks of the landmarker disagree, in face sizes; .019 is usual
    voter: str  # who it is: each has one vote
    quality: float = 1.0  # of the face, [0, 1]
    ballot: float = 1.0  # how much of a vote the voter may have, (0, 1]
    # (5, 2), the detector's own points: eyes, nose, corners of the mouth; for doubtful landmarks
    five: NDArray[np.float64] | None = None

    @property
    def eye_distance(self) -> float:
        """Pixels."""
        return eye_distance(self.points)

    @property
    def turn(self) -> float:
        """How far the face is turned to the side; see `shape.turn`."""
        return turn(self.points)

    def mirrored(self) -> Look:
        """Return the mirror image."""
        five = self.five
        if five is not None:  # right and left change places
            five = (self.pixels.shape[1], 0) + five[[1, 0, 2, 4, 3]] * (-1, 1)
        return Look(
            key=f"{self.key}|",
            pixels=np.ascontiguousarray(self.pixels[:, ::-1]),
            points=np.asarray(mirrored(self.points, self.pixels.shape[1]), np.float64),
            spread=self.spread,
            voter=self.voter,
            quality=self.quality,
            ballot=self.ballot,
            five=five,
        )
