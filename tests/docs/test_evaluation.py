"""The page about evaluation says what the code says."""

from __future__ import annotations

from pathlib import Path

from likeness.evaluation.jackknife import COVERAGE

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "evaluation.md"


def test_the_coverage_of_intervals_is_that_of_the_code() -> None:
    text = PAGE.read_text()

    for figure, shares in COVERAGE.items():
        cells = " | ".join(f"{100 * shares[people]:.1f}" for people in (6, 10, 20, 50))
        assert f"| {figure} | {cells} |" in text
