import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.models.detectors import Detections
from likeness.models.sightings import (
    PhotoPixels,
    Picture,
    face_id,
    reading_order,
    sightings,
    status,
)
from likeness.types import Contract, PhotoId

PHOTO = PhotoPixels(
    id=PhotoId("ab" * 32),
    pixels=np.zeros((100, 200, 3), np.uint8),
    scale=0.5,
    width=400,
    height=200,
)
DETECTOR = Contract("mtcnn-0123456789ab")


def found(*boxes, scores=None):
    rows = np.array(boxes, np.float32).reshape(-1, 4)
    left, top, right, bottom = rows.T
    points = np.stack([left, top, right, top, left, bottom, left, bottom, right, bottom], axis=1)
    return Detections(
        boxes=rows,
        points=points.reshape(-1, 5, 2),
        scores=np.array(scores or [0.9] * len(rows), np.float32),
    )


def seen(detections, photo=PHOTO, min_score=0.75, min_face=0.05):
    return list(sightings(photo, detections, min_score=min_score, min_face=min_face))


def test_a_face_is_told_in_pixels_of_the_photo():
    (face,) = seen(found((10, 20, 30, 50)))

    assert face.box.tolist() == [20, 40, 60, 100]
    assert face.points[0].tolist() == [20, 40]
    assert (face.status, face.position) == ("ok", 0)


def test_both_sides_have_their_own_scale():
    photo = replace(PHOTO, pixels=np.zeros((67, 200, 3), np.uint8))

    (face,) = seen(found((0, 0, 200, 67)), photo)

    assert face.box.tolist() == [0, 0, 400, 200]


def test_a_box_ends_where_the_photo_ends():
    (face,) = seen(found((-10, -20, 300, 50)))

    assert face.box.tolist() == [0, 0, 400, 100]
    assert face.points[0].tolist() == [-20, -40]  # the points stay where they are


def test_a_box_beside_the_photo_is_no_face():
    assert seen(found((-30, 10, -5, 40), (10, 100, 30, 130))) == []


def test_faces_come_in_reading_order_with_positions():
    faces = seen(found((120, 10, 160, 50), (60, 60, 100, 96), (10, 12, 50, 48)))

    assert [face.position for face in faces] == [0, 1, 2]
    assert [face.box[0] for face in faces] == [20, 240, 120]


def test_reading_order_does_not_depend_on_the_order_of_detection():
    boxes = np.random.default_rng(2).uniform(0, 100, (20, 4)).astype(np.float32)
    shuffled = boxes[::-1]

    assert np.array_equal(boxes[reading_order(boxes)], shuffled[reading_order(shuffled)])


def test_a_forgotten_face_is_left_out_and_keeps_its_position():
    photo = replace(PHOTO, skipped=((22.0, 38.0, 60.0, 100.0),))

    (face,) = seen(found((10, 20, 30, 50), (100, 20, 130, 60)), photo)

    assert face.position == 1
    assert face.box[0] == 200


def test_a_face_that_only_touches_a_forgotten_one_stays():
    photo = replace(PHOTO, skipped=((50.0, 40.0, 90.0, 100.0),))

    assert len(seen(found((10, 20, 30, 50)), photo)) == 1


@pytest.mark.parametrize(
    ("score", "side", "expected"),
    [
        (0.74, 50, "low_confidence"),
        (0.75, 50, "ok"),
        (0.75, 19, "too_small"),
        (0.75, 20, "ok"),
        (0.5, 3, "low_confidence"),
    ],
)
def test_a_status_says_what_a_face_may_be_used_for(score, side, expected):
    box = np.array([0, 0, side / 2, side], np.float32)

    assert status(box, score, min_score=0.75, smallest=20) == expected


def test_too_small_is_measured_against_the_long_side_of_the_photo():
    small, large = seen(found((0, 0, 9, 9), (50, 50, 61, 61)))

    assert (small.status, large.status) == ("too_small", "ok")


def test_nothing_found_gives_nothing():
    assert seen(found()) == []


def test_facts_hold_plain_numbers_with_two_decimals():
    (face,) = seen(found((10.00333, 20, 30, 50)))

    facts = face.facts(DETECTOR)

    assert facts.box == (20.01, 40.0, 60.0, 100.0)
    assert all(type(value) is float for value in (*facts.box, *facts.points[0], facts.score))
    assert facts.id == face_id(PHOTO.id, DETECTOR, 0)
    assert facts.embedding is facts.quality is facts.pose is None


def test_a_face_id_depends_on_photo_detector_and_position():
    photo, other = PhotoId("ab" * 32), PhotoId("cd" * 32)
    ids = {
        face_id(photo, DETECTOR, 0),
        face_id(photo, DETECTOR, 1),
        face_id(photo, Contract("else"), 0),
        face_id(other, DETECTOR, 0),
    }

    assert len(ids) == 4
    assert all(re.fullmatch("f[0-9a-f]{16}", one) for one in ids)
    assert face_id(photo, DETECTOR, 0) == "f8b3ccc09861a7141"


@given(st.floats(0.1, 1), st.floats(0, 50), st.floats(0, 50))
def test_a_box_moves_into_a_picture_and_is_cut_there(scale, left, top):
    picture = Picture(np.zeros((4, 4, 3), np.uint8), (scale, scale), (left, top))

    assert picture.here((left, top, left + 10, top + 20)) == pytest.approx(
        (0, 0, 10 * scale, 20 * scale)
    )


def test_a_piece_is_cut_from_where_the_picture_lies():
    pixels = np.zeros((10, 10, 3), np.uint8)
    pixels[5:, 5:] = 200
    picture = Picture(pixels, (0.5, 0.5), (100.0, 60.0))
    out = np.empty((10, 10, 3), np.uint8)

    picture.cut(np.array([[0.5, 0, -55.0], [0, 0.5, -35.0]]), out)  # from 110, 70: its middle

    assert (out[:5, :5] == 200).all()
