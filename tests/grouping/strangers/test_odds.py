"""Probabilities that come true about as often as they say."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.strangers.base import BASE, BASE_TRIALS
from likeness.grouping.strangers.calibration import calibrate
from likeness.grouping.strangers.known import Known, rank
from likeness.grouping.strangers.odds import features, fit_logits, probabilities, trials
from likeness.grouping.strangers.votes import take_votes
from tests.grouping.strangers.people import crowd, known_of


def test_the_logistic_regression_ends_where_the_penalised_slope_is_nil() -> None:
    known = known_of(80, 3, noise=0.6)
    calibration = calibrate(known)
    held = trials(take_votes(known))
    searches, right, present = held
    matrix = features(
        searches[:, 0], searches[:, 1], searches[:, 2].astype(np.intp), calibration.usual
    )
    logits = fit_logits(*held, usual=calibration.usual)
    share = np.where(present, 0.5 / present.sum(), 0.5 / (~present).sum())
    counts = 2 * min(present.sum(), (~present).sum()) * share
    slope = matrix.T @ (counts * (right - 1 / (1 + np.exp(-matrix @ logits))))
    slope -= BASE_TRIALS * (logits - np.array(BASE.logits))
    assert np.abs(slope).max() < 1e-6


def test_nobody_with_two_photos_leaves_the_base_as_it_is() -> None:
    assert calibrate(known_of(30, 1)).logits.tolist() == list(BASE.logits)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.floats(0.01, 0.99))
def test_probabilities_of_all_candidates_are_at_most_one(seed: int, prior: float) -> None:
    known = known_of(30, 2)
    stated = probabilities(calibrate(known), rank(known, crowd(5, 1, seed=seed)[0]), prior=prior)
    assert ((stated >= 0) & (stated <= 1)).all()
    assert (stated.sum(axis=1) <= 1 + 1e-9).all()
    assert (stated[:, :1] >= stated[:, 1:]).all()


def test_what_is_stated_comes_true_about_as_often() -> None:
    stated, right = [], []
    for seed in range(4):
        vectors, quality, people = crowd(400, 4, seed=seed, noise=0.45)
        enrolled = (np.arange(len(people)) % 4 < 3) & (people < 200)
        known = Known.of(vectors[enrolled], quality[enrolled], people[enrolled])
        probes = np.arange(len(people)) % 4 == 3
        ranked = rank(known, vectors[probes])
        stated.append(probabilities(calibrate(known), ranked)[:, 0])
        right.append(known.people[ranked.people[:, 0]] == people[probes])
    chance, true = np.concatenate(stated), np.concatenate(right)
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = np.bincount(bins, chance - true, minlength=10)
    assert np.abs(gaps).sum() / len(chance) < 0.06
