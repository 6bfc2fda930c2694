from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from likeness.evaluation.plots.reliability import reliability
from tests.evaluation.plots.pictures import HOSTILE, check, words

STATED = np.linspace(0.05, 0.95, 10)


@pytest.mark.parametrize("bins", [1, 2, 10])
def test_a_reliability_plot_is_whole(bins: int, figures: list[Figure]) -> None:
    stated = STATED[:bins]
    picture = check(
        lambda: reliability(
            stated,
            stated**2,
            np.maximum(stated**2 - 0.1, 0),
            np.minimum(stated**2 + 0.1, 1),
            np.arange(bins) * 1000,
            title=HOSTILE,
        ),
        figures,
    )
    assert {HOSTILE, "Stated probability →", "↑ Number of answers"} <= set(words(picture))


def test_points_lie_at_what_was_stated_and_observed(figures: list[Figure]) -> None:
    reliability([0.2, 0.9], [0.3, 0.8], [0.1, 0.7], [0.4, 0.9], [5, 6], title="t")
    upper, below = figures[-1].axes
    dots = next(line for line in upper.lines if line.get_marker() == "o")
    assert dots.get_xydata().tolist() == [[0.2, 0.3], [0.9, 0.8]]
    assert [bar.get_height() for bar in below.patches] == [5, 6]


@pytest.mark.parametrize("bad", [[], [np.nan], [0.1, 0.2]])
def test_what_cannot_be_drawn_is_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match=r"nothing|finite|lengths"):
        reliability([0.5], bad, [0.4], [0.6], [3], title="t")
