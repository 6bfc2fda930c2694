from __future__ import annotations

import numpy as np
import pytest

from likeness.evaluation import folds, streamed, tally, verification
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.metrics import METRICS, Metric
from likeness.evaluation.verification import Verification, verify
from tests.evaluation.crowds import crowd


def both_ways(
    monkeypatch: pytest.MonkeyPatch, metric: Metric, replicates: int = 1000
) -> tuple[Verification, Verification]:
    photos = np.random.default_rng(1).integers(1, 14, 40).tolist()
    faces = crowd(photos, noise=1.1)
    monkeypatch.setattr(folds, "MOST_DEALS", 1)  # so many people that one deal is enough
    exact = verify(faces, metric=metric, replicates=replicates)
    monkeypatch.setattr(verification, "EXACT_PAIRS", 0)
    monkeypatch.setattr(streamed, "TILE", 37)
    monkeypatch.setattr(streamed, "BINS", 2**17)
    return exact, verify(faces, metric=metric, replicates=replicates)


def assert_near(one: Estimate, other: Estimate, within: float) -> None:
    for a, b in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
        assert a is not None
        assert b is not None
        assert a == pytest.approx(b, abs=within)


@pytest.mark.parametrize("metric", METRICS)
def test_counting_tile_by_tile_gives_what_all_distances_give(
    metric: Metric, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact, counted = both_ways(monkeypatch, metric)
    width = counted.resolution
    assert exact.resolution == 0
    assert counted.eer_threshold is not None
    assert 0 < width < 1e-4 * counted.eer_threshold
    assert (counted.same, counted.different) == (exact.same, exact.different)
    assert_near(counted.auc, exact.auc, 3e-4)
    assert_near(counted.eer, exact.eer, 1e-3)
    assert counted.eer_threshold == pytest.approx(exact.eer_threshold, abs=1e-3)
    for one, other in zip(counted.tar, exact.tar, strict=True):
        if other.tar.value is None:
            assert one == other
        else:
            assert_near(one.tar, other.tar, 5e-3)
    assert counted.accuracy.tested == exact.accuracy.tested
    assert counted.accuracy.left_out == exact.accuracy.left_out
    assert_near(counted.accuracy.accuracy, exact.accuracy.accuracy, 2e-2)
    assert counted.sigma is not None
    assert exact.sigma is not None
    assert counted.sigma.threshold == pytest.approx(exact.sigma.threshold, rel=1e-4)
    for ours, theirs in (
        (counted.closest_different, exact.closest_different),
        (counted.farthest_same, exact.farthest_same),
    ):
        assert [(each.left, each.right) for each in ours] == [
            (each.left, each.right) for each in theirs
        ]


def test_people_in_groups_are_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    exact, counted = both_ways(monkeypatch, "cosine", replicates=12)
    assert_near(counted.auc, exact.auc, 3e-4)
    assert_near(counted.eer, exact.eer, 1e-3)


def test_the_tally_of_all_pairs_is_that_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "TILE", 10)
    rng = np.random.default_rng(2)
    people = np.sort(rng.integers(0, 9, 50))
    folds, groups = people % 3, people % 4
    faces = crowd(np.bincount(people, minlength=9).tolist())
    them = streamed.crowd(
        "cosine", faces.vectors, faces.norms, faces.people, folds=folds, groups=groups
    )
    found = streamed.count(them, np.array([0.3, 0.6, 2.1]), (0.5, None, 0.4))
    left, right = np.triu_indices(50, 1)
    apart = 1 - np.einsum("ij,ij->i", faces.vectors[left], faces.vectors[right])
    same = people[left] == people[right]
    expected = tally.count(
        np.array([0.3, 0.6, 2.1]), apart, same, left=groups[left], right=groups[right], size=4
    )
    np.testing.assert_array_equal(found.tally.own, expected.own)
    np.testing.assert_array_equal(found.tally.others, expected.others)
    np.testing.assert_array_equal(found.tally.same, expected.same)
    np.testing.assert_array_equal(found.tally.different, expected.different)
    within = (folds[left] == folds[right]) & (folds[left] != 1)
    limits = np.array([0.5, np.nan, 0.4])[folds[left]]
    for kind, (total, by_group) in (
        (same, (found.judged.same, found.judged.own)),
        (~same, (found.judged.different, found.judged.others)),
    ):
        assert total.tolist() == [
            (kind & within & (apart <= limits)).sum(),
            (kind & within).sum(),
        ]
        for group in range(4):
            takes_part = (groups[left] == group) | (groups[right] == group)
            assert by_group[group, 1] == (kind & within & takes_part).sum()
