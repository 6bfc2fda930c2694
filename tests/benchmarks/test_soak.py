"""The benchmark of the server's memory: what it makes of its samples."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def soak(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return runpy.run_path(str(BENCHMARKS / "soak.py"))


def test_a_line_is_fitted_to_what_was_seen(soak: dict[str, Any]) -> None:
    samples = [(10.0 + 2 * n, 3e8 + 1e5 * n + (-1) ** n * 50) for n in range(200)]

    start, slope = soak["fitted"](samples)

    assert start == pytest.approx(3e8, rel=1e-4)
    assert slope == pytest.approx(5e4, rel=1e-3)


def test_its_rows_say_what_was_asked_for(soak: dict[str, Any]) -> None:
    found = {"minutes": 30, "answered": {"page": 9, "find": 1}, "requests": 10, "failed": 0}
    found |= {"megabytes": 301.4, "kilobytes_a_minute": 12.2, "growth": 0.0123}

    rows = list(runpy.run_path(str(BENCHMARKS / "campaign_rows.py"))["soak_rows"](found))

    assert ("requests in 30 minutes: page 9, find 1", "10", "") in rows
    assert ("growth, after a warm-up", "1.2%", "under 5 %") in rows
