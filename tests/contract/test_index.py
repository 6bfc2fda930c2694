"""What every index must do, whatever lies beneath it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.index.base import Hits, Index
from likeness.index.exact import ExactIndex
from likeness.types import Contract, FaceId

Vectors = NDArray[np.float32]
CONTRACT = Contract("model-1")
MAKERS: dict[str, Callable[[Path], Index]] = {"exact": lambda path: ExactIndex(path, CONTRACT)}


@pytest.fixture(params=sorted(MAKERS))
def make(request: pytest.FixtureRequest) -> Callable[[Path], Index]:
    return MAKERS[request.param]


@pytest.fixture
def index(make: Callable[[Path], Index], tmp_path: Path) -> Index:
    return make(tmp_path / "index")


def names(*numbers: int) -> tuple[FaceId, ...]:
    return tuple(FaceId(f"f{number:016x}") for number in numbers)


def unit(rows: NDArray[np.float64]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def faces(count: int, width: int = 128, seed: int = 0) -> Vectors:
    """Return random unit vectors, crowded around one direction as real embeddings are."""
    rows = np.random.default_rng(seed).standard_normal((count, width))
    rows[:, 0] += 8
    return unit(rows)


def by_comparing_all(
    held: dict[FaceId, Vectors], query: Vectors, k: int, among: frozenset[FaceId] | None
) -> Hits:
    """Return the answer that every index is held to."""
    ids = sorted(held if among is None else among & held.keys())
    rows = np.array([held[face] for face in ids], np.float64).reshape(len(ids), len(query))
    cosines = (rows * query.astype(np.float64)).sum(axis=1).astype(np.float32)
    order = np.argsort(-cosines, kind="stable")[:k]
    return Hits(ids=tuple(ids[i] for i in order), similarities=cosines[order])


def assert_same(found: Hits, expected: Hits) -> None:
    assert found.ids == expected.ids
    np.testing.assert_array_equal(found.similarities, expected.similarities)
    assert found.similarities.dtype == np.float32


@st.composite
def crowds(draw: st.DrawFn) -> Vectors:
    """Draw vectors that are hard to rank: copies, and neighbours as close as float32 allows."""
    width = draw(st.sampled_from([1, 2, 3, 64, 128]))
    count = draw(st.integers(1, 40))
    seed = draw(st.integers(0, 2**32 - 1))
    spread = draw(st.sampled_from([1.0, 1e-2, 1e-4, 1e-6, 1e-8, 0.0]))
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((draw(st.integers(1, 3)), width))
    rows = centres[rng.integers(0, len(centres), count)] + spread * rng.standard_normal(
        (count, width)
    )
    rows[np.linalg.norm(rows, axis=1) < 1e-3] = 1
    return unit(rows)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vectors=crowds(), k=st.integers(1, 50), data=st.data())
def test_no_neighbour_is_missed_and_ties_go_by_id(
    make: Callable[[Path], Index],
    tmp_path_factory: pytest.TempPathFactory,
    vectors: Vectors,
    k: int,
    data: st.DataObject,
) -> None:
    index = make(tmp_path_factory.mktemp("index"))
    numbers = data.draw(st.permutations(range(len(vectors))))
    ids = names(*numbers)
    index.replace(ids, vectors, 1)
    held = dict(zip(ids, vectors, strict=True))
    among = data.draw(st.one_of(st.none(), st.frozensets(st.sampled_from([*ids, *names(999)]))))
    queries = np.concatenate([vectors[:3], -vectors[:1], faces(2, vectors.shape[1])])
    found = index.search(queries, k, among=among)
    for query, hits in zip(queries, found, strict=True):
        assert_same(hits, by_comparing_all(held, query, k, among))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["replace", "extend", "extend", "extend", "reopen"]),
            st.frozensets(st.integers(0, 12), max_size=8),
        ),
        max_size=10,
    )
)
def test_an_index_is_a_dictionary_that_lasts(
    make: Callable[[Path], Index],
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, frozenset[int]]],
) -> None:
    folder = tmp_path_factory.mktemp("index")
    index, held, revision = make(folder), dict[FaceId, Vectors](), -1
    for number, (step, chosen) in enumerate(steps):
        if step == "reopen":
            index.close()
            index = make(folder)
            continue
        ids, vectors = names(*chosen), faces(len(chosen), 16, seed=number)
        fresh = dict(zip(ids, vectors, strict=True))
        held = fresh if step == "replace" else held | fresh
        revision = number
        getattr(index, step)(ids, vectors, revision)
    assert index.revision == revision
    assert len(index) == len(held)
    query = faces(1, 16, seed=99)
    assert_same(index.search(query, 20)[0], by_comparing_all(held, query[0], 20, None))


def test_a_new_index_holds_nothing_and_mirrors_nothing(index: Index) -> None:
    assert (len(index), index.revision) == (0, -1)
    (hits,) = index.search(faces(1), 3)
    assert hits.ids == ()
    assert hits.similarities.shape == (0,)


def test_an_index_of_an_empty_library_is_level_with_it(index: Index) -> None:
    index.replace((), np.empty((0, 128), np.float32), 4)
    assert (len(index), index.revision) == (0, 4)
    index.replace((), np.empty((0, 0), np.float32), 5)
    assert (len(index), index.revision) == (0, 5)
    index.extend(names(1), faces(1), 6)
    assert (len(index), index.revision) == (1, 6)


def test_no_queries_have_no_answers(index: Index) -> None:
    index.replace(names(1), faces(1), 0)
    assert index.search(np.empty((0, 128), np.float32), 1) == []


def test_many_queries_are_answered_as_each_alone(index: Index) -> None:
    vectors = faces(500)
    index.replace(names(*range(500)), vectors, 0)
    together = index.search(vectors[:30], 7)
    for query, hits in zip(vectors[:30], together, strict=True):
        assert_same(hits, index.search(query[None], 7)[0])


@pytest.mark.parametrize(
    ("ids", "vectors", "message"),
    [
        (names(1, 1), faces(2), "differ"),
        (names(1), faces(2), "one vector per id"),
        (("f1",), faces(1), "16 lower-case hex"),
        (("x" + "0" * 16,), faces(1), "16 lower-case hex"),
        (("f" + "A" * 16,), faces(1), "16 lower-case hex"),
        (("f" + "g" * 16,), faces(1), "16 lower-case hex"),
        (("f" + " " * 16,), faces(1), "16 lower-case hex"),
        (names(1), faces(1)[0], "2-D"),
        (names(1), 2 * faces(1), "unit length"),
        (names(1), np.full((1, 128), np.nan, np.float32), "unit length"),
        (names(1), np.zeros((1, 128), np.float32), "unit length"),
    ],
)
def test_what_is_not_a_set_of_unit_vectors_is_refused_and_changes_nothing(
    index: Index, ids: tuple[FaceId, ...], vectors: Vectors, message: str
) -> None:
    index.replace(names(7), faces(1), 3)
    for call in (index.replace, index.extend):
        with pytest.raises(ValueError, match=message):
            call(ids, vectors, 4)
    assert (len(index), index.revision) == (1, 3)


def test_vectors_of_another_width_are_refused(index: Index) -> None:
    index.replace(names(7), faces(1), 3)
    with pytest.raises(ValueError, match="128 numbers"):
        index.extend(names(8), faces(1, 64), 4)
    with pytest.raises(ValueError, match="128 numbers"):
        index.search(faces(1, 64), 1)


def test_fewer_than_one_neighbour_cannot_be_asked_for(index: Index) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        index.search(faces(1), 0)


def test_a_reader_keeps_what_it_opened_until_it_looks_at_the_revision(
    make: Callable[[Path], Index], tmp_path: Path
) -> None:
    writer, old, new = make(tmp_path), faces(50, seed=1), faces(50, seed=2)
    writer.replace(names(*range(50)), old, 1)
    reader = make(tmp_path)
    before = reader.search(old[:1], 5)[0]
    writer.replace(names(*range(50)), new, 2)
    assert_same(reader.search(old[:1], 5)[0], before)
    assert reader.revision == 2
    expected = by_comparing_all(dict(zip(names(*range(50)), new, strict=True)), old[0], 5, None)
    assert_same(reader.search(old[:1], 5)[0], expected)
