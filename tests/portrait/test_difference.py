"""What differs most between the faces of an average."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.portrait.difference import difference_picture, parts, regions, said
from likeness.portrait.filters import blur
from likeness.portrait.regions import filled, hull
from tests.portrait.drawn import SIDE, drawn_average

AVERAGE = drawn_average()
NAMES = {"brows", "cheeks", "eyes", "forehead", "jaw", "mouth", "nose"}


def test_parts_of_the_face_are_all_there_and_none_overlap() -> None:
    masks = parts(AVERAGE.shape, SIDE)
    assert set(masks) == NAMES
    assert all(mask.any() for mask in masks.values())
    assert sum(mask.astype(int) for mask in masks.values()).max() == 1


@pytest.mark.parametrize(
    ("name", "points"),
    [("eyes", slice(36, 48)), ("brows", slice(17, 27)), ("mouth", slice(48, 60))],
)
def test_each_part_lies_around_its_points(name: str, points: slice) -> None:
    mask = parts(AVERAGE.shape, SIDE)[name]
    columns, rows = AVERAGE.shape[points].mean(axis=0), np.argwhere(mask).mean(axis=0)[::-1]
    assert np.linalg.norm(columns - rows) < 0.03 * SIDE


def test_the_forehead_is_above_the_cheeks_and_these_above_the_jaw() -> None:
    masks = parts(AVERAGE.shape, SIDE)
    heights = [np.argwhere(masks[name])[:, 0].mean() for name in ("forehead", "cheeks", "jaw")]
    assert heights == sorted(heights)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_part_that_differs_most_comes_first(name: str) -> None:
    difference = np.full((SIDE, SIDE), 0.1, np.float32)
    difference[parts(AVERAGE.shape, SIDE)[name]] = 0.3
    ranked = regions(difference, AVERAGE.shape)
    assert ranked[0] == (name, pytest.approx(0.3))
    assert [value for _, value in ranked[1:]] == pytest.approx([0.1] * 6)
    # Of equal ones the first by name.
    assert [part for part, _ in ranked[1:]] == sorted(NAMES - {name})


def test_it_is_said_in_a_sentence() -> None:
    told = said(regions(AVERAGE.difference, AVERAGE.shape))
    assert told == "The faces differ most at the eyes and the brows, least at the nose."
    assert said([]) == "Too little of the face is visible to say what differs."


def test_the_picture_is_bright_where_faces_differ_and_grey_around_the_face() -> None:
    picture = difference_picture(AVERAGE)
    assert picture.shape[0] > SIDE
    assert picture.shape[1:] == (SIDE, 3)
    eye = AVERAGE.shape[36:42].mean(axis=0).astype(int)
    cheek = AVERAGE.shape[[2, 48]].mean(axis=0).astype(int)
    bright = picture.astype(int).sum(axis=2)
    assert bright[eye[1], eye[0]] > 2 * bright[cheek[1], cheek[0]]
    outside = blur(filled(hull(AVERAGE.shape), SIDE), 2) == 0
    colourful = np.ptp(picture[:SIDE].astype(int), axis=2)
    assert colourful[outside].max() <= 4


def test_the_legend_names_both_ends() -> None:
    usual = difference_picture(AVERAGE)[SIDE:]
    other = difference_picture(AVERAGE, words=("same", "unlike"))[SIDE:]
    assert (usual != other).any()
    # The scale grows brighter from left to right.
    middle = usual[len(usual) // 2].astype(int).sum(axis=1)
    ramp = middle[round(0.4 * SIDE) : round(0.6 * SIDE)]
    assert ramp[-1] > ramp[0]
    assert (np.diff(ramp) >= -3).all()


def test_faces_that_do_not_differ_have_a_picture_too() -> None:
    same = replace(AVERAGE, difference=np.zeros((SIDE, SIDE), np.float32))
    assert difference_picture(same).shape[1] == SIDE


def test_long_words_of_a_legend_leave_room_for_the_scale() -> None:
    picture = difference_picture(AVERAGE, words=("very much alike " * 9, "different " * 9))
    assert picture.shape[1] == SIDE
