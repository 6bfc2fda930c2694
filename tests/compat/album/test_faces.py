from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.compat.album.faces import EXCHANGE_CHIP, FinerParts, square
from likeness.errors import PhotoError
from likeness.imaging.region import Region
from likeness.models.analyser import FinerRequest
from likeness.models.sightings import Picture
from likeness.types import Contract, FaceFacts, FaceId, PhotoId

TEMPLATE = np.array(EXCHANGE_CHIP.template)


def moved(x: float, y: float) -> np.ndarray:
    """Return where the five points lie on a photo that shows the square at (x, y)."""
    return TEMPLATE + np.array((x, y))


def facts(points: np.ndarray) -> FaceFacts:
    return FaceFacts(
        id=FaceId("f0"),
        photo=PhotoId("0"),
        position=0,
        detector=Contract("d"),
        box=(0.0, 0.0, 1.0, 1.0),
        points=tuple((float(x), float(y)) for x, y in points),  # type: ignore[arg-type]
        score=1.0,
        status="ok",
    )


def ramp(width: int, height: int) -> np.ndarray:
    """A picture whose red says x, whose green says y, and whose blue is the same everywhere."""
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return np.dstack([x, y, np.full_like(x, 7)]).round().astype(np.uint8)


@given(st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=20, deadline=None)
def test_a_face_that_lies_as_it_should_is_only_cut_out(left: int, top: int) -> None:
    picture = ramp(200, 190)

    cut = square(facts(moved(left, top)), Picture(picture, (1.0, 1.0)), [], (200, 190))

    expected = picture[top : top + 112, left : left + 112, ::-1]
    assert np.abs(cut.astype(int) - expected).max() <= 1
    assert cut.flags.c_contiguous


def test_what_lies_beyond_the_photo_is_black() -> None:
    picture = np.full((100, 100, 3), 200, np.uint8)

    cut = square(facts(moved(-56, 0)), Picture(picture, (1.0, 1.0)), [], (100, 100))

    assert not cut[:, :55].any()
    assert (cut[:90, 57:] == 200).all()


def test_the_finest_part_that_shows_the_whole_face_is_used() -> None:
    whole = Picture(np.full((100, 100, 3), 10, np.uint8), (0.25, 0.25))
    finer = Picture(np.full((200, 200, 3), 20, np.uint8), (1.0, 1.0), (100.0, 100.0))
    elsewhere = Picture(np.full((200, 200, 3), 30, np.uint8), (1.0, 1.0), (0.0, 0.0))
    coarser = Picture(np.full((200, 200, 3), 40, np.uint8), (0.5, 0.5), (0.0, 0.0))

    cut = square(facts(moved(140, 150)), whole, [coarser, elsewhere, finer, elsewhere], (400, 400))

    assert (cut == 20).all()


def test_a_part_is_enough_where_the_photo_ends() -> None:
    whole = Picture(np.full((50, 50, 3), 10, np.uint8), (0.5, 0.5))
    corner = Picture(np.full((90, 90, 3), 20, np.uint8), (1.0, 1.0))

    cut = square(facts(TEMPLATE - 40), whole, [corner], (100, 100))

    assert set(np.unique(cut)) <= {0, *range(21)}
    assert (cut[60, 60] == 20).all()


def test_parts_are_kept_by_photo_and_failures_are_passed_on() -> None:
    request = FinerRequest(photo=PhotoId("a"), boxes=((0.0, 0.0, 4.0, 4.0),), scale=1.0)
    lost = FinerRequest(photo=PhotoId("b"), boxes=((0.0, 0.0, 4.0, 4.0),), scale=1.0)
    region = Region(pixels=np.zeros((4, 4, 3), np.uint8), x=3.0, y=5.0, scale=0.5)
    failure = PhotoError("vanished", "It is gone.")

    def fetch(requests: Sequence[FinerRequest]) -> Sequence[Sequence[Region] | PhotoError]:
        return [[region], failure]

    parts = FinerParts(fetch)

    assert parts([request, lost]) == [[region], failure]
    assert parts.of(PhotoId("a")) == [Picture(region.pixels, (0.5, 0.5), (3.0, 5.0))]
    assert parts.of(PhotoId("b")) == []
