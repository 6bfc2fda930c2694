"""Several samples are one face to search for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.grouping.strangers.samples import template
from tests.grouping.strangers.people import crowd

GOOD = np.float32(0.9)


def test_a_burst_does_not_outvote_another_photo() -> None:
    """Nine copies of one picture and one of another time weigh alike."""
    vectors = crowd(2, 1)[0]
    burst = np.concatenate([np.repeat(vectors[:1], 9, axis=0), vectors[1:]])
    both = template(vectors, np.full(2, GOOD))
    assert template(burst, np.full(10, GOOD)) == pytest.approx(both, abs=1e-6)


def test_a_weak_sample_counts_less() -> None:
    """Its part is that of a weak face in a template."""
    vectors = crowd(2, 1)[0]
    mixed = template(vectors, np.array([0.9, 0.1], np.float32))
    assert mixed == pytest.approx((vectors[0] + 0.1 * vectors[1]) / 1.1, abs=1e-6)


@given(st.permutations(range(5)))
def test_the_order_of_samples_does_not_matter(order: list[int]) -> None:
    """Nor does a template ever come out longer than its samples."""
    vectors, quality, _ = crowd(5, 1)
    made = template(vectors[order], quality[order])
    assert made == pytest.approx(template(vectors, quality), abs=1e-6)
    assert np.linalg.norm(made) <= 1 + 1e-6
