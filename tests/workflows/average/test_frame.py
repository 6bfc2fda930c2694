"""How large an average is, and how much it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness import Library
from likeness.errors import UsageError
from likeness.portrait.canvas import Canvas
from likeness.types import AverageOf, PhotoPrint
from likeness.workflows.average.frame import REACHES, canvas_for, inside, reach_for
from likeness.workflows.average.looks import head_box, shown_box
from likeness.workflows.average.members import admitted

# Eyes 100 pixels apart, the mouth as far below them as it usually is.
FACE = np.array([(450, 400), (550, 400), (500, 450), (460, 505), (540, 505)], np.float32)


def test_a_canvas_shows_the_face_where_it_has_it() -> None:
    canvas = Canvas(512)
    x1, y1, x2, _ = shown_box(FACE, canvas)
    zoom = canvas.side / (x2 - x1)
    assert (500 - x1) * zoom == pytest.approx(canvas.middle)
    assert (400 - y1) * zoom == pytest.approx(canvas.eye_line)
    assert 100 * zoom == pytest.approx(canvas.eye_distance, rel=0.03)


@given(st.floats(-3.1, 3.1))
def test_what_is_read_holds_what_is_shown_however_a_face_is_tilted(roll: float) -> None:
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]], np.float32)
    face = (FACE - 500) @ turn + 500
    canvas = Canvas(512)
    upright = np.array(shown_box(FACE, canvas)).reshape(2, 2)
    corners = np.array([(x, y) for x in upright[:, 0] for y in upright[:, 1]]) - 500
    read = head_box(face, canvas)
    seen = corners @ turn + 500
    assert (seen >= np.array(read[:2]) - 1).all()
    assert (seen <= np.array(read[2:]) + 1).all()


def test_tight_photos_make_a_tight_picture() -> None:
    wide, tight = PhotoPrint(0, 1000, 1000, 1, None), PhotoPrint(0, 260, 300, 1, None)
    assert reach_for(FACE[None], [wide]) == 1.0
    cut = FACE - np.array((370, 290), np.float32)
    assert reach_for(cut[None], [tight]) in REACHES[1:]


def test_the_median_photo_decides() -> None:
    wide, tight = PhotoPrint(0, 1000, 1000, 1, None), PhotoPrint(0, 520, 530, 1, None)
    assert reach_for(np.stack([FACE] * 3), [wide, wide, tight]) == 1.0


def test_a_box_outside_of_the_photo_is_not_inside() -> None:
    assert inside((0, 0, 10, 10), 100, 100) == 1
    assert inside((-10, -10, 0, 0), 100, 100) == 0
    assert inside((-5, 0, 5, 10), 100, 100) == 0.5


def test_small_faces_make_a_small_picture(indexed: Library) -> None:
    parts = indexed._parts
    members = sorted(admitted(parts, AverageOf()), key=lambda member: member.points[0][0])
    assert canvas_for(parts, members, 256).side == 256
    tiny = [
        member._replace(points=tuple((x / 20, y / 20) for x, y in member.points))
        for member in members
    ]
    assert canvas_for(parts, tiny, None).side == 256
    with pytest.raises(UsageError, match="256, 512, 1024"):
        canvas_for(parts, members, 300)
