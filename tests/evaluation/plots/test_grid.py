from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.plots.grid import grid
from tests.evaluation.plots.pictures import HOSTILE, called, check, words

KNOWN = Estimate(value=0.9, low=0.85, high=0.94)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 4), (12, 5)])
def test_a_grid_is_whole(rows: int, columns: int, figures: list[Figure]) -> None:
    cells = [
        [
            (
                KNOWN,
                None,
                Estimate.missing("Too few pairs. " * at),
                Estimate(value=-0.5 / (at + 1)),
            )[(at + column) % 4]
            for column in range(columns)
        ]
        for at in range(rows)
    ]
    picture = check(
        lambda: grid(
            called(rows),
            called(columns),
            cells,
            label="Area under the ROC curve",
            marked={(0, 0)},
            title="t",
        ),
        figures,
    )
    assert {HOSTILE, "0.900", "(0.850–0.940)", "In brackets: 95 % intervals."} <= set(
        words(picture)
    )


def test_a_cell_without_a_figure_says_why() -> None:
    cells = [[None, Estimate.missing("Too few pairs."), Estimate(value=None), KNOWN]]
    shown = words(grid(["a"], list("bcde"), cells, label="l", title="t"))
    assert {"not tried", "Too few pairs.", "not known"} <= set(shown)


def test_only_missing_cells_are_still_a_picture(figures: list[Figure]) -> None:
    check(lambda: grid(["a"], ["b"], [[None]], label="l", title="t"), figures)


def test_marked_cells_are_framed_and_explained(figures: list[Figure]) -> None:
    def framed() -> int:
        return sum(
            isinstance(box, Rectangle) and box.get_linewidth() == 2.0
            for box in figures[-1].get_children()
        )

    cells = [[KNOWN, KNOWN]]
    shown = words(grid(["a"], ["b", "c"], cells, label="l", marked={(0, 1)}, title="t"))
    assert framed() == 1
    assert any(word.startswith("Framed:") for word in shown)
    shown = words(grid(["a"], ["b", "c"], cells, label="l", title="t"))
    assert framed() == 0
    assert not any(word.startswith("Framed:") for word in shown)


@pytest.mark.parametrize(
    ("rows", "columns", "cells"),
    [
        ([], [], []),
        (["a"], [], [[]]),
        (["a"], ["b"], [[KNOWN, KNOWN]]),
        (["a", "b"], ["c"], [[KNOWN]]),
        (["a"], ["b"], [[Estimate(value=float("inf"))]]),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows, columns, cells) -> None:
    with pytest.raises(ValueError, match=r"no cells|Expected|finite"):
        grid(rows, columns, cells, label="l", title="t")
