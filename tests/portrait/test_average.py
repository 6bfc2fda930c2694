"""Averages of faces."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.errors import InterruptedRunError
from likeness.portrait.average import average
from likeness.portrait.average_face import AverageFace
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import shown
from likeness.portrait.look import Look
from likeness.portrait.memory import memory
from likeness.portrait.regions import Regions
from likeness.portrait.shape import eye_distance
from likeness.portrait.survey import sharpness
from tests.portrait.looks import CANVAS, drawn_look, drawn_looks

FOUR = drawn_looks(4)


@pytest.fixture(scope="module")
def of_four() -> AverageFace:
    return average(FOUR, CANVAS)


def colour(made: AverageFace) -> NDArray[np.floating]:
    """Return the mean colour of the skin."""
    skin = Regions.of(made.shape, made.canvas).skin > 0.5
    return np.asarray(np.log(made.light[skin] + 0.01).mean(axis=0))


def test_no_faces_have_no_average() -> None:
    with pytest.raises(ValueError, match="at least one face"):
        average([], CANVAS)


@settings(max_examples=2, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_faces_changes_nothing(of_four: AverageFace, order: list[int]) -> None:
    other = average([FOUR[number] for number in order], CANVAS)
    assert np.array_equal(other.light, of_four.light)
    assert np.array_equal(other.difference, of_four.difference)
    assert other.voices == of_four.voices


def test_the_number_of_threads_changes_nothing(of_four: AverageFace) -> None:
    with ThreadPoolExecutor(3) as pool:
        other = average(FOUR, CANVAS, run=pool.map)
    assert np.array_equal(other.light, of_four.light)


def test_one_face_stays_as_it_is() -> None:
    look = drawn_look(7, side=256)
    alone = average([look], CANVAS)
    assert np.abs(shown(alone.light).astype(int) - look.pixels).max() <= 1
    assert alone.shape == pytest.approx(look.points, abs=1e-6)
    assert [voice.weight for voice in alone.voices] == [1.0]
    assert not alone.mirrored


def test_one_face_is_turned_upright_and_brought_to_size() -> None:
    look = drawn_look(7, side=400)
    lying = replace(
        look,
        pixels=np.ascontiguousarray(np.rot90(look.pixels)),
        points=np.c_[look.points[:, 1], 400 - look.points[:, 0]],
    )
    plain, turned = average([look], CANVAS), average([lying], CANVAS)
    assert eye_distance(turned.shape) == pytest.approx(CANVAS.eye_distance)
    assert np.abs(shown(turned.light).astype(int) - shown(plain.light)).max() <= 2


def test_the_shares_of_all_voices_add_up_to_one(of_four: AverageFace) -> None:
    assert sum(voice.weight for voice in of_four.voices) == pytest.approx(1)
    assert [voice.key for voice in of_four.voices] == [look.key for look in FOUR]
    assert all(0 < voice.weight < 1 for voice in of_four.voices)
    assert all(-1 <= voice.agreement <= 1 for voice in of_four.voices)


def test_the_average_lies_where_the_canvas_has_it(of_four: AverageFace) -> None:
    assert eye_distance(of_four.shape) == pytest.approx(CANVAS.eye_distance)
    assert of_four.shape[36:48, 1].mean() == pytest.approx(CANVAS.eye_line)
    assert of_four.light.shape == (256, 256, 3)
    assert of_four.cover.shape == of_four.difference.shape == (256, 256)


def test_a_voter_with_many_photos_does_not_outvote_another() -> None:
    light, dark = drawn_look(0, voter="a"), drawn_look(1, voter="b")
    many = [replace(light, key=f"f0{number:02}") for number in range(12)]
    made = average([*many, dark], CANVAS)
    said = sum(voice.weight for voice in made.voices if voice.voter == "a")
    assert 0.4 < said < 0.6
    assert colour(made) == pytest.approx(colour(average([light, dark], CANVAS)), abs=0.05)


@pytest.mark.parametrize("count", [2, 3])
def test_few_faces_lie_between_their_colours(count: int) -> None:
    looks = drawn_looks(count)
    made = colour(average(looks, CANVAS))
    members = np.stack([colour(average([look], CANVAS)) for look in looks])
    assert (made > members.min(axis=0) - 0.02).all()
    assert (made < members.max(axis=0) + 0.02).all()


def test_features_are_about_as_sharp_as_those_of_the_faces(of_four: AverageFace) -> None:
    regions = Regions.of(of_four.shape, CANVAS)
    typical = np.median([voice.sharpness for voice in of_four.voices])
    assert 0.7 < sharpness(shown(of_four.light), regions.eyes) / typical < 1.1


def test_a_photo_that_ends_beside_the_face_leaves_no_border() -> None:
    cut = [replace(look, pixels=look.pixels[:, :200].copy()) for look in FOUR[:2]]
    made = average([*cut, *FOUR[2:]], CANVAS)
    whole = average(FOUR, CANVAS)
    assert np.isfinite(made.light).all()
    assert np.isfinite(made.difference).all()
    assert made.cover[128, 250] < 0.8 < made.cover[128, 128]
    steps = np.abs(np.diff(shown(made.light)[:40].astype(int), axis=1)).max()
    assert steps <= np.abs(np.diff(shown(whole.light)[:40].astype(int), axis=1)).max() + 12


def test_faces_differ_where_they_were_made_to_differ() -> None:
    looks = [drawn_look(number, voter=f"p{number}") for number in (0, 4, 8, 12)]
    marked = []
    for number, look in enumerate(looks):
        pixels = look.pixels.copy()
        if number % 2:
            x, y = look.points[8].astype(int)  # the chin
            pixels[y - 25 : y - 5, x - 10 : x + 10] = 10
        marked.append(replace(look, pixels=pixels))
    made = average(marked, CANVAS)
    x, y = made.shape[8].astype(int)
    forehead = made.difference[60:80, 110:146].mean()
    assert made.difference[y - 15 : y - 8, x - 5 : x + 5].mean() > 3 * forehead


def test_progress_tells_each_stage_to_its_end() -> None:
    told: list[tuple[str, int, int]] = []
    average(FOUR, CANVAS, progress=lambda *one: told.append(one))
    last = {stage: (done, total) for stage, done, total in told}
    assert {"aligning", "refining", "rendering", "measuring", "blending"} <= set(last)
    assert set(last.values()) == {(4, 4)}


def test_a_run_that_is_stopped_says_so() -> None:
    asked = iter(range(100))
    with pytest.raises(InterruptedRunError, match="Stopped"):
        average(FOUR, CANVAS, stop=lambda: next(asked) >= 3)


class Lazy(Sequence[Look]):
    """Draws each look when it is asked for."""

    def __init__(self, faces: int) -> None:
        self.faces = faces

    def __len__(self) -> int:
        return self.faces

    def __getitem__(self, number: Any) -> Any:
        return drawn_look(number)


def test_looks_may_be_loaded_when_they_are_asked_for(of_four: AverageFace) -> None:
    assert np.array_equal(average(Lazy(4), CANVAS).light, of_four.light)


def test_memory_is_what_the_formula_says_at_most() -> None:
    looks = Lazy(5)
    tracemalloc.start()
    try:
        average(looks, CANVAS)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < memory(5, CANVAS)


def test_400_faces_of_512_pixels_take_less_than_a_gigabyte_and_a_half() -> None:
    assert memory(400, Canvas(512)) < 1.5e9
    assert memory(400, Canvas(1024)) > 2 * memory(400, Canvas(512))
