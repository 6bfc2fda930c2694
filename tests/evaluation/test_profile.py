from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from likeness.evaluation.profile import profile

VECTORS = np.random.default_rng(0).standard_normal((4, 128)).astype(np.float32)


def test_fifty_numbers_are_shown_unless_told_otherwise() -> None:
    assert profile(VECTORS).values.tolist() == VECTORS[:, :50].tolist()


@pytest.mark.parametrize("numbers", [None, 128, 1000])
def test_all_numbers_are_shown_when_all_or_more_are_asked_for(numbers: int | None) -> None:
    assert profile(VECTORS, numbers).values.shape == (4, 128)


@settings(deadline=None)  # a busy machine is no failure
@given(arrays(np.float32, (3, 7), elements=st.floats(-1, 1, width=32)), st.integers(1, 9))
def test_mean_and_spread_are_those_of_the_numbers(vectors: np.ndarray, numbers: int) -> None:
    result = profile(vectors, numbers)
    columns = [[float(v) for v in column] for column in vectors.T[:numbers]]
    assert result.mean.tolist() == pytest.approx([statistics.fmean(c) for c in columns], abs=1e-9)
    spread = [statistics.pstdev(c) for c in columns]
    assert result.spread.tolist() == pytest.approx(spread, abs=1e-9)


def test_one_embedding_is_its_own_mean_and_has_no_spread() -> None:
    result = profile(VECTORS[:1], 3)
    assert result.mean.tolist() == VECTORS[0, :3].tolist()
    assert result.spread.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("vectors", "numbers"),
    [
        (VECTORS[:0], 50),
        (VECTORS[:, :0], 50),
        (VECTORS[0], 50),
        (VECTORS, 0),
        (np.array([[0.5, np.nan]], np.float32), 50),
        (np.array([[0.5, np.inf]], np.float32), 1),
    ],
)
def test_what_has_no_profile_is_refused(vectors: np.ndarray, numbers: int) -> None:
    with pytest.raises(ValueError, match=r"needed|shown|not a number"):
        profile(vectors, numbers)
