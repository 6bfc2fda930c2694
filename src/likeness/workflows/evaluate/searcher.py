"""The product's own search as an identifier that can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.openset import Answer, Gallery, Identified
from likeness.grouping.strangers import Known, calibrate, decide, rank

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Searcher:
    """Answers as `likeness find` does with one sample, in a library of the enrolled faces.

    Everybody of the gallery is compared, so the index and its limits play no part.
    """

    def identify(
        self, gallery: Gallery, vectors: NDArray[np.float32], quality: NDArray[np.float32]
    ) -> Identified:
        """Answer for m probes; see `Identifier`. A face too poor to tell counts as absent."""
        known = Known.of(gallery.vectors, gallery.quality, gallery.people)
        ranked = rank(known, vectors)
        verdicts = decide(known, calibrate(known), ranked, quality)
        answers: list[Answer] = [
            "absent" if verdict.answer == "unrecognisable" else verdict.answer
            for verdict in verdicts
        ]
        return Identified(
            people=known.people[ranked.people[:, 0]],
            scores=ranked.scores[:, 0],
            answers=tuple(answers),
            probabilities=np.array([verdict.probability for verdict in verdicts]),
        )
