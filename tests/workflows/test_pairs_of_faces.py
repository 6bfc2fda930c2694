"""Two faces are held against each other, and nothing else is known."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.errors import UsageError
from likeness.workflows.pairs_of_faces import pair_probabilities


def at(distance: float) -> np.ndarray:
    """Return a unit vector at this distance of `ONE`."""
    cosine = 1 - distance**2 / 2
    return np.array([cosine, np.sqrt(1 - cosine**2), 0], np.float32)


ONE = np.array([1, 0, 0], np.float32)


def test_the_nearer_the_likelier() -> None:
    chances = pair_probabilities(ONE, [at(0), at(0.3), at(0.42), at(0.5), at(1.4)])

    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1
    assert chances[2] == pytest.approx(0.5, abs=0.01)
    assert chances[-1] == 0


def test_lengths_do_not_count() -> None:
    assert pair_probabilities(ONE * 3, [at(0.4) * 7]) == pair_probabilities(ONE, [at(0.4)])


def test_nobody_is_like_nobody() -> None:
    assert pair_probabilities(ONE, []) == []


@pytest.mark.parametrize(
    "other", [np.ones(2), np.zeros(3), np.array([np.nan, 0, 0]), np.array([np.inf, 0, 0])]
)
def test_what_is_no_embedding_is_refused(other: np.ndarray) -> None:
    with pytest.raises(UsageError):
        pair_probabilities(ONE, [other.astype(np.float32)])
