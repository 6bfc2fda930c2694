"""The benchmark of strangers, small: it takes hardly anybody for somebody, and says so in JSON."""

from __future__ import annotations

import json
from types import ModuleType

import numpy as np
import pytest

from tests.benchmarks.loading import loaded


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return loaded("open_set")


def test_strangers_are_rarely_taken_for_somebody(
    benchmark: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmark.main(["--people", "50", "500", "--libraries", "10", "--strangers", "500"])
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    mixed = [row for row in report["rows"] if "+" in row["world"]]
    assert [row["people"] for row in mixed] == [50, 500]
    assert [row["extrapolated"] for row in mixed] == [1, 0]
    for row in mixed:
        # The mean of ten libraries has a standard deviation of .25 %.
        assert 0.002 < row["alarms"] < 0.02, row
        assert row["calibration_error"] < 0.05, row
        assert row["wrong"] < 0.01, row


def test_the_same_seed_makes_the_same_library(benchmark: ModuleType) -> None:
    one, other = (benchmark.generate(benchmark.PHOTOGRAPHS, 20, 3, 50) for _ in range(2))
    assert np.array_equal(one.library.vectors, other.library.vectors)
    assert len(one.strangers.people) == 50
    assert set(one.mated.people.tolist()) == set(range(20))
    assert np.allclose(np.linalg.norm(one.library.vectors, axis=1), 1, atol=1e-5)


def test_strangers_have_look_alikes_as_often_as_people_of_the_library(
    benchmark: ModuleType,
) -> None:
    world, people, total = benchmark.PHOTOGRAPHS, 5_000, 10_000
    of, like = benchmark.look_alikes(world, people, total, np.random.default_rng(0))
    inside = like < people
    assert len(set(np.concatenate([of[inside], like[inside]]))) == 2 * inside.sum()
    assert 2 * inside.sum() / people == pytest.approx(world.looks, abs=0.008)
    assert (~inside).sum() / people == pytest.approx(world.looks, abs=0.008)
