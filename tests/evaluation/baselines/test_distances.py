from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.evaluation.baselines import distances
from likeness.evaluation.baselines.distances import (
    blocks,
    checked,
    false_match_rate,
    threshold_at,
    thresholds_for,
)
from tests.evaluation.baselines.crowd import crowd, gaps


def strangers(seed: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    vectors, people = crowd(seed, n)
    rows, columns = np.triu_indices(n, 1)
    apart = gaps(vectors)[rows, columns][people[rows] != people[columns]]
    return vectors, people, np.sort(apart)


def test_blocks_hold_the_distances_of_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = crowd(1, 37)[0] * 3
    monkeypatch.setattr(distances, "BLOCK_ELEMENTS", 100)
    whole = np.full((37, 37), np.nan)
    for start, matrix in blocks(vectors):
        whole[start : start + len(matrix), start:] = matrix
    upper = np.triu_indices(37, 1)
    np.testing.assert_allclose(whole[upper], gaps(vectors)[upper], rtol=0, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.floats(0, 2))
def test_the_false_match_rate_is_the_share_of_near_strangers(
    seed: int, n: int, threshold: float
) -> None:
    vectors, people, apart = strangers(seed, n)
    rate = false_match_rate(vectors, people, threshold)
    if len(apart) == 0:
        assert rate is None
    elif np.abs(apart - threshold).min() > 1e-5:
        assert rate == pytest.approx(np.mean(apart <= threshold), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(8, 40), st.floats(0, 1))
def test_the_threshold_of_a_rate_is_the_largest_that_keeps_it(
    seed: int, n: int, rate: float
) -> None:
    vectors, people, apart = strangers(seed, n)
    threshold = threshold_at(vectors, people, rate)
    if len(apart) == 0:
        assert threshold is None
        return
    assert threshold is not None
    measured = false_match_rate(vectors, people, threshold)
    assert measured is not None
    assert measured <= rate
    wider = false_match_rate(vectors, people, threshold + 1e-5)
    assert wider is not None
    assert wider > rate or wider == 1


def test_no_threshold_is_small_enough_for_one_picture_with_two_names() -> None:
    vectors, people = np.repeat(crowd(1, 1)[0], 2, axis=0), np.arange(2)
    threshold = threshold_at(vectors, people, 0)
    assert threshold is not None
    assert threshold < 0
    assert false_match_rate(vectors, people, threshold) == 0


def test_thresholds_to_choose_from_grow_with_the_embedding() -> None:
    vectors, people, apart = strangers(3, 60)
    cuts = thresholds_for(vectors, people)
    assert len(cuts) == 91
    assert cuts[0] == 0
    assert cuts[1] == pytest.approx(0.4 * np.median(apart), abs=1e-3)
    assert cuts[-1] == pytest.approx(1.5 * np.median(apart), abs=1e-3)
    tenfold = thresholds_for(vectors * 10, people)
    np.testing.assert_allclose(tenfold, np.multiply(cuts, 10), rtol=0, atol=2e-3)


def test_where_nobody_differs_there_are_still_thresholds_but_no_rates() -> None:
    vectors, people = crowd(1, 9)[0], np.zeros(9, np.intp)
    cuts = thresholds_for(vectors, people)
    assert (cuts[0], cuts[1], cuts[-1]) == (0, 0.25, 0.7)
    assert false_match_rate(vectors, people, 0.5) is None
    assert threshold_at(vectors, people, 0.01) is None


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_vectors_that_are_no_numbers_are_refused(bad: float) -> None:
    vectors = np.ones((3, 2), np.float32)
    vectors[1, 1] = bad
    with pytest.raises(ValueError, match="finite"):
        false_match_rate(vectors, np.arange(3), 0.5)


def test_vectors_must_be_a_table() -> None:
    with pytest.raises(ValueError, match=r"\(n, d\)"):
        checked(np.ones(3, np.float32))


@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
def test_a_rate_is_a_share(rate: float) -> None:
    with pytest.raises(ValueError, match="share"):
        threshold_at(*crowd(1, 5), rate)


def test_too_many_faces_get_a_sentence_that_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="at most 1,000 faces, not for 1,001: take fewer photos"):
        checked(np.ones((1001, 2), np.float32), most=1000)
