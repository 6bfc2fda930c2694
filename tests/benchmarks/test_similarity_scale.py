"""The benchmark of the default likeness: which pairs it takes, and what it makes of them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.benchmarks.loading import loaded


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return loaded("similarity_scale")


def sets(benchmark: ModuleType) -> dict[str, Any]:
    """Return six sets of 4 faces each, two on every photo."""
    random = np.random.default_rng(0)
    found = {}
    for name in benchmark.FOLDERS:
        vectors = random.standard_normal((4, 16))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        photos = ("a", "b", "c", "d") if name == "singles" else ("a", "a", "b", "b")
        found[name] = benchmark.Shown(vectors=vectors, photos=photos)
    return found


def test_only_pairs_that_are_known_to_be_different_people_count(benchmark: ModuleType) -> None:
    pairs = {each.kind: len(each.cosines) for each in benchmark.strangers(sets(benchmark))}
    assert pairs == {
        "digiface": 3 * 16,
        "office": 2,
        "singles": 6,
        "digiface and singles": 48,
        "digiface and office": 48,
        "digiface and drama": 48,
        "singles and office": 16,
        "singles and drama": 16,
    }


def test_every_kind_weighs_the_same(benchmark: ModuleType) -> None:
    many = benchmark.Pairs(kind="a", sets=frozenset("a"), cosines=np.full(1000, 0.1))
    few = benchmark.Pairs(kind="b", sets=frozenset("b"), cosines=np.full(10, 0.9))
    assert benchmark.cut([many, few], 0.4) == 0.9
    assert benchmark.cut([many, few], 0.6) == 0.1
    assert benchmark.without_one([many, few], 0.4) == {"a": 0.9, "b": 0.1}


def test_constants_that_are_not_what_was_measured_are_told(benchmark: ModuleType) -> None:
    found = benchmark.measured(sets(benchmark), 0.01)
    assert not benchmark.stands("dlib", found)
    fixed = benchmark.MEASURED["dlib"]
    same = {key: getattr(fixed, key) for key in ("minimum", "least", "most", "people", "pairs")}
    assert benchmark.stands("dlib", same)
    assert found["people"] == 3 + 4 + 2


def test_the_constants_are_those_of_the_shared_photos(
    benchmark: ModuleType, photos: Path, tmp_path: Path
) -> None:
    found = benchmark.measured(benchmark.read(photos, tmp_path / "library", "dlib"), 0.01)
    assert benchmark.stands("dlib", found), found
