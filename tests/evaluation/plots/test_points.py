from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray

from likeness.evaluation.plots.points import points
from likeness.evaluation.plots.theme import PEOPLE
from tests.evaluation.plots.pictures import called, check, refuses_overlaps, words

Cloud = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]


def cloud(people: int, faces: int) -> Cloud:
    rng = np.random.default_rng(people)
    who = np.repeat(np.arange(people), faces)
    spots = rng.uniform(-50, 50, (people, 2))[who] + rng.normal(0, 2, (len(who), 2))
    return spots[:, 0], spots[:, 1], who


@pytest.mark.parametrize(
    ("people", "faces"), [(1, 1), (1, 5), (2, 10), (12, 36), (60, 5), (500, 8)]
)
def test_a_map_is_whole(people: int, faces: int, figures: list[Figure]) -> None:
    check(lambda: points(*cloud(people, faces), called(people), title="t"), figures)


@pytest.mark.parametrize("people", [2, 12, 20, 60])
def test_names_never_overlap(people: int, figures: list[Figure]) -> None:
    names = [f"Person {at}" for at in range(people)]
    points(*cloud(people, 10), names, title="t")
    named = [
        text.get_text()
        for text in figures[-1].findobj(Text)
        if isinstance(text, Text) and text.get_text() in names and not text.get_path_effects()
    ]
    assert min(people, 12) <= len(named) <= 20
    refuses_overlaps(figures, named)


def test_everybody_on_one_spot_is_named_as_far_as_there_is_room(figures: list[Figure]) -> None:
    names = [f"Person {at}" for at in range(20)]
    picture = check(
        lambda: points(np.zeros(20), np.zeros(20), np.arange(20), names, title="t"), figures
    )
    assert "Person 0" in words(picture)


def test_the_people_with_most_faces_are_named() -> None:
    x, y, who = cloud(30, 2)
    more = np.full(9, 29)
    who, x, y = np.append(who, more), np.append(x, more), np.append(y, more)
    shown = words(points(x, y, who, [f"Person {at}" for at in range(30)], title="t"))
    assert "Person 29" in shown
    assert "Person 25" not in shown


def test_a_map_says_that_it_has_no_units_and_shows_no_ticks(figures: list[Figure]) -> None:
    shown = " ".join(words(points(*cloud(2, 3), ["a", "b"], title="t")))
    assert "so there are no axes" in shown
    assert not any(letter.isdigit() for letter in shown)


def test_larger_numbers_lie_further_right_and_further_up(figures: list[Figure]) -> None:
    points([0, 10], [0, 5], [0, 1], ["a", "b"], title="t")
    axes = figures[-1].axes[0]
    assert axes.get_xlim()[0] < axes.get_xlim()[1]
    assert axes.get_ylim()[0] < axes.get_ylim()[1]


def looks(figures: list[Figure]) -> list[tuple[str, bytes]]:
    """Return colour and outline of each set of points."""
    return [
        (
            to_hex(tuple(np.asarray(part.get_facecolor())[0].tolist())),
            np.asarray(part.get_paths()[0].vertices).tobytes(),
        )
        for part in figures[-1].axes[0].collections
    ]


def test_colours_follow_the_order_of_names_even_if_somebody_has_no_face(
    figures: list[Figure],
) -> None:
    points([0, 10], [0, 5], [1, 3], list("abcd"), title="t")
    assert [colour for colour, _ in looks(figures)] == [PEOPLE[1], PEOPLE[3]]


def test_32_people_look_different_and_neighbours_differ_in_shape(figures: list[Figure]) -> None:
    points(*cloud(32, 2), [f"P{at}" for at in range(32)], title="t")
    found = looks(figures)
    assert len(set(found)) == 32
    assert all(one[1] != other[1] for one, other in pairwise(found[:8]))


def test_the_page_and_the_picture_use_the_same_colours_in_the_same_order() -> None:
    script = files("likeness.evaluation.report").joinpath("page.js").read_text("utf-8")
    listed = re.search(r"const PEOPLE = \[(.*?)\]", script, re.DOTALL)
    assert listed
    assert tuple(re.findall(r"#[0-9a-f]{6}", listed[1])) == PEOPLE


def test_both_directions_have_one_scale(figures: list[Figure]) -> None:
    points([0, 10], [0, 1], [0, 1], ["a", "b"], title="t")
    axes = figures[-1].axes[0]
    box = axes.get_window_extent()
    across, up = np.ptp(axes.get_xlim()) / box.width, np.ptp(axes.get_ylim()) / box.height
    assert across == pytest.approx(up)


def test_many_points_become_an_image_inside_the_svg() -> None:
    few = points(*cloud(10, 100), called(10), title="t").svg
    many = points(*cloud(10, 1_000), called(10), title="t").svg
    assert "<image" not in few
    assert "<image" in many
    assert len(many) < 2_000_000


@pytest.mark.parametrize(
    ("x", "y", "people"),
    [
        ([], [], []),
        ([1.0], [1.0, 2.0], [0]),
        ([np.nan], [1.0], [0]),
        ([1.0], [1.0], [2]),
        ([1.0], [1.0], [-1]),
        ([1.0], [1.0], [[0]]),
    ],
)
def test_what_cannot_be_drawn_is_refused(x, y, people) -> None:
    with pytest.raises(ValueError, match=r"nothing|lengths|finite|name|dimension"):
        points(x, y, people, ["a", "b"], title="t")
