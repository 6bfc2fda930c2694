from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from likeness.evaluation.plots.density import density
from tests.evaluation.plots.pictures import HOSTILE, check, refuses_overlaps, words

X = np.linspace(0, 1.4, 200)


def bell(middle: float) -> np.ndarray:
    return np.exp(-0.5 * ((X - middle) / 0.08) ** 2)


def test_a_density_is_whole(figures: list[Figure]) -> None:
    picture = check(
        lambda: density(
            X,
            bell(0.4),
            bell(0.9),
            thresholds=[(0.65, HOSTILE)],
            axis_label="Cosine distance",
            title="t " * 200,
        ),
        figures,
    )
    shown = words(picture)
    assert {HOSTILE, "Same person", "Different people", "Cosine distance →"} <= set(shown)


@pytest.mark.parametrize(
    "places", [(0.1, 0.11, 0.12), (1.3, 1.35, 1.4), (0.0, 0.7, 1.4), (-3.0, 0.5, 9.0), (0.5,) * 3]
)
def test_labels_of_thresholds_never_overlap(
    places: tuple[float, float, float], figures: list[Figure]
) -> None:
    names = ["fitted on other people: 0.65", "mean plus sigma: 0.7", "published: 0.4"]
    check(
        lambda: density(
            X,
            bell(0.05),
            bell(1.35),
            thresholds=list(zip(places, names, strict=True)),
            axis_label="d",
            title="t",
        ),
        figures,
    )
    refuses_overlaps(figures, names)


@pytest.mark.parametrize(
    "places", [(0.4,), (0.9,), (0.38, 0.42), (0.85, 0.9), (0.2, 0.4, 0.9, 1.2), (0.0, 1.4)]
)
def test_no_threshold_runs_through_the_name_of_a_curve(
    places: tuple[float, ...], figures: list[Figure]
) -> None:
    marks = [(place, f"threshold {place}") for place in places]
    check(
        lambda: density(X, bell(0.4), bell(0.9), thresholds=marks, axis_label="d", title="t"),
        figures,
    )

    axes = figures[-1].axes[0]
    lines = [axes.transData.transform((place, 0))[0] for place in places]
    names = [
        text.get_window_extent()
        for text in figures[-1].findobj(Text)
        if text.get_text() in {"Same person", "Different people"}
    ]
    assert len(names) == 4  # each with its rim
    for box in names:
        assert not any(box.x0 <= line <= box.x1 for line in lines)


@pytest.mark.parametrize("apart", [0.0, 0.05, 0.2])
def test_names_of_curves_with_near_peaks_never_overlap(apart: float, figures: list[Figure]) -> None:
    curves = bell(0.5), 0.98 * bell(0.5 + apart)
    check(lambda: density(X, *curves, axis_label="d", title="t"), figures)
    refuses_overlaps(figures, ["Same person", "Different people"])


def test_a_density_that_is_missing_is_said_to_be(figures: list[Figure]) -> None:
    picture = check(lambda: density(X, bell(0.4), None, axis_label="d", title="t"), figures)
    assert "Different people: too few pairs to draw." in words(picture)
    assert "Different people" not in words(picture)


def test_one_point_is_enough(figures: list[Figure]) -> None:
    check(lambda: density([0.5], [1.0], [0.0], axis_label="d", title="t"), figures)


@pytest.mark.parametrize(
    ("x", "same", "different", "thresholds"),
    [
        ([], [], [], []),
        ([1, 2], [1], [1, 2], []),
        ([1, 2], [1, np.nan], [1, 2], []),
        ([1, 2], None, None, []),
        ([1, 2], [1, 2], [1, 2], [(np.nan, "t")]),
    ],
)
def test_what_cannot_be_drawn_is_refused(x, same, different, thresholds) -> None:
    with pytest.raises(ValueError, match=r"nothing|lengths|finite|no density"):
        density(x, same, different, thresholds=thresholds, axis_label="d", title="t")
