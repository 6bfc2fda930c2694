"""Labelled faces: what every yardstick is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledFaces:
    """One face of each labelled photo that shows one, in the order of the photos' paths.

    Arrays have one row per face, n in all.
    """

    names: tuple[str, ...]  # of the people, sorted; also of those without a face that was found
    people: NDArray[np.intp]  # (n,) row of `names`
    photos: tuple[str, ...]  # (n,) path below the data set
    vectors: NDArray[np.float32]  # (n, d), unit length
    norms: NDArray[np.float32]  # (n,) length of the embedding before it was made a unit vector
    quality: NDArray[np.float32]  # (n,) [0, 1]
    ages: NDArray[np.float32]  # (n,) perceived, years; NaN: not estimated
    yaws: NDArray[np.float32]  # (n,) degrees, 0 frontal; NaN: not estimated
    subsets: tuple[str, ...]  # (n,) label of the sub-folder, such as "makeup"; "" for none
    missed_people: NDArray[np.intp]  # (m,) row of `names`, of each labelled photo without a face
    missed_photos: tuple[str, ...]  # (m,) path below the data set
    missed_subsets: tuple[str, ...]  # (m,)

    def __len__(self) -> int:
        return len(self.photos)

    @property
    def coverage(self) -> float:
        """Share of the labelled photos on which a face was found; NaN without photos."""
        total = len(self.photos) + len(self.missed_photos)
        return len(self.photos) / total if total else float("nan")

    def where(
        self, faces: NDArray[np.bool_], missed: NDArray[np.bool_] | None = None
    ) -> LabelledFaces:
        """Return some of the faces and of the missed photos (default: none); names stay."""
        rows = np.flatnonzero(faces)
        lost = np.flatnonzero(missed) if missed is not None else np.empty(0, np.intp)
        return LabelledFaces(
            names=self.names,
            people=self.people[rows],
            photos=_picked(self.photos, rows),
            vectors=self.vectors[rows],
            norms=self.norms[rows],
            quality=self.quality[rows],
            ages=self.ages[rows],
            yaws=self.yaws[rows],
            subsets=_picked(self.subsets, rows),
            missed_people=self.missed_people[lost],
            missed_photos=_picked(self.missed_photos, lost),
            missed_subsets=_picked(self.missed_subsets, lost),
        )


def _picked(values: Sequence[str], rows: NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(values[row] for row in rows.tolist())
