"""The square on which faces are brought together."""

from __future__ import annotations

from dataclasses import dataclass

# Of the canvas: eyes 112 px apart at y 236 of 512 leave room for hair above and shoulders below.
EYE_DISTANCE = 112 / 512
EYE_LINE = 236 / 512
USUAL = 512  # pixels: what the constants of this package that are pixels were chosen at


@dataclass(frozen=True, slots=True)
class Canvas:
    """A square picture with the eyes of the mean face at fixed places.

    Coordinates are continuous, as everywhere: the pixel in column 0 covers x from 0 to 1.
    """

    side: int = USUAL  # pixels
    reach: float = 1.0  # how many times more than usual it shows around the face
    eyes_at: float = EYE_LINE  # where the eyes are, from the top, as a share of the side

    @property
    def eye_distance(self) -> float:
        """Between the eyes of the mean face, pixels."""
        return EYE_DISTANCE * self.side / self.reach

    @property
    def eye_line(self) -> float:
        """Where the eyes of the mean face are, pixels from the top."""
        return self.eyes_at * self.side

    @property
    def middle(self) -> float:
        """Where the line of symmetry is, pixels from the left."""
        return self.side / 2

    def px(self, usual: float) -> float:
        """Return a length given in pixels of the usual canvas, where the face is as large here."""
        return usual * self.side / USUAL / self.reach
