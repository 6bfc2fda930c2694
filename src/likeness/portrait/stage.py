"""What all steps of making an average share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.crew import Crew
from likeness.portrait.filters import Plane, blur, sized
from likeness.portrait.look import Look
from likeness.portrait.members import Members
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions, filled, hull
from likeness.portrait.rendering import COARSE
from likeness.portrait.shape import mean_shape
from likeness.portrait.votes import votes

# With more photos than this both sides of the face are well spoken for without mirror images.
MOST_MIRRORED = 60
# Loud mirror images make doll-like symmetry, and the average less like its members.
MIRROR_SHARE = 0.5  # of one voter; of more, by the root of their number
# The part of the face with mirror images: how far above the brows, in heights of the lower face,
# how large by the face, and the sigma over which they fade, pixels of the usual canvas.
WITHIN_FOREHEAD, WITHIN_GROWN, FADING = 0.25, 0.8, 16.0


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A set of faces, where they go, and who does the work."""

    looks: Sequence[Look]  # by key
    members: Members
    shares: NDArray[np.float64]  # (n,), votes; add up to 1
    shape: NDArray[np.float64]  # (68, 2), the mean, pixels of the canvas
    regions: Regions
    canvas: Canvas
    mirror: Mirror
    crew: Crew

    @classmethod
    def of(cls, looks: Sequence[Look], canvas: Canvas, crew: Crew) -> Stage:
        """Return the stage for a set of at least one look."""
        members = Members.of(looks, canvas)
        shares = votes(members)
        shape = mean_shape(members.points, shares, canvas)
        regions = Regions.of(shape, canvas)
        mirrored = len(members) <= MOST_MIRRORED and not members.alone
        return cls(
            looks=Ordered(looks, members.places),
            members=members,
            shares=shares,
            shape=shape,
            regions=regions,
            canvas=canvas,
            mirror=Mirror(
                MIRROR_SHARE / np.sqrt(len(set(members.voters))) if mirrored else 0.0,
                fair=not members.alone,
                where=mirroring(shape, canvas) if mirrored else None,
            ),
            crew=crew,
        )


def mirroring(shape: NDArray[np.float64], canvas: Canvas) -> Plane:
    """Return where mirror images speak, (128, 128), [0, 1]: in the face, where no hair falls."""
    within = filled(hull(shape, forehead=WITHIN_FOREHEAD), canvas.side, grown=WITHIN_GROWN)
    return sized(blur(within, canvas.px(FADING)), COARSE)


class Ordered(Sequence[Look]):
    """Looks in another order, still taken one at a time."""

    def __init__(self, looks: Sequence[Look], places: Sequence[int]) -> None:
        self._looks, self._places = looks, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: Any) -> Any:
        return self._looks[self._places[number]]
