from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.imaging import draw
from likeness.imaging.draw import draw_boxes, look, overlap, place_label, text_mask


@dataclass
class Drawn:
    box: tuple[float, float, float, float] = (40, 60, 120, 160)
    status: str = "ok"
    gender: str | None = None


MAN, WOMAN, NOBODY = Drawn(gender="male"), Drawn(gender="female"), Drawn()
LOW, SMALL = Drawn(status="low_confidence"), Drawn(status="too_small")


def grey(height=240, width=320, value=128):
    return np.full((height, width, 3), value, np.uint8)


def share_of(image, colour):
    return float((np.abs(image.astype(int) - colour).max(axis=-1) < 12).mean())


@pytest.mark.parametrize(
    ("face", "letter", "colour"),
    [
        (MAN, "M", draw.GREEN),
        (WOMAN, "W", draw.PINK),
        (LOW, "L", draw.RED),
        (NOBODY, "U", draw.GREY),
        (SMALL, "S", draw.GREY),
    ],
    ids=["man", "woman", "low confidence", "unknown", "too small"],
)
def test_every_kind_of_face_has_its_colour_and_letter(face, letter, colour):
    assert (look(face).letter, look(face).colour) == (letter, colour)
    assert share_of(draw_boxes(grey(), [face]), colour) > 0.005


def test_a_low_score_hides_what_the_gender_would_be():
    assert look(Drawn(status="low_confidence", gender="male")).letter == "L"


def test_only_low_confidence_is_dashed():
    dashed = draw_boxes(grey(), [LOW])
    plain = draw_boxes(grey(), [NOBODY])

    assert (
        0.3
        < share_of(dashed[80:150, 38:43], draw.RED) / share_of(plain[80:150, 38:43], draw.GREY)
        < 0.9
    )


def test_the_picture_that_was_handed_in_is_left_alone():
    image = grey()

    drawn = draw_boxes(image, [MAN])

    assert (image == 128).all()
    assert drawn.shape == image.shape
    assert drawn.dtype == np.uint8


def test_without_faces_nothing_is_drawn():
    assert np.array_equal(draw_boxes(grey(), []), grey())


def test_the_face_itself_is_not_covered():
    drawn = draw_boxes(grey(), [MAN])

    assert (drawn[70:150, 50:110] == 128).all()


@pytest.mark.parametrize("value", [0, 128, 255])
def test_the_outline_stands_out_from_every_background(value):
    drawn = draw_boxes(grey(value=value), [MAN])

    assert share_of(drawn, draw.GREEN) > 0.005
    row = drawn[110, 30:50].astype(int).sum(axis=-1)
    assert row.max() - row.min() > 180


def test_a_box_is_drawn_at_the_scale_of_the_picture():
    halved = draw_boxes(grey(120, 160), [MAN], scale=0.5)

    assert share_of(halved[40:70, 18:23], draw.GREEN) > 0.2


def test_numbers_count_in_the_order_given_unless_told():
    faces = [Drawn((20, 60, 90, 130)), Drawn((200, 60, 270, 130))]

    counted = draw_boxes(grey(), faces)
    assert np.array_equal(counted, draw_boxes(grey(), faces, numbers=[1, 2]))
    assert not np.array_equal(counted, draw_boxes(grey(), faces, numbers=[2, 1]))


def test_lines_and_letters_grow_with_the_picture():
    small = draw.Mark.of(Drawn((100, 100, 300, 300)), 1.0, 400)
    large = draw.Mark.of(Drawn((1000, 1000, 3000, 3000)), 1.0, 4000)

    assert large.line > 4 * small.line
    assert large.text > 4 * small.text


def test_letters_stay_legible_on_the_smallest_face():
    assert draw.Mark.of(Drawn((10, 10, 14, 15)), 1.0, 100).text >= 12


def test_a_label_stands_above_its_face_if_there_is_room():
    assert place_label((40, 60, 120, 160), (30, 20), (320, 240), [], gap=2) == (40, 38, 70, 58)


def test_a_label_goes_below_where_the_picture_ends_above():
    face = (40.0, 5.0, 120.0, 100.0)

    left, top, _, _ = place_label(face, (30, 20), (320, 240), [face], gap=2)

    assert (left, top) == (40, 102)


def test_a_label_makes_way_for_another():
    first = place_label((40, 60, 120, 160), (30, 20), (320, 240), [], gap=2)

    second = place_label((40, 60, 120, 160), (30, 20), (320, 240), [first], gap=2)

    assert overlap(first, second) == 0


boxes = st.tuples(*[st.floats(-50, 400)] * 2, *[st.floats(0.1, 400)] * 2).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(boxes, max_size=4), st.integers(1, 300), st.integers(1, 300))
def test_any_box_can_be_drawn_on_any_picture(faces, height, width):
    drawn = draw_boxes(grey(height, width), [Drawn(box) for box in faces])

    assert drawn.shape == (height, width, 3)


def test_text_is_drawn_without_a_rim():
    mask = text_mask("10 W", 20)

    assert mask.max() == 1
    assert mask[0].max() > 0
    assert mask[-1].max() > 0
