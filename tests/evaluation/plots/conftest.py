"""A look at the figures behind the pictures."""

from __future__ import annotations

import importlib

import pytest
from matplotlib.figure import Figure

from likeness.evaluation.plots.picture import Picture, drawn

PLOTS = [
    "answers",
    "bars",
    "curves",
    "density",
    "forest",
    "grid",
    "heatmap",
    "points",
    "reliability",
]


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """Return the list to which every figure is added that becomes a picture."""
    seen: list[Figure] = []

    def watched(figure: Figure) -> Picture:
        seen.append(figure)
        return drawn(figure)

    for name in PLOTS:
        module = importlib.import_module(f"likeness.evaluation.plots.{name}")
        monkeypatch.setattr(module, "drawn", watched)
    return seen
