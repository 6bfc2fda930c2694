"""The product's own search as an identifier that can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.openset import Answer, Gallery, Identified
from likeness.grouping.identify import BEST_FACES, CANDIDATES, decide
from likeness.types import PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 4_000_000  # products that are held: 32 MB of float64


class Searcher:
    """Answers as `likeness find` does with one sample, in a library of the enrolled faces.

    Everybody of the gallery is scored, so the index and its limits play no part. Scores are those
    of `grouping.identify.score`, computed for many probes at once.
    """

    def identify(
        self, gallery: Gallery, vectors: NDArray[np.float32], quality: NDArray[np.float32]
    ) -> Identified:
        """Answer for m probes; see `Identifier`. One sample is its own template, however good."""
        del quality
        step = max(1, AT_ONCE // len(gallery.people))
        scores = np.concatenate(
            [scored(gallery, vectors[at : at + step]) for at in range(0, len(vectors), step)]
            or [np.empty((0, int(gallery.people[-1]) + 1))]
        )
        ranked = np.argsort(-scores, axis=1, kind="stable")[:, :CANDIDATES]
        rows = np.arange(len(vectors))
        return Identified(
            people=ranked[:, 0],
            scores=scores[rows, ranked[:, 0]],
            answers=tuple(
                answer(scores[row, ranked[row]], len(gallery.people)) for row in rows.tolist()
            ),
        )


def scored(gallery: Gallery, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the score of everybody for each probe, (m, people); see `identify.score`."""
    products = vectors.astype(np.float64) @ gallery.vectors.astype(np.float64).T
    starts = np.flatnonzero(np.diff(gallery.people, prepend=-1))
    parts = [np.sort(part, axis=1) for part in np.split(products, starts[1:], axis=1)]
    return np.stack(
        [(part.mean(axis=1) + part[:, -BEST_FACES:].mean(axis=1)) / 2 for part in parts], axis=1
    )


def answer(scores: NDArray[np.float64], faces: int) -> Answer:
    """Return what `find` says where these are the best scores, in a library of so many faces."""
    people = {PersonId(f"{row:02d}"): float(value) for row, value in enumerate(scores)}
    return decide(people, None, faces=faces).answer
