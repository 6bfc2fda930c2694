"""The product's search, measured: it answers for a gallery as `find` does for a library."""

from __future__ import annotations

import numpy as np

from likeness.evaluation.openset import Gallery
from likeness.grouping.strangers import Known, calibrate, decide, rank
from likeness.workflows.evaluate.searcher import Searcher


def unit(vectors: np.ndarray) -> np.ndarray:
    result: np.ndarray = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(
        np.float32
    )
    return result


def test_probes_are_answered_as_one_by_one() -> None:
    """Probes are independent of each other."""
    rng = np.random.default_rng(4)
    people = np.repeat(np.arange(8), (1, 2, 3, 4, 5, 3, 1, 6)).astype(np.intp)
    centres = unit(rng.normal(size=(9, 16)) + 2)
    gallery = Gallery(
        vectors=unit(centres[people] + 0.08 * rng.normal(size=(len(people), 16))),
        quality=np.full(len(people), 0.9, np.float32),
        people=people,
    )
    probes = unit(centres[rng.integers(0, 9, 60)] + 0.1 * rng.normal(size=(60, 16)))
    quality = rng.uniform(0.3, 1, 60).astype(np.float32)

    found = Searcher().identify(gallery, probes, quality)

    known = Known.of(gallery.vectors, gallery.quality, gallery.people)
    calibration = calibrate(known)
    assert found.answers is not None
    assert found.probabilities is not None
    assert len(set(found.answers)) > 1
    for row in range(60):
        ranked = rank(known, probes[row : row + 1])
        (verdict,) = decide(known, calibration, ranked, quality[row : row + 1])
        assert found.people[row] == known.people[verdict.candidates[0].person]
        assert abs(found.scores[row] - verdict.candidates[0].score) < 1e-6
        assert abs(found.probabilities[row] - verdict.probability) < 1e-4
        assert found.answers[row] == verdict.answer.replace("unrecognisable", "absent")


def test_no_probes_get_no_answers() -> None:
    """An empty search is not an error."""
    gallery = Gallery(
        vectors=unit(np.eye(4)[:2]),
        quality=np.ones(2, np.float32),
        people=np.array([0, 1], np.intp),
    )

    found = Searcher().identify(gallery, np.empty((0, 4), np.float32), np.empty(0, np.float32))

    assert found.answers == ()
    assert found.people.shape == found.scores.shape == (0,)
