from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage

from likeness.evaluation import similarity as module
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.jackknife import from_left_out
from likeness.evaluation.metrics import METRICS, Metric, distances
from likeness.evaluation.similarity import (
    SimilarityMatrix,
    between_people,
    csv_lines,
    most_photographed,
    ordered,
    pairs_of_people,
    similarity,
    to_csv,
    within_people,
)

WIDTH = 8


def crowd(
    people: list[int], *, names: int = 0, seed: int = 0, copies: bool = False
) -> LabelledFaces:
    """Return a face for each entry: the row of its person."""
    rng = np.random.default_rng(seed)
    n = len(people)
    vectors = rng.standard_normal((n, WIDTH))
    if copies and n:
        vectors = vectors[rng.integers(0, n, n)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    unknown = np.full(n, np.nan, np.float32)
    return LabelledFaces(
        names=tuple(f"p{i:03d}" for i in range(max([names, *(p + 1 for p in people)]))),
        people=np.array(people, np.intp),
        photos=tuple(f"{i}.jpg" for i in range(n)),
        vectors=vectors.astype(np.float32),
        norms=rng.uniform(0.5, 30, n).astype(np.float32),
        quality=np.ones(n, np.float32),
        ages=unknown,
        yaws=unknown,
        subsets=("",) * n,
        missed_people=np.empty(0, np.intp),
        missed_photos=(),
        missed_subsets=(),
    )


def brute_force(faces: LabelledFaces, metric: Metric) -> tuple[np.ndarray, np.ndarray]:
    """Return means and counts (P, P) by looking at every pair of photos."""
    owners = [np.flatnonzero(faces.people == person) for person in range(len(faces.names))]
    owners = [rows for rows in owners if len(rows)]
    values = np.full((len(owners), len(owners)), np.nan)
    counts = np.zeros((len(owners), len(owners)), int)
    for a, b in product(range(len(owners)), repeat=2):
        pairs = list(combinations(owners[a], 2) if a == b else product(owners[a], owners[b]))
        if not pairs:
            continue
        i, j = np.array(pairs).T
        apart = distances(
            metric, faces.vectors[i], faces.norms[i], faces.vectors[j], faces.norms[j]
        )
        values[a, b] = np.mean(1 - apart if metric == "cosine" else apart)
        counts[a, b] = len(pairs)
    return values, counts


def matrix(values: list[list[float]], names: str, metric: Metric = "cosine") -> SimilarityMatrix:
    array = np.array(values, float).reshape(len(names), len(names))
    return SimilarityMatrix(
        names=tuple(names), values=array, counts=np.ones(array.shape, np.int64), metric=metric
    )


PEOPLE = st.lists(st.integers(0, 5), max_size=14)

# ---------------------------------------------------------------- means


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=50, deadline=None)
@given(people=PEOPLE, seed=st.integers(0, 9), block=st.integers(1, 40))
def test_every_value_is_the_mean_over_pairs_of_photos(
    metric: Metric, people: list[int], seed: int, block: int
) -> None:
    faces = crowd(people, seed=seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        result = similarity(faces, metric)
    values, counts = brute_force(faces, metric)
    assert result.counts.tolist() == counts.tolist()
    np.testing.assert_allclose(result.values, values, rtol=0, atol=1e-9)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=30, deadline=None)  # pair by pair takes its time
@given(people=PEOPLE, seed=st.integers(0, 9), pairs=st.integers(1, 5))
def test_copies_of_a_photo_keep_their_digits(
    metric: Metric, people: list[int], seed: int, pairs: int
) -> None:
    faces = crowd(people, seed=seed, copies=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PAIRS", pairs)
        result = similarity(faces, metric)
    # A cosine is that of unit vectors in float32, and a mean of it is cut to 1 as a whole.
    tolerance = 1e-6 if metric == "cosine" else 1e-9
    np.testing.assert_allclose(result.values, brute_force(faces, metric)[0], rtol=0, atol=tolerance)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=30, deadline=None)
@given(people=PEOPLE, seed=st.integers(0, 9))
def test_a_matrix_is_symmetric(metric: Metric, people: list[int], seed: int) -> None:
    result = similarity(crowd(people, seed=seed), metric)
    np.testing.assert_array_equal(result.values, result.values.T)
    np.testing.assert_array_equal(result.counts, result.counts.T)


def test_who_has_one_photo_is_not_compared_with_themselves() -> None:
    result = similarity(crowd([0, 0, 1]), "cosine")
    assert np.isnan(result.values).tolist() == [[False, False], [False, True]]
    assert result.counts.tolist() == [[1, 2], [2, 0]]


def test_people_without_a_face_are_named_and_left_out() -> None:
    result = similarity(crowd([1, 3, 3], names=5), "angular")
    assert result.names == ("p001", "p003")
    assert result.faceless == ("p000", "p002", "p004")
    assert result.values.shape == (2, 2)


@pytest.mark.parametrize("metric", METRICS)
def test_nobody_gives_an_empty_matrix(metric: Metric) -> None:
    assert similarity(crowd([]), metric).values.shape == (0, 0)


def test_cosine_is_alike_when_high_and_distances_when_low() -> None:
    faces = crowd([0, 1])
    assert {m: similarity(faces, m).higher_is_alike for m in METRICS} == {
        "cosine": True,
        "euclidean": False,
        "euclidean_l2": False,
        "angular": False,
    }
    assert similarity(faces, "cosine").label == "mean cosine similarity"
    assert all("distance" in similarity(faces, m).label for m in METRICS if m != "cosine")


@pytest.mark.parametrize("broken", [np.nan, np.inf])
@pytest.mark.parametrize("field", ["vectors", "norms"])
@pytest.mark.parametrize("metric", METRICS)
def test_what_is_not_a_number_is_refused(metric: Metric, field: str, broken: float) -> None:
    faces = crowd([0, 0, 1])
    getattr(faces, field)[1] = broken
    with pytest.raises(ValueError, match="not a number"):
        similarity(faces, metric)


# ---------------------------------------------------------------- order


def test_people_are_ordered_by_name() -> None:
    result = ordered(matrix([[1, 2, 3], [2, 4, 5], [3, 5, 6]], "CAB"), by="name")
    assert result.names == ("A", "B", "C")
    assert result.values.tolist() == [[4, 5, 2], [5, 6, 3], [2, 3, 1]]


def test_people_who_are_alike_stand_side_by_side() -> None:
    values = np.full((4, 4), 0.1)
    values[0, 3] = values[3, 0] = 0.9
    values[1, 2] = values[2, 1] = 0.8
    values[0, 2] = values[2, 0] = 0.3
    assert ordered(matrix(values.tolist(), "ABCD"), by="likeness").names == ("B", "C", "A", "D")


def test_distances_order_the_other_way_round() -> None:
    values = np.full((4, 4), 0.9)
    values[0, 3] = values[3, 0] = 0.1
    values[1, 2] = values[2, 1] = 0.2
    values[0, 2] = values[2, 0] = 0.7
    result = ordered(matrix(values.tolist(), "ABCD", "angular"), by="likeness")
    assert result.names == ("B", "C", "A", "D")


@settings(deadline=None)  # the first call imports SciPy
@given(st.integers(1, 9), st.integers(0, 20), st.permutations(range(9)))
def test_the_order_does_not_depend_on_the_one_before(
    people: int, seed: int, order: list[int]
) -> None:
    start = similarity(crowd([*range(people), 0], seed=seed), "cosine")
    rows = np.array([row for row in order if row < people])
    other = SimilarityMatrix(
        names=tuple(start.names[row] for row in rows),
        values=start.values[np.ix_(rows, rows)],
        counts=start.counts[np.ix_(rows, rows)],
        metric=start.metric,
        faceless=("x",),
    )
    first, second = ordered(start, by="likeness"), ordered(other, by="likeness")
    assert first.names == second.names
    assert sorted(first.names) == sorted(start.names)
    np.testing.assert_array_equal(first.values, second.values)
    assert second.faceless == ("x",)


@settings(deadline=None)  # the first call imports SciPy
@given(st.integers(3, 7), st.integers(0, 99))
def test_no_order_of_the_same_tree_has_nearer_neighbours(people: int, seed: int) -> None:
    start = similarity(crowd(list(range(people)), seed=seed), "euclidean_l2")

    def length(rows: list[int]) -> float:
        return float(sum(start.values[i, j] for i, j in pairwise(rows)))

    def orders(node: int) -> list[list[int]]:
        if node < people:
            return [[node]]
        left, right = (orders(int(tree[node - people, side])) for side in (0, 1))
        return [one for a, b in product(left, right) for one in (a + b, b + a)]

    tree = linkage(start.values[np.triu_indices(people, 1)], "average")
    found = [start.names.index(name) for name in ordered(start, by="likeness").names]
    every = orders(2 * people - 2)
    assert found in every  # the groups of the tree stay together
    assert length(found) == pytest.approx(min(map(length, every)), abs=1e-8)
    assert found[0] < found[-1]


def test_ties_are_broken_by_name() -> None:
    same = np.full((5, 5), 0.5).tolist()
    first = ordered(matrix(same, "ABCDE"), by="likeness").names
    assert first == ordered(matrix(same, "EDABC"), by="likeness").names
    assert first[0] < first[-1]


@pytest.mark.parametrize("people", [0, 1, 2])
@pytest.mark.parametrize("by", ["name", "likeness"])
def test_one_or_two_people_are_ordered_too(people: int, by: module.Order) -> None:
    start = similarity(crowd(list(range(people))), "cosine")
    assert ordered(start, by=by).names == start.names


@pytest.mark.parametrize("chain", [False, True])
def test_five_hundred_people_are_ordered(chain: bool) -> None:
    start = similarity(crowd(list(range(500))), "cosine")
    if chain:  # each person joins the group of all before: a tree as deep as it is large
        later = np.maximum.outer(np.arange(500), np.arange(500))
        start = replace(start, values=1 - 0.001 * later - np.eye(500))
    assert sorted(ordered(start, by="likeness").names) == list(start.names)


def test_two_people_without_a_figure_are_refused() -> None:
    nan = float("nan")
    broken = matrix([[1, nan, 0], [nan, 1, 0], [0, 0, nan]], "ABC")
    with pytest.raises(ValueError, match="no figure"):
        ordered(broken, by="likeness")
    with pytest.raises(ValueError, match="no figure"):
        pairs_of_people(broken, 1)


# ---------------------------------------------------------------- the most alike


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=30, deadline=None)
@given(people=PEOPLE, k=st.integers(-1, 20))
def test_the_most_alike_pairs_come_first(metric: Metric, people: list[int], k: int) -> None:
    result = similarity(crowd(people), metric)
    found = pairs_of_people(result, k)
    every = sorted(
        combinations(range(len(result.names)), 2),
        key=lambda pair: -result.values[pair] if metric == "cosine" else result.values[pair],
    )
    assert [(pair.first, pair.second) for pair in found] == every[: max(k, 0)]
    for pair in found:
        assert pair.value == result.values[pair.first, pair.second]
        assert pair.count == result.counts[pair.first, pair.second]
        assert pair.names == (result.names[pair.first], result.names[pair.second])


def test_equally_alike_pairs_come_by_name() -> None:
    found = pairs_of_people(matrix(np.full((3, 3), 0.5).tolist(), "CAB"), 3)
    assert [set(pair.names) for pair in found] == [{"A", "B"}, {"A", "C"}, {"B", "C"}]


# ---------------------------------------------------------------- CSV


def test_a_table_reads_back_as_it_was() -> None:
    result = similarity(crowd([0, 0, 1, 2, 2]), "euclidean")
    header, *rows = csv.reader(io.StringIO(to_csv(result), newline=""))
    assert header == ["", *result.names]
    assert [row[0] for row in rows] == list(result.names)
    cells = [[float(cell) if cell else np.nan for cell in row[1:]] for row in rows]
    np.testing.assert_allclose(np.array(cells), result.values, rtol=0, atol=5.1e-7)
    assert [cell for row in rows for cell in row].count("") == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna", "Anna"),
        ('O"Neil, Bo', 'O"Neil, Bo'),
        ("two\nlines", "two\nlines"),
        ("=1+2", "'=1+2"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", " '=1"),
        ("a;=1", "a;'=1"),
        ("\t=1", "'\t'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a-b", "a-b"),
        ("<b>", "<b>"),
    ],
)
def test_a_name_is_escaped_and_never_a_formula(name: str, shown: str) -> None:
    one = SimilarityMatrix(
        names=(name,),
        values=np.array([[-0.25]]),
        counts=np.ones((1, 1), np.int64),
        metric="cosine",
    )
    rows = list(csv.reader(io.StringIO(to_csv(one), newline="")))
    assert rows == [["", shown], [shown, "-0.250000"]]


def test_a_table_comes_a_line_at_a_time() -> None:
    result = similarity(crowd([0, 0, 1, 2, 2]), "cosine")
    lines = list(csv_lines(result))
    assert len(lines) == 4
    assert "".join(lines) == to_csv(result)


# ---------------------------------------------------------------- means of people


@pytest.mark.parametrize("metric", METRICS)
def test_means_count_each_person_and_each_pair_of_people_alike(metric: Metric) -> None:
    result = similarity(crowd([0, 0, 1, 2, 2, 2, 3, 3]), metric)
    own, others = within_people(result, seed=0), between_people(result, seed=0)
    pairs = [result.values[a, b] for a, b in combinations(range(4), 2)]
    assert own.value == pytest.approx(np.nanmean(np.diag(result.values)), abs=1e-12)
    assert others.value == pytest.approx(np.mean(pairs), abs=1e-12)
    for each in (own, others):
        assert each.value is not None
        assert each.low is not None
        assert each.high is not None
        assert each.low < each.value < each.high


def test_the_interval_is_that_of_leaving_out_one_person_after_the_other() -> None:
    result = similarity(crowd([0, 0, 1, 2, 2, 2, 3, 3, 4]), "cosine")
    left_out = []
    for gone in range(5):
        kept = [i for i in range(5) if i != gone]
        left_out.append(np.mean([result.values[a, b] for a, b in combinations(kept, 2)]))
    found = between_people(result, seed=0)
    expected = from_left_out(found.value or 0.0, np.array(left_out), unit=False)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_one_person_or_one_photo_each_leave_a_mean_unknown_and_say_why() -> None:
    alone = similarity(crowd([0, 0, 0]), "cosine")
    assert between_people(alone, seed=0) == Estimate.missing("There are no two people.")
    assert within_people(alone, seed=0).value is not None
    single = within_people(similarity(crowd([0, 1, 2]), "cosine"), seed=0)
    assert single == Estimate.missing("Nobody has two photos.")


def test_the_most_photographed_stay_and_ties_go_by_name() -> None:
    result = matrix(np.arange(16.0).reshape(4, 4).tolist(), "DBCA")
    found = most_photographed(result, np.array([2, 7, 2, 2]), 3)
    assert found.names == ("B", "C", "A")
    assert found.values.tolist() == [[5, 6, 7], [9, 10, 11], [13, 14, 15]]
    assert most_photographed(result, np.array([1, 1, 1, 1]), 9).names == result.names


def test_nobody_is_alike_where_nothing_is_asked_for() -> None:
    assert pairs_of_people(matrix(np.full((3, 3), 0.5).tolist(), "CAB"), 0) == ()
    assert pairs_of_people(matrix([[0.5]], "A"), 3) == ()
