from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from likeness.evaluation.plots.heatmap import heatmap
from likeness.evaluation.plots.lettering import shortened
from tests.evaluation.plots.pictures import HOSTILE, called, check, words


def values(people: int) -> NDArray[np.float64]:
    found = np.random.default_rng(people).normal(0.1, 0.1, (people, people))
    np.fill_diagonal(found, 0.8)
    if people > 2:
        found[1, 1] = np.nan
    return found


@pytest.mark.parametrize("people", [1, 2, 3, 12, 26, 41, 130])
def test_a_heat_map_is_whole(people: int, figures: list[Figure]) -> None:
    check(
        lambda: heatmap(called(people), values(people), label="Mean similarity", title=HOSTILE),
        figures,
        twice=people < 100,
    )


def test_500_people_fit_into_a_picture_that_opens_anywhere() -> None:
    picture = heatmap(called(500), values(500), label="Mean similarity", title="500")
    assert max(Image.open(io.BytesIO(picture.png)).size) <= 6_000
    assert len(picture.svg) < 3_000_000
    shown = words(picture)
    assert "Person 100" in shown
    assert "Person 101" not in shown
    assert "500 people in all; every 5th is named." in shown


def test_every_name_stands_on_both_sides() -> None:
    names = ["Anna", "<b>$x$ &"]
    shown = words(heatmap(names, values(2), label="Mean similarity", title="Two"))
    assert shown.count("Anna") == 2
    assert shown.count("<b>$x$ &") == 2


def test_numbers_stand_in_up_to_25_cells_a_side() -> None:
    assert "0.80" in words(heatmap(called(5), values(5), label="s", title="t"))
    assert ".80" in words(heatmap(called(25), values(25), label="s", title="t"))
    assert ".80" not in words(heatmap(called(26), values(26), label="s", title="t"))


def colour_of(figures: list[Figure], row: int, column: int) -> NDArray[np.float64]:
    """Return the colour in a cell's corner, where no number is."""
    axes = next(axes for axes in figures[-1].axes if axes.collections)
    figure = figures[-1]
    pixels = np.asarray(figure.canvas.buffer_rgba())[::-1]  # type: ignore[attr-defined]
    x, y = axes.transData.transform((column + 0.15, row + 0.15))
    return np.asarray(pixels[int(y), int(x), :3], dtype=np.float64)


@pytest.mark.parametrize("higher_is_alike", [True, False])
def test_red_is_alike_and_blue_is_unlike(higher_is_alike: bool, figures: list[Figure]) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    alike, unlike = (1.0, 0.0) if higher_is_alike else (0.0, 1.0)
    heatmap(
        ["a", "b"],
        [[alike, unlike], [unlike, np.nan]],
        label="s",
        title="t",
        higher_is_alike=higher_is_alike,
    )
    FigureCanvasAgg(figures[-1]).draw()
    red, blue, none = (colour_of(figures, 0, 0), colour_of(figures, 0, 1), colour_of(figures, 1, 1))
    assert red[0] > red[2] + 60
    assert blue[2] > blue[0] + 60
    assert np.ptp(none) < 12  # grey


def test_unknown_cells_are_explained_only_where_there_are_any() -> None:
    assert "no pairs" in words(heatmap(["a"], [[np.nan]], label="s", title="t"))
    assert "no pairs" not in words(heatmap(["a"], [[0.5]], label="s", title="t"))


def test_the_label_says_what_white_is() -> None:
    shown = words(heatmap(["a"], [[0.5]], label="Mean similarity", title="t"))
    assert "Mean similarity (white: the middle of this set's values)" in shown


def test_nothing_but_unknown_cells_is_still_a_picture(figures: list[Figure]) -> None:
    check(lambda: heatmap(["a", "b"], np.full((2, 2), np.nan), label="s", title="t"), figures)


def test_a_long_name_is_shortened_in_its_middle() -> None:
    long = "Maximilian Alexander Ferdinand von und zu Habsburg-Lothringen"
    shown = words(heatmap([long], [[0.5]], label="s", title="t"))
    assert shortened(long, 1.6, 9).text in shown
    assert long not in shown


@pytest.mark.parametrize(
    ("names", "matrix"),
    [([], np.empty((0, 0))), (["a"], np.zeros((2, 2))), (["a"], [[np.inf]]), (["a"], [0.5])],
)
def test_what_cannot_be_drawn_is_refused(names: list[str], matrix: object) -> None:
    with pytest.raises(ValueError, match=r"people|shape|finite"):
        heatmap(names, matrix, label="s", title="t")  # type: ignore[arg-type]
