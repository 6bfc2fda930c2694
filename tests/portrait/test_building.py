"""An average that grows face by face."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.portrait.average import average
from likeness.portrait.average_face import AverageFace
from likeness.portrait.background import finished
from likeness.portrait.building import ENDING, MOST, Sum, building, numbered, steps
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import shown
from likeness.portrait.crew import Crew
from likeness.portrait.look import Look
from tests.portrait.drawn import drawn_average

SIDE = 256
SKINS = [(0.5, 0.32, 0.24), (0.3, 0.18, 0.12), (0.6, 0.42, 0.36), (0.4, 0.26, 0.2)]


def look(number: int) -> Look:
    """Return a photo of somebody, in a light of its own."""
    face = drawn_average(side=320, jaw=0.9 + 0.05 * number, skin=SKINS[number])
    return Look(
        key=f"f{number}",
        pixels=shown(face.light),
        points=face.shape,
        spread=0.013,
        voter=f"p{number}",
    )


LOOKS = [look(number) for number in range(4)]


@pytest.fixture(scope="module")
def whole() -> AverageFace:
    return average(LOOKS, Canvas(SIDE))


def test_it_ends_with_the_finished_average(whole: AverageFace) -> None:
    picture = finished(whole)
    shown_frames = list(building(LOOKS, whole, picture))
    assert (shown_frames[-1] == picture).all()
    assert all(frame.shape == picture.shape for frame in shown_frames)
    assert len(shown_frames) <= MOST + ENDING


def test_it_starts_with_the_first_face_on_the_mean_shape(whole: AverageFace) -> None:
    first = next(building(LOOKS, whole, finished(whole)))
    eyes = whole.shape[36:42].mean(axis=0).astype(int)
    assert first[eyes[1], eyes[0]].max() < 90
    # In the light of the average, though that face is lighter or darker.
    cheek = whole.shape[[2, 48]].mean(axis=0).astype(int)
    difference = first[cheek[1], cheek[0]].astype(int) - shown(whole.light)[cheek[1], cheek[0]]
    assert np.abs(difference).max() < 12


def test_threads_change_no_pixel(whole: AverageFace) -> None:
    picture = finished(whole)
    alone = list(building(LOOKS, whole, picture, most=4))
    with ThreadPoolExecutor(3) as pool:
        together = list(building(LOOKS, whole, picture, most=4, crew=Crew(pool.map)))
    assert len(alone) == len(together) == 4 + ENDING
    assert all((one == other).all() for one, other in zip(alone, together, strict=True))


def test_faces_are_taken_one_window_at_a_time(whole: AverageFace) -> None:
    handed = []

    def run(work: Callable[[int], Any], numbers: Iterable[int]) -> Iterator[Any]:
        for number in numbers:
            handed.append(number)
            yield work(number)

    growing = building(LOOKS, whole, finished(whole), most=4, crew=Crew(run))
    next(growing)
    assert handed == [0]


def test_few_faces_grow_into_each_other(whole: AverageFace) -> None:
    frames = list(building(LOOKS[:2], whole, finished(whole), most=10))
    assert len(frames) == 1 + 5 + ENDING


@given(st.integers(1, 100_000), st.integers(2, 60))
def test_steps_go_from_one_face_to_all_in_ever_larger_steps(count: int, most: int) -> None:
    found = steps(count, most)
    assert found[0] == 1
    assert found[-1] == count
    assert len(found) <= most
    assert (np.diff(found) > 0).all()
    assert max(np.diff(found), default=1) == (found[-1] - found[-2] if len(found) > 1 else 1)


def test_a_mean_knows_where_nothing_was_photographed() -> None:
    behind, bright = np.full((4, 4, 3), 0.2, np.float32), np.full((4, 4, 3), 0.8, np.float32)
    cover = np.zeros((4, 4), np.float32)
    cover[:2] = 1
    total = Sum(behind)
    assert total.mean() == pytest.approx(behind)
    total.add(bright, cover, 0.5)
    assert total.mean()[0, 0] == pytest.approx([0.8] * 3, abs=0.02)
    assert total.mean()[3, 3] == pytest.approx([0.2] * 3)


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_the_number_is_legible_on_anything(grey: int) -> None:
    picture = np.full((256, 256, 3), grey, np.uint8)
    lettered = numbered(picture, 42)[200:, 200:]
    assert lettered.max() > 200
    assert lettered.min() < 60
    assert (numbered(picture, 42)[:200] == grey).all()


def test_a_face_that_is_no_part_of_the_average_is_refused(whole: AverageFace) -> None:
    picture = finished(whole)
    stranger = Look(key="x", pixels=LOOKS[0].pixels, points=LOOKS[0].points, spread=0, voter="x")
    with pytest.raises(ValueError, match="The face x is no part"):
        list(building([stranger], whole, picture))
    with pytest.raises(ValueError, match="no faces"):
        list(building([], whole, picture))
