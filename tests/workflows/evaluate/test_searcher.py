"""The product's search, measured: many probes at once answer as one by one."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.evaluation.openset import Gallery
from likeness.grouping.identify import decide, score, template
from likeness.types import PersonId
from likeness.workflows.evaluate import searcher
from likeness.workflows.evaluate.searcher import Searcher


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("at_once", [1, 4_000_000])
def test_probes_are_answered_as_find_answers_each(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "AT_ONCE", at_once)
    rng = np.random.default_rng(4)
    people = np.repeat(np.arange(8), (1, 2, 3, 4, 5, 3, 1, 6))
    centres = unit(rng.normal(size=(9, 16)) + 2)
    gallery = Gallery(
        vectors=unit(centres[people] + 0.08 * rng.normal(size=(len(people), 16))),
        quality=np.full(len(people), 0.9, np.float32),
        people=people.astype(np.intp),
    )
    probes = unit(centres[rng.integers(0, 9, 60)] + 0.1 * rng.normal(size=(60, 16)))
    quality = rng.uniform(0.1, 1, 60).astype(np.float32)

    found = Searcher().identify(gallery, probes, quality)

    assert found.answers is not None
    assert len(set(found.answers)) > 1
    for row in range(60):
        sample = template(probes[row : row + 1], quality[row : row + 1])
        scores = {
            PersonId(f"{person}"): score(sample, gallery.vectors[people == person])
            for person in range(8)
        }
        best = max(scores, key=lambda person: scores[person])
        assert int(best) == found.people[row]
        assert found.scores[row] == pytest.approx(scores[best], abs=1e-6)
        assert found.answers[row] == decide(scores, None, faces=len(people)).answer


def test_no_probes_get_no_answers() -> None:
    gallery = Gallery(
        vectors=unit(np.ones((2, 4))),
        quality=np.ones(2, np.float32),
        people=np.array([0, 1], np.intp),
    )

    found = Searcher().identify(gallery, np.empty((0, 4), np.float32), np.empty(0, np.float32))

    assert found.answers == ()
    assert found.people.shape == found.scores.shape == (0,)
