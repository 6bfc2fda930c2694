"""The neighbour graph: the same pairs as all pairs, in memory that does not grow with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.calibration import COPY, cosine, distances, stretch
from likeness.grouping.evidence import Pairs, near_pairs
from likeness.grouping.graph import (
    LONGEST,
    Graph,
    near_graph,
    near_rows,
    neighbours_for,
    stretch_over,
)
from likeness.grouping.points import Points
from likeness.grouping.shortlists import Shortlists, both_ways
from likeness.vectors import compiled

seeds = st.integers(0, 2**32 - 1)
FAR = 0.45
ROUNDING = 1e-5  # of products in float32, with room


def crowd(seed: int, count: int, copies: int = 0) -> Points:
    """Return faces of people with six faces each, some of them twice."""
    rng = np.random.default_rng(seed)
    means = rng.standard_normal((count // 6 + 1, 64)) * 0.04
    vectors = np.repeat(means, 6, axis=0)[:count] + rng.standard_normal((count, 64)) * 0.02
    vectors[:, 0] += 1
    vectors[rng.integers(0, count, copies)] = vectors[rng.integers(0, count, copies)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Points(
        vectors=vectors.astype(np.float32),
        stretch=1 + 0.2 * (rng.random(count) < 0.3),
        weights=np.ones(count),
    )


def same(graph: Graph, asked: Pairs) -> None:
    """Assert that the graph holds the pairs that comparing everybody finds a little farther."""
    found, n = graph.pairs(), asked.faces
    codes, those = asked.left * n + asked.right, found.left * n + found.right
    assert np.isin(those, codes).all()
    assert np.isin(codes[asked.distances < FAR - ROUNDING], those).all()
    # Of copies the distance is the root of what products are rounded by.
    expected = asked.distances[np.isin(codes, those)]
    assert found.distances == pytest.approx(expected, abs=ROUNDING**0.5)
    assert np.median(np.abs(found.distances - expected)) < ROUNDING


@settings(max_examples=25, deadline=None)
@given(seed=seeds, exact=st.sampled_from([0, 10_000]))
def test_all_pairs_are_found_by_comparing_everybody_and_by_all_lists(seed: int, exact: int) -> None:
    points = crowd(seed, 150, copies=10)
    rng = np.random.default_rng(seed)
    photos, taken = rng.integers(0, 60, 150), rng.random(150) < 0.8
    born = np.where(rng.random(150) < 0.5, rng.integers(1920, 2020, 150), np.nan)
    for years in (None, born):
        graph = near_graph(points, photos, taken, FAR, born=years, exact=exact, probes=150)
        same(graph, near_pairs(points, photos, taken, FAR + ROUNDING, born=years))


def test_few_lists_find_nearly_all_pairs_of_a_person() -> None:
    points = crowd(0, 3_000)
    photos, taken = np.arange(3_000), np.ones(3_000, np.bool_)
    every = near_graph(points, photos, taken, 0.25).pairs()
    found = near_graph(points, photos, taken, 0.25, exact=0, probes=12).pairs()
    codes, those = (pairs.left * 3_000 + pairs.right for pairs in (every, found))
    assert np.isin(those, codes).all()
    assert np.isin(codes, those).mean() > 0.97


def test_faces_of_one_photo_are_no_pair_unless_they_are_copies() -> None:
    points = crowd(1, 60, copies=12)
    pairs = near_graph(points, np.zeros(60, np.intp), np.ones(60, np.bool_), FAR).pairs()
    plain = distances(
        np.einsum("nd,nd->n", points.vectors[pairs.left], points.vectors[pairs.right])
    )
    assert len(plain)
    assert plain.max() <= COPY + 1e-5


def test_pairs_stand_in_both_directions_and_in_order() -> None:
    graph = near_graph(crowd(2, 1_500), np.arange(1_500), np.ones(1_500, np.bool_), 0.6)
    pairs = graph.pairs()
    assert np.array_equal(np.lexsort((pairs.right, pairs.left)), np.arange(len(pairs.left)))
    back = np.lexsort((pairs.left, pairs.right))
    assert np.array_equal(pairs.left[back], pairs.right)
    assert np.array_equal(pairs.distances[back], pairs.distances)


def test_every_face_keeps_its_nearest_and_never_too_many() -> None:
    points = replace(crowd(3, 1_200), stretch=np.ones(1_200))
    graph = near_graph(points, np.arange(1_200), np.ones(1_200, np.bool_), 1.9)
    keep = neighbours_for(1_200)
    counts = np.diff(graph.starts)
    assert counts.max() <= LONGEST * keep
    assert counts.min() >= keep / 2
    products = points.vectors @ points.vectors.T
    np.fill_diagonal(products, -1)
    nearest = products.argmax(axis=1)
    # Somebody whom very many list gives up the farthest; everybody else lists their nearest.
    listed = [
        nearest[i] in graph.faces[graph.starts[i] : graph.starts[i + 1]].tolist()
        for i in range(1_200)
    ]
    assert np.mean(listed) > 0.99


def test_a_thousand_copies_do_not_make_a_thousand_thousand_pairs() -> None:
    vectors = np.repeat(np.eye(1, 16, dtype=np.float32), 1_500, axis=0)
    points = Points(vectors=vectors, stretch=np.ones(1_500), weights=np.ones(1_500))
    graph = near_graph(points, np.arange(1_500), np.ones(1_500, np.bool_), 0.3)
    assert np.diff(graph.starts).max() <= LONGEST * neighbours_for(1_500)
    assert not graph.distances.any()


@pytest.mark.parametrize("exact", [0, 10_000])
def test_the_number_of_threads_makes_no_difference(
    exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    points, photos = crowd(4, 1_300), np.arange(1_300) // 2
    graphs = []
    for count in (1, 2, 3):
        for module in ("vectors.compiled", "grouping.shortlists"):
            monkeypatch.setattr(f"likeness.{module}.threads", lambda n=count: n)
        graphs.append(near_graph(points, photos, np.ones(1_300, np.bool_), FAR, exact=exact))
    for other in graphs[1:]:
        assert np.array_equal(other.faces, graphs[0].faces)
        assert np.array_equal(other.starts, graphs[0].starts)
        assert np.array_equal(other.distances, graphs[0].distances)


def test_progress_goes_from_nothing_to_everything() -> None:
    for exact in (0, 10_000):
        shares: list[float] = []
        near_graph(
            crowd(5, 400),
            np.arange(400),
            np.ones(400, np.bool_),
            FAR,
            exact=exact,
            progress=shares.append,
        )
        assert shares == sorted(shares)
        assert shares[-1] == pytest.approx(1)


def test_nobody_and_one_face_have_no_pairs() -> None:
    for n in (0, 1):
        points = Points(
            vectors=np.eye(2, 4, dtype=np.float32)[:n], stretch=np.ones(n), weights=np.ones(n)
        )
        graph = near_graph(points, np.arange(n), np.ones(n, np.bool_), FAR)
        assert len(graph) == n
        assert len(graph.faces) == 0


def test_a_graph_is_its_pairs() -> None:
    graph = near_graph(crowd(6, 100), np.arange(100), np.ones(100, np.bool_), FAR)
    again = Graph.of(graph.pairs())
    assert np.array_equal(again.starts, graph.starts)
    assert np.array_equal(again.faces, graph.faces)
    assert np.array_equal(again.distances, graph.distances)
    assert len(graph.within(0.2).faces) == np.count_nonzero(graph.distances < 0.2)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, few=st.integers(0, 7), many=st.integers(0, 50))
def test_near_rows_are_all_that_are_near(seed: int, few: int, many: int) -> None:
    vectors = crowd(seed, 60).vectors
    asked, among = vectors[:few], vectors[60 - many :]
    rows, columns, products = near_rows(asked, among, cosine(0.3))
    every = asked @ among.T
    expected = np.argwhere(every > cosine(0.3))
    assert np.array_equal(np.stack([rows, columns], axis=1), expected)
    assert products == pytest.approx(every[rows, columns], abs=1e-6)


def test_near_rows_are_found_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = crowd(7, 200).vectors
    whole = near_rows(vectors[:9], vectors, cosine(0.3))
    monkeypatch.setattr("likeness.grouping.graph.BLOCK_ELEMENTS", 100)
    for one, other in zip(whole[:2], near_rows(vectors[:9], vectors, cosine(0.3))[:2], strict=True):
        assert np.array_equal(one, other)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, keep=st.integers(1, 12))
def test_a_shortlist_holds_the_nearest_of_all_that_was_offered(seed: int, keep: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    products = np.round(rng.random((n, n)), 1).astype(np.float32)  # many are equal
    products = np.triu(products, 1) + np.triu(products, 1).T
    lists = Shortlists(n, keep, 0.05, np.arange(n, dtype=np.int32))
    every = np.arange(n, dtype=np.int32)
    none = np.empty(0, np.int32), np.empty((0, 0), np.int32)
    for begin in range(0, n, 9):
        lists.offer(products[:, begin : begin + 9], every, every[begin : begin + 9], *none, 1.0)
    keys, counts = lists.finished()
    for i in range(n):
        wanted = sorted((-products[i, j], j) for j in range(n) if products[i, j] > 0.05)[:keep]
        assert (keys[i, : counts[i]] & 0xFFFFFFFF).tolist() == sorted(j for _, j in wanted)


def test_a_pair_is_in_the_graph_if_one_of_both_lists_it() -> None:
    step = 1 << 32
    keys = np.array([[5 * step + 1, 0], [2 * step + 2, 0], [2 * step + 1, 0]])
    starts, faces, _ = both_ways(keys, np.ones(3, np.int32), np.arange(3, dtype=np.int32), 9)
    assert starts.tolist() == [0, 1, 3, 4]
    assert faces.tolist() == [1, 0, 2, 1]
    starts, faces, _ = both_ways(keys, np.ones(3, np.int32), np.arange(3, dtype=np.int32), 1)
    assert starts.tolist() == [0, 0, 1, 2]
    assert faces.tolist() == [2, 1]


def test_kernels_are_compiled_also_where_nothing_can_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import numba

    asked: list[bool] = []

    def refusing(*, nogil: bool, cache: bool = False) -> object:
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", refusing)
    assert compiled.kernel(len)("four") == 4
    assert asked == [True, False]


def test_parts_cover_everything_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for count in (1, 2, 5):
        monkeypatch.setattr(compiled, "threads", lambda n=count: n)
        for size in (0, 1, 3, 100):
            spans = compiled.in_parts(lambda begin, end: (begin, end), size)
            assert [i for begin, end in spans for i in range(begin, end)] == list(range(size))


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_strangers_stretch_over_the_graph_as_over_all_faces(seed: int) -> None:
    """On photos of their own, whoever is asked is asked the same."""
    points = replace(crowd(seed, 90), stretch=np.ones(90))
    rng = np.random.default_rng(seed)
    strangers = np.where(rng.random(90) < 0.5, rng.uniform(0.2, 0.6, 90), np.nan)
    every = np.ones(90, np.bool_)
    graph = near_graph(points, np.arange(90), every, 0.6)

    expected = stretch(points.vectors, strangers, every)

    np.testing.assert_allclose(stretch_over(graph, strangers), expected, atol=1e-4)


def test_without_strangers_nothing_is_stretched() -> None:
    points = crowd(0, 30)
    graph = near_graph(points, np.arange(30), np.ones(30, np.bool_), 0.6)
    assert (stretch_over(graph, np.full(30, np.nan)) == 1).all()
