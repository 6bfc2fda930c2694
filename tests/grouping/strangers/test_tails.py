"""P-values: counted where there are votes enough, else extrapolated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.strangers.base import ALPHA, BASE, usual_of
from likeness.grouping.strangers.calibration import calibrate
from likeness.grouping.strangers.known import Known, rank
from likeness.grouping.strangers.tails import p_values, tail
from likeness.grouping.strangers.verdicts import decide
from tests.grouping.strangers.people import GOOD, crowd, known_of


@given(st.lists(st.floats(-0.5, 0.99), min_size=1, max_size=40))
def test_conformal_p_values_are_the_shares_of_votes_at_or_above(scores: list[float]) -> None:
    calibration = calibrate(known_of(120, 1))
    got, extrapolated = p_values(
        calibration, np.array(scores), np.full(len(scores), GOOD), alpha=0.05
    )
    votes = calibration.pooled
    expected = [(1 + (votes >= score).sum()) / (len(votes) + 1) for score in scores]
    assert got == pytest.approx(expected, abs=1e-12)
    assert not extrapolated.any()


def test_a_class_with_votes_enough_is_judged_by_its_own() -> None:
    calibration = calibrate(known_of(10, 2))
    calibration = replace(
        calibration,
        pooled=np.linspace(0.5, 0.9, 700),
        classes=(np.linspace(0.8, 0.9, 400), np.empty(0), np.linspace(0.5, 0.6, 299)),
    )
    got, _ = p_values(calibration, np.full(3, 0.7), np.array([0.1, 0.5, 0.9], np.float32))
    assert got[0] == 1
    assert got[1] == pytest.approx(351 / 701)
    assert got[2] == pytest.approx(1 / 300)


@settings(deadline=None)
@given(st.integers(0, 98), st.integers(0, 1000))
def test_with_few_votes_a_better_score_is_never_likelier_a_stranger(n: int, seed: int) -> None:
    votes = np.sort(np.random.default_rng(seed).normal(0.9, 0.02, n))
    scores = np.linspace(0.7, 1, 301)
    values = tail(votes, scores, 60, ALPHA)
    assert ((values > 0) & (values <= 1)).all()
    assert (np.diff(values) <= 1e-12).all()


def test_a_library_of_hardly_anybody_falls_back_to_the_base() -> None:
    level = np.array([BASE.level])
    assert tail(np.empty(0), level, 10, ALPHA)[0] == pytest.approx(0.2, abs=0.02)
    assert usual_of(np.empty(0), 10).level == pytest.approx(BASE.level)
    votes = np.full(80, 0.8)
    assert usual_of(votes, 10).level == pytest.approx(0.8, abs=0.02)


def test_strangers_are_let_through_as_often_as_stated_and_extrapolation_says_so() -> None:
    alarms, methods = [], set()
    for seed in range(12):
        vectors, quality, _ = crowd(1400, 1, seed=seed)
        known = Known.of(vectors[:400], quality[:400], np.arange(400))
        verdicts = decide(
            known, calibrate(known), rank(known, vectors[400:]), quality[400:], alpha=0.02
        )
        alarms.append(np.mean([each.p_value <= 0.02 for each in verdicts]))
        methods |= {each.method for each in verdicts}
    assert 0.01 < np.mean(alarms) < 0.03
    assert methods == {"conformal"}
    known = known_of(50, 2)
    (verdict,) = decide(known, calibrate(known), rank(known, known.vectors[:1]), known.quality[:1])
    assert verdict.method == "extrapolated"
