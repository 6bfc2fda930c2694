from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from likeness.evaluation.plots.bars import bars
from tests.evaluation.plots.pictures import HOSTILE, called, check, words


@pytest.mark.parametrize(("faces", "count"), [(1, 1), (2, 50), (12, 512), (40, 20)])
def test_bars_are_whole(faces: int, count: int, figures: list[Figure]) -> None:
    values = np.random.default_rng(1).normal(size=(faces, count))
    picture = check(lambda: bars(values, called(faces), values.mean(axis=0), title="t"), figures)
    assert {HOSTILE, "Mean"} <= set(words(picture))


def test_all_rows_share_one_range(figures: list[Figure]) -> None:
    shown = words(bars([[0.5, -1.0], [0.1, 0.1]], ["a", "b"], [0.3, -0.45], title="t"))
    assert "Every row runs from −1.1 to 1.1." in shown


def test_zeros_are_still_a_picture(figures: list[Figure]) -> None:
    check(lambda: bars([[0.0, 0.0]], ["a"], [0.0, 0.0], title="t"), figures)


@pytest.mark.parametrize(
    ("values", "labels", "mean"),
    [
        (np.empty((0, 3)), [], [0, 0, 0]),
        ([[1, 2]], ["a"], [1]),
        ([[1, 2]], ["a", "b"], [1, 2]),
        ([[1, np.nan]], ["a"], [1, 2]),
        ([1, 2], ["a"], [1, 2]),
    ],
)
def test_what_cannot_be_drawn_is_refused(values, labels, mean) -> None:
    with pytest.raises(ValueError, match=r"nothing|lengths|finite|dimension"):
        bars(values, labels, mean, title="t")
