from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from likeness.evaluation.plots.curves import Line, det, rates, roc
from likeness.evaluation.plots.picture import Picture
from likeness.evaluation.plots.theme import SERIES
from tests.evaluation.plots.pictures import HOSTILE, called, check, words

Plot = Callable[..., Picture]
PLOTS = pytest.mark.parametrize("plot", [roc, det, rates])
FAR = np.concatenate([[0], np.logspace(-6, 0, 60)])


def line(name: str, power: float = 0.2) -> Line:
    tar = FAR**power
    return Line(
        name=name,
        far=FAR,
        tar=tar,
        low=np.clip(tar - 0.05, 0, 1),
        high=np.clip(tar + 0.05, 0, 1),
    )


@PLOTS
@pytest.mark.parametrize("many", [1, 2, 15])
def test_curves_are_whole(plot: Plot, many: int, figures: list[Figure]) -> None:
    names = called(many)
    picture = check(lambda: plot([line(name) for name in names], title="t"), figures)
    assert HOSTILE in words(picture)
    assert "Bands: 95 % intervals, point by point." in words(picture)


@PLOTS
def test_no_band_is_promised_where_there_is_none(plot: Plot) -> None:
    shown = words(plot([Line(name="a", far=[0, 1], tar=[0, 1])], title="t"))
    assert not any("Bands" in word for word in shown)


@PLOTS
@pytest.mark.parametrize(
    ("far", "tar"), [([0, 0, 1], [0, 1, 1]), ([0, 1], [0, 0]), ([0.5], [0.5]), ([0, 0], [1, 1])]
)
def test_the_best_and_the_worst_can_be_drawn(
    plot: Plot, far: list[float], tar: list[float], figures: list[Figure]
) -> None:
    check(lambda: plot([Line(name="a", far=far, tar=tar)], title="t"), figures)


def test_roc_goes_from_one_in_a_hundred_thousand_to_all(figures: list[Figure]) -> None:
    shown = words(roc([line("a")], title="t"))
    assert {"0.001 %", "0.01 %", "0.1 %", "1 %", "10 %", "100 %"} <= set(shown)
    assert figures[-1].axes[0].get_xlim() == pytest.approx((1e-5, 1))
    assert figures[-1].axes[0].get_ylim() == (0, 1)


def test_a_roc_far_above_starts_higher_and_says_so(figures: list[Figure]) -> None:
    shown = words(roc([Line(name="a", far=[0, 1], tar=[0.97, 1])], title="t"))
    assert figures[-1].axes[0].get_ylim() == (0.95, 1)
    assert "95 %" in shown


def test_det_has_normal_deviates_on_both_axes(figures: list[Figure]) -> None:
    from scipy.special import ndtr, ndtri

    det([Line(name="a", far=[0.1, 0.2], tar=[0.8, 0.9])], title="t")
    curve = next(line for line in figures[-1].axes[0].lines if line.get_color() == SERIES[0])
    assert curve.get_xdata() == pytest.approx(ndtri([0.1, 0.2]))
    assert ndtr(np.asarray(curve.get_ydata())) == pytest.approx([0.2, 0.1])


@pytest.mark.parametrize("power", [0.05, 0.2, 0.6])
def test_det_shows_all_of_a_curve_and_wastes_little_below_it(
    power: float, figures: list[Figure]
) -> None:
    det([line("a", power)], title="t")

    axes = figures[-1].axes[0]
    curve = next(drawn for drawn in axes.lines if drawn.get_color() == SERIES[0])
    x, y = np.asarray(curve.get_xdata()), np.asarray(curve.get_ydata())
    shown = y[(x > axes.get_xlim()[0]) & (x <= axes.get_xlim()[1])]
    low, top = axes.get_ylim()
    assert shown.max() <= top + 1e-9
    assert (shown.min() - low) / (top - low) < 0.3
    assert (top - shown.max()) / (top - low) < 0.3


def test_det_has_a_dot_where_both_errors_are_equal(figures: list[Figure]) -> None:
    from scipy.special import ndtr

    curve = Line(name="a", far=[0.0, 0.01, 0.1, 0.2, 1.0], tar=[0.1, 0.7, 0.9, 0.95, 1.0])
    shown = words(det([curve], title="t"))

    (dot,) = [drawn for drawn in figures[-1].axes[0].lines if drawn.get_marker() == "o"]
    assert ndtr(np.asarray(dot.get_xdata())) == pytest.approx([0.1])
    assert ndtr(np.asarray(dot.get_ydata())) == pytest.approx([0.1])
    assert any(word.startswith("Dots:") for word in shown)


def test_det_promises_no_dot_where_the_errors_never_meet() -> None:
    shown = words(det([Line(name="a", far=[0.1, 0.2], tar=[0.95, 0.99])], title="t"))

    assert not any(word.startswith("Dots:") for word in shown)


@PLOTS
@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Line(name="a", far=[], tar=[])],
        [Line(name="a", far=[0, 1], tar=[0])],
        [Line(name="a", far=[0, np.nan], tar=[0, 1])],
        [Line(name="a", far=[0, 1], tar=[0, 1.1])],
        [Line(name="a", far=[0, 1], tar=[0, 1], low=[0], high=[1, 1])],
    ],
)
def test_what_cannot_be_drawn_is_refused(plot: Plot, lines: list[Line]) -> None:
    with pytest.raises(ValueError, match=r"no lines|nothing|lengths|finite|between"):
        plot(lines, title="t")
