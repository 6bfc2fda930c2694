"""How far an average is, out of how often its faces are gone through."""

from __future__ import annotations

from likeness.types import Progress
from likeness.workflows.average.members import OnProgress

# Aligning, flattening and refining twice, rendering, measuring, blending; see `portrait.average`.
PASSES = 8
STEPS = 100  # that are told


class Passes:
    """Turns the progress of each pass over the faces into that of the whole.

    Args:
        progress: Told whenever a step more is done.
        faces: How many there are.
    """

    def __init__(self, progress: OnProgress, faces: int) -> None:
        self._progress = progress
        self._faces = faces
        self._stage = ""
        self._done = 0
        self._passed = -1
        self._told = -1

    def tell(self, stage: str, done: int, total: int) -> None:
        """Take in that a pass has done so many of its faces."""
        if stage != self._stage or done < self._done:
            self._passed += 1
        self._stage, self._done = stage, done
        share = (self._passed + done / max(total, 1)) / PASSES
        step = min(int(STEPS * share), STEPS)
        if step > self._told:
            self._told = step
            self._progress(Progress(stage="average", done=step, total=STEPS, faces=self._faces))
