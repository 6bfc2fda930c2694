from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.plots.forest import Row, forest
from tests.evaluation.plots.pictures import HOSTILE, called, check, refuses_overlaps, words

KNOWN = Estimate(value=0.9, low=0.85, high=0.94)
MISSING = Estimate.missing("Too few pairs for this FAR.")


@pytest.mark.parametrize("many", [1, 2, 40])
def test_a_forest_is_whole(many: int, figures: list[Figure]) -> None:
    rows = [
        Row(
            label=name,
            estimate=MISSING if at % 3 == 2 else KNOWN,
            group=called(4)[at // 5 % 4],
            marked=at == 0,
        )
        for at, name in enumerate(called(many))
    ]
    picture = check(lambda: forest(rows, axis_label="TAR", title="t"), figures)
    assert {HOSTILE, "TAR →", "0.900 (0.850 to 0.940)"} <= set(words(picture))


def test_hundreds_of_rows_are_one_picture() -> None:
    rows = [Row(label=name, estimate=KNOWN) for name in called(200)]
    assert "Person 199" in words(forest(rows, axis_label="TAR", title="t"))


def test_a_row_without_a_figure_says_why(figures: list[Figure]) -> None:
    rows = [Row(label="young", estimate=MISSING), Row(label="old", estimate=KNOWN)]
    picture = check(lambda: forest(rows, axis_label="TAR", title="t"), figures)
    assert "Too few pairs for this FAR." in words(picture)
    refuses_overlaps(
        figures, ["Too few pairs for this FAR.", "0.900 (0.850 to 0.940)", "young", "old"]
    )


def test_rows_without_any_figure_are_still_a_picture(figures: list[Figure]) -> None:
    long = Row(label="x", estimate=Estimate.missing("Too few pairs. " * 50))
    nothing = Row(label="y", estimate=Estimate(value=None))
    picture = check(lambda: forest([long, nothing], axis_label="TAR", title="t"), figures)
    assert "not known" in words(picture)


def test_a_figure_without_an_interval_is_a_dot(figures: list[Figure]) -> None:
    check(
        lambda: forest([Row(label="a", estimate=Estimate(value=0.5))], axis_label="x", title="t"),
        figures,
    )


def test_groups_stand_under_one_heading_each() -> None:
    rows = [Row(label=str(at), estimate=KNOWN, group=f"Group {at // 2}") for at in range(4)]
    shown = words(forest(rows, axis_label="x", title="t"))
    assert shown.count("Group 0") == shown.count("Group 1") == 1


@pytest.mark.parametrize(
    "rows", [[], [Row(label="a", estimate=Estimate(value=float("nan"), low=0, high=1))]]
)
def test_what_cannot_be_drawn_is_refused(rows: list[Row]) -> None:
    with pytest.raises(ValueError, match=r"no rows|finite"):
        forest(rows, axis_label="x", title="t")
