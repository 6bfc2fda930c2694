"""The benchmark of grouping, small: libraries are as it says, and what it prints is true."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from likeness.evaluation.contingency import bcubed_f
from tests.benchmarks.loading import loaded


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return loaded("grouping_scale")


@pytest.mark.parametrize("world", ["photographs", "spread"])
def test_libraries_have_strangers_and_a_long_tail(benchmark: ModuleType, world: str) -> None:
    vectors, owners = benchmark.WORLDS[world](3_000)
    again, _ = benchmark.WORLDS[world](3_000)
    assert np.array_equal(vectors, again)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3_000), abs=1e-5)
    counts = np.bincount(owners)
    assert (counts == 1).sum() == pytest.approx(900, abs=1)
    assert np.median(counts[counts > 1]) <= 6
    assert counts.max() > 40


def test_f_is_that_of_the_product(benchmark: ModuleType) -> None:
    rng = np.random.default_rng(0)
    groups, people = rng.integers(0, 20, (2, 300))
    assert benchmark.bcubed(groups, people)[2] == pytest.approx(bcubed_f(groups, people))


def test_ours_and_a_peer_are_measured_in_processes_of_their_own(
    benchmark: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "growth.svg"
    arguments = ["--faces", "400", "--worlds", "photographs", "--methods", "likeness", "average"]
    assert benchmark.main([*arguments, "--plot", str(picture)]) == 0
    rows = json.loads(capsys.readouterr().out.splitlines()[-1])["rows"]
    assert [row["method"] for row in rows] == ["likeness", "average"]
    for row in rows:
        assert row["f"] > 0.95
        assert row["oracle_f"] >= row["f"]
        assert row["seconds"] > 0
        assert row["gigabytes"] > 0
    assert picture.read_text().startswith("<?xml")


def test_what_does_not_finish_is_said(benchmark: ModuleType) -> None:
    late = benchmark.apart("photographs", 400, "average", oracle=False, limit=0.01)
    assert late.seconds is None
    assert "not done" in late.failure


def test_every_strictness_is_at_least_as_good_as_the_chosen_one(benchmark: ModuleType) -> None:
    outcome = benchmark.measure("spread", 600, "likeness", oracle=True)
    assert outcome.oracle_f >= outcome.f > 0.85
