"""The benchmark of the intervals, small: they hold the truth about as often as they say."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.benchmarks.loading import loaded


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return loaded("intervals")


def test_intervals_hold_the_truth_about_as_often_as_they_say(benchmark: ModuleType) -> None:
    world = benchmark.WORLDS[0]
    outcomes = list(benchmark.measure(40, [20], [world], true_people=3000, strangers=500_000))
    assert [outcome.figure for outcome in outcomes] == list(benchmark.FIGURES)
    for outcome in outcomes:
        # Of 40 intervals 38 should hold it; fewer than 34 is one chance in 80 for one that does.
        assert outcome.jackknife >= 34 / 40, outcome
        assert 0 < outcome.width < 1, outcome
    shares = benchmark.coverage(outcomes, 20)
    assert shares == {outcome.figure: outcome.jackknife for outcome in outcomes}


def test_the_same_set_gives_the_same_intervals(benchmark: ModuleType) -> None:
    truth = benchmark.find_truth(benchmark.WORLDS[1], 200, 20_000)
    task = benchmark.WORLDS[1], 6, 3, truth
    assert benchmark.one_set(task) == benchmark.one_set(task)
