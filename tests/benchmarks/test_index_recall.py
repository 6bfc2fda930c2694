"""The benchmark of the index, small: every engine finds what the exact index finds."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "index_recall.py"
    spec = importlib.util.spec_from_file_location("index_recall", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_engine_finds_what_the_exact_index_finds(
    benchmark: ModuleType, tmp_path: Path
) -> None:
    crowd = benchmark.make_crowd(300, 20)
    outcomes = list(benchmark.measure(list(benchmark.KINDS), crowd, tmp_path))
    assert len(outcomes) == 5 * (1 + len(benchmark.KINDS))
    for outcome in outcomes:
        assert outcome.recall >= benchmark.ASKED_RECALL, outcome
        assert outcome.index == "qdrant-graph" or outcome.same == 1, outcome
