from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.roc import (
    Curve,
    accuracy_at,
    auc,
    best_threshold,
    equal_error_rate,
    from_counts,
    rates_at,
    roc,
    sigma_rule,
    tar_at_far,
)


@st.composite
def samples(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distances with ties and extremes, both kinds, and weights of which some are 0."""
    size = draw(st.integers(2, 40))
    number = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1e6, width=32))
    distances = draw(st.lists(number, min_size=size, max_size=size))
    same = draw(st.lists(st.booleans(), min_size=size - 2, max_size=size - 2))
    weights = draw(st.lists(st.integers(0, 3), min_size=size - 2, max_size=size - 2))
    return (
        np.array(distances),
        np.array([True, False, *same]),
        np.array([1, 1, *weights], np.float64),
    )


@given(sample=samples())
@settings(deadline=None)
def test_the_curve_is_that_of_scikit_learn(
    sample: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    from sklearn.metrics import roc_auc_score, roc_curve

    distances, same, weights = sample
    for heavy in (None, weights):
        curve = roc(distances, same, heavy)
        far, tar, cuts = roc_curve(same, -distances, sample_weight=heavy, drop_intermediate=False)
        at = [rates_at(curve, -cut) for cut in cuts]
        np.testing.assert_allclose([each[0] for each in at], far, atol=1e-9)
        np.testing.assert_allclose([each[1] for each in at], tar, atol=1e-9)
        expected = roc_auc_score(same, -distances, sample_weight=heavy)
        assert auc(curve) == pytest.approx(expected, abs=1e-9)


@given(sample=samples())
def test_rates_rise_from_nothing_to_everything(
    sample: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    curve = roc(*sample)
    for rates in (curve.far, curve.tar):
        assert rates[0] == 0
        assert rates[-1] == pytest.approx(1)
        assert np.all(np.diff(rates) >= 0)
    assert curve.thresholds[0] == -np.inf
    assert np.all(np.diff(curve.thresholds) > 0)


@given(sample=samples(), far=st.floats(1e-5, 0.5))
def test_tar_at_far_is_the_best_that_keeps_the_far(
    sample: tuple[np.ndarray, np.ndarray, np.ndarray], far: float
) -> None:
    distances, same, _ = sample
    curve = roc(distances, same)
    tar, threshold = tar_at_far(curve, far)
    cuts = [-1.0, *distances]
    allowed = [cut for cut in cuts if np.mean(distances[~same] <= cut) <= far + 1e-12]
    assert tar == pytest.approx(max(np.mean(distances[same] <= cut) for cut in allowed))
    assert (threshold is None) == (max(allowed) == -1.0)


@given(sample=samples())
def test_the_equal_error_rate_lies_on_the_curve_and_on_the_diagonal(
    sample: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    curve = roc(*sample)
    rate, threshold = equal_error_rate(curve)
    # Along the curve, far + tar rises, so this crossing of the polygon is the only one.
    along = (
        np.interp(1.0, curve.far + curve.tar, curve.far)
        if np.all(np.diff(curve.far + curve.tar) > 0)
        else rate
    )
    assert rate == pytest.approx(along, abs=1e-9)
    assert -1e-9 <= rate <= 1 + 1e-9
    assert curve.thresholds[1] <= threshold <= curve.thresholds[-1]


def test_the_equal_error_rate_of_an_example_by_hand() -> None:
    distances = [0.1, 0.2, 0.3, 0.6, 0.4, 0.5, 0.7, 0.8]
    same = [True, True, True, True, False, False, False, False]
    rate, threshold = equal_error_rate(roc(distances, same))
    assert rate == pytest.approx(0.25)  # at .4 one of four is accepted wrongly, one refused
    assert threshold == pytest.approx(0.4)


@given(sample=samples())
def test_no_other_threshold_is_better_than_the_best(
    sample: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    distances, same, _ = sample
    curve = roc(distances, same)
    best = accuracy_at(curve, best_threshold(curve))
    for cut in [-1.0, *distances]:
        tar, far = np.mean(distances[same] <= cut), np.mean(distances[~same] <= cut)
        assert accuracy_at(curve, cut) == pytest.approx((tar + 1 - far) / 2)
        assert best >= accuracy_at(curve, cut) - 1e-9


def test_the_best_threshold_lies_half_way_to_the_next_distance() -> None:
    assert best_threshold(roc([0.1, 0.2, 0.6, 0.9], [1, 1, 0, 0])) == pytest.approx(0.4)
    assert best_threshold(roc([0.6, 0.9, 0.1, 0.2], [1, 1, 0, 0])) < 0.1
    assert best_threshold(roc([0.3, 0.3], [1, 0])) < 0.3  # of equals, the smaller FAR


def test_the_sigma_rule_is_mean_plus_standard_deviations_of_the_same_person() -> None:
    distances, same = [0.1, 0.2, 0.6, 9.0], [True, True, True, False]
    own = np.array([0.1, 0.2, 0.6])
    assert sigma_rule(distances, same) == pytest.approx(own.mean() + 2 * own.std(ddof=1))
    assert sigma_rule(distances, same, 1) == pytest.approx(own.mean() + own.std(ddof=1))
    assert sigma_rule([0.4, 1.0], [True, False]) == pytest.approx(0.4)


@pytest.mark.parametrize("kind", [True, False])
def test_one_kind_alone_has_no_curve(kind: bool) -> None:
    with pytest.raises(ValueError, match="There are no pairs of"):
        roc([0.1, 0.2], [kind, kind])
    with pytest.raises(ValueError, match="There are no pairs of"):
        roc([0.1, 0.2], [True, False], [float(kind), float(not kind)])


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        roc([0.1, np.nan], [True, False])
    with pytest.raises(ValueError, match="Weights"):
        roc([0.1, 0.2], [True, False], [1, -1])
    with pytest.raises(ValueError, match="Weights"):
        roc([0.1, 0.2], [True, False], [1, np.nan])
    with pytest.raises(ValueError, match="Shapes"):
        roc([0.1, 0.2], [True])
    with pytest.raises(ValueError, match="NaN"):
        sigma_rule([np.nan, 0.2], [True, False])
    with pytest.raises(ValueError, match="no pairs of the same"):
        sigma_rule([0.2], [False])
    with pytest.raises(ValueError, match="no pairs"):
        roc([], [])


def test_counts_make_the_same_curve_as_pairs() -> None:
    rng = np.random.default_rng(0)
    distances, same = rng.integers(0, 20, 300) / 20, rng.random(300) < 0.3
    values = np.unique(distances)
    counted = from_counts(
        values,
        np.array([np.sum(distances[same] == value) for value in values], np.float64),
        np.array([np.sum(distances[~same] == value) for value in values], np.float64),
    )
    listed: Curve = roc(distances, same)
    np.testing.assert_allclose(counted.far, listed.far)
    np.testing.assert_allclose(counted.tar, listed.tar)
