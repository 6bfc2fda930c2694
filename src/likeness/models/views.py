"""Views: the crops in which a face is looked at to place its landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Crop(NamedTuple):
    """An upright square on a face."""

    centre: float  # how far from the eyes to the mouth, 0 to 1
    reach: float  # its side, in sizes of the face


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """A set of looks at a face: first ones that find its frame, the others in that frame.

    At each crop a face is looked at as it is and mirrored.
    """

    name: str  # part of the contract: a change of anything here needs a new one
    first: Crop  # in the frame of the detector's points
    crops: tuple[Crop, ...]  # in the frame of the first looks' points


# Chosen on singles, office, drama, trip and digiface 4000 to 4002: how near the points come to
# those of dlib's predictor, on the 136 faces that it finds there. Around 0.9 is best: at 0.7 the
# eyes lie a tenth further from dlib's, and from 1.0 on single faces fail. What each set costs, and
# how well it agrees with itself when a photo is turned: benchmarks/landmarks.py.
FIRST = Crop(0.7, 2.1)
USUAL = Views(name="usual-1", first=FIRST, crops=(Crop(0.84, 2.18), Crop(0.9, 2.02)))
FINE = Views(
    name="fine-1",
    first=FIRST,
    crops=(Crop(0.8, 1.95), Crop(0.94, 1.95), Crop(0.87, 2.1), Crop(0.8, 2.25), Crop(0.94, 2.25)),
)
# It holds all that these views show, also where the first looks move the frame.
WIDEST = Crop(0.85, 2.6)
