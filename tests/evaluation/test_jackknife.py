from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from likeness.evaluation import jackknife
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.jackknife import COVERAGE, from_left_out, groups, intervals, limits, paired


def ends(estimate: Estimate) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high


def mean_of(values: np.ndarray) -> jackknife.Statistic:
    def statistic(weights: np.ndarray) -> np.ndarray:
        total = weights.sum(axis=1)
        shares = np.full(len(weights), np.nan)
        return np.divide(weights @ values, total, out=shares, where=total > 0)

    return statistic


def test_the_interval_of_a_mean_is_that_of_student_but_for_the_degrees_of_freedom() -> None:
    values = np.random.default_rng(0).normal(3, 2, 40)
    found = intervals(mean_of(values), 40, unit=False)
    error = values.std(ddof=1) / np.sqrt(40)
    freedom = min(40 / (1 + 2 * stats.skew(values) ** 2), 39)
    reach = stats.t.ppf(0.975, freedom) * error
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - reach)
    assert found.high == pytest.approx(values.mean() + reach)
    assert found.note == ""


def test_the_interval_of_a_rate_is_taken_on_the_logit_scale() -> None:
    values = np.random.default_rng(1).beta(8, 2, 30)
    found = intervals(mean_of(values), 30)
    plain = intervals(mean_of(values), 30, unit=False)
    assert found.value is not None
    reach = float(np.ptp(ends(plain))) / 2 / (found.value * (1 - found.value))
    middle = np.log(found.value / (1 - found.value))
    expected = 1 / (1 + np.exp(reach - middle)), 1 / (1 + np.exp(-reach - middle))
    assert ends(found) == pytest.approx(expected)


@given(values=st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_intervals_of_rates_hold_the_value_and_stay_within_bounds(values: list[float]) -> None:
    found = intervals(mean_of(np.array(values)), len(values))
    assert found.value is not None
    if found.low is None or found.high is None:
        assert found.note
        assert np.ptp(values) < 1e-6
    else:
        assert 0 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1


def test_where_nobody_shows_a_mistake_each_person_is_one_trial() -> None:
    found = intervals(mean_of(np.ones(6)), 6)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(stats.beta.ppf(0.025, 6, 1))
    assert "Nobody shows a mistake" in found.note
    none = intervals(mean_of(np.zeros(6)), 6)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(stats.beta.ppf(0.975, 1, 6))
    fewer = from_left_out(1.0, np.ones(6), trials=2)
    assert fewer.low == pytest.approx(0.025 ** (1 / 2))


def test_rounding_does_not_hide_that_nobody_shows_a_mistake() -> None:
    found = from_left_out(1 - 1e-15, np.full(5, 1 - 1e-15))
    assert found.value == 1.0
    assert found.low == pytest.approx(0.025 ** (1 / 5))


def test_one_person_with_all_mistakes_leaves_a_bound() -> None:
    values = np.ones(30)
    values[7] = 0.4
    found = intervals(mean_of(values), 30)
    assert found.low == pytest.approx(stats.beta.ppf(0.025, 29.4, 1.6))


def test_without_people_to_leave_out_there_is_no_interval() -> None:
    alone = intervals(mean_of(np.array([0.4])), 1)
    assert (alone.value, alone.low, alone.high) == (0.4, None, None)
    assert alone.note == jackknife.ALONE
    nobody = intervals(mean_of(np.empty(0)), 0)
    assert nobody.value is None
    assert nobody.note


def test_a_figure_that_rests_on_one_person_has_no_interval() -> None:
    def one_only(weights: np.ndarray) -> np.ndarray:
        return np.where(weights[:, 0] > 0, 0.7, np.nan)

    found = intervals(one_only, 5)
    assert (found.value, found.low) == (0.7, None)
    assert found.note == jackknife.RESTS_ON_ONE


def test_no_spread_between_people_says_nothing() -> None:
    found = intervals(mean_of(np.full(9, 0.4)), 9)
    assert found.value == pytest.approx(0.4)
    assert (found.low, found.note) == (None, jackknife.NO_SPREAD)


def test_what_two_figures_share_cancels_out() -> None:
    rng = np.random.default_rng(0)
    hard = rng.uniform(0.2, 0.9, 40)
    better = hard + rng.uniform(0.01, 0.05, 40)
    difference = paired(mean_of(better), mean_of(hard), 40)
    assert difference.value == pytest.approx((better - hard).mean())
    assert ends(difference)[0] > 0
    error = (better - hard).std(ddof=1) / np.sqrt(40)
    middle = (better - hard).mean()
    assert ends(difference)[0] == pytest.approx(middle - stats.t.ppf(0.975, 39) * error)
    one, other = (intervals(mean_of(each), 40) for each in (better, hard))
    assert ends(one)[0] < ends(other)[1]  # they overlap, and yet one is better
    assert paired(mean_of(hard), mean_of(hard), 40).low is None


def test_many_people_are_left_out_in_groups_of_equal_size() -> None:
    assert groups(7, 10).tolist() == list(range(7))
    many = groups(1003, 50, seed=3)
    assert set(np.bincount(many)) == {20, 21}
    np.testing.assert_array_equal(many, groups(1003, 50, seed=3))
    assert not np.array_equal(many, groups(1003, 50, seed=4))
    values = np.random.default_rng(0).normal(0, 1, 3000)
    found = intervals(mean_of(values), 3000, replicates=200, unit=False)
    assert np.ptp(ends(found)) == pytest.approx(2 * 1.96 / np.sqrt(3000), rel=0.2)


def test_a_statistic_gets_chunks_of_bounded_size() -> None:
    seen: list[int] = []

    def statistic(weights: np.ndarray) -> np.ndarray:
        seen.append(len(weights))
        return mean_of(np.arange(300.0))(weights)

    intervals(statistic, 300, unit=False)
    assert max(seen) <= jackknife.CHUNK
    assert sum(seen) == 301


def test_a_figure_that_is_known_better_keeps_its_value() -> None:
    values = np.linspace(0.2, 0.8, 12)
    found = intervals(mean_of(values), 12, value=0.55)
    assert found.value == 0.55
    low, high = ends(found)
    assert low < 0.55 < high


def test_many_figures_at_once_get_the_intervals_that_each_gets_alone() -> None:
    rng = np.random.default_rng(0)
    values, left_out = np.array([0.3, 0.9, 1.0]), np.ones((8, 3))
    left_out[:, :2] = values[:2] + rng.normal(0, 0.01, (8, 2))
    low, high = limits(values, left_out)
    for i, value in enumerate(values.tolist()):
        alone = from_left_out(value, left_out[:, i])
        assert (alone.low, alone.high) == (low[i], high[i])


def test_the_measured_coverage_is_there_for_help_texts() -> None:
    assert all(set(shares) == {6, 10, 20, 50} for shares in COVERAGE.values())
    assert all(0.93 <= shares[50] <= 0.97 for shares in COVERAGE.values())
    assert len(COVERAGE) >= 6


def test_the_help_says_how_often_intervals_held_the_truth() -> None:
    said = jackknife.help_text()
    assert "with 6 people" in said
    worst = min(shares[6] for shares in COVERAGE.values())
    assert f"{worst:.0%} to" in said
