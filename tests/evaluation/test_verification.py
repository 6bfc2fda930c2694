from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from likeness.errors import UsageError
from likeness.evaluation import verification
from likeness.evaluation.folds import deals
from likeness.evaluation.metrics import METRICS, Metric, distances
from likeness.evaluation.pairs import Pairs, balanced, every
from likeness.evaluation.record import plain
from likeness.evaluation.roc import accuracy_at, auc, equal_error_rate, roc, sigma_rule, tar_at_far
from likeness.evaluation.verification import FARS, compare, verify
from tests.evaluation.crowds import crowd, labelled


def apart(metric: Metric, faces: verification.LabelledFaces, pairs: Pairs) -> np.ndarray:
    return distances(
        metric,
        faces.vectors[pairs.left],
        faces.norms[pairs.left],
        faces.vectors[pairs.right],
        faces.norms[pairs.right],
    )


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("listed", [False, True])
def test_the_figures_are_those_of_the_curve_of_the_pairs(metric: Metric, listed: bool) -> None:
    faces = crowd([2, 9, 4, 7, 12, 1, 8, 5], noise=1.1)
    pairs = balanced(faces.people, 200, 0) if listed else None
    found = verify(faces, metric=metric, pairs=pairs, sigma=1)
    pairs = pairs or every(faces.people)
    far_apart = apart(metric, faces, pairs)
    curve = roc(far_apart, pairs.same)
    assert (found.same, found.different) == (pairs.same.sum(), (~pairs.same).sum())
    assert (found.faces, found.people, found.metric) == (48, 8, metric)
    assert found.auc.value == pytest.approx(auc(curve), abs=1e-9)
    assert found.eer.value == pytest.approx(equal_error_rate(curve)[0], abs=1e-9)
    assert found.tar[0].tar.value == pytest.approx(tar_at_far(curve, 0.1)[0], abs=1e-9)
    assert found.sigma is not None
    rule = sigma_rule(far_apart, pairs.same, 1)
    assert found.sigma.threshold == pytest.approx(rule, abs=1e-9)
    assert found.sigma.accuracy.value == pytest.approx(accuracy_at(curve, rule), abs=1e-9)
    for estimate in (found.auc, found.eer, found.accuracy.accuracy, found.sigma.accuracy):
        assert estimate.value is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_accuracy_is_taken_within_folds_at_thresholds_of_other_folds() -> None:
    faces = crowd([5] * 9, noise=1.2)
    found = verify(faces, metric="cosine", seed=4).accuracy
    pairs = every(faces.people)
    far_apart = apart("cosine", faces, pairs)
    dealt = deals(faces.people, 4)
    assert found.deals == len(dealt) == 13
    assert len(found.thresholds) == 4 * 13
    accepted, judged = {True: 0, False: 0}, {True: 0, False: 0}
    tested = np.zeros(len(pairs), np.bool_)
    for number, deal in enumerate(dealt):
        left, right = deal[pairs.left], deal[pairs.right]
        limits = np.array(found.thresholds[4 * number : 4 * number + 4])[left]
        within = left == right
        tested |= within
        for kind in (True, False):
            chosen = within & (pairs.same == kind)
            accepted[kind] += int((far_apart[chosen] <= limits[chosen]).sum())
            judged[kind] += int(chosen.sum())
    tar, far = (accepted[kind] / judged[kind] for kind in (True, False))
    assert found.accuracy.value == pytest.approx((tar + 1 - far) / 2)
    assert found.tested == tested.sum()
    assert found.left_out == (~tested).sum()
    assert found.threshold == pytest.approx(np.median(found.thresholds))


def test_the_accuracy_of_few_people_hardly_depends_on_the_seed() -> None:
    faces = crowd([20] * 6, noise=1.6)
    values = [
        verify(faces, metric="cosine", seed=seed).accuracy.accuracy.value for seed in range(6)
    ]
    assert np.ptp(np.array(values, np.float64)) < 0.03


def test_a_far_that_too_few_pairs_support_is_not_made_up() -> None:
    found = verify(crowd([8, 8, 8, 8]), metric="cosine")
    assert [rate.far for rate in found.tar] == list(FARS)
    assert found.tar[0].tar.value is not None
    assert found.tar[0].threshold is not None
    for rate in found.tar[1:]:
        assert rate.tar.value is None
        assert rate.threshold is None
    assert found.tar[1].tar.note == (
        "Too few pairs for this FAR: 384 of different people, at least 1,000 are needed."
    )


def test_lower_ends_do_not_fall_as_more_is_accepted() -> None:
    found = verify(crowd([12] * 10, noise=0.8), metric="cosine")
    lows = [rate.tar.low for rate in found.tar if rate.tar.low is not None]
    assert len(lows) == 2
    assert lows == sorted(lows, reverse=True)
    assert (found.tar[0].tar.value, found.tar[0].tar.low, found.tar[0].tar.note) == (1, lows[1], "")


def test_the_drawn_curve_is_part_of_the_curve_and_lies_in_its_band() -> None:
    faces = crowd([10] * 20, noise=1.2)
    found = verify(faces, metric="euclidean_l2").curve
    pairs = every(faces.people)
    curve = roc(apart("euclidean_l2", faces, pairs), pairs.same)
    assert found is not None
    assert len(found.far) <= 1000
    for values in (found.far, found.tar, found.thresholds, found.low, found.high):
        assert np.all(np.diff(values) >= 0)
    assert (found.far[0], found.tar[0]) == (0, 0)
    assert (found.far[-1], found.tar[-1]) == (1, 1)
    for drawn, whole in ((found.far, curve.far), (found.tar, curve.tar)):
        between = np.interp(curve.thresholds[1:], found.thresholds, drawn)
        assert np.abs(between - whole[1:]).max() < 0.02
    top = np.array([found.tar[found.far == far].max() for far in found.far])
    assert np.all(found.low <= top)
    assert np.all(top <= found.high)
    assert np.any(found.low < top - 0.01)


def test_the_worst_mistakes_are_listed_and_varied() -> None:
    faces = crowd([6] * 8, noise=1.4)
    found = verify(faces, metric="cosine")
    pairs = every(faces.people)
    far_apart = apart("cosine", faces, pairs)
    assert found.closest_different[0].distance == pytest.approx(far_apart[~pairs.same].min())
    assert found.farthest_same[0].distance == pytest.approx(far_apart[pairs.same].max())
    assert len(found.closest_different) == len(found.farthest_same) == 12
    couples = [
        tuple(sorted(faces.people[[each.left, each.right]].tolist()))
        for each in found.closest_different
    ]
    assert max(couples.count(couple) for couple in couples) <= 2


@pytest.mark.parametrize("photos", [[1], [5], [1, 1], [1, 1, 1, 1, 1], [2, 2], [3, 3, 3], [5, 1]])
@pytest.mark.parametrize("limit", [0, 10_000])
def test_few_people_get_what_can_be_computed_and_sentences_for_the_rest(
    photos: list[int], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "EXACT_PAIRS", limit)
    found = verify(crowd(photos), metric="cosine")
    assert json.loads(json.dumps(plain(found), allow_nan=False))["people"] == len(photos)
    for estimate in (found.auc, found.eer, *(rate.tar for rate in found.tar)):
        assert estimate.low is not None or estimate.note
    assert found.accuracy.accuracy.note
    assert (found.auc.value is None) == (not found.same or not found.different)
    assert len(found.closest_different) == min(found.different, 12) or len(photos) < 7
    assert bool(found.farthest_same) == bool(found.same)


def test_one_person_only_has_distances_but_no_rates() -> None:
    found = verify(crowd([6]), metric="cosine")
    assert (found.same, found.different) == (15, 0)
    assert found.auc.note == verification.NO_DIFFERENT
    assert found.densities is not None
    assert found.curve is None
    assert found.sigma is None


def test_no_faces_at_all_are_refused_with_a_sentence() -> None:
    nobody = labelled(np.empty((0, 8)), np.empty(0, np.intp))
    with pytest.raises(UsageError, match="no face to compare"):
        verify(nobody, metric="cosine")


@pytest.mark.parametrize("limit", [0, 10_000])
def test_vectors_that_are_no_numbers_are_refused(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "EXACT_PAIRS", limit)
    faces = crowd([3, 3, 3])
    broken = faces.vectors.copy()
    broken[4, 2] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        verify(replace(faces, vectors=broken), metric="cosine")


def test_no_pairs_at_all_are_no_crash() -> None:
    faces = crowd([3, 3])
    none = np.empty(0, np.intp)
    found = verify(faces, metric="cosine", pairs=Pairs(left=none, right=none, same=none > 0))
    assert found.auc.value is None
    assert found.densities is None
    assert (found.same, found.different) == (0, 0)


def test_the_same_call_gives_the_same_record() -> None:
    faces = crowd([4] * 30, noise=1.2)
    one, again = (plain(verify(faces, metric="cosine", seed=2, replicates=9)) for _ in "ab")
    assert one == again


def test_people_who_are_in_no_pair_change_nothing() -> None:
    few = crowd([4] * 8, noise=1.2)
    listed = balanced(few.people, 60, 0)
    many = labelled(
        np.concatenate([few.vectors, np.eye(32)]), np.concatenate([few.people, 8 + np.arange(32)])
    )
    one, other = (verify(faces, metric="cosine", pairs=listed) for faces in (few, many))
    assert plain(one) == plain(other)
    assert (other.faces, other.people) == (32, 8)


# ---------------------------------------------------------------- comparing


def test_the_best_is_marked_only_where_it_surely_is() -> None:
    faces = crowd([6] * 25, noise=1.0)
    pairs = every(faces.people)
    good = apart("cosine", faces, pairs)
    noise = np.random.default_rng(0).normal(0, 1, len(good))
    measured = {"poor": good + 0.5 * noise, "good": good, "as good": good + 1e-4 * noise}
    for figure in ("accuracy", "auc"):
        surely = compare(
            faces.people,
            pairs,
            {name: measured[name] for name in ("poor", "good")},
            figure=figure,
        )
        assert [(each.name, each.best) for each in surely] == [("poor", False), ("good", True)]
        assert surely[0].difference.high is not None
        assert surely[0].difference.high < 0
        assert surely[1].difference.value == 0
        # Another metric of the same model orders pairs alike: it is the best with it.
        twins = compare(
            faces.people,
            pairs,
            {"poor": measured["poor"], "good": good, "angle": np.arccos(1 - good)},
            figure=figure,
        )
        assert [each.best for each in twins] == [False, True, True]
        unsure = compare(faces.people, pairs, measured, figure=figure)
        assert not any(each.best for each in unsure)
    expected = auc(roc(good, pairs.same))
    assert compare(faces.people, pairs, measured, figure="auc")[1].figure.value == expected


def test_what_cannot_be_compared_is_said_or_refused() -> None:
    faces = crowd([3, 3])
    pairs = every(faces.people)
    good = apart("cosine", faces, pairs)
    few = compare(faces.people, pairs, {"one": good, "other": good + 1})
    assert not any(each.best for each in few)
    own = np.flatnonzero(pairs.same)
    alike = Pairs(left=pairs.left[own], right=pairs.right[own], same=pairs.same[own])
    (only,) = compare(faces.people, alike, {"one": good[own]})
    assert only.figure.note == verification.NO_DIFFERENT
    with pytest.raises(ValueError, match="NaN"):
        compare(faces.people, pairs, {"one": good * np.nan})
