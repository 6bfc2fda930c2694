"""Averages on templates: inside the faces only, each its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.template import AveragePainter, FacePainter, TemplateFace
from likeness.portrait.usual import SHAPE
from tests.portrait.drawn import drawn_average
from tests.portrait.seen import looks_of

AVERAGE = drawn_average()
OTHER = drawn_average(skin=(0.2, 0.3, 0.6))


def face_at(x, y, scale=40.0, degrees=0.0):
    turn = np.radians(degrees)
    turned = np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    return SHAPE @ turned * scale + (x, y)


def noise(height=300, width=400):
    return np.random.default_rng(4).integers(0, 255, (height, width, 3), np.uint8)


def test_outside_of_the_mask_every_byte_is_the_templates(photos):
    look = looks_of(photos / "scenes" / "007_B.jpg")[0]

    painted = AveragePainter().paint(look.pixels, [TemplateFace.of(look.points, AVERAGE)])

    outside = painted.mask == 0
    assert 0.5 < outside.mean() < 1
    assert np.array_equal(painted.pixels[outside], look.pixels[outside])
    assert not np.array_equal(painted.pixels, look.pixels)


def test_the_template_itself_is_not_written_to():
    photo = noise()
    before = photo.copy()

    AveragePainter().paint(photo, [TemplateFace.of(face_at(200, 100), AVERAGE)])

    assert np.array_equal(photo, before)


def test_three_faces_on_one_template_are_painted_each(photos):
    looks = looks_of(photos / "scenes" / "011_3.jpg")
    faces = [TemplateFace.of(look.points, AVERAGE) for look in looks]

    painted = AveragePainter().paint(looks[0].pixels, faces)

    assert len(looks) == 3
    for look in looks:
        x, y = look.points[27:31].mean(axis=0).astype(int)
        assert painted.mask[y, x] > 0.9


def test_each_face_gets_its_own_average():
    photo = np.full((300, 600, 3), 120, np.uint8)
    places = [face_at(150, 100), face_at(450, 100)]

    both = AveragePainter().paint(
        photo, [TemplateFace.of(places[0], AVERAGE), TemplateFace.of(places[1], OTHER)]
    )
    alone = AveragePainter().paint(photo, [TemplateFace.of(places[1], OTHER)])

    assert np.array_equal(both.pixels[:, 300:], alone.pixels[:, 300:])
    assert not np.array_equal(both.pixels[:, :300], photo[:, :300])


@settings(max_examples=25, deadline=None)
@given(st.floats(-150, 550), st.floats(-150, 450), st.floats(4, 90), st.floats(-180, 180))
def test_faces_at_or_beyond_the_border_change_no_byte_outside_of_the_mask(x, y, scale, degrees):
    photo = noise()

    painted = AveragePainter().paint(photo, [TemplateFace.of(face_at(x, y, scale, degrees), OTHER)])

    outside = painted.mask == 0
    assert painted.pixels.shape == photo.shape
    assert np.array_equal(painted.pixels[outside], photo[outside])


def test_the_light_of_the_template_is_taken_over():
    dark, bright = (np.full((300, 400, 3), grey, np.uint8) for grey in (60, 190))
    face = TemplateFace.of(face_at(200, 110), AVERAGE)

    means = [
        AveragePainter().paint(photo, [face]).pixels[100:150, 180:220].mean()
        for photo in (dark, bright)
    ]

    assert means[1] > means[0] + 60


def test_painting_twice_gives_the_same_bytes():
    faces = [TemplateFace.of(face_at(200, 110, degrees=20), AVERAGE)]

    first, second = (AveragePainter().paint(noise(), faces) for _ in range(2))

    assert np.array_equal(first.pixels, second.pixels)


def test_what_remains_the_template_persons_is_said_in_words():
    one = AveragePainter().paint(noise(), [TemplateFace.of(face_at(200, 100), AVERAGE)])
    two = AveragePainter().paint(
        noise(), [TemplateFace.of(face_at(x, 100, 20), AVERAGE) for x in (100, 300)]
    )

    assert "Hair" in one.remarks[0]
    assert "the person on the template" in one.remarks[0]
    assert "the people on the template" in two.remarks[0]


@pytest.mark.parametrize(("scale", "said"), [(30, False), (200, True)])
def test_a_template_larger_than_the_average_is_said_to_look_soft(scale, said):
    face = TemplateFace.of(face_at(400, 300, scale), AVERAGE)

    painted = AveragePainter().paint(noise(800, 800), [face])

    assert any("softer" in remark for remark in painted.remarks) == said


def test_no_faces_leave_the_template_as_it_is():
    photo = noise()

    painted = AveragePainter().paint(photo, [])

    assert np.array_equal(painted.pixels, photo)
    assert painted.remarks == ()


def test_the_painter_fulfils_the_protocol():
    painter: FacePainter = AveragePainter()

    assert painter.paint(noise(), []).mask.max() == 0
