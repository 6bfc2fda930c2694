"""Averages on templates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.errors import PhotoError, UsageError
from likeness.workflows.average.make import Averaged
from likeness.workflows.average.painting import Template


@pytest.fixture
def made(averaged: Library) -> Averaged:
    """An average as it comes out of the library's own store, without another run."""
    picture = averaged.kept_average("Everybody")
    return Averaged(
        of=None,  # type: ignore[arg-type] - nobody asks
        wanted=256,
        face=picture.face,
        pixels=picture.pixels,
        members=None,  # type: ignore[arg-type]
        report=None,  # type: ignore[arg-type]
    )


def differing(one: np.ndarray, other: np.ndarray) -> float:
    return float((one != other).any(axis=2).mean())


def test_only_the_face_of_the_template_changes(
    averaged: Library, made: Averaged, photos: Path
) -> None:
    photo = str(photos / "scenes" / "009_C.jpg")
    template = Template.read(averaged._parts, photo)
    painted = averaged.paint_average([made], photo)
    assert painted.pixels.shape == template.region.pixels.shape
    assert 0.001 < differing(painted.pixels, template.region.pixels) < 0.3
    left, top, right, bottom = (round(edge) for edge in template.faces[0].box)
    outside = np.ones(painted.pixels.shape[:2], bool)
    outside[max(top - 40, 0) : bottom + 40, max(left - 40, 0) : right + 40] = False
    assert np.array_equal(painted.pixels[outside], template.region.pixels[outside])
    assert any("Hair" in sentence for sentence in painted.remarks)


def test_a_face_of_several_can_be_chosen(averaged: Library, made: Averaged, photos: Path) -> None:
    photo = f"{photos / 'scenes' / 't1.jpg'}"
    template = Template.read(averaged._parts, photo)
    first = averaged.paint_average([made], photo).pixels
    chosen = next(
        number
        for number, face in enumerate(template.faces, 1)
        if number > 1 and not template.refusals(face)
    )
    other = averaged.paint_average([made], f"{photo}#{chosen}").pixels
    assert not np.array_equal(first, other)


def test_two_averages_go_on_two_faces(averaged: Library, made: Averaged, photos: Path) -> None:
    photo = str(photos / "scenes" / "t1.jpg")
    one = averaged.paint_average([made], photo).pixels
    both = averaged.paint_average([made, made], photo).pixels
    template = Template.read(averaged._parts, photo).region.pixels
    assert differing(both, template) > 1.3 * differing(one, template)


def test_a_photo_without_a_face_is_no_template(
    averaged: Library, made: Averaged, photos: Path
) -> None:
    with pytest.raises(UsageError, match="No face on"):
        averaged.paint_average([made], str(photos / "scenes" / "017_0.jpg"))


def test_a_file_that_is_not_there_is_said(averaged: Library, made: Averaged) -> None:
    with pytest.raises(PhotoError, match="nowhere"):
        averaged.paint_average([made], "nowhere.jpg")


def test_one_face_is_not_enough_for_two_averages(averaged: Library, photos: Path) -> None:
    with pytest.raises(UsageError, match="have to be 2 faces"):
        averaged.check_template(str(photos / "scenes" / "009_C.jpg"), 2)


def test_a_face_number_that_is_not_there_is_said(averaged: Library, photos: Path) -> None:
    with pytest.raises(UsageError, match="no face number 9"):
        averaged.check_template(f"{photos / 'scenes' / '009_C.jpg'}#9")


def test_templates_can_be_made_of_the_averages_themselves(averaged: Library) -> None:
    made = averaged.average(side=256)
    single = averaged.paint_average([made], "single").pixels
    pair = averaged.paint_average([made, made], "pair").pixels
    assert pair.shape[1] > single.shape[1] * 0.9
    for which, count in (("single", 2), ("pair", 1)):
        with pytest.raises(UsageError, match="both"):
            averaged.check_template(which, count)
