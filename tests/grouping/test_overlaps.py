"""The compiled loops do what `evidence` and `communities` say, under all limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array

from likeness.grouping import communities, evidence, overlaps
from likeness.grouping.graph import Graph
from likeness.grouping.overlaps import alike_of, linked
from likeness.grouping.points import Limits, Points

seeds = st.integers(0, 2**32 - 1)
N = 60


def crowd(seed: int) -> NDArray[np.float32]:
    """Return faces of people who look so alike that groups nearly touch."""
    rng = np.random.default_rng(seed)
    vectors = np.repeat(rng.standard_normal((10, 64)) * 0.037, 6, axis=0)
    vectors += rng.standard_normal((N, 64)) * 0.018
    vectors[:, 0] += 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32)


def near(seed: int) -> tuple[evidence.Pairs, NDArray[np.intp], NDArray[np.float64]]:
    """Return pairs, photos that show several people, and weights."""
    rng = np.random.default_rng(seed)
    points = Points(vectors=crowd(seed), stretch=np.ones(N), weights=rng.choice([0.1, 1.0], N))
    photos = rng.integers(0, N // 2, N)
    pairs = evidence.near_pairs(points, photos, rng.random(N) < 0.9, evidence.reach(1.1))
    return pairs, photos, points.weights


def limits_of(seed: int, n: int) -> Limits:
    """Return limits of every kind: groups to begin with, people, pairs apart, faces set aside."""
    rng = np.random.default_rng(seed)
    start, fixed = np.arange(n), np.zeros(n, np.bool_)
    for first in range(0, n // 2, 4):
        if rng.random() < 0.5:
            start[first + 1 : first + int(rng.integers(2, 4))] = first
        fixed[first] = rng.random() < 0.4
    apart = rng.integers(0, n, (n // 3, 2))
    apart = apart[start[apart[:, 0]] != start[apart[:, 1]]]
    return Limits(start=start, fixed=fixed, apart=apart, taken=rng.random(n) < 0.9)


@settings(max_examples=40, deadline=None)
@given(seed=seeds, strictness=st.floats(0.7, 1.2))
def test_probabilities_are_those_of_evidence(seed: int, strictness: float) -> None:
    pairs, photos, _ = near(seed)
    asked = evidence.probabilities(pairs, photos, strictness, 0.0)
    found = overlaps.probabilities(pairs, photos, strictness, 0.0)
    assert found == pytest.approx(asked, abs=2e-4)  # distances are float32
    cut = overlaps.probabilities(pairs, photos, strictness, 0.3)
    assert np.array_equal(cut, np.where(found >= np.float32(0.3), found, 0))


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_overlaps_are_those_of_communities(seed: int) -> None:
    pairs, photos, weights = near(seed)
    chances = evidence.probabilities(pairs, photos, 1.0)
    asked = communities.overlaps(pairs, chances, weights).toarray()
    found = overlaps.overlaps(pairs, chances, weights).toarray()
    assert found == pytest.approx(asked, abs=1e-6)
    assert np.array_equal(found, found.T)


@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_groups_are_those_of_communities(seed: int) -> None:
    pairs, photos, weights = near(seed)
    chances = evidence.probabilities(pairs, photos, 1.05)
    alike = overlaps.overlaps(pairs, chances, weights)
    limits = limits_of(seed, N)
    asked = communities.link(alike, limits, weights)
    assert np.array_equal(overlaps.link(alike, limits, weights), asked)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, n=st.integers(2, 40), share=st.floats(0.05, 0.9))
def test_any_overlaps_are_linked_alike_also_equal_ones(seed: int, n: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    # Tenths: most means have an equal, and the smallest face decides.
    dense = np.triu(np.round(rng.random((n, n)) * (rng.random((n, n)) < share), 1), 1)
    alike = csr_array(dense + dense.T)
    limits, weights = limits_of(seed, n), np.ones(n)
    asked = communities.link(alike, limits, weights)
    assert np.array_equal(overlaps.link(alike, limits, weights), asked)


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_limits_hold_in_every_group(seed: int) -> None:
    pairs, photos, weights = near(seed)
    limits = limits_of(seed, N)
    alike = alike_of(Graph.of(pairs), photos, weights, 1.2)
    root = linked(alike, limits, weights)
    begun = limits.start[limits.start]
    assert np.array_equal(root[begun], root)
    assert (root <= np.arange(N)).all()
    assert not (root[limits.apart[:, 0]] == root[limits.apart[:, 1]]).any()
    people = np.flatnonzero(limits.fixed)
    assert len(np.unique(root[people])) == len(people)
    alone = ~limits.taken & (np.bincount(limits.start, minlength=N)[limits.start] == 1)
    assert (np.bincount(root, minlength=N)[root[alone]] == 1).all()


def test_a_chain_of_many_is_linked_as_communities_does() -> None:
    # One connected part, so that chains are hung onto each other again and again.
    n = 400
    rng = np.random.default_rng(0)
    dense = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1, min(i + 6, n)):
            dense[i, j] = dense[j, i] = np.round(0.2 + 0.7 * rng.random(), 6)
    alike = csr_array(dense)
    limits = Limits(
        start=np.arange(n),
        fixed=np.zeros(n, np.bool_),
        apart=rng.integers(0, n, (200, 2)),
        taken=np.ones(n, np.bool_),
    )
    asked = communities.link(alike, limits, np.ones(n))
    assert np.array_equal(overlaps.link(alike, limits, np.ones(n)), asked)
    assert 2 < len(np.unique(asked)) < n / 2


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_the_number_of_threads_makes_no_difference(seed: int) -> None:
    pairs, photos, weights = near(seed)
    roots = []
    for count in (1, 2, 3):
        with pytest.MonkeyPatch.context() as patch:
            for module in ("vectors.compiled", "grouping.link_kernels"):
                patch.setattr(f"likeness.{module}.threads", lambda n=count: n)
            alike = alike_of(Graph.of(pairs), photos, weights, 1.1)
            roots.append(linked(alike, limits_of(seed, N), weights))
    assert np.array_equal(roots[0], roots[1])
    assert np.array_equal(roots[0], roots[2])


def test_nothing_is_linked_where_nothing_is_alike() -> None:
    for n in (0, 1, 5):
        alike = csr_array((n, n))
        limits = limits_of(1, n)
        assert np.array_equal(overlaps.link(alike, limits, np.ones(n)), limits.start)
