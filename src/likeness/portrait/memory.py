"""How much memory an average takes, so that whoever chooses the faces can choose how many."""

from __future__ import annotations

from likeness.portrait.canvas import Canvas
from likeness.portrait.flow import SIDE
from likeness.portrait.rendering import COARSE
from likeness.portrait.survey import kept_side

WEIGHTS = 14  # numbers of 4 bytes per point of the coarse grid, at most at once
PLANES = 170  # (s, s) numbers of 4 bytes in hand, with two threads


def memory(faces: int, canvas: Canvas) -> int:
    """Return how many bytes `average` needs at most, the photos themselves not counted.

    Args:
        faces: How many.
        canvas: Where the average goes.
    """
    render = 3 * canvas.side**2
    aligning = SIDE**2 * (2 + 1) + 2 * 8 * COARSE**2 * 3
    bands = kept_side(canvas) ** 2 * 2 * 3  # two are kept, one is stacked once more
    blending = bands + COARSE**2 * 4 * WEIGHTS
    return faces * (render + max(aligning, blending)) + PLANES * 4 * canvas.side**2
