"""The benchmark of the index, small: every engine finds what the exact index finds."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks.loading import loaded


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return loaded("index_recall")


def test_every_engine_finds_what_the_exact_index_finds(
    benchmark: ModuleType, tmp_path: Path
) -> None:
    crowd = benchmark.make_crowd(300, 20)
    outcomes = list(benchmark.measure(list(benchmark.KINDS), crowd, tmp_path))
    assert len(outcomes) == 5 * (1 + len(benchmark.KINDS))
    for outcome in outcomes:
        assert outcome.recall >= benchmark.ASKED_RECALL, outcome
        assert outcome.index == "qdrant-graph" or outcome.same == 1, outcome
